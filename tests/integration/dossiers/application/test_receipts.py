"""Each receipt number of an agency stands for one payment at the counter."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.support.dossiers.office import CHARGED, LocalOffice

from chassis.core.ids import new_id
from contracts.dossiers import Dossier, DossierAction, DossierStatus
from contracts.errors import ErrorCode, ServiceError


def number() -> str:
    return f"BL-{int(new_id()[-10:], 16)}"


def received(office: LocalOffice, receipt_number: str) -> Dossier:
    return office.act(DossierAction.ACCEPT, office.submit(CHARGED), receipt_number=receipt_number)


def test_a_number_is_taken_once(office: LocalOffice) -> None:
    receipt = number()
    first = received(office, receipt)
    assert first.status is DossierStatus.ACCEPTED
    for same in (receipt, receipt.lower(), f" {receipt} "):
        with pytest.raises(ServiceError) as refused:
            received(office, same)
        assert refused.value.code is ErrorCode.INVALID_REQUEST
        assert [(error.pointer, error.code) for error in refused.value.errors] == [
            ("/receipt_number", "already_used")
        ]
    assert received(office, number()).status is DossierStatus.ACCEPTED


def test_a_number_of_before_they_were_counted_is_taken_too(office: LocalOffice) -> None:
    receipt = number()
    received(office, receipt)
    office.deps.store.database.receipts.delete_many({})
    with pytest.raises(ServiceError) as refused:
        received(office, receipt)
    assert [error.code for error in refused.value.errors] == ["already_used"]


def test_a_refused_number_stays_free_for_its_dossier(office: LocalOffice) -> None:
    """What fails takes no number: the same one is good for the next try."""
    receipt, filed = number(), office.submit(CHARGED)
    with pytest.raises(ServiceError):
        office.act(DossierAction.ACCEPT, filed, receipt_number=receipt, confirmed_claims=("child",))
    assert office.act(DossierAction.ACCEPT, filed, receipt_number=receipt).status is DossierStatus.ACCEPTED


def test_of_two_at_once_one_takes_it(office: LocalOffice) -> None:
    receipt = number()
    filed = [office.submit(CHARGED) for _ in range(2)]

    def take(dossier: Dossier) -> bool:
        try:
            office.act(DossierAction.ACCEPT, dossier, receipt_number=receipt)
        except ServiceError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take, filed)) == [False, True]
