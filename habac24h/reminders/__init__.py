"""The morning's reminders: gathered from the rows, as an e-mail, a page and a calendar."""
