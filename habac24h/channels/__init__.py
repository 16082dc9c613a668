"""Ways out: the Fanpage by Graph API, and four channels that people carry out by hand."""
