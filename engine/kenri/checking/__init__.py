"""Whether a plan says what was meant: the slips its scenarios would catch."""
