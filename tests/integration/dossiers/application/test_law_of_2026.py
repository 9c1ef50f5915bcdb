"""The law of 2026 over the database: where a desk may receive, whose check of an identity suffices, what is asked for."""

from datetime import timedelta
from typing import Any

import pytest
from tests.support.dossiers.office import DESK, FREE, OFFICER, LocalOffice, calendar_of_today
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import AGENCY, law, regime

from chassis.core.clock import utcnow
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import (
    AdministrativeLevel,
    Agency,
    PaperSource,
    ProcedureComponent,
    ReceptionArea,
    ReceptionBoundary,
)
from contracts.dossiers import Dossier, DossierAction, DossierStatus, SupplementReason
from contracts.errors import ErrorCode, ServiceError

A = DossierAction
FAR, NEAR = "H17.12", "H26.31.06"
SOURCE = PaperSource(
    database_code="CSDLQGDC", database_name="CSDL quốc gia về dân cư", correct_at="Công an cấp xã"
)
HELD = ProcedureComponent(code="khai_sinh", name="Giấy khai sinh", required=True, sources=(SOURCE,))


def desk_of(agency: str) -> Actor:
    roles = (OfficerRole.RECEPTION,)
    return Actor(kind=ActorKind.OFFICER, account_id=f"desk-{agency}", agency_code=agency, roles=roles)


def under(office: LocalOffice, *, kiosk_checks: bool = True, **changes: Any) -> None:
    terms = regime(once_only=True, nationwide_reception=True, kiosk_checks_identity=kiosk_checks)
    made = law(calendar_=calendar_of_today(), regime_=terms, code=FREE, **changes)
    office.neighbours.laws[FREE] = made
    office.neighbours.agencies = {
        code: Agency(code=code, name=f"Phường {code}", level=AdministrativeLevel.COMMUNE)
        for code in (AGENCY, FAR, NEAR)
    }


def brought_to(office: LocalOffice, desk: str) -> Dossier:
    filed: Dossier = office.call(
        "file_at_desk",
        desk_of(desk),
        procedure_code=FREE,
        forward_to=AGENCY,
        forward_reason="Người nộp đang ở đây.",
        applicant={"kind": "person", "full_name": "Nguyễn Văn An"},
        form_data={"ho_ten": "Nguyễn Văn An"},
        papers=({"component_code": "cho_o", "quantity": 1},),
    )
    return filed


@pytest.mark.parametrize(
    ("area", "desk"),
    [(ReceptionArea.NATION, FAR), (ReceptionArea.PROVINCE, NEAR), (None, NEAR)],
)
def test_a3_a_desk_within_the_area_receives(
    office: LocalOffice, area: ReceptionArea | None, desk: str
) -> None:
    under(office, reception_boundaries=(ReceptionBoundary(area=area),) if area else ())
    filed = brought_to(office, desk)
    assert (filed.agency_code, filed.forwarded_from) == (AGENCY, desk)


@pytest.mark.parametrize(
    ("area", "desk"),
    [(None, FAR), (ReceptionArea.PROVINCE, FAR), (ReceptionArea.NONE, NEAR), (ReceptionArea.NONE, FAR)],
)
def test_a3_a_desk_outside_of_the_area_guides_the_person_and_stores_nothing(
    office: LocalOffice, area: ReceptionArea | None, desk: str
) -> None:
    under(office, reception_boundaries=(ReceptionBoundary(area=area),) if area else ())
    before = office.database.dossiers.count_documents({"forwarded_from": desk})
    error = refused(ErrorCode.INVALID_REQUEST, lambda: brought_to(office, desk))
    (wrong,) = error.errors
    assert (wrong.pointer, wrong.code) == ("/forward_to", "outside_area")
    assert f"Phường {AGENCY}" in wrong.detail
    assert office.database.dossiers.count_documents({"forwarded_from": desk}) == before


def at_kiosk(office: LocalOffice, check: str | None) -> Dossier:
    kiosk = {"device_id": "kiosk-7", "identity_check": check}
    filed: Dossier = office.call("submit", office.citizen, **{**office.submission(), "kiosk": kiosk})
    return filed


@pytest.mark.parametrize(
    ("check", "checks", "must"), [("eid", True, False), (None, True, True), ("eid", False, True)]
)
def test_an_officer_sees_who_filed_at_a_kiosk_that_did_not_check_it_by_law(
    office: LocalOffice, check: str | None, checks: bool, must: bool
) -> None:
    under(office, kiosk_checks=checks)
    filed = at_kiosk(office, check)
    if must:
        error = refused(ErrorCode.INVALID_REQUEST, lambda: office.act(A.ACCEPT, filed))
        assert [wrong.pointer for wrong in error.errors] == ["/identity_seen"]
        assert office.read(filed).status is DossierStatus.SUBMITTED
    received = office.act(A.ACCEPT, filed, identity_seen=must)
    assert (received.status, received.received_at is not None) == (DossierStatus.ACCEPTED, True)


def look_up(**changes: Any) -> dict[str, Any]:
    return {
        "component_code": "khai_sinh",
        "database_code": "CSDLQGDC",
        "looked_up_at": utcnow(),
        "reason": SupplementReason.DATA_UNAVAILABLE,
        "reference": "GD-7781",
        **changes,
    }


@pytest.mark.parametrize(
    ("look_ups", "wrong"),
    [
        ((), "/components/0/component_code"),
        (({"database_code": "OTHER"},), "/failed_look_ups/0/database_code"),
        (({"looked_up_at": utcnow() - timedelta(days=9)},), "/failed_look_ups/0/looked_up_at"),
        (({},), None),
    ],
    ids=["no look-up", "of another database", "before the dossier", "one that failed"],
)
def test_a_paper_that_a_database_holds_is_asked_for_only_where_its_look_up_failed(
    office: LocalOffice, look_ups: tuple[dict[str, Any], ...], wrong: str | None
) -> None:
    cho_o = ProcedureComponent(code="cho_o", name="Giấy tờ về chỗ ở", required=True)
    under(office, components=(HELD, cho_o))
    filed = office.submit()

    def ask() -> Dossier:
        return office.act(
            A.REQUEST_SUPPLEMENT,
            filed,
            DESK,
            reason="Thiếu",
            components=({"component_code": "khai_sinh"},),
            failed_look_ups=tuple(look_up(**changes) for changes in look_ups),
        )

    if wrong is None:
        suggestion = ask()
        assert suggestion.supplement is not None
        assert [each.reference for each in suggestion.supplement.failed_look_ups] == ["GD-7781"]
        return
    with pytest.raises(ServiceError) as refusal:
        ask()
    assert wrong in [each.pointer for each in refusal.value.errors]
    assert office.read(filed, OFFICER).status is DossierStatus.SUBMITTED
