"""Versions, the catalogue in force and the log, changed together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from catalog.domain.regimes import VIET_NAM, local_day
from catalog.domain.versions.lifecycle import ended_versions, imported_version, in_force, next_roll_over
from catalog.domain.versions.publishing import ImportOutcome, StoredVersion, as_procedure, import_outcome
from catalog.repository.procedures import CurrentProcedure, ProcedureRepository
from catalog.repository.search_entries import SearchEntryRepository
from catalog.repository.versions import VersionRepository
from chassis.storage import event_log
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.catalog import (
    ImportReport,
    Procedure,
    ProcedureContent,
    ProcedurePublished,
    ProcedureVersion,
    QuarantinedRow,
    VersionState,
    VersionStateChanged,
    VersionSummary,
)

ROLL_OVER = "catalog.turn"
"""The timer of a procedure that has another version, or none, in force from its local midnight on."""

OutcomeCounts = Counter[ImportOutcome]
VersionsByCode = Mapping[str, Sequence[StoredVersion]]


class Publisher:
    """One run of one transaction over the versions of some procedures."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.unit = uow
        self.today = local_day(uow.now)
        self.versions = VersionRepository(uow.database)
        self.procedures = ProcedureRepository(uow.database)
        self._last_entries: dict[str, int] = {}
        self._written: dict[tuple[str, int], ProcedureVersion] = {}

    def import_contents(self, contents: Sequence[ProcedureContent]) -> OutcomeCounts:
        """Give every new or changed procedure its next version, public at once."""
        lives = self.versions_by_code(content.code for content in contents)
        verdicts = {
            content.code: import_outcome(content, lives[content.code], self.today) for content in contents
        }
        news = [
            imported_version(content, self.next_number(lives[content.code]), self.unit.now)
            for content in contents
            if verdicts[content.code] != ImportOutcome.UNCHANGED
        ]
        self._last_entries.update({news_.code: 0 for news_ in news if not lives[news_.code]})
        self.save(news)
        return Counter(verdicts.values())

    def save(self, versions: Sequence[ProcedureVersion]) -> None:
        """Write versions that moved and tell it; then bring what is in force in line with the day."""
        self.versions.save(versions, self.unit.session)
        self._written.update({(version.code, version.version): version for version in versions})
        for version in versions:
            self._append_event(version)
        self.roll_over([v.code for v in versions if v.publicised_at is not None])

    def roll_over(self, codes: Iterable[str]) -> None:
        """Close what is over, and let the catalogue show what is in force today. May be repeated."""
        lives = {code: [kept.summary for kept in held] for code, held in self.versions_by_code(codes).items()}
        over = [life for held in lives.values() for life in ended_versions(held, self.today)]
        self.versions.update_states(over, self.unit.session)
        for life in over:
            self._append_moved_event(life)
        self._publish_current({code: _replaced(held, over) for code, held in lives.items()})

    def versions_by_code(self, codes: Iterable[str]) -> VersionsByCode:
        return self.versions.by_code(codes, self.unit.session)

    def next_number(self, kept: Sequence[StoredVersion]) -> int:
        return 1 + max((each.summary.version for each in kept), default=0)

    def _publish_current(self, lives: Mapping[str, Sequence[VersionSummary]]) -> None:
        """A timer that is set needs no taking back: to turn once too often changes nothing."""
        current = {code: in_force(held, self.today) for code, held in lives.items()}
        turns = {code: next_roll_over(held, self.today) for code, held in lives.items()}
        standing = [
            CurrentProcedure(self._public_procedure(life), turns[code])
            for code, life in current.items()
            if life
        ]
        over = [code for code, life in current.items() if not life]
        self.procedures.replace(standing, self.unit.session)
        self.procedures.delete(over, self.unit.session)
        shown = [each.procedure for each in standing]
        SearchEntryRepository(self.unit.database).change(shown, over, self.unit.session)
        for code, day in turns.items():
            if day is not None:
                self.unit.schedule(ROLL_OVER, code, midnight(day), {})

    def _public_procedure(self, life: VersionSummary) -> Procedure:
        """As the public reads it."""
        known = self._written.get((life.code, life.version))
        version = known or self.versions.get(life.code, life.version, self.unit.session)
        if version is None:
            raise LookupError(f"version {life.version} of {life.code} has no content")
        return as_procedure(version)

    def _append_event(self, version: ProcedureVersion) -> None:
        """Being made public is told once, in its own words; every other move as a move."""
        if version.state is VersionState.PUBLIC and version.ended_on is None:
            told = ProcedurePublished(
                code=version.code, version=version.version, fileable=version.content.fileable
            )
            self.unit.record_event(
                contract.PROCEDURE_PUBLISHED, version.code, self._next_entry(version.code), told
            )
        else:
            self._append_moved_event(version)

    def _append_moved_event(self, version: ProcedureVersion | VersionSummary) -> None:
        moved = VersionStateChanged(
            code=version.code, version=version.version, state=version.state, ended_on=version.ended_on
        )
        self.unit.record_event(contract.VERSION_MOVED, version.code, self._next_entry(version.code), moved)

    def _next_entry(self, code: str) -> int:
        """All versions of a procedure share one history."""
        if code not in self._last_entries:
            self._last_entries[code] = event_log.last_version(self.unit.database, self.unit.session, code)
        self._last_entries[code] += 1
        return self._last_entries[code]


def midnight(day: date) -> datetime:
    """The local beginning of a day."""
    return datetime.combine(day, time.min, VIET_NAM)


def import_report(verdicts: OutcomeCounts, quarantined: Sequence[QuarantinedRow] = ()) -> ImportReport:
    return ImportReport(
        loaded=verdicts[ImportOutcome.LOADED],
        updated=verdicts[ImportOutcome.UPDATED],
        unchanged=verdicts[ImportOutcome.UNCHANGED],
        quarantined=tuple(quarantined),
    )


def _replaced(lives: Sequence[VersionSummary], changed: Iterable[VersionSummary]) -> list[VersionSummary]:
    """The lives as they are after some have changed."""
    news = {(life.code, life.version): life for life in changed}
    return [news.get((life.code, life.version), life) for life in lives]
