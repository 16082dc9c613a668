"""What the program does by itself once a day: backups, reminders, forgetting what is old."""
