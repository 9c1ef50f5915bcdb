"""Who signs for the head of an agency (NĐ 30/2020/NĐ-CP art 13): by a mandate, while it holds, and for its work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import ErrorCode, ServiceError
from contracts.records import (
    CertificateHolder,
    DecisionKind,
    EndMandate,
    GrantMandate,
    KeyPlace,
    SigningCapacity,
    SigningMandate,
)
from records.domain.certificates import RegisteredCertificate, Signers, office_lines
from records.domain.mandates import (
    Decision,
    competent,
    covers,
    deciding_signers,
    ended,
    granted,
    holds_at,
    powers_of,
)

NOW = datetime(2026, 11, 28, 3, tzinfo=UTC)
DAY = timedelta(days=1)
AGENCY = "H26.31.05"
RESULT, STOP = DecisionKind.RESULT, DecisionKind.STOP_NOTICE
HEAD_ID, DEPUTY_ID = "head", "deputy"


def certificate(
    capacity: SigningCapacity | None, account_id: str | None, **changes: Any
) -> RegisteredCertificate:
    base: dict[str, Any] = {
        "certificate_id": f"c-{account_id}", "version": 1, "agency_code": AGENCY,
        "holder": CertificateHolder.OFFICIAL if account_id else CertificateHolder.AGENCY,
        "account_id": account_id, "capacity": capacity, "position": "Phó Chủ tịch", "subject": "x", "issuer": "x",
        "serial_number": "1", "sha256": "0" * 64, "valid_from": NOW - DAY, "valid_until": NOW + 30 * DAY,
        "key_place": KeyPlace.FILE, "key_name": "x", "registered_at": NOW - DAY, "certificates": "x",
    }  # fmt: skip
    return RegisteredCertificate(**{**base, **changes})


HEAD = certificate(SigningCapacity.HEAD, HEAD_ID)
STAFF = certificate(SigningCapacity.STAFF, DEPUTY_ID)
SEAL = certificate(None, None, position="")


def granting(**changes: Any) -> GrantMandate:
    base: dict[str, Any] = {
        "command_id": "c", "account_id": DEPUTY_ID, "form": SigningCapacity.DEPUTY, "on_behalf_of": "Chủ tịch",
        "from_at": NOW, "until_at": NOW + 10 * DAY,
    }  # fmt: skip
    return GrantMandate(**{**base, **changes})


def mandate(**changes: Any) -> SigningMandate:
    return granted(granting(**changes), "m1", (HEAD,), AGENCY, HEAD_ID, NOW)


def obstacle(*mandates: SigningMandate, official: RegisteredCertificate = STAFF, **decision: Any) -> str:
    decided = Decision(**{"at": NOW, "procedure_code": "1.001193", "kind": RESULT, **decision})
    with pytest.raises(ServiceError) as refused:
        competent(official, mandates, decided)
    assert refused.value.code is ErrorCode.SIGNATURE_REFUSED
    return str(refused.value.params["obstacle"])


def wrong(**changes: Any) -> tuple[str, str]:
    with pytest.raises(ServiceError) as refused:
        mandate(**changes)
    (error,) = refused.value.errors
    return error.pointer, error.code


def test_a_mandate_makes_the_deputy_competent_and_stands_in_his_block() -> None:
    given = mandate(body="Ủy ban nhân dân")
    signer = competent(STAFF, (given,), Decision(NOW, "1.001193", RESULT))
    assert (signer.capacity, signer.mandate_id) == (SigningCapacity.DEPUTY, "m1")
    assert office_lines(signer) == ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch")
    assert office_lines(STAFF) == ("Phó Chủ tịch",), "as he signs for the desk"


def test_without_one_and_after_it_nobody_but_who_was_registered_so_is() -> None:
    assert obstacle() == "not_competent"
    over = ended(mandate(), EndMandate(command_id="e", mandate_id="m1", reason="Thôi giao"), HEAD_ID, NOW)
    assert (over.version, over.ended_by) == (2, HEAD_ID)
    assert obstacle(over) == "mandate_ended", "at once"
    assert ended(over, EndMandate(command_id="f", mandate_id="m1", reason="x"), "y", NOW + DAY) is over
    assert obstacle(mandate(from_at=NOW + DAY)) == "mandate_ended"
    by_registration = certificate(SigningCapacity.DEPUTY, DEPUTY_ID, on_behalf_of="Chủ tịch")
    assert competent(by_registration, (over,), Decision(NOW)) is by_registration
    of_the_head = mandate().model_copy(update={"account_id": HEAD_ID})
    assert competent(HEAD, (of_the_head,), Decision(NOW)) is HEAD, "in the own name, whatever is recorded"


def test_it_is_for_its_procedures_and_kinds_and_its_officer_alone() -> None:
    narrow = mandate(procedure_codes=("1.001193",), document_kinds=(RESULT,))
    assert competent(STAFF, (narrow,), Decision(NOW, "1.001193", RESULT)).mandate_id
    for decision in (
        {"procedure_code": "1.004222"},
        {"kind": STOP},
        {"procedure_code": None},
        {"kind": None},
    ):
        assert obstacle(narrow, **decision) == "mandate_of_other_work"
    assert obstacle(mandate(account_id="another")) == "not_competent"
    assert obstacle(mandate().model_copy(update={"agency_code": "H06.10"})) == "not_competent"


def test_who_signs_by_a_mandate_gives_none_on() -> None:
    for own in (
        (),
        (STAFF,),
        (certificate(SigningCapacity.DEPUTY, HEAD_ID),),
        (HEAD.model_copy(update={"valid_until": NOW}),),
    ):
        with pytest.raises(ServiceError) as refused:
            granted(granting(), "m1", own, AGENCY, HEAD_ID, NOW)
        assert refused.value.params["obstacle"] == "not_in_own_right"


def test_what_the_decree_asks_of_each_form() -> None:
    assert wrong(form=SigningCapacity.BY_ORDER) == ("/ground", "required")
    mandated = {"form": SigningCapacity.MANDATED, "ground": "12/QĐ-UBND"}
    assert wrong(**mandated) == ("/document_kinds", "required"), "TUQ. is limited in what it is for"
    assert mandate(**mandated, document_kinds=(RESULT,)).ground == "12/QĐ-UBND"
    assert wrong(form=SigningCapacity.HEAD) == ("/form", "not_expected")
    assert wrong(account_id=HEAD_ID) == ("/account_id", "same_person")
    assert wrong(until_at=NOW) == ("/until_at", "not_later")


def test_a_decision_needs_an_official_where_the_agency_has_a_seal() -> None:
    both = Signers(agency=SEAL, official=STAFF)
    signed = deciding_signers(both, DEPUTY_ID, (mandate(),), Decision(NOW))
    assert signed is not None and signed.official is not None and signed.official.mandate_id == "m1"
    assert deciding_signers(None, DEPUTY_ID, (), Decision(NOW)) is None, "the installation stands in"
    for signer_id, reason in ((DEPUTY_ID, "no_certificate"), (None, "no_signer")):
        with pytest.raises(ServiceError) as refused:
            deciding_signers(Signers(agency=SEAL), signer_id, (), Decision(NOW))
        assert refused.value.params["obstacle"] == reason


codes = st.sampled_from(["1.001193", "1.004222"])
mandates = st.builds(
    lambda codes, kinds, start, length, end: mandate(
        procedure_codes=codes, document_kinds=kinds, from_at=NOW + start * DAY, until_at=NOW + (max(start, 0) + length) * DAY
    ).model_copy(update={"ended_at": None if end is None else NOW + end * DAY}),
    st.lists(codes, max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(DecisionKind), max_size=2, unique=True).map(tuple),
    st.integers(-5, 5), st.integers(1, 5), st.none() | st.integers(-5, 10),
)  # fmt: skip


@given(st.lists(mandates, max_size=3), codes, st.sampled_from(DecisionKind), st.integers(-5, 10))
def test_the_deputy_is_competent_exactly_while_some_mandate_covers_the_decision(
    given_: list[SigningMandate], code: str, kind: DecisionKind, day: int
) -> None:
    at = NOW + day * DAY
    expected = any(holds_at(each, at) and covers(each, code, kind) for each in given_)
    try:
        competent(STAFF, given_, Decision(at, code, kind))
        assert expected
    except ServiceError:
        assert not expected


def test_who_signs_is_told_to_services_with_what_is_still_to_come() -> None:
    later, over = mandate(from_at=NOW + DAY), mandate().model_copy(update={"until_at": NOW})
    powers = powers_of((SEAL, HEAD, STAFF), (later, over), NOW)
    assert powers.sealed
    by_account = {each.account_id: each for each in powers.officials}
    assert by_account[HEAD_ID].signs_all
    assert not by_account[DEPUTY_ID].signs_all
    assert [each.from_at for each in by_account[DEPUTY_ID].mandates] == [NOW + DAY]
    assert not powers_of((HEAD,), (), NOW).sealed
