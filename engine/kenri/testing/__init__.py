"""Property tests for those who write rules; see `docs/testing.md`.

Lives are made of a plan's own words, laws hold of every plan, and a plugin runs scenarios and claims under pytest.
"""
