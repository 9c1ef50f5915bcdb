"""Client of the catalogue service, for the operator's commands."""

from collections.abc import Iterator
from contextlib import contextmanager

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.settings import load_settings
from cli.errors import click_errors
from cli.settings import OperatorSettings
from contracts import catalog as contract
from contracts import dossiers
from contracts.base import Actor, ActorKind
from contracts.catalog import (
    AgencyTerms,
    CountCatalogue,
    ExportCatalogue,
    ExportPage,
    ImportExported,
    ImportReport,
    ImportRows,
    ImportUnits,
    ListQuarantine,
    ListRegimes,
    QuarantinedRow,
    Regime,
    RegimeList,
    SaveRegime,
    SeedStarter,
    SetAgencyTerms,
)
from contracts.dossiers import RegimeTrial, TryRegime

OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
BATCH_TIMEOUT_S = 60.0


class CatalogueClient:
    """The catalogue service, called as the operator."""

    def __init__(self, caller: BlockingRpcClient) -> None:
        self._caller = caller

    def seed(self) -> ImportReport:
        request = SeedStarter(command_id=new_id())
        return self._caller.call(contract.seed_starter, request, _context(), BATCH_TIMEOUT_S)

    def import_rows(self, request: ImportRows) -> ImportReport:
        return self._caller.call(contract.import_rows, request, _context(), BATCH_TIMEOUT_S)

    def import_units(self, request: ImportUnits) -> ImportReport:
        return self._caller.call(contract.import_units, request, _context(), BATCH_TIMEOUT_S)

    def export(self, request: ExportCatalogue) -> ExportPage:
        return self._caller.call(contract.export_catalogue, request, _context(), BATCH_TIMEOUT_S)

    def import_exported(self, request: ImportExported) -> ImportReport:
        return self._caller.call(contract.import_exported, request, _context(), BATCH_TIMEOUT_S)

    def regimes(self, agency_code: str | None = None) -> RegimeList:
        request = ListRegimes(agency_code=agency_code)
        return self._caller.call(contract.list_regimes, request, _context(), BATCH_TIMEOUT_S)

    def save_regime(self, request: SaveRegime) -> Regime:
        return self._caller.call(contract.save_regime, request, _context(), BATCH_TIMEOUT_S)

    def try_regime(self, request: TryRegime) -> RegimeTrial:
        return self._caller.call(dossiers.try_regime, request, _context(), BATCH_TIMEOUT_S)

    def set_agency_terms(self, request: SetAgencyTerms) -> AgencyTerms:
        return self._caller.call(contract.set_agency_terms, request, _context(), BATCH_TIMEOUT_S)

    def quarantine(self) -> Iterator[QuarantinedRow]:
        cursor: str | None = None
        while True:
            request = ListQuarantine(limit=100, cursor=cursor)
            page = self._caller.call(contract.list_quarantine, request, _context(), BATCH_TIMEOUT_S)
            yield from page.items
            if (cursor := page.next_cursor) is None:
                return

    def question_counts(self) -> contract.QuestionCounts:
        request = contract.CountQuestions()
        return self._caller.call(contract.count_questions, request, _context(), BATCH_TIMEOUT_S)

    def questions(self, request: contract.ListQuestions) -> Iterator[contract.CatalogueQuestion]:
        """All that fit the filters of the request."""
        cursor: str | None = None
        while True:
            of_page = request.model_copy(update={"cursor": cursor})
            page = self._caller.call(contract.list_questions, of_page, _context(), BATCH_TIMEOUT_S)
            yield from page.items
            if (cursor := page.next_cursor) is None:
                return

    def count(self) -> contract.CatalogueCounts:
        return self._caller.call(contract.count_catalogue, CountCatalogue(), _context(), BATCH_TIMEOUT_S)


def _context() -> Context:
    return Context.new(actor=OPERATOR, timeout_s=BATCH_TIMEOUT_S)


@contextmanager
def catalogue_client() -> Iterator[CatalogueClient]:
    """A client whose errors end the command: one line that says what is wrong, and a status other than zero."""
    settings = load_settings(OperatorSettings)
    with click_errors(settings.amqp_uri), BlockingRpcClient(settings.amqp_uri, name="cli") as caller:
        yield CatalogueClient(caller)
