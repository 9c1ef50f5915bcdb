"""Every filter and order of the desk over some thousand dossiers: right and stable."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.support.dossiers.archive import AGENCY, CLERKS, fill
from tests.support.dossiers.office import LocalOffice

from chassis.core.clock import utcnow
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.dossiers import Assignment, DossierStatus, DossierSummary, Lateness
from contracts.errors import ServiceError
from contracts.time import VIETNAM
from dossiers.domain.lateness import lateness
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import TERMINAL
from dossiers.repository.list_fields import NEVER

COUNT = 4_000
CLERK = Actor(
    kind=ActorKind.OFFICER,
    account_id=CLERKS[3],
    agency_code=AGENCY,
    unit="HT",
    roles=(OfficerRole.PROCESSING, OfficerRole.RECEPTION),
)
LATE = tuple(Lateness)
"""Every word that an answer has."""


@pytest.fixture(scope="module")
def archive(dossier_store: Store) -> Iterator[list[DossierState]]:
    made = fill(dossier_store.database, COUNT, utcnow())
    yield made
    dossier_store.database.dossiers.delete_many({"agency_code": AGENCY})


def listed(office: LocalOffice, actor: Actor = CLERK, **filters: Any) -> list[DossierSummary]:
    """All pages."""
    found: list[DossierSummary] = []
    cursor = None
    while True:
        page = office.call("list_dossiers", actor, limit=100, cursor=cursor, **filters)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def stands(dossier: DossierState) -> Lateness:
    return lateness(dossier.due_at, dossier.ended_at, dossier.clock_stopped_since, utcnow())


def day(at: datetime | None) -> date:
    return date.max if at is None else at.astimezone(VIETNAM).date()


def unit_of(dossier: DossierState) -> str | None:
    return None if dossier.assignment is None else dossier.assignment.unit


FROM, TO = (
    utcnow().astimezone(VIETNAM).date() - timedelta(days=40),
    utcnow().astimezone(VIETNAM).date() - timedelta(days=20),
)
FILTERS: dict[str, tuple[dict[str, Any], Callable[[DossierState], bool]]] = {
    "status": ({"status": "processing"}, lambda d: d.status is DossierStatus.PROCESSING),
    "open": ({"open": True}, lambda d: d.status not in TERMINAL),
    "not open": ({"open": False}, lambda d: d.status in TERMINAL),
    "procedure": ({"procedure_code": "1.001003"}, lambda d: d.procedure_code == "1.001003"),
    "channel": ({"channel": "postal"}, lambda d: d.channel == "postal"),
    "officer": ({"officer_id": CLERKS[5]}, lambda d: d.holder_id == CLERKS[5]),
    "unit": ({"unit": "DD"}, lambda d: unit_of(d) == "DD"),
    "mine": ({"mine": True}, lambda d: d.holder_id == CLERKS[3]),
    "unassigned": ({"unassigned": True}, lambda d: d.status not in TERMINAL and d.holder_id is None),
    "queue": (
        {"unassigned": True, "unit": "TP"},
        lambda d: d.status not in TERMINAL and d.holder_id is None and unit_of(d) == "TP",
    ),
    "step": ({"step_code": "tham_tra"}, lambda d: "tham_tra" in d.open_step_codes),
    "no such step": ({"step_code": "khong_co"}, lambda _: False),
    "name": ({"q": "dinh khoi"}, lambda d: d.applicant.full_name.endswith("Đình Khôi")),
    "name with its marks": ({"q": "Nguyễn Thị Yến"}, lambda d: d.applicant.full_name == "Nguyễn Thị Yến"),
    "code": ({"q": f"{AGENCY.lower()}-260101-0012"}, lambda d: (d.code or "").startswith(f"{AGENCY}-260101-0012")),
    "last digits of the code": (
        {"q": "-0012"}, lambda d: (d.code or "").rsplit("-", 1)[-1].lstrip("0") == "12"
    ),
    "last digits without zeros": ({"q": "12"}, lambda d: (d.code or "").rsplit("-", 1)[-1].lstrip("0") == "12"),
    "day and last digits": ({"q": "260101-0012"}, lambda d: (d.code or "").endswith("-260101-0012")),
    "a code with a blank": (
        {"q": f" {AGENCY}-260101 -0012 "}, lambda d: (d.code or "").startswith(f"{AGENCY}-260101-0012")
    ),
    "no such number": ({"q": "001099999999"}, lambda _: False),
    "nobody": ({"q": "?!"}, lambda _: False),
    **{late.value: ({"lateness": late.value}, lambda d, late=late: stands(d) is late) for late in LATE},  # type: ignore[misc]
    "submitted": ({"submitted_from": FROM, "submitted_to": TO}, lambda d: FROM <= day(d.submitted_at) <= TO),
    "received": ({"received_from": FROM, "received_to": FROM}, lambda d: day(d.received_at) == FROM),
    "due before": ({"due_to": TO}, lambda d: day(d.due_at) <= TO),
    "due after": ({"due_from": TO}, lambda d: d.due_at is not None and day(d.due_at) >= TO),
    "ended": ({"ended_from": FROM, "ended_to": TO}, lambda d: FROM <= day(d.ended_at) <= TO),
}  # fmt: skip


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_finds_exactly_what_it_says(
    office: LocalOffice, archive: list[DossierState], name: str
) -> None:
    filters, fits = FILTERS[name]
    found = [item.dossier_id for item in listed(office, **filters)]
    assert found == [dossier.dossier_id for dossier in reversed(archive) if fits(dossier)]


ORDERS: dict[str, Callable[[DossierState], datetime | None]] = {
    "due": lambda d: d.due_at,
    "received": lambda d: d.received_at,
    "submitted": lambda d: d.submitted_at,
    "ended": lambda d: d.ended_at,
}


@pytest.mark.parametrize("sort", ORDERS)
def test_an_order_is_earliest_first_those_without_the_date_last(
    office: LocalOffice, archive: list[DossierState], sort: str
) -> None:
    key = ORDERS[sort]
    expected = sorted(archive, key=lambda d: (_to_ms(key(d) or NEVER), d.dossier_id))
    assert [item.dossier_id for item in listed(office, sort=sort)] == [d.dossier_id for d in expected]


def test_a_dossier_that_moves_shifts_no_other(office: LocalOffice, archive: list[DossierState]) -> None:
    """The first of the second page goes to the end before that page is read: the rest comes as it stood."""
    due = sorted(archive, key=lambda d: (_to_ms(d.due_at or NEVER), d.dossier_id))
    mover = due[10]
    first = office.call("list_dossiers", CLERK, limit=10, sort="due")
    with changed(office, [mover], {"desk.due": NEVER}):
        second = office.call("list_dossiers", CLERK, limit=10, sort="due", cursor=first.next_cursor)
    assert [item.dossier_id for item in second.items] == [dossier.dossier_id for dossier in due[11:21]]


def test_the_counters_count_what_there_is(office: LocalOffice, archive: list[DossierState]) -> None:
    counted = office.call("count_desk", CLERK)
    expected = Counter((dossier.status, stands(dossier)) for dossier in archive)
    assert {(one.status, one.lateness): one.count for one in counted.counts} == expected
    assert counted.mine == sum(dossier.holder_id == CLERKS[3] for dossier in archive)
    open_ = [dossier for dossier in archive if dossier.status not in TERMINAL]
    assert counted.unassigned == sum(dossier.holder_id is None for dossier in open_)


ELECTRONIC, ON_PAPER = (
    {"component_code": "1", "name": "a", "file_id": "f"},
    {"component_code": "2", "name": "b"},
)
REUSED: dict[str, Any] = {**ELECTRONIC, "reused": True, "paper_id": "p"}
WITH_FILE, WITHOUT = {"outcome": "approved", "file_id": "r"}, {"outcome": "refused"}
Shape = tuple[list[dict[str, Any]], list[dict[str, str]], tuple[int, int]]
SHAPES: tuple[Shape, ...] = (
    ([ELECTRONIC, REUSED], [WITH_FILE], (1, 1)),
    ([ELECTRONIC], [WITHOUT, WITH_FILE], (1, 0)),
    ([], [WITH_FILE], (1, 0)),
    ([ELECTRONIC, ON_PAPER], [WITH_FILE], (0, 0)),
    ([REUSED, ON_PAPER], [WITH_FILE], (0, 1)),
    ([{**ON_PAPER, "file_id": None}], [WITH_FILE], (0, 0)),
    ([REUSED], [WITHOUT], (0, 1)),
    ([ELECTRONIC], [], (0, 0)),
)
"""Papers and results of a handled dossier, and whether it counts as digitised and as one with reuse."""


def test_the_figures_count_what_was_digitised_and_reused_of_what_was_handled(
    office: LocalOffice, archive: list[DossierState]
) -> None:
    results = (DossierStatus.PROCESSED, DossierStatus.RETURNED)
    handled = [each for each in archive if each.status in results and FROM <= day(each.ended_at) <= TO]
    parts = [handled[number :: len(SHAPES)] for number in range(len(SHAPES))]
    with ExitStack() as stack:
        for dossiers, (papers, made, _) in zip(parts, SHAPES, strict=True):
            stack.enter_context(changed(office, dossiers, {"papers": papers, "results": made}))
        figures = office.call("get_digitisation_figures", CLERK, from_day=FROM, to_day=TO)
    expected = [
        sum(len(part) * shape[2][each] for part, shape in zip(parts, SHAPES, strict=True)) for each in (0, 1)
    ]
    assert [figures.digitised.count, figures.reused.count] == expected
    assert figures.digitised.needed == figures.reused.needed == len(handled)
    assert min(expected) > 0
    elsewhere = CLERK.model_copy(update={"agency_code": "H06.10"})
    assert office.call("get_digitisation_figures", elsewhere, from_day=FROM, to_day=TO).digitised.needed == 0


@pytest.mark.parametrize(
    ("actor", "days", "code"),
    [
        (Actor(kind=ActorKind.CITIZEN, account_id="c"), (FROM, TO), "forbidden"),
        (CLERK, (TO, FROM), "invalid_request"),
        (CLERK, (FROM, FROM + timedelta(days=366)), "invalid_request"),
    ],
)
def test_figures_are_for_the_desk_and_of_a_year_at_most(
    office: LocalOffice, actor: Actor, days: tuple[date, date], code: str
) -> None:
    with pytest.raises(ServiceError, match=code):
        office.call("get_digitisation_figures", actor, from_day=days[0], to_day=days[1])


def test_mine_are_those_of_whom_one_stands_in_for_too(
    office: LocalOffice, archive: list[DossierState]
) -> None:
    away, stand_in = (office.hire(OfficerRole.PROCESSING, agency=AGENCY) for _ in range(2))
    span: dict[str, Any] = {"from_at": utcnow() - timedelta(hours=1), "to_at": utcnow() + timedelta(hours=1)}
    office.call("delegate", away, to_officer_id=stand_in.account_id, **span)
    held = Assignment(officer_id=away.account_id, since=utcnow(), by="head").model_dump()
    with changed(office, archive[:3], {"assignment": held}):
        found = {item.dossier_id for item in listed(office, stand_in, mine=True)}
    assert found == {dossier.dossier_id for dossier in archive[:3]}


def test_the_register_is_numbered_in_the_order_of_reception(
    office: LocalOffice, archive: list[DossierState]
) -> None:
    rows: list[Any] = []
    cursor = None
    while True:
        page = office.call("list_register", CLERK, from_day=FROM, to_day=TO, limit=50, cursor=cursor)
        rows += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    expected = sorted(
        (d for d in archive if FROM <= day(d.received_at) <= TO),
        key=lambda d: (_to_ms(d.received_at or NEVER), d.dossier_id),
    )
    assert [(row.number, row.dossier_id) for row in rows] == [
        (number, dossier.dossier_id) for number, dossier in enumerate(expected, start=1)
    ]
    assert [row.lateness for row in rows] == [stands(dossier) for dossier in expected]


@contextmanager
def changed(office: LocalOffice, dossiers: list[DossierState], fields: dict[str, Any]) -> Iterator[None]:
    """With these fields in the collection for a while, then as they were."""
    collection = office.database.dossiers
    filters = {"_id": {"$in": [dossier.dossier_id for dossier in dossiers]}}
    before = list(collection.find(filters))
    collection.update_many(filters, {"$set": fields})
    yield
    for document in before:
        collection.replace_one({"_id": document["_id"]}, document)


def _to_ms(at: datetime) -> datetime:
    """As it is stored."""
    return at.astimezone(UTC).replace(microsecond=at.microsecond // 1000 * 1000)
