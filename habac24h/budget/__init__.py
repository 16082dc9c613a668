"""Money: what a year's activities are estimated to cost and what was spent, in whole đồng."""
