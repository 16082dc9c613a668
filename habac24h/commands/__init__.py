"""The commands, one file per subject; each imports what is heavy only when it runs."""
