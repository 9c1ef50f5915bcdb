"""A world for random lives: laws of every kind, and for each action somebody who does it with sense."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from tests.support.dossiers.samples import (
    ACT,
    AGENCY,
    CITIZEN,
    REFUSAL,
    RESUMPTION,
    START,
    STOP,
    WITHDRAWAL,
    fee,
    file,
    files,
    law,
    procedure,
    regime,
)

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import InterlinkedTerms, ResultKind, TimeLimit, TimeUnit, WorkflowStep
from contracts.dossiers import (
    Accept,
    AcknowledgeStep,
    AdoptLaw,
    AnswerConsultation,
    AnswerSupplement,
    AssignDossier,
    ClaimDossier,
    CompleteStep,
    ConsentOutcome,
    CorrectResult,
    DossierAction,
    ErrorKind,
    Extend,
    HandOverDossier,
    ImposeObligation,
    IssueResult,
    ObligationItem,
    ObligationKind,
    PassOn,
    ProposeResult,
    RateDossier,
    RecordConsent,
    RecordError,
    RecordVerification,
    ReleaseDossier,
    RequestConsent,
    RequestConsultation,
    RequestSupplement,
    ResultOutcome,
    ReturnMethod,
    ReturnResult,
    Satisfaction,
    ScheduleVerification,
    ServeAtOnce,
)
from contracts.working_time import add_minutes
from dossiers.domain.actions.acknowledgement import acknowledge_step
from dossiers.domain.actions.assignment import assign, claim, hand_over, release
from dossiers.domain.actions.consent import record_consent, request_consent
from dossiers.domain.actions.consultation import (
    answer_consultation,
    record_verification,
    request_consultation,
    schedule_verification,
)
from dossiers.domain.actions.correction import correct_result, record_error
from dossiers.domain.actions.draft import propose_result
from dossiers.domain.actions.extension import extend
from dossiers.domain.actions.immediate_result import serve_at_once
from dossiers.domain.actions.law_change import adopt_law
from dossiers.domain.actions.obligations import impose_obligation
from dossiers.domain.actions.passing import Destination, pass_on
from dossiers.domain.actions.processing import complete_step, resume, start_processing, stop
from dossiers.domain.actions.rating import rate
from dossiers.domain.actions.reception import accept, refuse_reception
from dossiers.domain.actions.result import issue_result, return_result, withdraw
from dossiers.domain.actions.suspension import answer_supplement, request_supplement
from dossiers.domain.clock.due_date import needs_stated_date
from dossiers.domain.clock.moves import time_limit_key
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.responsibility import Assignee
from dossiers.domain.model.signing import may_take_the_place_of, possible_outcomes
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.model.steps import awaits_acknowledgement
from dossiers.domain.rights.rights import has_role_for, may_complete
from dossiers.domain.submission_content.papers import Files

OTHER = "G18.26"
KINDS = tuple(ResultKind(code=f"KQ.{number}", name=f"Kết quả {number}") for number in (1, 2, 3))
ROLES = (OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.LEADER)
GROUP = InterlinkedTerms(decree="NĐ 301/2026/NĐ-CP", procedure_codes=("1.004222",), answer_clock_hours=24)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FILES = files(file("r1", owner_id="o"), file("f1"))
INTERLINKED = (
    WorkflowStep(
        code="khai_sinh", name="Khai sinh", role=OfficerRole.PROCESSING, hours=8, order=1, result_code="KQ.1"
    ),
    WorkflowStep(
        code="the", name="Cấp thẻ", role=OfficerRole.PROCESSING, hours=16, order=2, result_code="KQ.2"
    ),
    WorkflowStep(
        code="cu_tru", name="Cư trú", role=OfficerRole.PROCESSING, hours=4, order=2, result_code="KQ.3"
    ),
    WorkflowStep(code="ky", name="Ký", role=OfficerRole.LEADER, hours=0, order=3),
)


def officer_of(agency: str, account_id: str = "o", roles: tuple[OfficerRole, ...] = ROLES) -> Actor:
    return Actor(kind=ActorKind.OFFICER, account_id=account_id, agency_code=agency, roles=roles)


RECEPTIONIST = officer_of(AGENCY, "r", (OfficerRole.RECEPTION,))
CALLERS = (
    CITIZEN,
    Actor(kind=ActorKind.CITIZEN, account_id="stranger"),
    RECEPTIONIST,
    officer_of(AGENCY, "p", (OfficerRole.PROCESSING,)),
    officer_of(AGENCY, "l", (OfficerRole.LEADER,)),
    officer_of(AGENCY, "m", (OfficerRole.MANAGER,)),
    officer_of(AGENCY, "c", (OfficerRole.CATALOGUE,)),
    officer_of(AGENCY),
    officer_of(OTHER, "x"),
    officer_of("H26.99", "y"),
    Actor(kind=ActorKind.SYSTEM, account_id="s", agency_code="H26"),
    Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"),
)
"""Everybody who may meet a dossier: its citizens and officers by role, others' officers, systems, administrators."""


limits = st.one_of(
    st.builds(
        TimeLimit,
        unit=st.sampled_from([TimeUnit.WORKING_DAY, TimeUnit.HOUR, TimeUnit.DAY]),
        quantity=st.sampled_from([0.5, 1, 3, 7, 20]),
    ),
    st.builds(TimeLimit, unit=st.just(TimeUnit.MONTH), quantity=st.sampled_from([1, 1.5, 2])),
    st.sampled_from([TimeLimit(unit=TimeUnit.SAME_DAY), TimeLimit(unit=TimeUnit.TEXT, text="Theo quy định")]),
)
regimes = st.builds(
    lambda **changes: regime(**changes),
    supplement_clock=st.sampled_from(["restart", "resume"]),
    supplement_limit=st.integers(1, 2),
    supplement_answer_working_days=st.sampled_from([None, 2, 10]),
    extension_limit=st.integers(0, 1),
    extension_notice_days=st.integers(0, 2),
    payment_end=st.sampled_from(["office", "stop"]),
    payment_working_days=st.sampled_from([1, 10]),
    interlinked=st.sampled_from([(), (GROUP,)]),
)


@st.composite
def laws(draw: st.DrawFn) -> Law:
    """Of one procedure; its limit, regime, fee and process as they come."""
    made = law(
        regime_=draw(regimes),
        time_limits=(draw(limits),),
        fees=draw(st.sampled_from([(), (fee(),)])),
        immediate=draw(st.booleans()),
        results=draw(st.sampled_from([(), KINDS[:1], KINDS])),
        steps=draw(st.sampled_from([procedure().steps, INTERLINKED])),
    )
    return made.replace({"step_agencies": {"the": OTHER}})


def accepted(dossier: DossierState, action_context: ActionContext) -> Transition:
    worded = needs_stated_date(time_limit_key(dossier).limit(action_context.law)) and not dossier.immediate
    pays = action_context.law.procedure.fees and not dossier.follower_ids
    request = Accept(
        **ACT,
        due_at=add_minutes(action_context.law.calendar, action_context.now, 2400) if worded else None,
        receipt_number="BL-1" if pays else None,
    )
    return accept(dossier, request, action_context, code="CODE-260420-0001")


def served(dossier: DossierState, action_context: ActionContext) -> Transition:
    receipt = "BL-2" if action_context.law.procedure.fees else None
    code = code_of_result(action_context.law)
    request = ServeAtOnce(**ACT, file_id="r1", recipient="A", receipt_number=receipt, result_code=code)
    return serve_at_once(
        dossier, request, action_context, code="CODE-260420-0002", files=files_of(action_context)
    )


def supplement_requested(dossier: DossierState, action_context: ActionContext) -> Transition:
    leads = OfficerRole.LEADER in action_context.actor.roles
    request = RequestSupplement(
        **ACT, reason="Thiếu", items=("Tờ khai",), override_reason="Sót giấy tờ" if leads else None
    )
    return request_supplement(dossier, request, action_context)


def stepped(dossier: DossierState, action_context: ActionContext) -> Transition:
    """The last of the open steps that the caller may complete; the last of all where there is none."""
    his = [step for step in dossier.open_steps if may_complete(action_context.actor, dossier, step)]
    step = next(reversed(his or dossier.open_steps), None)
    request = CompleteStep(
        **ACT,
        step_code=step.code if step else "none",
        file_id="r1" if step and step.result_code else None,
    )
    return complete_step(dossier, request, action_context, files=files_of(action_context))


def obliged(dossier: DossierState, action_context: ActionContext) -> Transition:
    """At the counter where nobody follows it."""
    item = ObligationItem(code="LPTB", name="Lệ phí trước bạ", kind=ObligationKind.TAX, amount=150_000)
    receipt = None if dossier.follower_ids else f"TB-{len(dossier.earlier_fees)}"
    request = ImposeObligation(**ACT, items=(item,), legal_ground="12/TB", receipt_number=receipt)
    return impose_obligation(dossier, request, action_context)


def acknowledged(dossier: DossierState, action_context: ActionContext) -> Transition:
    """The first step that waits for it, of the caller where there is one."""
    waiting = [step for step in dossier.open_steps if awaits_acknowledgement(step)]
    his = [step for step in waiting if has_role_for(action_context.actor, dossier, step)]
    step = next(iter(his or waiting), None)
    request = AcknowledgeStep(**ACT, step_code=step.code if step else "none")
    return acknowledge_step(dossier, request, action_context)


def consent_requested(dossier: DossierState, action_context: ActionContext) -> Transition:
    request = RequestConsent(**ACT, owner_name="Trần Văn Bình", content="Cho đăng ký thường trú")
    return request_consent(dossier, request, action_context, consent_id=f"o{len(dossier.consents)}")


def consent_recorded(dossier: DossierState, action_context: ActionContext) -> Transition:
    awaited = dossier.awaited_consent.consent_id if dossier.awaited_consent else "none"
    request = RecordConsent(**ACT, consent_id=awaited, outcome=ConsentOutcome.GIVEN, evidence="VNEID-1")
    return record_consent(dossier, request, action_context)


def extended(dossier: DossierState, action_context: ActionContext) -> Transition:
    after = max(dossier.due_at or action_context.now, action_context.now) + HOUR
    promised = add_minutes(action_context.law.calendar, after, 60)
    return extend(dossier, Extend(**ACT, reason="Chờ", promised_at=promised), action_context)


def consulted(dossier: DossierState, action_context: ActionContext) -> Transition:
    """Each with a due date of its own, so that its reminders can be told from those of the others."""
    count = len(dossier.consultations)
    due_at = action_context.now + DAY + count * timedelta(minutes=1)
    request = RequestConsultation(**ACT, agency_code=OTHER, content="?", due_at=due_at)
    return request_consultation(dossier, request, action_context, consultation_id=f"c{count}")


def answered(dossier: DossierState, action_context: ActionContext) -> Transition:
    first = dossier.open_consultations[0].consultation_id if dossier.open_consultations else "none"
    request = AnswerConsultation(**ACT, consultation_id=first, answer="Đồng ý")
    return answer_consultation(dossier, request, action_context)


def verified(dossier: DossierState, action_context: ActionContext) -> Transition:
    request = ScheduleVerification(**ACT, content="?", place="Nhà", scheduled_at=action_context.now + DAY)
    return schedule_verification(
        dossier, request, action_context, verification_id=f"v{len(dossier.verifications)}"
    )


def minuted(dossier: DossierState, action_context: ActionContext) -> Transition:
    first = dossier.open_verifications[0].verification_id if dossier.open_verifications else "none"
    request = RecordVerification(**ACT, verification_id=first, minutes="Đúng")
    return record_verification(dossier, request, action_context, files={})


def issued(dossier: DossierState, action_context: ActionContext) -> Transition:
    """Approved where that is possible, else refused."""
    possible = possible_outcomes(dossier, action_context.now)
    approved = APPROVED.model_copy(update={"result_code": code_of_result(action_context.law)})
    request = approved if ResultOutcome.APPROVED in possible else REFUSED
    return issue_result(dossier, request, action_context, files=files_of(action_context))


def proposed(dossier: DossierState, action_context: ActionContext) -> Transition:
    request = ProposeResult(**ACT, outcome=ResultOutcome.REFUSED, reason="Không đủ điều kiện")
    return propose_result(dossier, request, action_context, files={})


def code_of_result(of: Law) -> str | None:
    """Which kind a result is of where the law has several; no officer names the only one."""
    kinds = of.procedure.results
    return kinds[-1].code if len(kinds) > 1 else None


def corrected(dossier: DossierState, action_context: ActionContext) -> Transition:
    """The result of the dossier, or where that was a refusal the last approval of a step."""
    approved = [one for one in dossier.results if one.outcome is ResultOutcome.APPROVED]
    own = may_take_the_place_of(dossier, dossier.result) or not approved
    unnamed = dossier.result is None or dossier.result.result_code is None
    named = code_of_result(action_context.law) if unnamed else None
    request = CorrectResult(**ACT, file_id="r1", result_code=named if own else approved[-1].result_code)
    return correct_result(dossier, request, action_context, files=files_of(action_context))


def passed_on(action: DossierAction) -> "Act":
    def act(dossier: DossierState, action_context: ActionContext) -> Transition:
        to = Assignee("somebody", f"P{len(dossier.hand_overs)}")
        if action is DossierAction.ASSIGN:
            return assign(dossier, AssignDossier(**ACT), action_context, to=to)
        return hand_over(dossier, HandOverDossier(**ACT, note="Chuyển"), action_context, to=to)

    return act


def passed_to_other(dossier: DossierState, action_context: ActionContext) -> Transition:
    """To the competent agency, and from there back again: each time by the office that has it."""
    to = OTHER if dossier.agency_code == AGENCY else AGENCY
    request = PassOn(**ACT, to_agency=to, reason="Không thuộc thẩm quyền")
    return pass_on(dossier, request, action_context, destination=Destination(to, action_context.law))


def files_of(action_context: ActionContext) -> Files:
    """A file of whoever acts."""
    return files(file("r1", owner_id=action_context.actor.account_id))


Act = Callable[[DossierState, ActionContext], Transition]
REFUSED = IssueResult(**ACT, outcome=ResultOutcome.REFUSED, reason="Không đủ")
APPROVED = IssueResult(**ACT, outcome=ResultOutcome.APPROVED, file_id="r1")
RETURN = ReturnResult(**ACT, recipient="A", method=ReturnMethod.POST, tracking_number="VN1")
ERROR = RecordError(**ACT, kind=ErrorKind.ERROR, description="Sai tên", apology="Xin lỗi")
ANSWER = AnswerSupplement(**ACT, form_data={"ho_ten": "B"})
ACTS: dict[DossierAction, Act] = {
    DossierAction.ACCEPT: accepted,
    DossierAction.SERVE_AT_ONCE: served,
    DossierAction.REFUSE_RECEPTION: lambda dossier, action_context: refuse_reception(
        dossier, REFUSAL, action_context
    ),
    DossierAction.REQUEST_SUPPLEMENT: supplement_requested,
    DossierAction.SUPPLEMENT: lambda dossier, action_context: answer_supplement(
        dossier, ANSWER, action_context, files={}
    ),
    DossierAction.START_PROCESSING: lambda dossier, action_context: start_processing(
        dossier, START, action_context
    ),
    DossierAction.COMPLETE_STEP: stepped,
    DossierAction.ACKNOWLEDGE_STEP: acknowledged,
    DossierAction.REQUEST_CONSENT: consent_requested,
    DossierAction.RECORD_CONSENT: consent_recorded,
    DossierAction.EXTEND: extended,
    DossierAction.IMPOSE_OBLIGATION: obliged,
    DossierAction.REQUEST_CONSULTATION: consulted,
    DossierAction.ANSWER_CONSULTATION: answered,
    DossierAction.SCHEDULE_VERIFICATION: verified,
    DossierAction.RECORD_VERIFICATION: minuted,
    DossierAction.STOP: lambda dossier, action_context: stop(dossier, STOP, action_context),
    DossierAction.RESUME: lambda dossier, action_context: resume(dossier, RESUMPTION, action_context),
    DossierAction.PROPOSE_RESULT: proposed,
    DossierAction.ISSUE_RESULT: issued,
    DossierAction.RETURN_RESULT: lambda dossier, action_context: return_result(
        dossier, RETURN, action_context
    ),
    DossierAction.WITHDRAW: lambda dossier, action_context: withdraw(dossier, WITHDRAWAL, action_context),
    DossierAction.RECORD_ERROR: lambda dossier, action_context: record_error(dossier, ERROR, action_context),
    DossierAction.CORRECT_RESULT: corrected,
    DossierAction.ADOPT_LAW: lambda dossier, action_context: adopt_law(
        dossier, AdoptLaw(**ACT, reason="Luật mới"), action_context
    ),
}
"""Each with a content that the law allows: what is refused is refused for the dossier's state."""


DESK_ACTS: dict[DossierAction, Act] = {
    DossierAction.CLAIM: lambda dossier, action_context: claim(dossier, ClaimDossier(**ACT), action_context),
    DossierAction.RELEASE: lambda dossier, action_context: release(
        dossier, ReleaseDossier(**ACT), action_context
    ),
    DossierAction.ASSIGN: passed_on(DossierAction.ASSIGN),
    DossierAction.PASS_ON: passed_to_other,
    DossierAction.HAND_OVER: passed_on(DossierAction.HAND_OVER),
    DossierAction.RATE: lambda dossier, action_context: rate(
        dossier, RateDossier(**ACT, satisfaction=Satisfaction.SATISFIED), action_context
    ),
}
"""They move neither state nor clock."""


def actor_for(action: DossierAction, dossier: DossierState) -> Actor:
    """Somebody who may take the action."""
    match action:
        case DossierAction.SUPPLEMENT | DossierAction.WITHDRAW:
            return CITIZEN
        case DossierAction.ACCEPT:
            return RECEPTIONIST
        case DossierAction.ANSWER_CONSULTATION:
            return officer_of(OTHER)
        case DossierAction.ACKNOWLEDGE_STEP if dossier.open_steps:
            waiting = [step for step in dossier.open_steps if awaits_acknowledgement(step)]
            return officer_of((waiting or dossier.open_steps)[0].agency_code or AGENCY)
        case DossierAction.COMPLETE_STEP if dossier.open_steps:
            return officer_of(dossier.open_steps[-1].agency_code or AGENCY)
        case _:
            return officer_of(AGENCY)


def monday(hour: int = 8) -> datetime:
    return datetime(2026, 4, 20, hour - 7, tzinfo=UTC)
