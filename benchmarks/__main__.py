"""Run every benchmark."""

from benchmarks import ask, forward, sweep

ask.main()
sweep.main()
forward.main()
