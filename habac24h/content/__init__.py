"""What goes out in words: templates in a sandbox, the checks, and the spoken form."""
