"""The reference evaluator: what every construct of the rule language means, one match arm each.

An expression has a value on every day. Values are computed for all days at once: a condition is a set of days (with
unknown days apart), a quantity a step function, moments are days with the span of days from which they are seen so.
"""
