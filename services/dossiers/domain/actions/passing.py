"""Chuyển hồ sơ: what came to an agency that is not the right one passes to the competent one (NĐ 118/2025/NĐ-CP art 17.2,
18)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contracts import dossiers as contract
from contracts.catalog import Agency
from contracts.dossiers import DossierAction, HandOver, Passing, PassingCause, PassOn
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.ownership import files_of
from dossiers.domain.actions.reception import terms_of
from dossiers.domain.clock.transfer import transferred_until
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.model.steps import steps_of

SUCCEEDED = "Cơ quan kết thúc hoạt động, hồ sơ được bàn giao cho cơ quan kế thừa."
"""Why a dossier went to the agency that took the place of its own."""


@dataclass(frozen=True)
class Destination:
    """The competent agency that a dossier passes to: the code that its officers carry, the law of the dossier there, and the
    names of the agencies of its steps by code."""

    agency_code: str
    law: Law
    agency_names: Mapping[str, str] = field(default_factory=dict)


def pass_on(
    dossier: DossierState, request: PassOn, context: ActionContext, *, destination: Destination
) -> Transition:
    """1 → 1 at the competent agency, in the queue of its desk; whoever passed it on sees it until it is received there."""
    check_possible(dossier, DossierAction.PASS_ON, context.now)
    law, agency = destination.law, destination.law.agency
    if destination.agency_code == dossier.agency_code:
        raise invalid_field("/to_agency", "own_agency", "The dossier is there already.")
    passing = Passing(
        cause=PassingCause.WRONG_AGENCY,
        from_agency_code=dossier.agency_code,
        from_agency_name=dossier.agency_name,
        to_agency_code=destination.agency_code,
        to_agency_name=agency.name if agency else None,
        reason=request.reason,
        passed_at=context.now,
        until=transfer_limit(context.now, law),
    )
    return Transition(dossier).record(
        contract.PASSED_ON,
        payload=_event_fields(dossier, passing),
        agency_code=passing.to_agency_code,
        agency_name=passing.to_agency_name,
        law_id=law.law_id,
        procedure_name=law.procedure.name,
        procedure_version=law.procedure.version,
        regime_id=law.regime.regime_id,
        terms=terms_of(law.regime),
        steps=steps_of(law, dossier.case_code, passing.to_agency_code, destination.agency_names),
        assignment=None,
        hand_overs=(*rows_of_named_agencies(dossier), row_of(dossier, passing, context)),
        passings=(*dossier.passings, passing),
    )


def with_ended_participation(before: DossierState, change: Transition) -> Transition:
    """The transition, with an event more where an agency through whose hands the dossier passed takes part no longer."""
    gone = set(before.passing_agencies) - set(change.dossier.agency_codes)
    return change.record(contract.PARTICIPATION_ENDED) if gone else change


def transfer_limit(since: datetime, law: Law) -> datetime | None:
    """Until when it has to be at the other agency; None without a calendar that reaches so far."""
    try:
        return transferred_until(since, law.calendar, law.regime.late_after)
    except ServiceError as error:
        if error.code is not ErrorCode.CALENDAR_INCOMPLETE:
            raise
        return None


def row_of(dossier: DossierState, passing: Passing, context: ActionContext) -> HandOver:
    """The passing as a row of the control sheet."""
    held = dossier.assignment
    return HandOver(
        at=context.now,
        from_officer_id=context.actor.account_id or None,
        from_unit=context.actor.unit or (held.unit if held else ""),
        from_agency_code=passing.from_agency_code,
        to_agency_codes=(passing.to_agency_code,),
        what=DossierAction.PASS_ON.value,
        note=passing.reason,
    )


def rows_of_named_agencies(dossier: DossierState) -> tuple[HandOver, ...]:
    """Its rows so far, with the name of its own agency where they leave it out: it will be another one."""
    own = dossier.agency_code
    return tuple(
        row.model_copy(
            update={
                "from_agency_code": row.from_agency_code or own,
                "to_agency_codes": row.to_agency_codes or (own,),
            }
        )
        for row in dossier.hand_overs
    )


def succeed(
    dossier: DossierState,
    ended: Agency,
    successor: Agency,
    context: ActionContext,
    shown: DossierState | None = None,
) -> Transition:
    """Whatever an agency that has ended does in the dossier is the part of the one that took its place; where it was its
    own, it lies in the queue of that one. `context.law` names the agency that has it then; `shown`: the dossier with all
    that was issued for it. Clock, code and history stay.
    """
    own = dossier.agency_code == ended.code
    passing = Passing(
        cause=PassingCause.SUCCESSION,
        from_agency_code=ended.code,
        from_agency_name=ended.name,
        to_agency_code=successor.code,
        to_agency_name=successor.name,
        reason=SUCCEEDED,
        passed_at=context.now,
        confirmed_at=context.now,
    )
    moved: dict[str, Any] = {}
    if own:
        moved = {
            "agency_code": successor.code,
            "agency_name": successor.name,
            "law_id": context.law_id,
            "assignment": None,
            "hand_overs": (*rows_of_named_agencies(dossier), row_of(dossier, passing, context)),
        }
    if dossier.forwarded_from == ended.code:
        moved |= {"forwarded_from": successor.code, "forwarded_from_name": successor.name}
    to = {"agency_code": successor.code, "agency_name": successor.name}
    return Transition(dossier).record(
        contract.PASSED_ON,
        payload=_event_fields(shown or dossier, passing),
        steps=tuple(
            step.model_copy(update=to)
            if step.agency_code == ended.code and step.completed_at is None
            else step
            for step in dossier.steps
        ),
        consultations=tuple(
            each.model_copy(update=to)
            if each.agency_code == ended.code and each in dossier.open_consultations
            else each
            for each in dossier.consultations
        ),
        passings=(*dossier.passings, passing),
        **moved,
    )


def _event_fields(dossier: DossierState, passing: Passing) -> dict[str, Any]:
    return {
        "cause": passing.cause,
        "from_agency": passing.from_agency_code,
        "from_agency_name": passing.from_agency_name,
        "to_agency": passing.to_agency_code,
        "to_agency_name": passing.to_agency_name,
        "reason": passing.reason,
        "file_ids": files_of(dossier),
    }
