"""`make bench-identity`: what it costs to know who calls and what he may do, and to encrypt the personal fields of a
dossier; with `--documents`, to sign and seal what an agency issues; with `--turns`, what log-ins cost those who read."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable

import uvloop
from tests.bench.flow.target import started_target
from tests.bench.identity import (
    document_signing,
    field_encryption,
    file_encryption,
    reads_beside_log_ins,
    rights_decision,
)
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
        "--tokens", type=int, default=2000, help="tokens that are checked for the first time, and dossiers"
    )
    options.add_argument(
        "--turns", type=int, default=0, help="of reads alone and of reads beside log-ins, each"
    )
    options.add_argument("--seconds", type=float, default=6.0, help="of one such turn")
    options.add_argument(
        "--rounds", type=int, default=20, help="files of 8 MiB that are written and read each way"
    )
    options.add_argument(
        "--documents",
        type=int,
        default=0,
        help="documents that are signed and sealed each way, and nothing else",
    )
    arguments = options.parse_args()
    if arguments.documents:
        return signing(arguments.documents)
    if arguments.turns:
        return beside_log_ins(arguments)
    tokens, dossiers_ = checking(arguments.tokens), field_encryption.measure(arguments.tokens)
    report("checking a token, µs a call", tokens)
    print(f"{'budget, remembered':>27} {BUDGET_US:>8.1f}\n")
    report("one decision on rights, µs", rights_decision.measure(arguments.tokens))
    print()
    report("encrypting fields, µs of a core a dossier", dossiers_)
    print(f"{'budget, of a new person':>40} {field_encryption.BUDGET_US:>8.1f}\n")
    files = file_encryption.measure(arguments.rounds)
    report("storing files, ms a MiB", files)
    print(f"{'added by encryption, of a core':>31} {file_encryption.added(files):>8.2f}")
    print(f"{'budget':>31} {file_encryption.BUDGET_MS:>8.2f}")
    too_slow = (
        statistics.median(tokens["remembered"]) >= BUDGET_US,
        statistics.median(dossiers_["of a new person"]) >= field_encryption.BUDGET_US,
        file_encryption.added(files) >= file_encryption.BUDGET_MS,
    )
    return int(any(too_slow))


def signing(documents: int) -> int:
    """In this process alone; the authority is simulated."""
    found = document_signing.measure(documents)
    report("a document with two signatures and an archive timestamp, ms of a core", found)
    for name in (document_signing.AS_BEFORE, document_signing.NOW):
        whole = document_signing.whole(found, name)
        print(f"{'typeset and ' + name:>31} {whole:>8.1f} {1000 / whole:>8.1f} /s a core")
    print(f"{'budget':>31} {document_signing.BUDGET_MS:>8.1f}")
    return int(document_signing.whole(found, document_signing.NOW) >= document_signing.BUDGET_MS)


def beside_log_ins(arguments: argparse.Namespace) -> int:
    """In a system of its own."""
    with started_target() as target:
        found = uvloop.run(reads_beside_log_ins.measure(target, arguments))
    print(*found.lines(), sep="\n")
    return int(found.ratio > reads_beside_log_ins.GOAL)


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


def report(title: str, times: dict[str, list[float]]) -> None:
    print(f"{title:>{len(title)}} {'p50':>8} {'p95':>8} {'p99':>8}")
    for what, taken in times.items():
        cuts = statistics.quantiles(taken, n=100)
        print(f"{what:>{len(title)}} {cuts[49]:>8.1f} {cuts[94]:>8.1f} {cuts[98]:>8.1f}")


if __name__ == "__main__":
    raise SystemExit(main())
