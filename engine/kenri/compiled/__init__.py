"""What remains of a plan once everything about a life is known but its days and numbers: one form for many lives.

A shape is what lives have in common before any day is known. For each shape the symbolic form of a question is built
once, what is known is folded away, and the rest is a function of the days and numbers.
"""
