"""Who signs what an agency issues, its numbers, and what verification says of it (law.md A2, A4, B2; NĐ 30/2020/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.integration.records.application.documents.requests import (
    seal_request,
    seal_result,
    verify,
)
from tests.integration.records.use_cases import DOSSIERS, ISSUER, OWNER, Records, as_actor
from tests.support.records.documents import request, short
from tests.support.records.pdf import words
from tests.support.records.signing import SigningAuthority, signing_authority
from tests.support.stores import OpenStore

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from contracts import accounts
from contracts.accounts import AccountKind, Contact, GetContact
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from contracts.records import (
    CertificateHolder,
    DecisionKind,
    DescribeFiles,
    EndMandate,
    GetSigningPowers,
    GrantMandate,
    ListCertificates,
    ListMandates,
    RegisterCertificate,
    RevokeCertificate,
    SignedDocument,
    SigningCapacity,
    SigningCertificate,
    SigningMandate,
)
from devstack.walk.pdf import pdf
from records.application import certificates, files, mandates
from records.application.documents import issue
from records.application.documents.signing_context import SigningTools
from records.repository import create_indexes
from records.sealing.certificates import load_certificates

NAME, LEADER = "Ủy ban nhân dân phường mẫu số 5", "Nguyễn Văn Lãnh Đạo"
ADMINISTRATOR = Actor(kind=ActorKind.OFFICER, account_id="clerk", agency_code=ISSUER.code)
OFFICER = Actor(kind=ActorKind.OFFICER, account_id="account-officer", agency_code=ISSUER.code)
ELSEWHERE = Actor(kind=ActorKind.OFFICER, account_id="clerk-elsewhere", agency_code="H06.10")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SigningAuthority]:
    with signing_authority(tmp_path_factory.mktemp("keys")) as running:
        yield running


@pytest.fixture(scope="module")
def tools(authority: SigningAuthority) -> Iterator[SigningTools]:
    made = SigningTools(authority.settings())
    yield made
    made.making.close()


@pytest.fixture
def records(open_store: OpenStore, tools: SigningTools) -> Records:
    here = Records(open_store("records", create_indexes), tools)
    here.client.answers(accounts.get_contact, _contact)
    return here


def _contact(request: GetContact) -> Contact:
    elsewhere = request.account_id.endswith("elsewhere")
    return Contact(
        account_id=request.account_id,
        full_name="Cán bộ",
        kind=AccountKind.OFFICER,
        agency_code="H06.10" if elsewhere else ISSUER.code,
        administers=request.account_id.startswith("clerk"),
    )


def register(
    records: Records, request: RegisterCertificate, actor: Actor = ADMINISTRATOR
) -> SigningCertificate:
    new = request.model_copy(update={"agency_code": ISSUER.code, "command_id": new_id()})
    return certificates.register(records.signing, records.client, new, as_actor(actor))


def issued(
    records: Records, kind: str = "RECEIPT", command_id: str = "", **changes: object
) -> SignedDocument:
    """Of the agency, whose code the requests of these tests name."""
    asked_for = request(kind, short()).model_copy(update={"command_id": command_id or new_id(), **changes})
    return issue.issue_document(records.signing, asked_for, as_actor(DOSSIERS))


def refused(records: Records, request: RegisterCertificate, actor: Actor = ADMINISTRATOR) -> str:
    """The stable code, or the obstacle to a signature."""
    with pytest.raises(ServiceError) as caught:
        register(records, request, actor)
    error = caught.value
    return str(error.params.get("obstacle") or (error.errors[0].code if error.errors else error.code))


def test_a4_a_decision_bears_the_official_and_the_agency_and_says_who_signed(
    records: Records, authority: SigningAuthority
) -> None:
    register(records, authority.request("seal", NAME))
    deputy = authority.official(
        "deputy", "Trần Thị Phó", SigningCapacity.DEPUTY, position="Phó Chủ tịch", on_behalf_of="Chủ tịch"
    )
    register(records, deputy)
    made = issued(records, "APOLOGY_EXTENSION", signer_id=deputy.account_id, decides=True)
    person, seal = verify(records, code=made.verification_code).signatures
    assert (person.signer, person.office, person.competent) == (
        "Trần Thị Phó",
        "KT. Chủ tịch, Phó Chủ tịch",
        True,
    )
    assert (seal.signer, seal.holder, seal.agency_code) == (NAME, CertificateHolder.AGENCY, ISSUER.code)
    assert [each.level for each in (person, seal)] == ["B-LTA", "B-LTA"]
    printed = words(records.content(made.file_id))
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH (Đã ký số) Trần Thị Phó" in printed


def test_a2_who_is_not_competent_makes_no_sealed_result(
    records: Records, authority: SigningAuthority
) -> None:
    """Neither an officer without a certificate nor one who signs for the desk alone."""
    register(records, authority.request("seal", NAME))
    file_id = records.store_file(data=pdf("Ket qua"))
    staff = authority.official("staff", "Lê Văn Một Cửa", SigningCapacity.STAFF)
    register(records, staff)
    for signer_id, obstacle in (("account-nobody", "no_certificate"), (staff.account_id, "not_competent")):
        with pytest.raises(ServiceError) as caught:
            seal_result(records, file_id, signer_id=signer_id)
        assert caught.value.params["obstacle"] == obstacle
        query = DescribeFiles(file_ids=(file_id,), decided_by=signer_id, agency_code=ISSUER.code)
        found = files.describe_files(records.signing, query, as_actor(DOSSIERS))
        assert found.signature_obstacle == obstacle
    leader = authority.official("leader", LEADER)
    register(records, leader)
    paper = seal_result(records, file_id, signer_id=leader.account_id)
    person, seal = verify(records, code=str(paper.verification_code)).signatures
    assert (person.signer, person.capacity, seal.signer) == (LEADER, SigningCapacity.HEAD, NAME)


def test_a2_a_deputy_signs_by_the_mandate_that_the_head_has_recorded_until_it_is_ended(
    records: Records, authority: SigningAuthority
) -> None:
    register(records, authority.request("seal", NAME))
    head = authority.official("leader", LEADER)
    deputy = authority.official("by-mandate", "Trần Thị Phó", SigningCapacity.STAFF, position="Phó Chủ tịch")
    register(records, head)
    register(records, deputy)
    mandate = GrantMandate(
        command_id=new_id(),
        account_id=str(deputy.account_id),
        form=SigningCapacity.BY_ORDER,
        on_behalf_of="Chủ tịch",
        ground="12/QĐ-UBND",
        procedure_codes=("1.001193",),
        document_kinds=(DecisionKind.APOLOGY_EXTENSION,),
        from_at=utcnow(),
        until_at=utcnow() + timedelta(days=30),
    )

    def grant(account_id: str | None, role: OfficerRole = OfficerRole.LEADER) -> SigningMandate:
        actor = OFFICER.model_copy(update={"account_id": account_id, "roles": (role,)})
        return mandates.grant(records.store, records.client, mandate, as_actor(actor))

    def apology(procedure_code: str = "1.001193") -> SignedDocument:
        by_deputy: dict[str, Any] = {
            "signer_id": deputy.account_id,
            "decides": True,
            "procedure_code": procedure_code,
        }
        return issued(records, "APOLOGY_EXTENSION", **by_deputy)

    def obstacle_to(act: Callable[[], object]) -> str:
        with pytest.raises(ServiceError) as caught:
            act()
        return str(caught.value.params.get("obstacle", caught.value.code))

    assert obstacle_to(apology) == "not_competent"
    assert obstacle_to(lambda: grant(head.account_id, OfficerRole.PROCESSING)) == ErrorCode.FORBIDDEN
    assert obstacle_to(lambda: grant(deputy.account_id)) == "not_in_own_right"
    given = grant(head.account_id)
    made = apology()
    assert obstacle_to(lambda: apology("1.004222")) == "mandate_of_other_work"
    person, _ = verify(records, code=made.verification_code).signatures
    assert (person.signer, person.capacity, person.office, person.ground, person.competent) == (
        "Trần Thị Phó", SigningCapacity.BY_ORDER, "TL. Chủ tịch, Phó Chủ tịch", "12/QĐ-UBND", True,
    )  # fmt: skip
    assert "TL. CHỦ TỊCH PHÓ CHỦ TỊCH (Đã ký số) Trần Thị Phó" in words(records.content(made.file_id))

    ending = EndMandate(command_id=new_id(), mandate_id=given.mandate_id, reason="Thôi giao ký")
    for elsewhere in (ELSEWHERE, OWNER):
        hidden = as_actor(elsewhere)
        assert obstacle_to(lambda: mandates.end(records.store, records.client, ending, hidden)) == "not_found"  # noqa: B023
    mandates.end(records.store, records.client, ending, as_actor(ADMINISTRATOR))
    assert obstacle_to(apology) == "mandate_ended"
    person, _ = verify(records, code=made.verification_code).signatures
    assert person.competent, "what was signed before stays valid"
    powers = mandates.signing_powers(
        records.store, GetSigningPowers(agency_code=ISSUER.code), as_actor(DOSSIERS)
    )
    assert {each.account_id: (each.signs_all, each.mandates) for each in powers.officials} == {
        head.account_id: (True, ()),
        deputy.account_id: (False, ()),
    }
    listed = mandates.list_mandates(records.store, ListMandates(), as_actor(OFFICER))
    assert [(each.mandate_id, each.ended_reason) for each in listed.items] == [
        (given.mandate_id, "Thôi giao ký")
    ]
    assert not mandates.list_mandates(records.store, ListMandates(), as_actor(ELSEWHERE)).items


def test_an_agency_without_a_seal_is_stood_in_for_by_the_installation(records: Records) -> None:
    made = issued(records)
    (seal,) = verify(records, code=made.verification_code).signatures
    assert (seal.signer, seal.holder, seal.competent) == ("Motcua (con dấu thử nghiệm)", None, None)


def test_from_its_day_on_nothing_is_sealed_for_an_agency_without_a_seal(
    records: Records, authority: SigningAuthority
) -> None:
    records.tools = SigningTools(authority.settings(agency_seals_from=utcnow().date() - timedelta(days=1)))
    with pytest.raises(ServiceError) as caught:
        issued(records)
    assert caught.value.params["obstacle"] == "no_agency_certificate"


def test_what_was_signed_before_a_revocation_stays_valid_and_competent(
    records: Records, authority: SigningAuthority
) -> None:
    seal = register(records, authority.request("seal", NAME))
    before = issued(records)
    end(records, seal)
    assert verify(records, code=before.verification_code).signature.competent
    after = issued(records)
    assert verify(records, code=after.verification_code).signature.holder is None, "the installation's"


def test_a_revocation_that_reaches_back_says_that_nobody_was_competent(
    records: Records, authority: SigningAuthority
) -> None:
    seal = register(records, authority.request("seal", NAME))
    made = issued(records)
    end(records, seal, from_at=utcnow() - timedelta(days=1))
    assert verify(records, code=made.verification_code).signature.competent is False


def end(records: Records, certificate: SigningCertificate, **changes: object) -> SigningCertificate:
    command = RevokeCertificate(
        command_id=new_id(), certificate_id=certificate.certificate_id, reason="Lộ khóa", **changes
    )
    return certificates.revoke(records.store, records.client, command, as_actor(ADMINISTRATOR))


def test_a_certificate_is_registered_by_who_administers_the_agency(
    records: Records, authority: SigningAuthority
) -> None:
    seal = authority.request("seal", NAME)
    assert refused(records, seal, OFFICER) == ErrorCode.FORBIDDEN
    assert refused(records, seal, ELSEWHERE) == ErrorCode.FORBIDDEN
    made = register(records, seal)
    listed = certificates.list_certificates(records.store, ListCertificates(), as_actor(OFFICER))
    assert listed.items == (made,)
    assert not certificates.list_certificates(records.store, ListCertificates(), as_actor(ELSEWHERE)).items


def test_what_is_no_good_certificate_is_refused_with_its_reason(
    records: Records, authority: SigningAuthority
) -> None:
    gone = authority.request("gone", NAME)
    authority.simulator.authority.revoke(_serial(gone))
    official = authority.official("leader", LEADER)
    wrong = {
        "revoked": gone,
        "other_agency": authority.request("of-another", NAME, organisation="H06.10"),
        "no_key": authority.request("seal", NAME).model_copy(update={"key_name": "nobody"}),
        "other_key": authority.request("seal", NAME).model_copy(update={"key_name": "of-another"}),
        "unknown_officer": official.model_copy(update={"account_id": "elsewhere"}),
        "required": official.model_copy(update={"capacity": SigningCapacity.DEPUTY}),
        "not_expected": authority.request("seal", NAME).model_copy(update={"position": "Chủ tịch"}),
        "not_later": authority.request("seal", NAME).model_copy(
            update={"valid_until": utcnow() - timedelta(days=1)}
        ),
    }
    assert {reason: refused(records, each) for reason, each in wrong.items()} == {
        reason: reason for reason in wrong
    }


def _serial(request: RegisterCertificate) -> int:
    return int(load_certificates(request.certificates)[0].serial_number)


def test_an_agency_has_one_seal_and_the_next_after_it_has_ended(
    records: Records, authority: SigningAuthority
) -> None:
    first = register(records, authority.request("seal", NAME))
    assert refused(records, authority.request("seal-2", NAME)) == "certificate_in_force"
    end(records, first)
    register(records, authority.request("seal-2", NAME))


def test_a4_documents_are_counted_by_agency_kind_and_year_without_a_gap(records: Records) -> None:
    again = new_id()
    first = issued(records, command_id=again)
    assert issued(records, command_id=again) == first
    made = [issued(records) for _ in range(2)]
    other = issued(records, "REFUSAL")
    numbers = [verify(records, code=each.verification_code).number for each in (first, *made, other)]
    assert numbers == ["01/TNHS", "02/TNHS", "03/TNHS", "01/TCHS"]
    printed = words(records.content(made[1].file_id))
    assert "Số: 03/TNHS" in printed
    assert f"Quyển số: 01/{utcnow().year}-TNHS" in printed


def test_a_document_that_could_not_be_made_has_its_number_when_it_is(
    records: Records, authority: SigningAuthority
) -> None:
    register(records, authority.request("seal", NAME))
    command_id = new_id()
    authority.simulator.authority_away = True
    try:
        with pytest.raises(ServiceError) as away:
            issued(records, command_id=command_id)
        assert away.value.code is ErrorCode.UNAVAILABLE
    finally:
        authority.simulator.authority_away = False
    later = issued(records)
    first = issued(records, command_id=command_id)
    assert [verify(records, code=each.verification_code).number for each in (first, later)] == [
        "01/TNHS",
        "02/TNHS",
    ]


def test_a_result_of_a_release_that_did_not_note_who_issued_it_bears_the_seal(
    records: Records, authority: SigningAuthority
) -> None:
    register(records, authority.request("seal", NAME))
    file_id = records.store_file(data=pdf("Ket qua"))
    assert seal_request(file_id).signer_id is None
    paper = seal_result(records, file_id)
    (seal,) = verify(records, code=str(paper.verification_code)).signatures
    assert seal.signer == NAME
