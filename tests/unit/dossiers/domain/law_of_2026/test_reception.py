"""Who may receive where, who sees an identity, and what may be asked for, by the law of 2026."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.support.dossiers.law_of_2026 import day, law_of, regime_of
from tests.support.dossiers.samples import (
    ACT,
    acceptance,
    action_context,
    at,
    officer,
    procedure,
    submitted,
)

from contracts.base import OfficerRole
from contracts.catalog import (
    AdministrativeLevel,
    Agency,
    HostKind,
    HostSystem,
    PaperSource,
    ProcedureComponent,
    ReceptionArea,
    ReceptionBoundary,
)
from contracts.dossiers import (
    ComponentRequest,
    DossierStatus,
    FailedLookUp,
    Kiosk,
    KioskIdentityCheck,
    RequestSupplement,
    Supplement,
    SupplementReason,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.reception import accept
from dossiers.domain.actions.suspension import request_supplement
from dossiers.domain.competence import Seat, check_reception_area, reception_area, same_province
from dossiers.domain.kiosk import officer_must_see_identity
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law

OWN = officer(OfficerRole.RECEPTION)
HANOI, DANANG = Seat("H26.31.05", "01"), Seat("H17.12", "48")
COMPETENT = Agency(code="H17.12", name="UBND phường mẫu Đà Nẵng", level=AdministrativeLevel.COMMUNE)
LISTED = ReceptionBoundary(area=ReceptionArea.NATION, valid_from=date(2026, 9, 1))


def area(when: str, *boundaries: ReceptionBoundary) -> ReceptionArea:
    filed = procedure(reception_boundaries=boundaries)
    return reception_area(filed, regime_of(f"{when} 09:00"), day(when))


@pytest.mark.parametrize(
    ("when", "boundaries", "expected"),
    [
        ("2026-09-07", (LISTED,), ReceptionArea.NATION),
        ("2026-09-07", (), ReceptionArea.PROVINCE),
        ("2026-08-31", (LISTED,), ReceptionArea.PROVINCE),
        ("2026-08-04", (ReceptionBoundary(area=ReceptionArea.NATION),), ReceptionArea.PROVINCE),
        ("2026-09-07", (ReceptionBoundary(area=ReceptionArea.NONE),), ReceptionArea.NONE),
        ("2026-09-07", (ReceptionBoundary(area=ReceptionArea.NONE), LISTED), ReceptionArea.NATION),
    ],
)
def test_how_far_a_desk_may_receive_is_a_dated_setting_of_the_procedure(
    when: str, boundaries: tuple[ReceptionBoundary, ...], expected: ReceptionArea
) -> None:
    """NĐ 118/2025/NĐ-CP art 14.4; the whole country from NĐ 309/2026/NĐ-CP on."""
    assert area(when, *boundaries) is expected


def test_vector_14_a_desk_in_another_province_receives_what_is_on_the_list() -> None:
    check_reception_area(area("2026-09-07", LISTED), HANOI, COMPETENT, DANANG, "/forward_to", "vi")


@pytest.mark.parametrize(
    ("reach", "seat"),
    [(ReceptionArea.PROVINCE, DANANG), (ReceptionArea.NONE, Seat("H26.31.06", "01"))],
)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_vector_14_what_is_not_on_the_list_is_not_received_and_the_applicant_is_guided(
    reach: ReceptionArea, seat: Seat, locale: str
) -> None:
    with pytest.raises(ServiceError) as refusal:
        check_reception_area(reach, HANOI, COMPETENT, seat, "/forward_to", locale)
    (wrong,) = refusal.value.errors
    assert (wrong.pointer, wrong.code) == ("/forward_to", "outside_area")
    assert "UBND phường mẫu Đà Nẵng (H17.12)" in wrong.detail


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (HANOI, Seat("G01.26.31.05", "01"), True),
        (HANOI, DANANG, False),
        (Seat("H26.31.05"), Seat("000.00.16.H26"), True),
        (Seat("H26.31.05"), Seat("H17", "48"), False),
        (Seat("H26.31.05", "01"), Seat("G15"), True),
    ],
)
def test_agencies_of_one_province_are_known_by_their_unit_or_their_code(
    one: Seat, other: Seat, same: bool
) -> None:
    assert same_province(one, other) is same
    assert same_province(other, one) is same


def at_kiosk(when: str, check: KioskIdentityCheck | None) -> tuple[DossierState, Law]:
    law = law_of(when)
    return submitted(when, law, kiosk=Kiosk(device_id="kiosk-7", identity_check=check)), law


@pytest.mark.parametrize(
    ("when", "check", "must"),
    [
        ("2026-08-04 09:00", KioskIdentityCheck.CHIP_CARD, True),
        ("2026-08-05 09:00", KioskIdentityCheck.CHIP_CARD, False),
        ("2026-08-05 09:00", KioskIdentityCheck.EID, False),
        ("2026-08-05 09:00", None, True),
    ],
)
def test_vector_15_the_check_of_a_kiosk_stands_for_that_of_an_officer_from_the_amendment_on(
    when: str, check: KioskIdentityCheck | None, must: bool
) -> None:
    """NĐ 309/2026/NĐ-CP art 8.2, 16.1; the officer still receives the dossier."""
    dossier, law = at_kiosk(when, check)
    assert dossier.status is DossierStatus.SUBMITTED
    assert officer_must_see_identity(dossier.kiosk, law.regime) is must
    context = action_context(f"{when[:10]} 10:00", law, OWN)
    if must:
        with pytest.raises(ServiceError) as refusal:
            accept(dossier, acceptance(), context, code="C-1")
        assert refusal.value.errors[0].pointer == "/identity_seen"
    seen = acceptance(identity_seen=True) if must else acceptance()
    assert accept(dossier, seen, context, code="C-1").dossier.status is DossierStatus.ACCEPTED


def test_what_was_not_filed_at_a_kiosk_needs_no_word_of_the_officer() -> None:
    assert not officer_must_see_identity(None, regime_of("2026-08-04 09:00"))


POPULATION = PaperSource(
    database_code="CSDLQGDC",
    database_name="CSDL quốc gia về dân cư",
    correct_at="Công an cấp xã",
    valid_from=date(2026, 1, 1),
)
HELD = (
    ProcedureComponent(code="khai_sinh", name="Giấy khai sinh", required=True, sources=(POPULATION,)),
    ProcedureComponent(code="cho_o", name="Giấy tờ về chỗ ở", required=True),
)
ASK: dict[str, Any] = {
    **ACT,
    "reason": "Không tra cứu được",
    "components": (ComponentRequest(component_code="khai_sinh"),),
}


def look_up(**changes: Any) -> FailedLookUp:
    base: dict[str, Any] = {
        "component_code": "khai_sinh",
        "database_code": "CSDLQGDC",
        "looked_up_at": at("2026-10-12 08:30"),
        "reason": SupplementReason.DATA_UNAVAILABLE,
        "reference": "GD-7781",
    }
    return FailedLookUp(**{**base, **changes})


def supplement_for(*look_ups: FailedLookUp, when: str = "2026-10-12 08:00") -> Supplement:
    law = law_of(when, components=HELD)
    dossier = submitted(when, law)
    request = RequestSupplement(**ASK, failed_look_ups=look_ups)
    context = action_context(f"{when[:10]} 09:00", law, OWN)
    return request_supplement(dossier, request, context).dossier.supplements[-1]


def test_a_paper_that_a_database_holds_is_not_owed() -> None:
    """NĐ 118/2025/NĐ-CP art 4.2a: filed without the birth certificate."""
    law = law_of("2026-10-12 08:00", components=HELD)
    assert [paper.component_code for paper in submitted("2026-10-12 08:00", law).papers] == ["cho_o"]


def test_before_the_amendment_and_before_the_database_was_published_it_is_owed() -> None:
    for when in ("2026-08-04 08:00", "2025-12-31 08:00"):
        with pytest.raises(ServiceError) as refusal:
            submitted(when, law_of(when, components=HELD))
        assert refusal.value.code is ErrorCode.PAPER_MISSING


def test_vector_16_it_is_asked_for_when_the_look_up_failed_which_is_recorded() -> None:
    supplement = supplement_for(look_up())
    assert supplement.components[0].reason_code is SupplementReason.DATA_UNAVAILABLE
    assert supplement.components[0].correct_at is None
    assert supplement.failed_look_ups == (look_up(),)
    assert supplement.items == ("Giấy khai sinh",)


def test_of_wrong_data_the_applicant_is_told_where_to_correct_them() -> None:
    supplement = supplement_for(look_up(reason=SupplementReason.DATA_WRONG))
    assert supplement.components[0].correct_at == "Công an cấp xã"
    assert supplement.items[-1] == "Giấy khai sinh: dữ liệu chưa đúng, đề nghị chỉnh sửa tại Công an cấp xã"


@pytest.mark.parametrize(
    ("look_ups", "pointer", "code"),
    [
        ((), "/components/0/component_code", "held_by_database"),
        ((look_up(database_code="CSDLQGDD"),), "/failed_look_ups/0/database_code", "unknown"),
        ((look_up(component_code="cho_o"),), "/failed_look_ups/0/component_code", "unknown"),
        ((look_up(component_code="khac"),), "/failed_look_ups/0/component_code", "unknown"),
        (
            (look_up(looked_up_at=at("2026-10-12 07:59")),),
            "/failed_look_ups/0/looked_up_at",
            "not_of_this_dossier",
        ),
        (
            (look_up(looked_up_at=at("2026-10-12 09:01")),),
            "/failed_look_ups/0/looked_up_at",
            "not_of_this_dossier",
        ),
    ],
)
def test_vector_16_it_is_not_asked_for_while_the_database_answers(
    look_ups: tuple[FailedLookUp, ...], pointer: str, code: str
) -> None:
    with pytest.raises(ServiceError) as refusal:
        supplement_for(*look_ups)
    assert (pointer, code) in [(wrong.pointer, wrong.code) for wrong in refusal.value.errors]


def test_the_system_that_handles_is_that_of_the_day_of_filing() -> None:
    """NĐ 224/2026/NĐ-CP art 15.1i: a ministry's system, once it handles the procedure, goes before the province's."""
    first = date(2026, 10, 1)
    hosts = (
        HostSystem(kind=HostKind.PROVINCE, valid_to=first - timedelta(days=1)),
        HostSystem(kind=HostKind.MINISTRY, name="Hệ thống hộ tịch", valid_from=first),
    )
    handled = []
    for when in ("2026-09-30 09:00", "2026-10-01 09:00"):
        host = submitted(when, law_of(when, hosts=hosts)).host
        assert host is not None
        handled.append(host.kind)
    assert handled == [HostKind.PROVINCE, HostKind.MINISTRY]
    assert submitted("2026-10-01 09:00", law_of("2026-10-01 09:00")).host is None
