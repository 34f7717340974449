"""Files that are written for a user: each whole, or not at all."""
