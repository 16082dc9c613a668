"""Backups: one file with everything that belongs to the office, and the way back from it.

In the file: the database, the evidence files, the settings without secrets. Never in it: the key
that opens the page token (secret.key), the token in clear, passwords of settings, and the practice
page, which stands for a page outside this computer.
"""
