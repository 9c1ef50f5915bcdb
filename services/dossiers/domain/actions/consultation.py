"""Lấy ý kiến (NĐ 61/2018/NĐ-CP art 19.5) and thẩm tra, xác minh (art 19.3)."""

from contracts import dossiers as contract
from contracts.catalog import Agency
from contracts.dossiers import (
    AnswerConsultation,
    Consultation,
    ConsultationState,
    DossierAction,
    RecordVerification,
    RequestConsultation,
    ScheduleVerification,
    Verification,
)
from contracts.errors import ErrorCode, ServiceError
from contracts.working_time import to_minute
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import Guard, guard_failed, invalid_field
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.submission_content.papers import Files, usable_file


def request_consultation(
    dossier: DossierState,
    request: RequestConsultation,
    context: ActionContext,
    *,
    consultation_id: str,
    agency: Agency | None = None,
) -> Transition:
    """Ask another agency for its opinion; several may be open, each with its own due date. The clock goes on.

    `agency` is the one that the request names, under the code that its officers carry.
    """
    agency_code = request.agency_code if agency is None else agency.code
    check_possible(dossier, DossierAction.REQUEST_CONSULTATION, context.now)
    if agency_code == dossier.agency_code:
        raise invalid_field("/agency_code", "own_agency", "An agency does not consult itself.")
    due_at = to_minute(request.due_at)
    if due_at <= context.now:
        raise invalid_field("/due_at", "not_later", "The due date is not after now.")
    consultation = Consultation(
        consultation_id=consultation_id,
        agency_code=agency_code,
        agency_name=None if agency is None else agency.name,
        content=request.content,
        state=ConsultationState.OPEN,
        asked_at=context.now,
        due_at=due_at,
    )
    return Transition(dossier).record(
        contract.CONSULTATION_REQUESTED,
        payload={**_consultation_payload(consultation), "file_ids": _paper_file_ids(dossier)},
        consultations=(*dossier.consultations, consultation),
    )


def answer_consultation(
    dossier: DossierState, request: AnswerConsultation, context: ActionContext
) -> Transition:
    """The opinion, by an officer of the consulted agency."""
    check_possible(dossier, DossierAction.ANSWER_CONSULTATION, context.now)
    open_ones = {each.consultation_id: each for each in dossier.open_consultations}
    consultation = open_ones.get(request.consultation_id)
    if consultation is None:
        raise guard_failed(DossierAction.ANSWER_CONSULTATION, Guard.NO_OPEN_CONSULTATION)
    if consultation.agency_code != context.actor.agency_code:
        raise ServiceError(ErrorCode.FORBIDDEN)
    answered = consultation.model_copy(
        update={
            "state": ConsultationState.ANSWERED,
            "answered_at": context.now,
            "answered_by": context.actor.account_id,
            "answer": request.answer,
        }
    )
    return Transition(dossier).record(
        contract.CONSULTATION_ANSWERED,
        payload=_consultation_payload(answered),
        consultations=tuple(answered if each == consultation else each for each in dossier.consultations),
    )


def schedule_verification(
    dossier: DossierState, request: ScheduleVerification, context: ActionContext, *, verification_id: str
) -> Transition:
    """Scheduled with time and place, of which the applicant is notified when he must attend."""
    check_possible(dossier, DossierAction.SCHEDULE_VERIFICATION, context.now)
    if request.scheduled_at <= context.now:
        raise invalid_field("/scheduled_at", "not_later", "The verification is not after now.")
    verification = Verification(
        verification_id=verification_id,
        content=request.content,
        place=request.place,
        scheduled_at=to_minute(request.scheduled_at),
        due_at=None if request.due_at is None else to_minute(request.due_at),
        attendance=request.attendance,
        participants=request.participants,
    )
    return Transition(dossier).record(
        contract.VERIFICATION_SCHEDULED,
        payload=_verification_payload(verification),
        verifications=(*dossier.verifications, verification),
    )


def record_verification(
    dossier: DossierState, request: RecordVerification, context: ActionContext, *, files: Files
) -> Transition:
    """Biên bản of a verification: what was found, who took part."""
    check_possible(dossier, DossierAction.RECORD_VERIFICATION, context.now)
    open_ones = {each.verification_id: each for each in dossier.open_verifications}
    verification = open_ones.get(request.verification_id)
    if verification is None:
        raise guard_failed(DossierAction.RECORD_VERIFICATION, Guard.NO_OPEN_VERIFICATION)
    if request.minutes_file_id is not None:
        usable_file(request.minutes_file_id, files, context.actor.account_id, "/minutes_file_id")
    minuted = verification.model_copy(
        update={
            "recorded_at": context.now,
            "minutes": request.minutes,
            "minutes_file_id": request.minutes_file_id,
            "participants": request.participants or verification.participants,
        }
    )
    return Transition(dossier).record(
        contract.VERIFICATION_RECORDED,
        payload=_verification_payload(minuted),
        verifications=tuple(minuted if each == verification else each for each in dossier.verifications),
    )


def _paper_file_ids(dossier: DossierState) -> tuple[str, ...]:
    return tuple(paper.file_id for paper in dossier.papers if paper.file_id)


def _consultation_payload(consultation: Consultation) -> dict[str, object]:
    return {
        "consultation_id": consultation.consultation_id,
        "consulted_agency": consultation.agency_code,
        "consulted_agency_name": consultation.agency_name,
        "consultation_due_at": consultation.due_at,
    }


def _verification_payload(verification: Verification) -> dict[str, object]:
    return {
        "verification_id": verification.verification_id,
        "place": verification.place,
        "scheduled_at": verification.scheduled_at,
        "attendance": verification.attendance,
        "file_ids": () if verification.minutes_file_id is None else (verification.minutes_file_id,),
    }
