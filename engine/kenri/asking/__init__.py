"""A plan that can be asked, and a question about it: checked once, whoever answers it."""
