"""What is measured, and against what. Run as `make bench`, or one as `python -m benchmarks.ask`."""
