"""Where the law of a dossier comes from: the catalogue today, or what was kept with it."""

from dataclasses import dataclass

from chassis.client import RpcClient
from chassis.context import Context
from chassis.moments import now
from contracts import catalog
from contracts.catalog import FilingRules, GetFilingRules
from contracts.errors import Code, ServiceError
from dossiers.domain.dossier import Dossier
from dossiers.domain.law import Law
from dossiers.repository import LawRepository

SERVICE = "dossiers"
_GONE = (Code.NOT_FOUND, Code.PROCEDURE_NOT_FILEABLE)


@dataclass(frozen=True)
class LawBook:
    """Every law that it gives has been kept."""

    kept: LawRepository
    client: RpcClient

    def today(self, procedure_code: str, agency_code: str, context: Context) -> FilingRules:
        """Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE, or that the catalogue is away."""
        request = GetFilingRules(procedure_code=procedure_code, agency_code=agency_code, at=now())
        return self.client.call(catalog.get_filing_rules, request, context.as_service(SERVICE))

    def keep(self, law: Law) -> Law:
        self.kept.keep(law)
        return law

    def of(self, dossier: Dossier) -> Law:
        return self.kept.get(dossier.law_id)

    def named(self, law_id: str) -> Law:
        """A law that was kept."""
        return self.kept.get(law_id)

    def of_today(self, dossier: Dossier, context: Context) -> Law:
        """Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE when the catalogue has the procedure no more."""
        return self.of_agency(dossier.procedure_code, dossier.agency_code, context)

    def of_agency(self, procedure_code: str, agency_code: str, context: Context) -> Law:
        """Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE."""
        return self.keep(Law.of(self.today(procedure_code, agency_code, context)))

    def at_reception(self, dossier: Dossier, context: Context) -> Law:
        """A procedure that has left the catalogue since it was filed is received under the law of its filing."""
        try:
            rules = self.today(dossier.procedure_code, dossier.agency_code, context)
        except ServiceError as error:
            if error.code in _GONE:
                return self.of(dossier)
            raise
        return self.keep(self.of(dossier).at_reception(rules))

    def with_longer_calendar(self, dossier: Dossier, context: Context) -> Law:
        """The kept law with the calendar of today, for a date that the kept calendar does not reach."""
        rules = self.today(dossier.procedure_code, dossier.agency_code, context)
        return self.keep(self.of(dossier).model_copy(update={"calendar": rules.calendar}))
