"""Versions, the catalogue in force and the log, changed together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from catalog.domain.publishing import Kept, Verdict, as_procedure, judge
from catalog.domain.regimes import VIET_NAM, local_day
from catalog.domain.versions import brought_in, in_force, next_turn, turned
from catalog.repository.procedures import Procedures, Standing
from catalog.repository.searchable import Searchable
from catalog.repository.versions import Versions
from chassis import eventlog
from chassis.unit import Unit
from contracts import catalog as contract
from contracts.catalog import (
    ImportReport,
    Procedure,
    ProcedureContent,
    ProcedurePublished,
    ProcedureVersion,
    Quarantined,
    VersionMoved,
    VersionState,
    VersionSummary,
)

TURN = "catalog.turn"
"""The timer of a procedure that has another version, or none, in force from its local midnight on."""

Verdicts = Counter[Verdict]
Lives = Mapping[str, Sequence[Kept]]


class Press:
    """One run of one transaction over the versions of some procedures."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.today = local_day(unit.now)
        self.versions = Versions(unit.database)
        self.procedures = Procedures(unit.database)
        self._told: dict[str, int] = {}
        self._written: dict[tuple[str, int], ProcedureVersion] = {}

    def bring_in(self, contents: Sequence[ProcedureContent]) -> Verdicts:
        """Give every new or changed procedure its next version, public at once."""
        lives = self.lives(content.code for content in contents)
        verdicts = {content.code: judge(content, lives[content.code], self.today) for content in contents}
        news = [
            brought_in(content, self.next_number(lives[content.code]), self.unit.now)
            for content in contents
            if verdicts[content.code] != Verdict.UNCHANGED
        ]
        self._told.update({news_.code: 0 for news_ in news if not lives[news_.code]})
        self.keep(news)
        return Counter(verdicts.values())

    def keep(self, versions: Sequence[ProcedureVersion]) -> None:
        """Write versions that moved and tell it; then bring what is in force in line with the day."""
        self.versions.keep(versions, self.unit.session)
        self._written.update({(version.code, version.version): version for version in versions})
        for version in versions:
            self._tell(version)
        self.turn([v.code for v in versions if v.publicised_at is not None])

    def turn(self, codes: Iterable[str]) -> None:
        """Close what is over, and let the catalogue show what is in force today. May be repeated."""
        lives = {code: [kept.life for kept in held] for code, held in self.lives(codes).items()}
        over = [life for held in lives.values() for life in turned(held, self.today)]
        self.versions.age(over, self.unit.session)
        for life in over:
            self._tell_moved(life)
        self._show({code: _with(held, over) for code, held in lives.items()})

    def lives(self, codes: Iterable[str]) -> Lives:
        return self.versions.lives(codes, self.unit.session)

    def next_number(self, kept: Sequence[Kept]) -> int:
        return 1 + max((each.life.version for each in kept), default=0)

    def _show(self, lives: Mapping[str, Sequence[VersionSummary]]) -> None:
        """A timer that is set needs no taking back: to turn once too often changes nothing."""
        current = {code: in_force(held, self.today) for code, held in lives.items()}
        turns = {code: next_turn(held, self.today) for code, held in lives.items()}
        standing = [Standing(self._seen(life), turns[code]) for code, life in current.items() if life]
        over = [code for code, life in current.items() if not life]
        self.procedures.show(standing, self.unit.session)
        self.procedures.withdraw(over, self.unit.session)
        shown = [each.procedure for each in standing]
        Searchable(self.unit.database).change(shown, over, self.unit.session)
        for code, day in turns.items():
            if day is not None:
                self.unit.schedule(TURN, code, midnight(day), {})

    def _seen(self, life: VersionSummary) -> Procedure:
        """As the public reads it."""
        known = self._written.get((life.code, life.version))
        version = known or self.versions.get(life.code, life.version, self.unit.session)
        if version is None:
            raise LookupError(f"version {life.version} of {life.code} has no content")
        return as_procedure(version)

    def _tell(self, version: ProcedureVersion) -> None:
        """Being made public is told once, in its own words; every other move as a move."""
        if version.state is VersionState.PUBLIC and version.ended_on is None:
            told = ProcedurePublished(
                code=version.code, version=version.version, fileable=version.content.fileable
            )
            self.unit.append(contract.PROCEDURE_PUBLISHED, version.code, self._next_entry(version.code), told)
        else:
            self._tell_moved(version)

    def _tell_moved(self, version: ProcedureVersion | VersionSummary) -> None:
        moved = VersionMoved(
            code=version.code, version=version.version, state=version.state, ended_on=version.ended_on
        )
        self.unit.append(contract.VERSION_MOVED, version.code, self._next_entry(version.code), moved)

    def _next_entry(self, code: str) -> int:
        """All versions of a procedure share one history."""
        if code not in self._told:
            self._told[code] = eventlog.last_version(self.unit.database, self.unit.session, code)
        self._told[code] += 1
        return self._told[code]


def midnight(day: date) -> datetime:
    """The local beginning of a day."""
    return datetime.combine(day, time.min, VIET_NAM)


def report(verdicts: Verdicts, quarantined: Sequence[Quarantined] = ()) -> ImportReport:
    return ImportReport(
        loaded=verdicts[Verdict.LOADED],
        updated=verdicts[Verdict.UPDATED],
        unchanged=verdicts[Verdict.UNCHANGED],
        quarantined=tuple(quarantined),
    )


def _with(lives: Sequence[VersionSummary], changed: Iterable[VersionSummary]) -> list[VersionSummary]:
    """The lives as they are after some have changed."""
    news = {(life.code, life.version): life for life in changed}
    return [news.get((life.code, life.version), life) for life in lives]
