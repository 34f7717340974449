"""From raw text to plans, lives and facts; whatever does not fit becomes a problem. Commands and pages share it."""
