"""Which version of a procedure rules on a day."""

from datetime import date

from catalog.domain.regimes import local_day
from catalog.domain.versions.lifecycle import in_force
from catalog.domain.versions.publishing import as_procedure
from catalog.repository.procedures import ProcedureRepository
from catalog.repository.versions import VersionRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.catalog import GetProcedure, Procedure
from contracts.errors import not_found


def get_procedure(store: Store, request: GetProcedure, _: Context) -> Procedure:
    """Raises NOT_FOUND for a day on which nothing of this code is in force."""
    procedure = procedure_on(store, request.code, request.on or local_day(utcnow()))
    if procedure is None:
        raise not_found("procedure")
    return procedure


def procedure_on(store: Store, code: str, day: date) -> Procedure | None:
    """What is shown as in force is right from the day it was written until its next turn; else the versions tell."""
    if day == local_day(utcnow()):
        standing = ProcedureRepository(store.database).get(code)
        if standing is not None and standing.holds_on(day):
            return standing.procedure
    return _by_versions(VersionRepository(store.database), code, day)


def _by_versions(versions: VersionRepository, code: str, day: date) -> Procedure | None:
    life = in_force([kept.summary for kept in versions.by_code([code])[code]], day)
    version = life and versions.get(life.code, life.version)
    return as_procedure(version) if version else None
