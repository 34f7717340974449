"""The refusal that columns and C share."""


class NotExactError(Exception):
    """Terms cannot be worked out in whole numbers of 64 bits, or could not for some values within their ranges."""
