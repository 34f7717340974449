"""The meaning of the rule language in terms, pointwise: what each expression says of a day, itself a term.

Every event may be known, or may happen on some day or other. With a recorded life every term is a plain value, so that
the same code answers questions, and is held against the reference evaluator life by life.
"""
