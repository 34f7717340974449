"""Rulings, figures, windows and audits as people read them."""
