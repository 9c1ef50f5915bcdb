"""The catalogue's use cases in the test's own process, on a real database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from pymongo.database import Database

from catalog.application import national_import, seeding
from catalog.application.search.replica import SearchReplica
from catalog.application.versions import version_commands
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from cli.catalogue.national_files import detail_rows, find_sources, list_rows
from cli.catalogue.national_import import ImportTotals, NationalImport
from contracts.base import ANONYMOUS, Actor, ActorKind, Model, OfficerRole
from contracts.catalog import (
    CatalogueCounts,
    CountCatalogue,
    Decision,
    DraftVersion,
    ImportReport,
    ImportRow,
    ImportRows,
    ListQuarantine,
    ProcedureContent,
    ProcedureVersion,
    ProposeVersion,
    PubliciseVersion,
    PublishVersion,
    SeedStarter,
    VersionCommand,
)
from contracts.time import local_day

Req = TypeVar("Req", bound=Model)
Res = TypeVar("Res", bound=Model)
UseCase = Callable[[Store, Req, Context], Res]
IndexedUseCase = Callable[[Store, SearchReplica, Req, Context], Res]

SAMPLES = Path(__file__).parents[2] / "samples" / "catalogue"
OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin-1")
OFFICER = Actor(kind=ActorKind.OFFICER, account_id="o-1", agency_code="G15", roles=(OfficerRole.CATALOGUE,))


@dataclass
class Catalogue:
    """One catalogue: a store, and the search index of this process."""

    store: Store
    replica: SearchReplica = field(default_factory=SearchReplica)

    @property
    def database(self) -> Database[dict[str, Any]]:
        return self.store.database

    def run(self, use_case: UseCase[Req, Res], request: Req, actor: Actor = ANONYMOUS) -> Res:
        return use_case(self.store, request, _context(actor))

    def run_indexed(self, use_case: IndexedUseCase[Req, Res], request: Req, actor: Actor = ANONYMOUS) -> Res:
        return use_case(self.store, self.replica, request, _context(actor))

    def seed(self) -> ImportReport:
        return self.run(seeding.seed_starter, SeedStarter(command_id=new_id()), OPERATOR)

    def count(self) -> CatalogueCounts:
        return self.run(national_import.count_catalogue, CountCatalogue(), OPERATOR)

    def import_samples(self) -> tuple[ImportTotals, ImportTotals]:
        """Totals of the list and of the details."""
        sources = find_sources(SAMPLES)
        run = NationalImport(lambda request: self.run(national_import.import_rows, request, OPERATOR))
        *_, (_, listed) = run.take("list", list_rows(sources.lists))
        *_, (_, detailed) = run.take("detail", detail_rows(sources.details))
        return listed, detailed

    def import_list(self, *rows: Any, run_id: str | None = None, ref: str = "made.jsonl") -> ImportReport:
        """Rows of the national list, each under its number in the file `ref`."""
        raw = tuple(ImportRow(ref=f"{ref}:{number}", content=row) for number, row in enumerate(rows, start=1))
        request = ImportRows(command_id=new_id(), run_id=run_id or new_id(), kind="list", rows=raw)
        return self.run(national_import.import_rows, request, OPERATOR)

    def quarantine(self) -> dict[str, tuple[str, ...]]:
        """Reasons by the ref of the row."""
        page = self.run(national_import.list_quarantine, ListQuarantine(limit=100), OPERATOR)
        assert page.next_cursor is None
        return {row.ref: row.reasons for row in page.items}


def today() -> date:
    return local_day(datetime.now(UTC))


def decision_of(effective_from: date) -> Decision:
    """Made on its first day, or today for one of a later day."""
    decided_on = min(effective_from, today())
    return Decision(number="77/QĐ-MAU", decided_on=decided_on, effective_from=effective_from)


def draft(
    catalogue: Catalogue, content: ProcedureContent, actor: Actor = OFFICER, **fields: Any
) -> ProcedureVersion:
    request = DraftVersion(command_id=new_id(), content=content, **fields)
    return catalogue.run(version_commands.draft_version, request, actor)


def move(
    catalogue: Catalogue,
    use_case: UseCase[Any, ProcedureVersion],
    command: type[VersionCommand],
    version: ProcedureVersion,
    actor: Actor = OFFICER,
    **fields: Any,
) -> ProcedureVersion:
    """Run a command on the version as it was seen."""
    request = command(
        command_id=new_id(),
        code=version.code,
        version=version.version,
        expected_revision=version.revision,
        **fields,
    )
    return catalogue.run(use_case, request, actor)


def made_public(catalogue: Catalogue, content: ProcedureContent, effective_from: date) -> ProcedureVersion:
    """Drafted, proposed, published and publicised."""
    version = draft(catalogue, content)
    decision = decision_of(effective_from)
    version = move(catalogue, version_commands.propose_version, ProposeVersion, version, decision=decision)
    version = move(catalogue, version_commands.publish_version, PublishVersion, version)
    return move(catalogue, version_commands.publicise_version, PubliciseVersion, version)


def _context(actor: Actor) -> Context:
    return Context.new(actor=actor, timeout_s=10)
