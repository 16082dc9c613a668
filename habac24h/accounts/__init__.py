"""Who may come in: passwords, sessions in the database, one-time links, throttled sign-in."""
