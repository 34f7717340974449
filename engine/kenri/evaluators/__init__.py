"""Evaluators beside the reference: each takes the same loaded plan and agrees with it, or refuses by name."""
