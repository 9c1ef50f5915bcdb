"""Lấy ý kiến (NĐ 61/2018/NĐ-CP art 19.5) and thẩm tra, xác minh (art 19.3)."""

from contracts import dossiers as contract
from contracts.dossiers import (
    Action,
    AnswerConsultation,
    Consultation,
    ConsultationState,
    RecordVerification,
    RequestConsultation,
    ScheduleVerification,
    Verification,
)
from contracts.errors import Code, ServiceError
from dossiers.domain.calendar import to_minute
from dossiers.domain.dossier import Dossier, Scene
from dossiers.domain.guards import Guard, guard_failed, invalid_field
from dossiers.domain.lifecycle import Change, check
from dossiers.domain.papers import Files, usable


def request_consultation(
    dossier: Dossier, request: RequestConsultation, scene: Scene, *, consultation_id: str
) -> Change:
    """Several may be open, each with its own due date; the clock of the dossier goes on."""
    check(dossier, Action.REQUEST_CONSULTATION, scene.now)
    if request.agency_code == dossier.agency_code:
        raise invalid_field("/agency_code", "own_agency", "An agency does not consult itself.")
    due_at = to_minute(request.due_at)
    if due_at <= scene.now:
        raise invalid_field("/due_at", "not_later", "The due date is not after now.")
    asked = Consultation(
        consultation_id=consultation_id,
        agency_code=request.agency_code,
        content=request.content,
        state=ConsultationState.OPEN,
        asked_at=scene.now,
        due_at=due_at,
    )
    return Change(dossier).record(
        contract.CONSULTATION_REQUESTED,
        told={**_told_consultation(asked), "file_ids": _papers(dossier)},
        consultations=(*dossier.consultations, asked),
    )


def answer_consultation(dossier: Dossier, request: AnswerConsultation, scene: Scene) -> Change:
    """By an officer of the agency that was asked."""
    check(dossier, Action.ANSWER_CONSULTATION, scene.now)
    open_ones = {asked.consultation_id: asked for asked in dossier.open_consultations}
    asked = open_ones.get(request.consultation_id)
    if asked is None:
        raise guard_failed(Action.ANSWER_CONSULTATION, Guard.NO_OPEN_CONSULTATION)
    if asked.agency_code != scene.actor.agency_code:
        raise ServiceError(Code.FORBIDDEN)
    answered = asked.model_copy(
        update={
            "state": ConsultationState.ANSWERED,
            "answered_at": scene.now,
            "answered_by": scene.actor.account_id,
            "answer": request.answer,
        }
    )
    return Change(dossier).record(
        contract.CONSULTATION_ANSWERED,
        told=_told_consultation(answered),
        consultations=tuple(answered if each == asked else each for each in dossier.consultations),
    )


def schedule_verification(
    dossier: Dossier, request: ScheduleVerification, scene: Scene, *, verification_id: str
) -> Change:
    """The applicant is told time and place when he must attend."""
    check(dossier, Action.SCHEDULE_VERIFICATION, scene.now)
    if request.scheduled_at <= scene.now:
        raise invalid_field("/scheduled_at", "not_later", "The verification is not after now.")
    set_up = Verification(
        verification_id=verification_id,
        content=request.content,
        place=request.place,
        scheduled_at=to_minute(request.scheduled_at),
        due_at=None if request.due_at is None else to_minute(request.due_at),
        attendance=request.attendance,
        participants=request.participants,
    )
    return Change(dossier).record(
        contract.VERIFICATION_SCHEDULED,
        told=_told_verification(set_up),
        verifications=(*dossier.verifications, set_up),
    )


def record_verification(
    dossier: Dossier, request: RecordVerification, scene: Scene, *, files: Files
) -> Change:
    """Biên bản: what was found, who took part."""
    check(dossier, Action.RECORD_VERIFICATION, scene.now)
    open_ones = {set_up.verification_id: set_up for set_up in dossier.open_verifications}
    set_up = open_ones.get(request.verification_id)
    if set_up is None:
        raise guard_failed(Action.RECORD_VERIFICATION, Guard.NO_OPEN_VERIFICATION)
    if request.minutes_file_id is not None:
        usable(request.minutes_file_id, files, scene.actor.account_id)
    minuted = set_up.model_copy(
        update={
            "recorded_at": scene.now,
            "minutes": request.minutes,
            "minutes_file_id": request.minutes_file_id,
            "participants": request.participants or set_up.participants,
        }
    )
    return Change(dossier).record(
        contract.VERIFICATION_RECORDED,
        told=_told_verification(minuted),
        verifications=tuple(minuted if each == set_up else each for each in dossier.verifications),
    )


def _papers(dossier: Dossier) -> tuple[str, ...]:
    return tuple(paper.file_id for paper in dossier.papers if paper.file_id)


def _told_consultation(asked: Consultation) -> dict[str, object]:
    return {
        "consultation_id": asked.consultation_id,
        "consulted_agency": asked.agency_code,
        "consultation_due_at": asked.due_at,
    }


def _told_verification(set_up: Verification) -> dict[str, object]:
    return {
        "verification_id": set_up.verification_id,
        "place": set_up.place,
        "scheduled_at": set_up.scheduled_at,
        "attendance": set_up.attendance,
        "file_ids": () if set_up.minutes_file_id is None else (set_up.minutes_file_id,),
    }
