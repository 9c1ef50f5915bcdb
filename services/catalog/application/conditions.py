"""Business conditions (điều kiện kinh doanh): recording them, deciding on them, totals by ministry."""

from catalog.application.changes import run_command
from catalog.domain import conditions as rules
from catalog.domain.access import require_writer_for
from catalog.domain.versions.guards import invalid_field
from catalog.repository.conditions import ConditionRepository
from catalog.repository.procedures import ProcedureRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.agency_codes import canonical
from contracts.base import Page, is_expected
from contracts.catalog import (
    BusinessCondition,
    ConditionDecided,
    ConditionRecorded,
    ConditionTotalsByMinistry,
    DecideCondition,
    GetCondition,
    ListConditions,
    RecordCondition,
    TotalConditions,
)
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.time import local_day


def record_condition(store: Store, request: RecordCondition, context: Context) -> BusinessCondition:
    """Raises FORBIDDEN, NOT_FOUND, VERSION_STALE, INVALID_REQUEST."""
    if (request.condition_id is None) is not (request.expected_version is None):
        raise invalid_field("/expected_version", "with_version", "A condition is named by both or neither.")
    require_writer_for(context.actor, request.content.ministry_code)
    return run_command(store, contract.record_condition, request, context, lambda uow: _record(uow, request))


def decide_condition(store: Store, request: DecideCondition, context: Context) -> BusinessCondition:
    """Raises FORBIDDEN, NOT_FOUND, VERSION_STALE, INVALID_REQUEST."""
    return run_command(store, contract.decide_condition, request, context, lambda uow: _decide(uow, request))


def get_condition(store: Store, request: GetCondition, _: Context) -> BusinessCondition:
    """Raises ServiceError(NOT_FOUND)."""
    condition = store.repository(ConditionRepository).get(request.condition_id)
    if condition is None:
        raise not_found("condition")
    return condition


def list_conditions(store: Store, request: ListConditions, _: Context) -> Page[BusinessCondition]:
    """By id, which is the order in which they were recorded. Raises INVALID_REQUEST for a cursor of another list."""
    selection = request.model_dump(mode="json", exclude={"limit", "cursor"})
    start = position_of(request.cursor, selection, str)
    by_ministry = request.model_copy(
        update={"ministry_code": request.ministry_code and canonical(request.ministry_code)}
    )
    repository = store.repository(ConditionRepository)
    found = list(repository.page(by_ministry, start and start[1], request.limit + 1))
    return page(
        Page[BusinessCondition],
        found,
        request.limit,
        key=lambda condition: (condition.condition_id, condition.condition_id),
        filter=selection,
    )


def total_conditions(store: Store, request: TotalConditions, _: Context) -> ConditionTotalsByMinistry:
    """As they stood on a local day; today without one."""
    on = request.on or local_day(utcnow())
    histories = store.repository(ConditionRepository).histories()
    return ConditionTotalsByMinistry(ministries=rules.totals(histories, on))


def _record(uow: UnitOfWork, request: RecordCondition) -> BusinessCondition:
    _require_procedures(uow, request.content.procedure_codes)
    if request.condition_id is None:
        condition = rules.new_condition(request.content, new_id())
        uow.repository(ConditionRepository).insert(condition, local_day(uow.now))
    else:
        before = _condition_at_version(uow, request.condition_id, request.expected_version)
        condition = rules.with_content(before, request.content)
        uow.repository(ConditionRepository).update(condition)
    append_recorded_event(uow, condition)
    return condition


def _decide(uow: UnitOfWork, request: DecideCondition) -> BusinessCondition:
    before = _condition_at_version(uow, request.condition_id, request.expected_version)
    condition = rules.with_decision(before, request, local_day(uow.now))
    uow.repository(ConditionRepository).add_ruling(condition)
    payload = ConditionDecided(
        condition_id=condition.condition_id, ministry_code=condition.ministry_code, status=condition.status
    )
    uow.record_event(
        contract.CONDITION_DECIDED,
        condition.condition_id,
        condition.version,
        payload,
        private=_snapshot(condition),
    )
    return condition


def _condition_at_version(
    uow: UnitOfWork, condition_id: str, expected_version: int | None
) -> BusinessCondition:
    """The condition, for a writer of its ministry who has seen its present version.

    Raises ServiceError: NOT_FOUND, FORBIDDEN, VERSION_STALE.
    """
    condition = uow.repository(ConditionRepository).get(condition_id)
    if condition is None:
        raise not_found("condition")
    require_writer_for(uow.context.actor, condition.ministry_code)
    if not is_expected(expected_version, condition.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=condition.version)
    return condition


def append_recorded_event(uow: UnitOfWork, condition: BusinessCondition) -> None:
    """The log entry of a condition that is new, corrected or imported; its version is the entry's."""
    payload = ConditionRecorded(condition_id=condition.condition_id, ministry_code=condition.ministry_code)
    uow.record_event(
        contract.CONDITION_RECORDED,
        condition.condition_id,
        condition.version,
        payload,
        private=_snapshot(condition),
    )


def _snapshot(condition: BusinessCondition) -> dict[str, object]:
    """Private part of the log entry: the log alone shows what a condition was at each version."""
    return {"condition": condition.model_dump(mode="json")}


def _require_procedures(uow: UnitOfWork, codes: tuple[str, ...]) -> None:
    existing = uow.repository(ProcedureRepository).existing_codes(codes)
    for number, code in enumerate(codes):
        if code not in existing:
            raise invalid_field(
                f"/content/procedure_codes/{number}", "unknown_procedure", "No such procedure."
            )
