"""The program as a service of the computer: what systemd and the Task Scheduler are given."""
