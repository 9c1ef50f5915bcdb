"""Whether everything that was acknowledged is stored as the last event says: by the reconciliation of each sender."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

import httpx
from tests.bench.sync.dossier_stream import Agency
from tests.bench.sync.load import Sender

LINES_AT_ONCE = 20_000


def disagreements(url: str, senders: Iterable[Sender]) -> list[str]:
    """One line for each sender whose list is not ours. Counts and digests always, lines where they are few enough."""
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
        found = (_declare(http, sender) for sender in senders)
        return [line for line in found if line]


def _declare(http: httpx.Client, sender: Sender) -> str:
    agency = sender.agency
    lines = agency.lines()
    body = {
        "unit_code": agency.agency,
        "day": _day(agency),
        "count": len(lines),
        "digest": hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest(),
        "codes": lines if len(lines) <= LINES_AT_ONCE else [],
    }
    headers = {"authorization": f"Bearer {sender.session}", "idempotency-key": secrets.token_hex(8)}
    result = http.post("/v1/sync/reconciliations", json=body, headers=headers).raise_for_status().json()
    if result["agrees"]:
        return ""
    first = result["differences"][:2]
    return f"{agency.agency}: theirs {result['count_theirs']}, ours {result['count_ours']}, {first}"


def _day(agency: Agency) -> str:
    received = agency.received
    return f"{received[:4]}-{received[4:6]}-{received[6:8]}"
