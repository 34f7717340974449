"""Run every benchmark."""

from benchmarks import ask, check, forward, sweep

ask.main()
sweep.main()
forward.main()
check.main()
