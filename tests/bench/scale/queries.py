"""What people ask of a large archive: lists, searches, counts, the register, the look-up, the feed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from pymongo.database import Database
from tests.support.dossiers import population

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.time import VIETNAM

Fields = dict[str, Any]
T = TypeVar("T")
WORK = (OfficerRole.PROCESSING, OfficerRole.RECEPTION)
OFFICER = Actor(
    kind=ActorKind.OFFICER,
    account_id=population.officer_of(population.LARGE, 3),
    agency_code=population.LARGE,
    roles=WORK,
)
SMALL = Actor(kind=ActorKind.OFFICER, account_id="officer-small", agency_code=population.SMALL, roles=WORK)
ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="administrator")
PARTNER = Actor(kind=ActorKind.SYSTEM, account_id="partner", agency_code=population.LARGE)
UNIT, PROCEDURE = population.UNITS[1], population.PROCEDURES[7]

OFFICERS_LISTS: Mapping[str, Fields] = {
    "newest": {},
    "newest, 20": {"limit": 20},
    "by due date": {"sort": "due"},
    "processing": {"status": "processing"},
    "returned": {"status": "returned"},
    "open by due date": {"open": True, "sort": "due"},
    "overdue by due date": {"lateness": "overdue", "sort": "due"},
    "overdue": {"lateness": "overdue"},
    "due soon": {"lateness": "due_soon"},
    "in time by reception": {"lateness": "in_time", "sort": "received"},
    "late": {"lateness": "late"},
    "processing, overdue, by due date": {"status": "processing", "lateness": "overdue", "sort": "due"},
    "of a procedure": {"procedure_code": PROCEDURE},
    "of a procedure, processing": {"procedure_code": PROCEDURE, "status": "processing"},
    "of a procedure, open, by due date": {"procedure_code": PROCEDURE, "open": True, "sort": "due"},
    "of a procedure by due date": {"procedure_code": PROCEDURE, "sort": "due"},
    "by post": {"channel": "postal"},
    "withdrawn, by post": {"channel": "postal", "status": "withdrawn"},
    "in the queue": {"unassigned": True},
    "in the queue by due date": {"unassigned": True, "sort": "due"},
    "in my hands": {"mine": True},
    "in my hands by due date": {"mine": True, "sort": "due"},
    "of a unit": {"unit": UNIT},
    "of a unit by due date": {"unit": UNIT, "sort": "due"},
    "at a step": {"step_code": "tham_tra"},
    "named by a common word": {"q": "nguyễn"},
    "named by two common words": {"q": "nguyễn thị"},
    "named by words that are rarely together": {"q": "lý bảo uyên"},
    "named by words that nobody has together": {"q": "nguyễn trần"},
    "nobody's name": {"q": "xyzzy"},
    "whose codes begin with the agency": {"q": population.LARGE},
}
ADMINISTRATORS_LISTS: Mapping[str, Fields] = {
    "newest": {},
    "processing": {"status": "processing"},
    "overdue by due date": {"lateness": "overdue", "sort": "due"},
    "open by due date": {"open": True, "sort": "due"},
    "processing by due date": {"status": "processing", "sort": "due"},
    "by post": {"channel": "postal"},
    "withdrawn, by post": {"channel": "postal", "status": "withdrawn"},
    "of a procedure in the queue": {"procedure_code": PROCEDURE, "unassigned": True},
    "by reception": {"sort": "received"},
    "named by words that nobody has together": {"q": "nguyễn trần"},
}


@dataclass(frozen=True)
class Question:
    """One kind of question: each asking of it has other fields."""

    title: str
    method: str
    actor: Callable[[], Actor]
    fields: Callable[[], Fields]


@dataclass
class Questions:
    """All of them, over what the archive holds."""

    database: Database[dict[str, Any]]
    now: datetime
    dice: random.Random = field(default_factory=lambda: random.Random(3))

    def __post_init__(self) -> None:
        known = {"agency_code": population.LARGE, "code": {"$type": "string"}}
        shown = {"code": 1, "submission_number": 1, "applicant": 1}
        self.own = list(self.database.dossiers.find(known, shown, hint="register").limit(200))
        self.any = list(self.database.dossiers.aggregate([{"$sample": {"size": 200}}, {"$project": shown}]))

    def all(self) -> Iterator[Question]:
        for title, fields in OFFICERS_LISTS.items():
            yield self._list(f"officer: {title}", OFFICER, fields)
        yield self._list("small agency: newest", SMALL, {})
        yield from self._in_days("officer", OFFICER)
        yield from self._searches("officer", OFFICER)
        for title, fields in ADMINISTRATORS_LISTS.items():
            yield self._list(f"administrator: {title}", ADMINISTRATOR, fields | {"limit": 20})
        yield from self._in_days("administrator", ADMINISTRATOR)
        yield from self._searches("administrator", ADMINISTRATOR)
        for title, narrowed in (("newest", {}), ("processing", {"status": "processing"})):
            yield Question(
                f"citizen: {title}", "list_dossiers", self._citizen, always({"limit": 20, **narrowed})
            )
        yield from self._others()

    def _list(self, title: str, actor: Actor, fields: Fields) -> Question:
        return Question(title, "list_dossiers", always(actor), always({"limit": 100, **fields}))

    def _in_days(self, title: str, actor: Actor) -> Iterator[Question]:
        for date, days, sort, narrowed in (
            ("submitted", 7, "newest", Fields()),
            ("submitted", 7, "submitted", Fields()),
            ("due", 7, "due", Fields()),
            ("due", 7, "newest", Fields()),
            ("received", 7, "received", Fields()),
            ("received", 7, "ended", Fields()),
            ("received", 7, "received", {"status": "returned"}),
            ("ended", 30, "ended", Fields()),
            ("ended", 30, "received", Fields()),
            ("ended", 30, "due", {"status": "returned"}),
        ):
            words = ", ".join((f"{date} in {days} days by {sort}", *map(str, narrowed.values())))

            def fields(
                date: str = date, days: int = days, sort: str = sort, narrowed: Fields = narrowed
            ) -> Fields:
                first, last = self._span(days)
                return {"limit": 100, "sort": sort, f"{date}_from": first, f"{date}_to": last, **narrowed}

            yield Question(f"{title}: {words}", "list_dossiers", always(actor), fields)

    def _searches(self, title: str, actor: Actor) -> Iterator[Question]:
        texts: Mapping[str, Callable[[], str]] = {
            "a whole code": lambda: str(self._one()["code"]),
            "the codes of a day": lambda: str(self._one()["code"]).rsplit("-", 1)[0],
            "day and last digits": lambda: str(self._one()["code"]).split("-", 1)[1],
            "a number of submission": lambda: str(self._one()["submission_number"]),
            "a number of identity": lambda: str(self._one()["applicant"]["identity"]["number"]),
            "a whole name": lambda: str(self._one()["applicant"]["full_name"]),
            "a given name": lambda: self.dice.choice(population.GIVEN),
        }
        by_due = "a whole name by due date"
        for words, text in (*texts.items(), (by_due, texts["a whole name"])):
            fields = searching(text, sort="due" if words == by_due else "newest")
            yield Question(f"{title}: {words}", "list_dossiers", always(actor), fields)

    def _others(self) -> Iterator[Question]:
        for title, actor in (("officer", OFFICER), ("small agency", SMALL)):
            yield Question(f"{title}: counts of the desk", "count_desk", always(actor), dict)
        for days in (7, 365):
            title = f"officer: register of {days} days"
            yield Question(title, "list_register", always(OFFICER), partial(self._register, days))
        yield Question("look-up by code", "look_up", self._citizen, lambda: {"code": self._anywhere("code")})
        yield Question(
            "look-up by number",
            "look_up",
            self._citizen,
            lambda: {"code": self._anywhere("submission_number")},
        )
        readers: tuple[tuple[str, Callable[[], Actor]], ...] = (
            ("officer", always(OFFICER)),
            ("small agency", always(SMALL)),
            ("citizen", self._citizen),
            ("administrator", always(ADMINISTRATOR)),
            ("partner", always(PARTNER)),
        )
        for title, reader in readers:
            yield Question(f"{title}: feed from the start", "read_feed", reader, dict)

    def _register(self, days: int) -> Fields:
        first, last = self._span(days)
        return {"from_day": first, "to_day": last, "limit": 100}

    def _span(self, days: int) -> tuple[Any, Any]:
        """So many local days in a row, up to the day before yesterday at the latest."""
        last = (self.now - timedelta(days=2 + self.dice.randrange(700))).astimezone(VIETNAM).date()
        return last - timedelta(days=days), last

    def _one(self) -> dict[str, Any]:
        return self.dice.choice(self.own)

    def _anywhere(self, name: str) -> str:
        return str(self.dice.choice([dossier[name] for dossier in self.any if dossier.get(name)]))

    def _citizen(self) -> Actor:
        return Actor(kind=ActorKind.CITIZEN, account_id=self.dice.choice(population.FOLLOWED_OFTEN))


def always(value: T) -> Callable[[], T]:
    return lambda: value


def searching(text: Callable[[], str], **fields: Any) -> Callable[[], Fields]:
    return lambda: {"q": text(), "limit": 20, **fields}


def now() -> datetime:
    return datetime.now(UTC)
