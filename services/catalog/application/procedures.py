"""Procedures in force: the version of a procedure that rules on a local day."""

from datetime import date

from catalog.domain.versions.lifecycle import in_force
from catalog.domain.versions.publishing import as_procedure
from catalog.domain.versions.result_kinds import result_kinds
from catalog.repository.procedures import ProcedureRepository
from catalog.repository.versions import VersionRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.catalog import GetProcedure, GetResultKind, Procedure, ResultKind
from contracts.errors import not_found
from contracts.time import local_day


def get_procedure(store: Store, request: GetProcedure, _: Context) -> Procedure:
    """Raises NOT_FOUND for a day on which nothing of this code is in force."""
    procedure = procedure_on(store, request.code, request.on or local_day(utcnow()))
    if procedure is None:
        raise not_found("procedure")
    return procedure


def get_result_kind(store: Store, request: GetResultKind, _: Context) -> ResultKind:
    """By its code as people type it. Raises NOT_FOUND.

    Versions that an earlier release stored have no list of their kinds: of these count the procedures in force.
    """
    version = store.repository(VersionRepository).with_result(request.code)
    content = version.content if version else store.repository(ProcedureRepository).with_result(request.code)
    if content is None:
        raise not_found("result kind")
    return result_kinds(content)[request.code]


def procedure_on(store: Store, code: str, day: date) -> Procedure | None:
    """The procedure in force on a local day, or None. Today's is stored; other days follow from the versions."""
    if day == local_day(utcnow()):
        current = store.repository(ProcedureRepository).get(code)
        if current is not None and current.holds_on(day):
            return current.procedure
    return _by_versions(store.repository(VersionRepository), code, day)


def _by_versions(versions: VersionRepository, code: str, day: date) -> Procedure | None:
    current = in_force([stored.summary for stored in versions.by_code([code])[code]], day)
    version = current and versions.get(current.code, current.version)
    return as_procedure(version) if version else None
