"""Property tests for those who write rules: lives made of a plan's own words, laws that hold of every plan, and a plugin
that runs scenarios and claims under pytest. See `docs/testing.md`.

>>> from kenri.testing import laws, strategies  # doctest: +SKIP
"""
