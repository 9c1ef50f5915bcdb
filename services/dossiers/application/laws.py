"""Where the law of a dossier comes from: stored with it, or from the catalogue of today."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from chassis.core.context import Context
from contracts.catalog import FilingCompetence
from contracts.errors import ErrorCode, ServiceError
from dossiers.clients.catalog import CatalogClient
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law, RulesOfToday
from dossiers.repository import LawCache, LawRepository

T = TypeVar("T")
ChooseLaw = Callable[[DossierState], Law]
_GONE = (ErrorCode.NOT_FOUND, ErrorCode.PROCEDURE_NOT_FILEABLE)


@dataclass(frozen=True)
class Laws:
    """The laws of dossiers. Every law that it gives is stored."""

    repository: LawRepository
    cache: LawCache
    catalog: CatalogClient

    def get(self, law_id: str) -> Law:
        """The law of an id. Raises KeyError for one that was never stored."""
        law = self.cache.get(law_id)
        if law is None:
            law = self.repository.get(law_id)
            self.cache.put(law)
        return law

    def of(self, dossier: DossierState) -> Law:
        """The law that the dossier stands under."""
        return self.get(dossier.law_id)

    def store(self, law: Law) -> Law:
        """The same law, once it is stored. May be repeated."""
        if self.cache.get(law.law_id) is None:
            self.repository.add(law)
            self.cache.put(law)
        return law

    def of_agency(
        self, procedure_code: str, agency_code: str, context: Context
    ) -> tuple[Law, FilingCompetence | None]:
        """The law of today for a new dossier, and whether the agency is competent.

        Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE.
        """
        today = self.catalog.rules_of_today(procedure_code, agency_code, context)
        return self.store(today.law), today.rules.competence

    def at_agency(
        self, dossier: DossierState, agency_code: str, context: Context
    ) -> tuple[Law, FilingCompetence | None]:
        """The law of a dossier that passes to another agency before it is received, and whether that one is competent.

        Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE when the catalogue has the procedure no more.
        """
        today = self.catalog.rules_of_today(dossier.procedure_code, agency_code, context)
        return self.store(today.at_agency(self.of(dossier))), today.rules.competence

    def of_today(self, dossier: DossierState, context: Context) -> Law:
        """The law of today, which is the dossier's own when it says the same; not one of a second ago.

        Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE when the catalogue has the procedure no more.
        """
        self.catalog.memory.expire()
        return self.store(self._rules_of_today(dossier, context).in_place_of(self.of(dossier)))

    def at_reception(self, dossier: DossierState, context: Context) -> Law:
        """The law of the day of reception; of a procedure that has left the catalogue since, the law of its filing."""
        try:
            today = self._rules_of_today(dossier, context)
        except ServiceError as error:
            if error.code in _GONE:
                return self.of(dossier)
            raise
        return self.store(today.at_reception(self.of(dossier)))

    def retry_with_longer_calendar(
        self, work: Callable[[ChooseLaw], T], read_dossier: Callable[[], DossierState], context: Context
    ) -> T:
        """`work` under the stored law; where its calendar ends too early, once more with the calendar of today.

        Raises CALENDAR_INCOMPLETE when that one ends too early too.
        """
        try:
            return work(self.of)
        except ServiceError as error:
            if error.code is not ErrorCode.CALENDAR_INCOMPLETE:
                raise
        dossier = read_dossier()
        calendar = self._rules_of_today(dossier, context).rules.calendar
        longer = self.store(self.of(dossier).replace({"calendar": calendar}))
        return work(lambda _: longer)

    def _rules_of_today(self, dossier: DossierState, context: Context) -> RulesOfToday:
        return self.catalog.rules_of_today(dossier.procedure_code, dossier.agency_code, context)
