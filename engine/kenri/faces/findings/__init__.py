"""What checks and comparisons of plans found, as people read it."""
