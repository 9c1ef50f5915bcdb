"""What a decision on rights costs, with all that it looks at in memory: may the caller see a dossier, what may he do."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

from tests.support.dossiers.samples import AGENCY, CITIZEN, accepted, at, officer

from contracts.base import Actor, ActorKind, OfficerRole
from dossiers.domain.rights.rights import Rights
from dossiers.domain.rights.visibility import visible

NOW = at("2026-04-21 09:00")
CALLERS = (
    CITIZEN,
    CITIZEN.model_copy(update={"account_id": "a stranger"}),
    officer(OfficerRole.RECEPTION, OfficerRole.PROCESSING),
    officer(OfficerRole.LEADER, agency="H05.34"),
    Actor(kind=ActorKind.SYSTEM, account_id="s", agency_code=AGENCY),
    Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"),
)


def measure(count: int) -> dict[str, list[float]]:
    """Microseconds of each decision, over callers who may see the dossier and who may not."""
    dossier = accepted()
    return {
        "may he see it": _timed(count, lambda caller: visible(caller, dossier)),
        "what may he do": _timed(count, lambda caller: Rights(caller, dossier).allowed_actions(NOW)),
    }


def _timed(count: int, decide: Callable[[Actor], object]) -> list[float]:
    taken = []
    for caller in itertools.islice(itertools.cycle(CALLERS), count):
        started = time.perf_counter()
        decide(caller)
        taken.append((time.perf_counter() - started) * 1e6)
    return taken
