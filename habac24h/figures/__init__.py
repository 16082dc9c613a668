"""What Facebook counts of our posts: which figures there are, and the series that is kept."""
