"""Looks everything over and changes nothing: each line is well, or says what to do."""
