"""`make bench-identity`: what it costs a service to know who calls, beside a whole call."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable

from tests.support.gateway_tokens import TokenSigner

from chassis.core.access_tokens import TokenMemory
from chassis.core.callers import LEEWAY_S, CallerProof
from chassis.core.context import Context
from contracts import dossiers
from contracts.base import Actor, ActorKind

BUDGET_US = 200.0
"""What a remembered token may add to a call."""
CLAIMED = Actor(kind=ActorKind.CITIZEN, account_id="a-1", assurance=2)


def main() -> int:
    options = argparse.ArgumentParser(prog="make bench-identity", description=__doc__)
    options.add_argument(
        "--tokens", type=int, default=2000, help="tokens that are checked for the first time"
    )
    arguments = options.parse_args()
    times = checking(arguments.tokens)
    report(times)
    return int(statistics.median(times["remembered"]) >= BUDGET_US)


def checking(count: int) -> dict[str, list[float]]:
    """Microseconds of each call to prove its caller: headers written, read, and the token checked."""
    signer, tokens = TokenSigner(), TokenMemory(LEEWAY_S)
    tokens.replace_keys(signer.published)
    proof = CallerProof(tokens)
    issued = [
        Context.new(CLAIMED, timeout_s=60).to_headers()
        | {"nameko.token": signer.token(f"a-{number}", assurance=2, sid=f"f-{number}", jti=str(number))}
        for number in range(count)
    ]
    without = Context.new(CLAIMED, timeout_s=60).to_headers()

    def prove(headers: dict[str, object]) -> None:
        proof.prove(Context.from_headers(headers), "gateway", dossiers.get_dossier)

    return {
        "no token, headers read": timed(Context.from_headers, [without] * count),
        "cold": timed(prove, issued),
        "remembered": timed(prove, issued),
    }


def timed(work: Callable[[dict[str, object]], object], each: Iterable[dict[str, object]]) -> list[float]:
    taken = []
    for item in each:
        started = time.perf_counter()
        work(item)
        taken.append((time.perf_counter() - started) * 1e6)
    return taken


def report(times: dict[str, list[float]]) -> None:
    print(f"{'checking a token, µs a call':>28} {'p50':>8} {'p95':>8} {'p99':>8}")
    for what, taken in times.items():
        cuts = statistics.quantiles(taken, n=100)
        print(f"{what:>28} {cuts[49]:>8.1f} {cuts[94]:>8.1f} {cuts[98]:>8.1f}")
    print(f"{'budget, remembered':>28} {BUDGET_US:>8.1f}")


if __name__ == "__main__":
    raise SystemExit(main())
