"""Where the law of a dossier comes from: the catalogue today, or what was kept with it."""

from dataclasses import dataclass

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import catalog
from contracts.catalog import FilingRules, GetFilingRules
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.repository import LawRepository

SERVICE = "dossiers"
_GONE = (ErrorCode.NOT_FOUND, ErrorCode.PROCEDURE_NOT_FILEABLE)


@dataclass(frozen=True)
class Laws:
    """Every law that it gives has been kept."""

    repository: LawRepository
    client: RpcClient

    def rules_of_today(self, procedure_code: str, agency_code: str, context: Context) -> FilingRules:
        """Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE, or that the catalogue is away."""
        request = GetFilingRules(procedure_code=procedure_code, agency_code=agency_code, at=utcnow())
        return self.client.call(catalog.get_filing_rules, request, context.as_service(SERVICE))

    def store(self, law: Law) -> Law:
        self.repository.add(law)
        return law

    def of(self, dossier: DossierState) -> Law:
        return self.repository.get(dossier.law_id)

    def get(self, law_id: str) -> Law:
        """A law that was kept."""
        return self.repository.get(law_id)

    def of_today(self, dossier: DossierState, context: Context) -> Law:
        """The law of today, which is the dossier's own when it says the same.

        Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE when the catalogue has the procedure no more.
        """
        rules = self.rules_of_today(dossier.procedure_code, dossier.agency_code, context)
        return self.store(self.of(dossier).replaced_by(rules))

    def of_agency(self, procedure_code: str, agency_code: str, context: Context) -> Law:
        """Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE."""
        return self.store(Law.of(self.rules_of_today(procedure_code, agency_code, context)))

    def at_reception(self, dossier: DossierState, context: Context) -> Law:
        """A procedure that has left the catalogue since it was filed is received under the law of its filing."""
        try:
            rules = self.rules_of_today(dossier.procedure_code, dossier.agency_code, context)
        except ServiceError as error:
            if error.code in _GONE:
                return self.of(dossier)
            raise
        return self.store(self.of(dossier).at_reception(rules))

    def with_longer_calendar(self, dossier: DossierState, context: Context) -> Law:
        """The kept law with the calendar of today, for a date that the kept calendar does not reach."""
        rules = self.rules_of_today(dossier.procedure_code, dossier.agency_code, context)
        return self.store(self.of(dossier).replace({"calendar": rules.calendar}))
