"""Lives played forward, branched and swept, as people read them."""
