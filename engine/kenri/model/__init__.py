"""What plans, lives and rulings are made of: values only, nothing that evaluates, reads files or knows the time."""
