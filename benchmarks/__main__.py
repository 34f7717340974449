"""Run every benchmark."""

from benchmarks import ask, check, forward, growth, sweep

ask.main()
growth.main()
sweep.main()
forward.main()
check.main()
