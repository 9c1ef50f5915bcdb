"""A small law to test dossiers with: one procedure, one decree, the calendar of Viet Nam."""

import hashlib
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

import holidays

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import (
    AdministrativeLevel,
    Agency,
    Fee,
    FeeKind,
    FilingRules,
    NamedCode,
    Procedure,
    ProcedureCase,
    ProcedureComponent,
    ProcedureSource,
    Regime,
    ResultKind,
    Shift,
    SubmissionChannel,
    TimeLimit,
    TimeUnit,
    WorkflowStep,
    WorkingCalendar,
)
from contracts.dossiers import (
    ALPHABET,
    RANDOM_LENGTH,
    Accept,
    Applicant,
    Lateness,
    PaperRef,
    RefuseReception,
    Resume,
    StartProcessing,
    Stop,
    SubmitDossier,
    Withdraw,
    submission_number,
)
from contracts.records import FileInfo, FileState
from contracts.time import VIETNAM
from dossiers.domain.actions.reception import accept
from dossiers.domain.actions.submission import Filing, submit
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.law import Law

AGENCY = "H26.31.05"
NUMBER = "7KQM-2XRA-9TBJ"
CITIZEN_ID = "citizen-1"
CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id=CITIZEN_ID)
ACT: dict[str, Any] = {"command_id": "c", "dossier_id": "d1", "expected_version": 1}
REFUSAL = RefuseReception(**ACT, reason="Sai thẩm quyền")
START = StartProcessing(**ACT)
STOP = Stop(**ACT, reason="Chờ xác minh")
RESUMPTION = Resume(**ACT)
WITHDRAWAL = Withdraw(**ACT, reason="Đổi ý")
FORM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "ho_ten": {"type": "string", "minLength": 1},
        "so_ban": {"type": "integer", "minimum": 0},
    },
    "required": ["ho_ten"],
    "additionalProperties": False,
}


def at(text: str) -> datetime:
    """A time of the wall clock in Viet Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@cache
def calendar(**changes: Any) -> WorkingCalendar:
    """The national calendar 2018 to 2027, with its working Saturdays."""
    vietnam = holidays.country_holidays("VN", years=range(2018, 2028))
    base = WorkingCalendar(
        calendar_id="vn",
        version=1,
        covers_from=date(2018, 1, 1),
        covers_to=date(2027, 12, 31),
        shifts=(Shift(start=time(7), end=time(11, 30)), Shift(start=time(13, 30), end=time(17))),
        closed_days=tuple(sorted(vietnam)),
        working_days=tuple(sorted(vietnam.weekend_workdays)),
    )
    return base.model_copy(update=changes)


def regime(**changes: Any) -> Regime:
    base = Regime(
        regime_id="nd-61-2018",
        name="NĐ 61/2018/NĐ-CP",
        effective_from=date(2018, 6, 21),
        supplement_limit=1,
        supplement_notice_working_days=3,
        supplement_clock="restart",
        extension_limit=1,
        online_ack_hours=8,
        late_reception_hour=15,
        forms={},
    )
    return base.model_copy(update=changes)


def procedure(**changes: Any) -> Procedure:
    base = Procedure(
        code="1.004222",
        name="Đăng ký thường trú",
        promulgator=NamedCode(code="G01", name="Bộ Công an"),
        levels=(AdministrativeLevel.COMMUNE,),
        fileable=True,
        version=1,
        etag="e",
        source=ProcedureSource.STARTER,
        cases=(ProcedureCase(code="moi", name="Đăng ký mới"),),
        time_limits=(TimeLimit(quantity=7, unit=TimeUnit.WORKING_DAY),),
        components=(
            ProcedureComponent(code="cho_o", name="Giấy tờ về chỗ ở", required=True),
            ProcedureComponent(code="khac", name="Giấy tờ khác", required=False),
        ),
        results=(ResultKind(code="KQ.1", name="Thông báo kết quả"),),
        steps=(
            WorkflowStep(code="tham_tra", name="Thẩm tra", role=OfficerRole.PROCESSING, hours=40),
            WorkflowStep(code="ky", name="Ký duyệt", role=OfficerRole.LEADER, hours=8),
        ),
        form_schema=FORM_SCHEMA,
        updated_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return base.model_copy(update=changes)


def fee(**changes: Any) -> Fee:
    base = Fee(code="LP", name="Lệ phí", legal_kind="le_phi", kind=FeeKind.FIXED, amount=20_000)
    return base.model_copy(update=changes)


def agency() -> Agency:
    return Agency(code=AGENCY, name="Công an xã", level=AdministrativeLevel.COMMUNE)


def law(*, regime_: Regime | None = None, calendar_: WorkingCalendar | None = None, **changes: Any) -> Law:
    """`changes` are those of the procedure."""
    made = FilingRules(
        procedure=procedure(**changes),
        agency=agency(),
        regime=regime_ or regime(),
        calendar=calendar_ or calendar(),
    )
    return Law.of(made)


def rules(law_: Law) -> FilingRules:
    return FilingRules(
        procedure=law_.procedure,
        agency=law_.agency or agency(),
        regime=law_.regime,
        calendar=law_.calendar,
        step_agencies=law_.step_agencies,
    )


def officer(*roles: OfficerRole, agency: str = AGENCY) -> Actor:
    return Actor(kind=ActorKind.OFFICER, account_id="officer-1", agency_code=agency, roles=roles)


def action_context(when: str, law_: Law | None = None, actor: Actor = CITIZEN) -> ActionContext:
    return ActionContext(actor, at(when).astimezone(UTC), law_ or law())


def file(file_id: str, owner_id: str = CITIZEN_ID, state: FileState = FileState.STORED) -> FileInfo:
    return FileInfo(
        file_id=file_id,
        state=state,
        name=f"{file_id}.pdf",
        owner_id=owner_id,
        size=100,
        media_type="application/pdf",
        sha256="0" * 64,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        pages=1 if state is FileState.STORED else None,
    )


def files(*infos: FileInfo) -> dict[str, FileInfo]:
    return {info.file_id: info for info in infos}


def submission(**changes: Any) -> SubmitDossier:
    base = SubmitDossier(
        command_id="c1",
        procedure_code="1.004222",
        agency_code=AGENCY,
        channel=SubmissionChannel.ONLINE,
        form_data={"ho_ten": "Nguyễn Văn A"},
        papers=(PaperRef(component_code="cho_o", file_id="f1"),),
    )
    return base.model_copy(update=changes)


def number_of(dossier_id: str) -> str:
    """A number of submission of its own for each dossier."""
    digits = int(hashlib.sha256(dossier_id.encode()).hexdigest(), 16)
    places = (digits // len(ALPHABET) ** place for place in range(RANDOM_LENGTH))
    return submission_number(ALPHABET[place % len(ALPHABET)] for place in places)


def filing(**changes: Any) -> Filing:
    return Filing(
        dossier_id="d1",
        submission_number=NUMBER,
        request=submission(**changes),
        applicant=Applicant(account_id=CITIZEN_ID, full_name="Nguyễn Văn A"),
        agency_code=AGENCY,
        files=files(file("f1")),
    )


def submitted(when: str = "2026-04-20 08:00", law_: Law | None = None, **changes: Any) -> DossierState:
    return submit(filing(**changes), action_context(when, law_)).dossier


def steps_done(dossier: DossierState, *but: str) -> DossierState:
    """The dossier with every step of its process complete, but these."""
    done = {
        "started_at": dossier.received_at,
        "completed_at": dossier.received_at,
        "completed_by": "officer-1",
        "lateness": Lateness.ON_TIME,
    }
    steps = (step if step.code in but else step.model_copy(update=done) for step in dossier.steps)
    return dossier.model_copy(update={"steps": tuple(steps)})


def acceptance(**changes: Any) -> Accept:
    base = Accept(command_id="c2", dossier_id="d1", expected_version=1)
    return base.model_copy(update=changes)


def accepted(when: str = "2026-04-20 09:00", law_: Law | None = None, **changes: Any) -> DossierState:
    """Filed an hour before `when` at the latest, received then."""
    dossier = submitted("2026-04-20 08:00", law_)
    return accept(dossier, acceptance(**changes), action_context(when, law_), code="CODE-260420-0001").dossier
