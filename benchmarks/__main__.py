"""Run every benchmark."""

from benchmarks import ask

ask.main()
