"""What a desk and a citizen type to find a dossier."""

import pytest
from tests.support.dossiers.office import FREE, OFFICER, LocalOffice, received

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.dossiers import Dossier, DossierAction

NUMBER = "001099000321"
EXPERT = Actor(kind=ActorKind.OFFICER, account_id="e", agency_code="G18.26", roles=(OfficerRole.PROCESSING,))


@pytest.fixture
def filed(office: LocalOffice) -> Dossier:
    """Of a citizen whose number accounts knows."""
    office.neighbours.numbers[office.citizen.account_id] = NUMBER
    return received(office)


def found(office: LocalOffice, q: str, actor: Actor) -> bool:
    page = office.call("list_dossiers", actor, q=q, limit=100)
    return office.citizen.account_id in {
        office.call("get_dossier", office.citizen, dossier_id=item.dossier_id).applicant.account_id
        for item in page.items
        if item.applicant_name and _own(office, item.dossier_id)
    }


def _own(office: LocalOffice, dossier_id: str) -> bool:
    own = office.call("list_dossiers", office.citizen, limit=100).items
    return dossier_id in {item.dossier_id for item in own}


def test_the_desk_finds_by_personal_number(office: LocalOffice, filed: Dossier) -> None:
    assert found(office, NUMBER, OFFICER)
    assert found(office, f" {NUMBER[:6]} {NUMBER[6:]} ", OFFICER)
    assert not found(office, "001099000322", OFFICER)


def test_who_is_asked_for_an_opinion_finds_no_number(office: LocalOffice, filed: Dossier) -> None:
    due_at = filed.due_at
    office.act(DossierAction.REQUEST_CONSULTATION, filed, agency_code="G18.26", content="?", due_at=due_at)
    assert found(office, "an", EXPERT)
    assert filed.code is not None
    for cut in (4, 11):
        assert found(office, filed.code[-cut:], EXPERT)
    assert not found(office, NUMBER, EXPERT)


@pytest.mark.parametrize("cut", [4, 5, 11])
def test_the_last_digits_of_a_code_find_it(office: LocalOffice, filed: Dossier, cut: int) -> None:
    assert filed.code is not None
    assert found(office, filed.code[-cut:], OFFICER)
    assert found(office, filed.code[-cut:], office.citizen)


@pytest.mark.parametrize("q", ["thuong tru", "Đăng ký thường trú", "dang ky", "an thường"])
def test_a_citizen_finds_his_own_by_the_procedure(office: LocalOffice, filed: Dossier, q: str) -> None:
    assert filed.procedure_code == FREE
    assert found(office, q, office.citizen)
    assert not found(office, f"{q} khong co", office.citizen)
