"""The fuzzer as a command.

    python -m tests.fuzz                            # 20,000 inputs
    python -m tests.fuzz --inputs 1000000 --first 5000000 --workers 2 --save found
    python -m tests.fuzz --again found/3.json       # one input again, with all that is printed
    python -m tests.fuzz --guided 600               # led by coverage; needs the package atheris

An input is made from its number alone, so that every find can be made again. Exit code 1 when anything was found.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.effort import THIS_RUN, TURNS_OF_A_CHANGE, part_in_turn, rotation_of

if TYPE_CHECKING:
    from tests.fuzz.campaign import Tally
    from tests.fuzz.trial import Fault

# What imports kenri is imported where it is used: a search led by coverage must see it being imported.


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=20_000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--change", action="store_true", help="of these the quarter of the day, as in pytest --change")
    parser.add_argument("--workers", type=int, default=2, help="processes at once")
    parser.add_argument("--save", type=Path, help="a folder for the first input of each kind of fault")
    parser.add_argument("--again", type=Path, nargs="+", help="meet saved inputs again")
    parser.add_argument("--guided", type=int, metavar="SECONDS", help="let coverage lead, for so long")
    options = parser.parse_args()
    if options.again is not None:
        return _again(options.again)
    if options.guided is not None:
        from tests.fuzz.guided import lead

        return lead(options.guided, options.save)
    from tests.fuzz.campaign import campaign

    tried = range(options.inputs)
    if options.change:
        THIS_RUN.level, THIS_RUN.rotation = "change", rotation_of(datetime.now(UTC).date())
        tried = part_in_turn(options.inputs, TURNS_OF_A_CHANGE)
        print(f"python -m tests.fuzz --inputs {len(tried)} --first {options.first + tried.start}")
    began = time.monotonic()
    say = partial(print, flush=True)
    tally = campaign(
        options.first + tried.start, len(tried), options.workers, found=partial(_save, options.save), say=say
    )
    _report(tally, time.monotonic() - began)
    return 1 if tally.faults else 0


def _report(tally: Tally, seconds: float) -> None:
    extremes = f"slowest {tally.slowest:.1f} s; largest process {tally.largest // 1024} MiB"
    print(f"{tally.inputs:,} inputs in {seconds:,.0f} s; {extremes}")
    if not tally.faults:
        print("no fault was found")
    for kind, times in tally.faults.most_common():
        print(f"{times:>7,}  {kind}   (first: {tally.first[kind]})")


def _save(folder: Path | None, number: int, fault: Fault) -> None:
    if folder is None:
        return
    from tests.fuzz.choices import Seeded
    from tests.fuzz.inputs import made

    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.json").write_text(made(Seeded(number)).written(), "utf-8")
    (folder / f"{number}.txt").write_text(f"{fault.kind}\n{fault.details}", "utf-8", errors="backslashreplace")


def _again(paths: list[Path]) -> int:
    from tests.fuzz.inputs import read
    from tests.fuzz.trial import fault_of, prepare

    prepare()
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            given = read(path.read_text("utf-8"))
            fault = fault_of(given, Path(folder) / "again")
            faults += fault is not None
            print(f"{path.name}: kenri {' '.join(given.argv)}")
            print("  no fault" if fault is None else f"  {fault.kind}\n{fault.details}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
