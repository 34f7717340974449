"""Run every benchmark."""

from benchmarks import (
    ask,
    audits,
    check,
    forward,
    growth,
    hours,
    lowering,
    over_grants,
    register,
    service,
    sweep,
    together,
    vesting,
)
from benchmarks.peers.__main__ import ROWS
from benchmarks.peers.__main__ import main as peers

ask.main()
growth.main()
hours.main()
over_grants.main()
audits.main()
register.main()
service.main(5_000)
vesting.main()
sweep.main()
together.main()
forward.main()
lowering.main()
peers(ROWS)
check.main()
