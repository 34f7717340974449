"""Lives played forward: what each event changes, what would have happened otherwise, and where answers turn."""
