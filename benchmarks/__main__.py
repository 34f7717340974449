"""Run every benchmark."""

from benchmarks import ask, check, forward, growth, lowering, sweep

ask.main()
growth.main()
sweep.main()
forward.main()
lowering.main()
check.main()
