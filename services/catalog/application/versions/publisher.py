"""Publisher: versions, the procedures in force, their search entries and the log, changed in one transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from catalog.domain.versions.lifecycle import ended_versions, imported_version, in_force, next_roll_over
from catalog.domain.versions.publishing import ImportOutcome, StoredVersion, as_procedure, import_outcome
from catalog.repository.procedures import CurrentProcedure, ProcedureRepository
from catalog.repository.search_entries import SearchEntryRepository
from catalog.repository.versions import VersionRepository
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
from contracts.time import VIETNAM, local_day

ROLL_OVER = "catalog.turn"
"""Kind of the timer that rolls a procedure over: from its local midnight on another version, or none, is in force."""

Outcomes = Mapping[str, ImportOutcome]
"""What became of each procedure of an import, by its code."""
VersionsByCode = Mapping[str, Sequence[StoredVersion]]


class Publisher:
    """Writes versions of procedures within one run of one transaction, and keeps what is in force in step."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self.today = local_day(uow.now)
        self.versions = uow.repository(VersionRepository)
        self.procedures = uow.repository(ProcedureRepository)
        self._last_entries: dict[str, int] = {}
        self._written: dict[tuple[str, int], ProcedureVersion] = {}

    def import_contents(self, contents: Sequence[ProcedureContent]) -> Outcomes:
        """Give every new or changed procedure its next version, public (công khai) at once."""
        stored = self.versions_by_code(content.code for content in contents)
        outcomes = {
            content.code: import_outcome(content, stored[content.code], self.today) for content in contents
        }
        imported = [
            imported_version(content, self.next_number(stored[content.code]), self.uow.now)
            for content in contents
            if outcomes[content.code] in (ImportOutcome.LOADED, ImportOutcome.UPDATED)
        ]
        self._last_entries.update({version.code: 0 for version in imported if not stored[version.code]})
        self.save(imported)
        return outcomes

    def save(self, versions: Sequence[ProcedureVersion]) -> None:
        """Write versions and the event of each; then bring what is in force in line with the day."""
        self.versions.save(versions)
        self._written.update({(version.code, version.version): version for version in versions})
        for version in versions:
            self._append_event(version)
        self.roll_over([version.code for version in versions if version.publicised_at is not None])

    def roll_over(self, codes: Iterable[str]) -> None:
        """Close the versions whose time is over, and publish what is in force today. May be repeated."""
        versions = {
            code: [version.summary for version in stored]
            for code, stored in self.versions_by_code(codes).items()
        }
        ended = [each for of_code in versions.values() for each in ended_versions(of_code, self.today)]
        self.versions.update_states(ended)
        for version in ended:
            self._append_moved_event(version)
        self._publish_current({code: _replaced(of_code, ended) for code, of_code in versions.items()})

    def versions_by_code(self, codes: Iterable[str]) -> VersionsByCode:
        """All stored versions of each code, oldest first."""
        return self.versions.by_code(codes)

    def next_number(self, stored: Sequence[StoredVersion]) -> int:
        """The number of the next version of a procedure."""
        return 1 + max((version.summary.version for version in stored), default=0)

    def _publish_current(self, versions: Mapping[str, Sequence[VersionSummary]]) -> None:
        """A timer that was set for another day stays: to roll over once too often changes nothing."""
        current = {code: in_force(of_code, self.today) for code, of_code in versions.items()}
        next_days = {code: next_roll_over(of_code, self.today) for code, of_code in versions.items()}
        published = [
            CurrentProcedure(self._public_procedure(version), next_days[code])
            for code, version in current.items()
            if version
        ]
        withdrawn = [code for code, version in current.items() if not version]
        self.procedures.replace(published)
        self.procedures.delete(withdrawn)
        entries = self.uow.repository(SearchEntryRepository)
        entries.update([each.procedure for each in published], withdrawn)
        for code, day in next_days.items():
            if day is not None:
                self.uow.schedule(ROLL_OVER, code, midnight(day), {})

    def _public_procedure(self, summary: VersionSummary) -> Procedure:
        """As the public reads it."""
        written = self._written.get((summary.code, summary.version))
        version = written or self.versions.get(summary.code, summary.version)
        if version is None:
            raise LookupError(f"version {summary.version} of {summary.code} has no content")
        return as_procedure(version)

    def _append_event(self, version: ProcedureVersion) -> None:
        """Becoming public (công khai) has an event of its own; every other move is a change of state."""
        if version.state is not VersionState.PUBLIC or version.ended_on is not None:
            self._append_moved_event(version)
            return
        payload = ProcedurePublished(
            code=version.code, version=version.version, fileable=version.content.fileable
        )
        entry = self._next_entry(version.code)
        self.uow.record_event(contract.PROCEDURE_PUBLISHED, version.code, entry, payload)

    def _append_moved_event(self, version: ProcedureVersion | VersionSummary) -> None:
        payload = VersionStateChanged(
            code=version.code, version=version.version, state=version.state, ended_on=version.ended_on
        )
        entry = self._next_entry(version.code)
        self.uow.record_event(contract.VERSION_MOVED, version.code, entry, payload)

    def _next_entry(self, code: str) -> int:
        """All versions of a procedure share one history in the log."""
        if code not in self._last_entries:
            self._last_entries[code] = self.uow.last_version(code)
        self._last_entries[code] += 1
        return self._last_entries[code]


def midnight(day: date) -> datetime:
    """The local beginning of a day."""
    return datetime.combine(day, time.min, VIETNAM)


def import_report(outcomes: Outcomes, quarantined: Sequence[QuarantinedRow] = ()) -> ImportReport:
    """What became of the rows of an import; what is outranked counts as unchanged."""
    counts = Counter(outcomes.values())
    return ImportReport(
        loaded=counts[ImportOutcome.LOADED],
        updated=counts[ImportOutcome.UPDATED],
        unchanged=counts[ImportOutcome.UNCHANGED] + counts[ImportOutcome.OUTRANKED],
        quarantined=tuple(quarantined),
    )


def _replaced(versions: Sequence[VersionSummary], changed: Iterable[VersionSummary]) -> list[VersionSummary]:
    """The versions as they are after some have changed."""
    current = {(version.code, version.version): version for version in changed}
    return [current.get((version.code, version.version), version) for version in versions]
