"""A plan in plain words beside its clauses."""
