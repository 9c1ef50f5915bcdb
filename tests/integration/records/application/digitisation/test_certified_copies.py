"""A digitised paper is certified as a copy of the original by who is competent (NĐ 45/2020/NĐ-CP art 10)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.integration.records.application.digitisation.digitising import FIELDS, Desk, refused
from tests.integration.records.application.documents.requests import verify
from tests.integration.records.use_cases import ISSUER, Records, as_actor
from tests.support.records.pdf import pages, picture, shows_qr
from tests.support.records.signing import SigningAuthority, signing_authority
from tests.support.stores import OpenStore

from chassis.core.ids import new_id
from contracts import accounts
from contracts.accounts import AccountKind, Contact, GetContact
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.records import Digitisation, PaperOwner, RegisterCertificate, SigningCapacity
from records.application import certificates
from records.application.documents.signing_context import SigningTools
from records.repository import create_indexes

QR_MM = (22.0, 28.0, 56.0, 61.0)
"""Where the QR code stands on the page of the words."""
NAME = "Ủy ban nhân dân phường mẫu số 5"
OWNER = PaperOwner(identity_number="001099000001")
ADMINISTRATOR = Actor(kind=ActorKind.OFFICER, account_id="clerk", agency_code=ISSUER.code)
DESK = Actor(
    kind=ActorKind.OFFICER, account_id="desk", agency_code=ISSUER.code, roles=(OfficerRole.RECEPTION,)
)
DEPUTY = Actor(
    kind=ActorKind.OFFICER,
    account_id="account-deputy",
    agency_code=ISSUER.code,
    roles=(OfficerRole.LEADER,),
)


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
    return Contact(
        account_id=request.account_id,
        full_name="Cán bộ",
        kind=AccountKind.OFFICER,
        agency_code=ISSUER.code,
        administers=request.account_id == ADMINISTRATOR.account_id,
    )


def register(records: Records, request: RegisterCertificate) -> None:
    new = request.model_copy(update={"agency_code": ISSUER.code, "command_id": new_id()})
    certificates.register(records.signing, records.client, new, as_actor(ADMINISTRATOR))


def ready(records: Records) -> Digitisation:
    desk = Desk(records, DESK)
    return desk.confirm(desk.begin(OWNER, result_code=None), **FIELDS)


def test_a_copy_is_certified_by_who_is_competent_and_says_so_on_its_face(
    records: Records, authority: SigningAuthority
) -> None:
    deputy = authority.official(
        "deputy", "Trần Thị Phó", SigningCapacity.DEPUTY, position="Phó Chủ tịch", on_behalf_of="Chủ tịch"
    )
    leader, desk = Desk(records, DEPUTY), Desk(records, DESK)
    seen = ready(records)
    certified = leader.completion(seen, certified_copy=True)
    assert refused(lambda: leader.complete(certified)) == [("", "no_agency_certificate")]
    register(records, authority.request("seal", NAME))
    assert refused(lambda: leader.complete(certified)) == [("", "no_certificate")]
    assert refused(lambda: desk.complete(desk.completion(seen, certified_copy=True))) == [
        ("", "no_certificate")
    ]
    assert refused(lambda: leader.complete(leader.completion(seen))) == [("", "forbidden")]
    register(records, deputy)
    paper = leader.complete(certified)
    assert paper.certification_number == "01/SCT/BSĐT"
    verified = verify(records, code=str(paper.verification_code))
    assert (verified.kind, verified.number) == ("CERTIFIED_COPY", paper.certification_number)
    person, seal = verified.signatures
    assert (person.signer, person.competent, seal.signer, seal.valid) == ("Trần Thị Phó", True, NAME, True)
    copy = records.content(paper.file_id)
    assert len(pages(copy)) == 2, "the words stand on a page of their own and cover nothing"
    shown = picture(copy)
    assert shows_qr(shown, QR_MM, 30, records.signing.verification_url(str(paper.verification_code)))
    again = leader.complete(leader.completion(ready(records), certified_copy=True))
    assert again.certification_number == "02/SCT/BSĐT", "counted in the book of the agency without a gap"
