"""The catalogue service: what it depends on and what it offers."""

from catalog import browsing, filing, imports, search, seeding
from catalog.finder import Finder
from catalog.repository import create_indexes
from catalog.settings import CatalogSettings
from chassis.config import Once
from chassis.context import Context
from chassis.mongo import Mongo
from chassis.rpc import rpc
from contracts import catalog as contract
from contracts.base import Page
from contracts.catalog import (
    Agency,
    CatalogueCounts,
    CountCatalogue,
    FilingRules,
    GetFilingRules,
    GetProcedure,
    ImportReport,
    ImportRows,
    ListAgencies,
    ListQuarantine,
    Procedure,
    ProcedureFindings,
    Quarantined,
    SearchProcedures,
    SeedStarter,
    Suggestions,
    SuggestProcedures,
)


class CatalogService:
    name = "catalog"

    store = Mongo(indexes=create_indexes)
    finder = Once(CatalogSettings, lambda _: Finder())

    @rpc(contract.get_procedure)
    def get_procedure(self, request: GetProcedure, context: Context) -> Procedure:  # noqa: ARG002
        return browsing.get_procedure(self.store, request.code)

    @rpc(contract.search_procedures)
    def search_procedures(self, request: SearchProcedures, context: Context) -> ProcedureFindings:  # noqa: ARG002
        return search.search(self.store, self.finder, request)

    @rpc(contract.suggest_procedures)
    def suggest_procedures(self, request: SuggestProcedures, context: Context) -> Suggestions:  # noqa: ARG002
        return search.suggest(self.store, self.finder, request)

    @rpc(contract.get_filing_rules)
    def get_filing_rules(self, request: GetFilingRules, context: Context) -> FilingRules:  # noqa: ARG002
        return filing.filing_rules(self.store, request)

    @rpc(contract.list_agencies)
    def list_agencies(self, request: ListAgencies, context: Context) -> Page[Agency]:  # noqa: ARG002
        return browsing.list_agencies(self.store, request)

    @rpc(contract.seed_starter)
    def seed_starter(self, request: SeedStarter, context: Context) -> ImportReport:
        return seeding.seed_starter(self.store, request, context)

    @rpc(contract.import_rows)
    def import_rows(self, request: ImportRows, context: Context) -> ImportReport:
        return imports.import_rows(self.store, request, context)

    @rpc(contract.list_quarantine)
    def list_quarantine(self, request: ListQuarantine, context: Context) -> Page[Quarantined]:
        return browsing.list_quarantine(self.store, request, context)

    @rpc(contract.count_catalogue)
    def count_catalogue(self, request: CountCatalogue, context: Context) -> CatalogueCounts:  # noqa: ARG002
        return browsing.count(self.store)
