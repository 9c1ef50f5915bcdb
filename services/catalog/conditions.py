"""Recording business conditions, deciding what becomes of them, counting them."""

from catalog.domain import conditions as rules
from catalog.domain.access import require_writer_for
from catalog.domain.regimes import local_day
from catalog.domain.version_guards import invalid_field
from catalog.paging import after, page
from catalog.repository.conditions import Conditions
from catalog.repository.procedures import Procedures
from chassis.context import Context
from chassis.ids import new_id
from chassis.moments import now
from chassis.store import Store
from chassis.unit import Unit
from contracts import catalog as contract
from contracts.agency_codes import canonical
from contracts.base import Page
from contracts.catalog import (
    AllTotals,
    BusinessCondition,
    ConditionDecided,
    ConditionRecorded,
    DecideCondition,
    GetCondition,
    ListConditions,
    RecordCondition,
    TotalConditions,
)
from contracts.errors import Code, ServiceError, not_found


def record(store: Store, request: RecordCondition, context: Context) -> BusinessCondition:
    """Raises FORBIDDEN, NOT_FOUND, VERSION_STALE, INVALID_REQUEST."""
    if (request.condition_id is None) is not (request.expected_version is None):
        raise invalid_field("/expected_version", "with_version", "A condition is named by both or neither.")
    require_writer_for(context.actor, request.content.ministry_code)
    return store.command(contract.record_condition, request, context, lambda unit: _record(unit, request))


def decide(store: Store, request: DecideCondition, context: Context) -> BusinessCondition:
    """Raises FORBIDDEN, NOT_FOUND, VERSION_STALE, INVALID_REQUEST."""
    return store.command(contract.decide_condition, request, context, lambda unit: _decide(unit, request))


def get(store: Store, request: GetCondition) -> BusinessCondition:
    condition = Conditions(store.database).get(request.condition_id)
    if condition is None:
        raise not_found("condition")
    return condition


def list_(store: Store, request: ListConditions) -> Page[BusinessCondition]:
    asked = request.model_dump(mode="json", exclude={"limit", "cursor"})
    start = after(request.cursor, asked)
    wanted = request.model_copy(
        update={"ministry_code": request.ministry_code and canonical(request.ministry_code)}
    )
    found = Conditions(store.database).list(wanted, start and start[1], request.limit + 1)
    placed = [((condition.condition_id, condition.condition_id), condition) for condition in found]
    return page(Page[BusinessCondition], placed, request.limit, asked)


def total(store: Store, request: TotalConditions) -> AllTotals:
    on = request.on or local_day(now())
    return AllTotals(ministries=rules.totals(Conditions(store.database).recorded(), on))


def _record(unit: Unit, request: RecordCondition) -> BusinessCondition:
    _require_procedures(unit, request.content.procedure_codes)
    if request.condition_id is None:
        condition = rules.recorded(request.content, new_id())
        Conditions(unit.database).insert(condition, local_day(unit.now), unit.session)
    else:
        before = _held(unit, request.condition_id, request.expected_version)
        condition = rules.corrected(before, request.content)
        Conditions(unit.database).update(condition, unit.session)
    tell_recorded(unit, condition)
    return condition


def _decide(unit: Unit, request: DecideCondition) -> BusinessCondition:
    before = _held(unit, request.condition_id, request.expected_version)
    condition = rules.decided(before, request, local_day(unit.now))
    Conditions(unit.database).rule(condition, unit.session)
    told = ConditionDecided(
        condition_id=condition.condition_id, ministry_code=condition.ministry_code, status=condition.status
    )
    unit.append(
        contract.CONDITION_DECIDED, condition.condition_id, condition.version, told, private=_whole(condition)
    )
    return condition


def _held(unit: Unit, condition_id: str, expected_version: int | None) -> BusinessCondition:
    """The condition, for one who may change it and has seen its present version."""
    condition = Conditions(unit.database).get(condition_id, unit.session)
    if condition is None:
        raise not_found("condition")
    require_writer_for(unit.context.actor, condition.ministry_code)
    if condition.version != expected_version:
        raise ServiceError(Code.VERSION_STALE, current=condition.version)
    return condition


def tell_recorded(unit: Unit, condition: BusinessCondition) -> None:
    told = ConditionRecorded(condition_id=condition.condition_id, ministry_code=condition.ministry_code)
    unit.append(
        contract.CONDITION_RECORDED,
        condition.condition_id,
        condition.version,
        told,
        private=_whole(condition),
    )


def _whole(condition: BusinessCondition) -> dict[str, object]:
    """Kept with the entry, so that the log alone tells what a condition was at each version."""
    return {"condition": condition.model_dump(mode="json")}


def _require_procedures(unit: Unit, codes: tuple[str, ...]) -> None:
    known = Procedures(unit.database).known(codes)
    for number, code in enumerate(codes):
        if code not in known:
            raise invalid_field(
                f"/content/procedure_codes/{number}", "unknown_procedure", "No such procedure."
            )
