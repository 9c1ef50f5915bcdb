"""`make bench-rpc`: calls a second of stock nameko and of the chassis, measured in turns against one broker."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devstack.servers.broker import PrivateBroker

PROCESS = [sys.executable, "-W", "ignore", "-m", "tests.bench.rpc.process"]


@contextmanager
def target(kind: str, uri: str) -> Iterator[None]:
    process = subprocess.Popen([*PROCESS, "target", kind, uri], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", f"the {kind} service did not start"
        yield
    finally:
        process.kill()
        process.wait()


def caller(kind: str, uri: str, calls: int) -> dict[str, float]:
    factor = 1 if kind == "stock" else 4
    command = [*PROCESS, "caller", kind, uri, str(calls * factor), str(calls * 2 * factor)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result: dict[str, float] = json.loads(output.splitlines()[-1])
    return result


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench-rpc", description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--calls", type=int, default=500, help="sequential calls of stock nameko per round")
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory() as root:
        broker = PrivateBroker(Path(root))
        broker.start()
        try:
            uri = broker.address.new_vhost("bench").uri
            with target("stock", uri), target("ours", uri):
                rounds = [
                    {kind: caller(kind, uri, arguments.calls) for kind in ("stock", "ours")}
                    for _ in range(arguments.rounds)
                ]
        finally:
            broker.kill()
    report(rounds)


def report(rounds: list[dict[str, dict[str, float]]]) -> None:
    print(f"{'':>16} {'stock /s':>10} {'ours /s':>10} {'ratio':>7}   (medians of {len(rounds)} rounds)")
    for what in ("sequential", "at 50 in flight"):
        stock = statistics.median(result["stock"][what] for result in rounds)
        ours = statistics.median(result["ours"][what] for result in rounds)
        ratio = statistics.median(result["ours"][what] / result["stock"][what] for result in rounds)
        print(f"{what:>16} {stock:>10.0f} {ours:>10.0f} {ratio:>7.1f}")


if __name__ == "__main__":
    main()
