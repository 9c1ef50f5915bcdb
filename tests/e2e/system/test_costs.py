"""What each act costs the whole system with all that follows: requests to MongoDB, transactions, RPC calls.

Who makes an act cheaper writes the lower figure into the table; a higher one needs a reason.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import astuple, dataclass, field

import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.system_requests import NOTHING, SystemRequests

from devstack.process_table import PORTS
from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import Json, User
from devstack.walk.pdf import pdf
from records.application.file_contents import TRY_SEAL

ROUNDS = 3
"""The lowest of so many counts: a timer that happens to fall due beside an act is not its cost."""
REST_SECONDS = 1.0


@dataclass(frozen=True)
class Cost:
    """At most so many, from a system at rest until it is at rest again."""

    requests: int
    """To the databases of the services, that found or changed something. Commits are not counted, nor is what the system
    does by itself."""
    transactions: int
    calls: int


COSTS = {
    "submit with a paper": Cost(requests=34, transactions=5, calls=5),
    "accept": Cost(requests=47, transactions=8, calls=5),
    "start-processing": Cost(requests=22, transactions=4, calls=2),
    "complete-step": Cost(requests=13, transactions=2, calls=1),
    "issue-result": Cost(requests=54, transactions=8, calls=4),
    "return-result": Cost(requests=21, transactions=4, calls=2),
}


Act = Callable[[], Json]


@pytest.fixture
def system_requests(system: System) -> Iterator[SystemRequests]:
    metrics = [f"{system.layout.url(name)}/metrics" for name in PORTS if name != "smtp"]
    with closing(SystemRequests(system.mongo_address.admin_uri, metrics)) as requests, requests.profiled():
        yield requests


@pytest.mark.deep
def test_no_act_costs_more_than_the_table_says(
    system: System, system_requests: SystemRequests, desk: User, office: User
) -> None:
    citizen = people.citizen(desk, mail_url=system.mail_url)
    meter = CostMeter.at_rest(system_requests)
    found: dict[str, list[Cost]] = {}
    for _ in range(ROUNDS):
        walk(
            DossierCase(citizen, desk, office),
            lambda: not system_requests.has_timers("records", TRY_SEAL),
            lambda name, act: meter.measure(found.setdefault(name, []), act),
        )
        if not exceeded(found):
            return
    raise AssertionError(exceeded(found), meter.last)


def walk(
    case: DossierCase, uploads_are_tried: Callable[[], bool], measure: Callable[[str, Act], Json]
) -> None:
    """One dossier through its life. Uploads, and what follows from them, are made beside what is measured."""
    submission, result = case.submission(), case.office.upload("ket-qua.pdf", pdf("Ket qua"))
    wait_until(uploads_are_tried, 20, "the trial of the result")
    dossier = measure("submit with a paper", lambda: case.citizen.post("/v1/dossiers", submission))

    def act(who: User, action: str, body: Json) -> Json:
        path = f"/v1/dossiers/{dossier['dossier_id']}/{action}"
        return measure(action, lambda: who.post(path, body, version=dossier["version"]))

    dossier = act(case.desk, "accept", {"receipt_number": f"BL-{secrets.token_hex(5)}"})
    dossier = act(case.office, "start-processing", {})
    for step in dossier["steps"]:
        dossier = act(case.office, "complete-step", {"step_code": step["code"]})
    approval = {"outcome": "approved", "result_code": people.RESULT_CODE, "file_id": result}
    dossier = act(case.office, "issue-result", approval)
    act(case.desk, "return-result", {"recipient": "Nguyễn Văn An", "method": "online"})


def exceeded(found: dict[str, list[Cost]]) -> dict[str, Cost]:
    """Whose lowest is above the table."""
    lowest = {name: lowest_of(costs) for name, costs in found.items()}
    return {name: cost for name, cost in lowest.items() if lowest_of([cost, COSTS[name]]) != cost}


def lowest_of(costs: list[Cost]) -> Cost:
    return Cost(*(min(figures) for figures in zip(*map(astuple, costs), strict=True)))


@dataclass
class CostMeter:
    """Takes off what the system does by itself. `last` are the operations of the last act."""

    requests: SystemRequests
    idle_per_second: float
    last: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def at_rest(cls, requests: SystemRequests) -> CostMeter:
        wait_for_rest(requests)
        began, before = time.monotonic(), requests.operations()
        wait_for_rest(requests)
        seconds = time.monotonic() - began
        return cls(requests, effective(requests.operations() - before) / seconds)

    def measure(self, costs: list[Cost], act: Act) -> Json:
        counts, operations = self.requests.now(), self.requests.operations()
        began = time.monotonic()
        answer = act()
        wait_for_rest(self.requests)
        seconds = time.monotonic() - began
        self.last = self.requests.operations() - operations
        own = effective(self.last) - self.idle_per_second * seconds
        used = self.requests.now().since(counts)
        costs.append(Cost(round(own), round(used.committed), round(used.rpc_calls)))
        return answer


def effective(operations: Counter[tuple[str, str]]) -> int:
    """Those that found or changed something."""
    return sum(count for (_, name), count in operations.items() if not name.endswith(NOTHING))


def wait_for_rest(requests: SystemRequests) -> None:
    """Until no transaction has ended for a while."""
    committed, since = requests.committed(), time.monotonic()

    def rests() -> bool:
        nonlocal committed, since
        if (now := requests.committed()) != committed:
            committed, since = now, time.monotonic()
        return time.monotonic() - since >= REST_SECONDS

    wait_until(rests, 60, "no transaction for a while")
