"""One decision of the 5th series in several engines, on one shared population. Run as `python -m benchmarks.peers`."""
