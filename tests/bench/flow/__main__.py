"""`make bench-flow`: dossiers through the whole system under load, with all parts on this machine."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Coroutine, Mapping
from contextlib import closing, nullcontext
from pathlib import Path

import uvloop
from tests.bench.flow.comparison import lines_of_comparison, read
from tests.bench.flow.load.people import Population
from tests.bench.flow.measuring.measurement import Meter, Row
from tests.bench.flow.measuring.yardsticks import yardsticks
from tests.bench.flow.parts.at_rest import run_memory, run_rest
from tests.bench.flow.parts.backlog import run_backlog
from tests.bench.flow.parts.counts import run_counts
from tests.bench.flow.parts.office import run_accept, run_agencies, run_course
from tests.bench.flow.parts.overload import run_overload
from tests.bench.flow.parts.reads import run_log_ins, run_reads
from tests.bench.flow.parts.session import Scale, Session
from tests.bench.flow.parts.submissions import run_closed, run_open
from tests.bench.flow.report import HEADER, Result, lines_of, yardstick_line
from tests.bench.flow.target import Target, started_target
from tests.support.system_requests import SystemRequests

Part = Callable[[Session], Coroutine[None, None, None]]
PARTS: Mapping[str, Part] = {
    "rest": run_rest,
    "memory": run_memory,
    "counts": run_counts,
    "submit": run_closed,
    "open": run_open,
    "overload": run_overload,
    "accept": run_accept,
    "agencies": run_agencies,
    "course": run_course,
    "backlog": run_backlog,
    "reads": run_reads,
    "log-ins": run_log_ins,
}
DEFAULT = ("rest", "counts", "submit", "accept")
CITIZENS = 20


def main() -> None:
    options = _options().parse_args()
    running = nullcontext(Target.read(options.target)) if options.target else started_target()
    with running as target:
        result = uvloop.run(run(target, options))
    if options.json:
        options.json.write_text(result.model_dump_json(indent=1))
    if options.compare:
        print(*lines_of_comparison(read(options.compare), [result]), sep="\n")


async def run(target: Target, options: argparse.Namespace) -> Result:
    result = Result()
    mongo = target.mongo.get_secret_value()
    scale = Scale(options.seconds, options.acts, tuple(options.clients), tuple(options.rates))
    with (
        closing(SystemRequests(mongo, target.metrics)) as counter,
        closing(
            Population(target.gateway, target.administrator, target.password.get_secret_value(), target.mail)
        ) as people,
    ):
        people.add_citizens(CITIZENS)
        session = Session(target, people, Meter(target.parts, counter), scale, _show, result.rows)
        result.yardsticks_before = await _yardsticks("before", mongo)
        print(HEADER, flush=True)
        for name in options.parts:
            await PARTS[name](session)
        result.yardsticks_after = await _yardsticks("after", mongo)
    return result


async def _yardsticks(when: str, mongo: str) -> dict[str, float]:
    found = await yardsticks(mongo)
    print(yardstick_line(when, found), flush=True)
    return found


def _show(row: Row) -> None:
    print(*lines_of(row), sep="\n", flush=True)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="make bench-flow", description=__doc__)
    options.add_argument(
        "parts", nargs="*", default=DEFAULT, metavar="PART", help=f"in turn; of {', '.join(PARTS)}"
    )
    options.add_argument(
        "--seconds", type=float, default=15.0, help="of each loop that does not end by itself"
    )
    options.add_argument("--acts", type=int, default=300, help="dossiers that officers work on")
    options.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32], help="of part submit")
    options.add_argument("--rates", type=float, nargs="+", default=[20, 50, 100, 200], help="of part open")
    options.add_argument("--target", type=Path, help="the file of a system that runs already")
    options.add_argument("--json", type=Path, help="where to write the figures")
    options.add_argument(
        "--compare", type=Path, nargs="+", help="files of --json: medians of them, and this run"
    )
    return options


if __name__ == "__main__":
    main()
