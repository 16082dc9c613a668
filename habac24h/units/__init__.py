"""The plan's units (offices, unions, villages, schools) and what they report to the commune."""
