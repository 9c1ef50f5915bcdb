"""The actions on a dossier as one table: where each starts and ends, who may take it, and what its history says.

Permission (`rights`), possibility (`check_possible`), the rules of assignment and the history text are read from it.
The table follows NĐ 61/2018/NĐ-CP art 17-25.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from contracts import dossiers as contract
from contracts.base import OfficerRole
from contracts.dossiers import DossierAction, DossierStatus
from contracts.events import AnyEventType
from contracts.i18n import Text
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import Guard, guard_failed, illegal_transition
from dossiers.domain.model.signing import unmet_for_any, unmet_for_correction
from dossiers.domain.model.state_machine import IN_WORK, UNDER_WAY
from dossiers.domain.model.steps import awaits_acknowledgement

Unmet = Callable[[DossierState, datetime], bool]
"""Whether a dossier fails a condition now."""


class Performer(Enum):
    """On whose behalf an action is taken."""

    OFFICE = auto()
    """Officers of the dossier's agency, by their roles."""
    STEP_OFFICE = auto()
    """Officers of the agency and role of an open step; of the dossier's agency where it has no steps."""
    CONSULTED = auto()
    """Officers of an agency whose opinion was asked for (cơ quan được lấy ý kiến)."""
    APPLICANT = auto()
    """The citizens who follow the dossier."""


@dataclass(frozen=True)
class ActionRule:
    """What is true of one action, whoever takes it.

    `starts`: the states in which it may be taken. `ends`: the states to which it may lead; empty: the state stays.
    `roles`: the officers who may take it. `on_paper`: of a dossier that came on paper, officers of reception take it for
    the applicant. `at_receiving_desk`: officers of reception take it too at the desk where the dossier was filed for
    another agency. `assignee_only`: while an officer has the dossier, nobody else of the agency takes it but deputies and
    supervisors. `guards`: what else the dossier must meet, in the order of the answers; `condition` gives a further one
    that is not met; `leader_overrides`: a leader may take it against the guards, not against the condition. `signs`: a
    result is signed by it (see `signing`). `event` is recorded by it, `history` is the sentence of that event; without
    them the action is made of others.
    """

    starts: frozenset[DossierStatus]
    ends: frozenset[DossierStatus] = frozenset()
    roles: frozenset[OfficerRole] = frozenset()
    performer: Performer = Performer.OFFICE
    on_paper: bool = False
    at_receiving_desk: bool = False
    assignee_only: bool = False
    guards: tuple[tuple[Guard, Unmet], ...] = ()
    condition: Callable[[DossierState, datetime], Guard | None] = lambda _, __: None
    leader_overrides: bool = False
    signs: bool = False
    event: AnyEventType | None = None
    history: Text | None = None


def check_possible(
    dossier: DossierState, action: DossierAction, now: datetime, *, overriding: bool = False
) -> None:
    """Raises ILLEGAL_TRANSITION or GUARD_FAILED when the action cannot be taken in this state."""
    if dossier.status not in ACTIONS[action].starts:
        raise illegal_transition(dossier.status, action)
    guard = unmet_guard(dossier, action, now, overriding=overriding)
    if guard is not None:
        raise guard_failed(action, guard)


def is_possible(
    dossier: DossierState, action: DossierAction, now: datetime, *, overriding: bool = False
) -> bool:
    """Whether `check_possible` would pass."""
    starts = dossier.status in ACTIONS[action].starts
    return starts and unmet_guard(dossier, action, now, overriding=overriding) is None


def unmet_guard(
    dossier: DossierState, action: DossierAction, now: datetime, *, overriding: bool = False
) -> Guard | None:
    """The first condition that the dossier fails, whoever acts and with whatever content.

    `overriding`: a leader takes it upon himself, where the action allows that.
    """
    rule = ACTIONS[action]
    guards = () if overriding and rule.leader_overrides else rule.guards
    guard = next((guard for guard, unmet in guards if unmet(dossier, now)), None)
    return guard or rule.condition(dossier, now)


def _is_received(dossier: DossierState, _: datetime) -> bool:
    return dossier.received_at is not None


def _is_not_received(dossier: DossierState, _: datetime) -> bool:
    return dossier.received_at is None


def _is_not_immediate(dossier: DossierState, _: datetime) -> bool:
    return not dossier.immediate


def _is_supplemented(dossier: DossierState, _: datetime) -> bool:
    """Once, completely (art 17.1a), or as often as the regime says."""
    return len(dossier.supplements) >= dossier.terms.supplement_limit


def _is_past_supplement_notice(dossier: DossierState, now: datetime) -> bool:
    """After reception within the days that the regime gives (art 19.4)."""
    return dossier.supplement_until is not None and now > dossier.supplement_until


def _is_extended(dossier: DossierState, _: datetime) -> bool:
    """At most once (art 19.9), whatever a regime may say."""
    return dossier.extension is not None or dossier.terms.extension_limit < 1


def _has_no_due_date(dossier: DossierState, _: datetime) -> bool:
    return dossier.due_at is None


def _has_no_open_step(dossier: DossierState, _: datetime) -> bool:
    return not dossier.open_steps


def _has_no_open_consultation(dossier: DossierState, _: datetime) -> bool:
    return not dossier.open_consultations


def _has_no_open_verification(dossier: DossierState, _: datetime) -> bool:
    return not dossier.open_verifications


def _has_no_open_error(dossier: DossierState, _: datetime) -> bool:
    return not dossier.open_errors


def _has_unpaid_fee(dossier: DossierState, _: datetime) -> bool:
    return dossier.has_unpaid_fee


def _has_result(dossier: DossierState, _: datetime) -> bool:
    """A fee may be due with the result: then it waits for money, and nothing else of its process is left."""
    return dossier.has_ended


def _is_held(dossier: DossierState, _: datetime) -> bool:
    return dossier.holder_id is not None


def _is_not_held(dossier: DossierState, _: datetime) -> bool:
    return dossier.holder_id is None


def _awaits_consent(dossier: DossierState, _: datetime) -> bool:
    return dossier.awaited_consent is not None


def _is_not_interlinked(dossier: DossierState, _: datetime) -> bool:
    """The law knows the owner's consent in groups of interlinked procedures alone (NĐ 301/2026 art 6.3)."""
    return not dossier.terms.interlinked


def _awaits_no_consent(dossier: DossierState, _: datetime) -> bool:
    return dossier.awaited_consent is None


def _awaits_no_acknowledgement(dossier: DossierState, _: datetime) -> bool:
    return not any(awaits_acknowledgement(step) for step in dossier.open_steps)


def _is_rated(dossier: DossierState, _: datetime) -> bool:
    return dossier.rating is not None


def _unless_consent_awaited(dossier: DossierState, now: datetime) -> Guard | None:
    """The clock waits for one thing at a time."""
    return Guard.CONSENT_AWAITED if _awaits_consent(dossier, now) else None


S, A, R = DossierStatus, DossierAction, OfficerRole
_PROCESSORS = frozenset({R.PROCESSING, R.LEADER})
_ANYONE_AT_WORK = frozenset({R.RECEPTION, R.PROCESSING, R.LEADER, R.MANAGER})
_BEFORE_RESULT = frozenset({S.ACCEPTED, S.PROCESSING})
_BEFORE_ITS_RESULT = (Guard.RESULT_READY, _has_result)
_NO_CONSENT_AWAITED = (Guard.CONSENT_AWAITED, _awaits_consent)
_RECEIVED_ONLY = ((Guard.NOT_RECEIVED, _is_not_received),)

ACTIONS: Mapping[DossierAction, ActionRule] = {
    A.ACCEPT: ActionRule(
        starts=frozenset({S.SUBMITTED}),
        ends=frozenset({S.ACCEPTED, S.PAYMENT_DUE}),
        roles=frozenset({R.RECEPTION}),
        assignee_only=True,
        event=contract.ACCEPTED,
        history=Text(
            "Hồ sơ {code} đã được tiếp nhận, hẹn trả kết quả lúc {due_at}.",
            "Dossier {code} was received; the result is due at {due_at}.",
        ),
    ),
    A.REFUSE_RECEPTION: ActionRule(
        starts=frozenset({S.SUBMITTED, S.SUPPLEMENT_REQUESTED}),
        ends=frozenset({S.NOT_ACCEPTED}),
        roles=frozenset({R.RECEPTION}),
        assignee_only=True,
        guards=((Guard.ALREADY_RECEIVED, _is_received),),
        event=contract.RECEPTION_REFUSED,
        history=Text(
            "Cơ quan từ chối tiếp nhận hồ sơ: {note}.", "The agency did not take the dossier: {note}."
        ),
    ),
    A.SERVE_AT_ONCE: ActionRule(
        starts=frozenset({S.SUBMITTED}),
        ends=frozenset({S.RETURNED}),
        roles=frozenset({R.RECEPTION, *_PROCESSORS}),
        assignee_only=True,
        guards=((Guard.NOT_IMMEDIATE, _is_not_immediate),),
        signs=True,
    ),
    A.PASS_ON: ActionRule(
        starts=frozenset({S.SUBMITTED}),
        roles=frozenset({R.RECEPTION}),
        assignee_only=True,
        guards=((Guard.ALREADY_RECEIVED, _is_received),),
        event=contract.PASSED_ON,
        history=Text(
            "Hồ sơ được chuyển từ {from_agency} đến {to_agency}: {reason}.",
            "The dossier passed from {from_agency} to {to_agency}: {reason}.",
        ),
    ),
    A.REQUEST_SUPPLEMENT: ActionRule(
        starts=frozenset({S.SUBMITTED, S.ACCEPTED, S.PROCESSING}),
        ends=frozenset({S.SUPPLEMENT_REQUESTED}),
        roles=frozenset({R.RECEPTION, *_PROCESSORS}),
        assignee_only=True,
        guards=(
            (Guard.SUPPLEMENT_LIMIT, _is_supplemented),
            (Guard.SUPPLEMENT_TOO_LATE, _is_past_supplement_notice),
        ),
        condition=_unless_consent_awaited,
        leader_overrides=True,
        event=contract.SUPPLEMENT_REQUESTED,
        history=Text(
            "Cơ quan yêu cầu bổ sung, hoàn thiện hồ sơ: {reason}.",
            "The agency asks for a supplement: {reason}.",
        ),
    ),
    A.SUPPLEMENT: ActionRule(
        starts=frozenset({S.SUPPLEMENT_REQUESTED}),
        ends=frozenset({S.SUBMITTED, S.ACCEPTED, S.PROCESSING}),
        performer=Performer.APPLICANT,
        on_paper=True,
        event=contract.SUPPLEMENTED,
        history=Text("Đã bổ sung hồ sơ.", "The dossier was supplemented."),
    ),
    A.START_PROCESSING: ActionRule(
        starts=frozenset({S.ACCEPTED}),
        ends=frozenset({S.PROCESSING}),
        roles=_PROCESSORS,
        assignee_only=True,
        event=contract.PROCESSING_STARTED,
        history=Text("Bắt đầu xử lý hồ sơ.", "Processing began."),
    ),
    A.COMPLETE_STEP: ActionRule(
        starts=frozenset({S.PROCESSING}),
        roles=frozenset({R.RECEPTION, *_PROCESSORS}),
        performer=Performer.STEP_OFFICE,
        assignee_only=True,
        guards=((Guard.NO_OPEN_STEP, _has_no_open_step),),
        event=contract.STEP_COMPLETED,
        history=Text("Đã xong bước: {step_name}.", "A step is done: {step_name}."),
    ),
    A.IMPOSE_OBLIGATION: ActionRule(
        starts=frozenset({S.PROCESSING, S.PROCESSED}),
        ends=frozenset({S.PAYMENT_DUE, S.PROCESSING, S.PROCESSED}),
        roles=frozenset({R.RECEPTION, *_PROCESSORS}),
        assignee_only=True,
        guards=((Guard.FEE_UNPAID, _has_unpaid_fee), _NO_CONSENT_AWAITED),
    ),
    A.ACKNOWLEDGE_STEP: ActionRule(
        starts=frozenset({S.PROCESSING}),
        roles=frozenset({R.RECEPTION, *_PROCESSORS}),
        performer=Performer.STEP_OFFICE,
        assignee_only=True,
        guards=((Guard.NOTHING_TO_ACKNOWLEDGE, _awaits_no_acknowledgement),),
        event=contract.STEP_ACKNOWLEDGED,
        history=Text(
            "Cơ quan đã xác nhận tiếp nhận bước: {step_name}.", "An agency acknowledged a step: {step_name}."
        ),
    ),
    A.REQUEST_CONSENT: ActionRule(
        starts=_BEFORE_RESULT,
        roles=_PROCESSORS,
        assignee_only=True,
        guards=((Guard.NOT_INTERLINKED, _is_not_interlinked), _NO_CONSENT_AWAITED),
        event=contract.CONSENT_REQUESTED,
        history=Text(
            "Đang chờ chủ sở hữu chỗ ở đồng ý, đến {consent_until}; thời gian chờ không tính.",
            "The consent of the owner of the dwelling is awaited until {consent_until}; the time does not count.",
        ),
    ),
    A.RECORD_CONSENT: ActionRule(
        starts=_BEFORE_RESULT,
        roles=_PROCESSORS,
        assignee_only=True,
        guards=((Guard.NO_OPEN_CONSENT, _awaits_no_consent),),
        event=contract.CONSENT_RECORDED,
        history=Text("Chủ sở hữu chỗ ở đã trả lời.", "The owner of the dwelling has answered."),
    ),
    A.EXTEND: ActionRule(
        starts=_BEFORE_RESULT,
        roles=_PROCESSORS,
        assignee_only=True,
        guards=(
            (Guard.EXTENSION_LIMIT, _is_extended),
            (Guard.NO_DUE_DATE, _has_no_due_date),
            _NO_CONSENT_AWAITED,
        ),
        event=contract.EXTENDED,
        history=Text(
            "Cơ quan xin lỗi và hẹn lại lúc {promised_at}: {reason}.",
            "The agency apologises and gives a new date, {promised_at}: {reason}.",
        ),
    ),
    A.REQUEST_CONSULTATION: ActionRule(
        starts=_BEFORE_RESULT,
        roles=_PROCESSORS,
        assignee_only=True,
        event=contract.CONSULTATION_REQUESTED,
        history=Text(
            "Đang lấy ý kiến của {consulted_agency}, trả lời trước {consultation_due_at}.",
            "{consulted_agency} is being consulted until {consultation_due_at}.",
        ),
    ),
    A.ANSWER_CONSULTATION: ActionRule(
        starts=UNDER_WAY,
        roles=_PROCESSORS,
        performer=Performer.CONSULTED,
        guards=((Guard.NO_OPEN_CONSULTATION, _has_no_open_consultation),),
        event=contract.CONSULTATION_ANSWERED,
        history=Text("{consulted_agency} đã có ý kiến trả lời.", "{consulted_agency} has given its opinion."),
    ),
    A.SCHEDULE_VERIFICATION: ActionRule(
        starts=_BEFORE_RESULT,
        roles=_PROCESSORS,
        assignee_only=True,
        event=contract.VERIFICATION_SCHEDULED,
        history=Text(
            "Thẩm tra, xác minh lúc {scheduled_at} tại {place}.",
            "A verification takes place at {scheduled_at}, {place}.",
        ),
    ),
    A.RECORD_VERIFICATION: ActionRule(
        starts=UNDER_WAY,
        roles=_PROCESSORS,
        assignee_only=True,
        guards=((Guard.NO_OPEN_VERIFICATION, _has_no_open_verification),),
        event=contract.VERIFICATION_RECORDED,
        history=Text("Đã thẩm tra, xác minh.", "The verification was recorded."),
    ),
    A.STOP: ActionRule(
        starts=frozenset({S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.PAYMENT_DUE}),
        ends=frozenset({S.STOPPED}),
        roles=_PROCESSORS,
        assignee_only=True,
        guards=(*_RECEIVED_ONLY, _BEFORE_ITS_RESULT),
        event=contract.STOPPED,
        history=Text("Dừng giải quyết hồ sơ: {note}.", "The dossier was stopped: {note}."),
    ),
    A.RESUME: ActionRule(
        starts=frozenset({S.STOPPED}),
        ends=frozenset({S.PROCESSING, S.PAYMENT_DUE}),
        roles=_PROCESSORS,
        assignee_only=True,
        event=contract.RESUMED,
        history=Text("Tiếp tục giải quyết hồ sơ.", "Processing goes on."),
    ),
    A.PROPOSE_RESULT: ActionRule(
        starts=frozenset({S.ACCEPTED, S.PROCESSING, S.PAYMENT_DUE, S.STOPPED}),
        roles=_PROCESSORS,
        assignee_only=True,
        guards=(_BEFORE_ITS_RESULT,),
        event=contract.RESULT_PROPOSED,
        history=Text("Kết quả đã được trình ký.", "The result was submitted for signature."),
    ),
    A.ISSUE_RESULT: ActionRule(
        starts=frozenset({S.ACCEPTED, S.PROCESSING, S.PAYMENT_DUE, S.STOPPED}),
        ends=frozenset({S.PROCESSED}),
        roles=_PROCESSORS,
        assignee_only=True,
        guards=(_BEFORE_ITS_RESULT,),
        condition=unmet_for_any,
        signs=True,
        event=contract.RESULT_ISSUED,
        history=Text("Đã có kết quả giải quyết.", "The result is ready."),
    ),
    A.RETURN_RESULT: ActionRule(
        starts=frozenset({S.PROCESSED}),
        ends=frozenset({S.RETURNED}),
        roles=frozenset({R.RECEPTION}),
        at_receiving_desk=True,
        event=contract.RESULT_RETURNED,
        history=Text("Đã trả kết quả.", "The result was handed over."),
    ),
    A.WITHDRAW: ActionRule(
        starts=UNDER_WAY | {S.SUBMITTED},
        ends=frozenset({S.WITHDRAWN}),
        performer=Performer.APPLICANT,
        on_paper=True,
        guards=(_BEFORE_ITS_RESULT,),
        event=contract.WITHDRAWN,
        history=Text("Hồ sơ đã được rút theo yêu cầu.", "The dossier was withdrawn on request."),
    ),
    A.RECORD_ERROR: ActionRule(
        starts=UNDER_WAY | {S.PROCESSED, S.RETURNED},
        roles=_PROCESSORS,
        guards=_RECEIVED_ONLY,
        event=contract.ERROR_RECORDED,
        history=Text(
            "Cơ quan ghi nhận sai sót và xin lỗi: {apology}",
            "The agency recorded its error and apologises: {apology}",
        ),
    ),
    A.CORRECT_RESULT: ActionRule(
        starts=frozenset({S.PROCESSED, S.RETURNED}),
        roles=_PROCESSORS,
        guards=((Guard.NO_RECORDED_ERROR, _has_no_open_error), (Guard.FEE_UNPAID, _has_unpaid_fee)),
        condition=unmet_for_correction,
        signs=True,
        event=contract.RESULT_CORRECTED,
        history=Text("Kết quả đã được đính chính.", "The result was corrected."),
    ),
    A.ADOPT_LAW: ActionRule(
        starts=UNDER_WAY,
        roles=frozenset({R.LEADER}),
        guards=(*_RECEIVED_ONLY, _BEFORE_ITS_RESULT),
        event=contract.LAW_ADOPTED,
        history=Text(
            "Hồ sơ chuyển sang quy định hiện hành của thủ tục.",
            "The dossier was moved to the procedure's rules of today.",
        ),
    ),
    A.CLAIM: ActionRule(
        starts=IN_WORK,
        roles=_ANYONE_AT_WORK,
        guards=((Guard.ALREADY_ASSIGNED, _is_held),),
        event=contract.CLAIMED,
        history=Text("Cán bộ đã nhận xử lý.", "An officer took the dossier."),
    ),
    A.RELEASE: ActionRule(
        starts=IN_WORK,
        roles=_ANYONE_AT_WORK,
        assignee_only=True,
        guards=((Guard.NOT_ASSIGNED, _is_not_held),),
        event=contract.RELEASED,
        history=Text("Hồ sơ được trả lại hàng chờ.", "The dossier went back to the queue."),
    ),
    A.ASSIGN: ActionRule(
        starts=IN_WORK,
        roles=frozenset({R.LEADER, R.MANAGER}),
        event=contract.ASSIGNED,
        history=Text("Hồ sơ đã được phân công.", "The dossier was assigned."),
    ),
    A.HAND_OVER: ActionRule(
        starts=IN_WORK,
        roles=_ANYONE_AT_WORK,
        assignee_only=True,
        event=contract.HANDED_OVER,
        history=Text("Hồ sơ được chuyển bước xử lý.", "The dossier was handed over."),
    ),
    A.RATE: ActionRule(
        starts=frozenset({S.RETURNED}),
        performer=Performer.APPLICANT,
        guards=((Guard.ALREADY_RATED, _is_rated),),
        event=contract.RATED,
        history=Text("Người nộp đã đánh giá.", "The applicant gave a rating."),
    ),
}
"""Every action has its row."""
