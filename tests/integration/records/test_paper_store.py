"""The personal store of papers: kept, found by number, reused all or none, revoked, and who looked."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.integration.records.records_processes import ContentServer, RecordsProcess
from tests.integration.records.test_service import PDF, stored, submitted
from tests.support.dossiers_neighbours import Neighbours

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.event_log import verify
from contracts import records as contract
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.dossiers import DossierFilesEvent
from contracts.errors import ServiceError
from contracts.records import (
    DepositPaper,
    DigitisePaper,
    GetPaper,
    ListAccesses,
    ListPapers,
    OpenDownload,
    PaperOwner,
    PaperReuseRequest,
    PaperStatus,
    ReusePapers,
    RevokePaper,
    StoredPaper,
    VerifyDocument,
)
from devstack.waiting import wait_until
from devstack.walk.pdf import pdf
from records.application.papers.storage import SealedPaper, add_sealed_paper

AGENCY = "H05.34.44"
KIND = "KQ.G01.000065"
DOSSIERS = Actor(kind=ActorKind.SERVICE, name="dossiers")
RECEPTION = Actor(
    kind=ActorKind.OFFICER,
    account_id="desk",
    agency_code=AGENCY,
    roles=(OfficerRole.RECEPTION, OfficerRole.LEADER),
)
ELSEWHERE = RECEPTION.model_copy(update={"account_id": "elsewhere", "agency_code": "H06.10"})


@pytest.fixture(scope="module")
def people(records: RecordsProcess) -> Iterator[Neighbours]:
    with Neighbours(records.vhost_uri, services=("accounts",)) as neighbours:
        yield neighbours


@pytest.fixture
def citizen(people: Neighbours) -> Actor:
    """A new one with a number that nobody else has."""
    account_id = new_id()
    people.numbers[account_id] = f"001{len(people.numbers):09d}"
    return Actor(kind=ActorKind.CITIZEN, account_id=account_id)


def scanned(records: RecordsProcess, door: ContentServer) -> str:
    """A file of the desk that can be signed."""
    content = pdf("Giay khai sinh")
    ticket = records.upload_of(RECEPTION, len(content))
    assert door.put(ticket.file_id, content, ticket=ticket.ticket).status_code == 200
    return ticket.file_id


def seal(records: RecordsProcess, file_id: str, owner: PaperOwner, **changes: Any) -> StoredPaper:
    """A result sealed and kept, as the sealing does."""
    paper = SealedPaper(
        paper_id=new_id(),
        file_id=file_id,
        sha256="0" * 64,
        size=len(PDF),
        media_type="application/pdf",
        verification_code="ABCD-EFGH-IJKL-MNOP",
        result_code=KIND,
        title="Thông báo kết quả giải quyết về cư trú",
        issuer_code=AGENCY,
        issuer_name="Công an phường mẫu",
        issued_at=utcnow(),
        owner=owner,
        dossier_id=new_id(),
        dossier_code="H05.34.44-20260302-0000001",
    ).model_copy(update=changes)
    return records.store.transaction(Context.new(DOSSIERS), lambda uow: add_sealed_paper(uow, paper))


def reuse(
    records: RecordsProcess, owner: PaperOwner, *papers: StoredPaper, **changes: Any
) -> contract.ReusablePapers:
    request = ReusePapers(
        command_id=new_id(),
        dossier_id=new_id(),
        agency_code="H06.10",
        owner=owner,
        questions=tuple(
            PaperReuseRequest(paper_id=paper.paper_id, component_code="tp", result_codes=(KIND,))
            for paper in papers
        ),
    )
    return records.call(contract.reuse_papers, request.model_copy(update=changes), DOSSIERS)


def accesses(records: RecordsProcess, paper: StoredPaper, owner: Actor) -> list[tuple[str, str | None, str]]:
    """Kind, agency and ground, newest first."""
    found = records.call(contract.list_accesses, ListAccesses(paper_id=paper.paper_id), owner)
    return [(str(entry.kind), entry.agency_code, entry.ground) for entry in found.items]


def own(records: RecordsProcess, owner: Actor, **asked: Any) -> list[str]:
    found = records.call(contract.list_papers, ListPapers(**asked), owner)
    return [paper.paper_id for paper in found.items]


def test_a_paper_by_number_is_found_by_who_gets_an_account_later(
    records: RecordsProcess, door: ContentServer, people: Neighbours, citizen: Actor
) -> None:
    request = DigitisePaper(
        command_id=new_id(),
        file_id=scanned(records, door),
        title="Giấy khai sinh",
        issuer_name="Ủy ban nhân dân xã cũ",
        issued_at=utcnow(),
        owner=PaperOwner(identity_number=people.numbers[citizen.account_id]),
    )
    paper = records.call(contract.digitise_paper, request, RECEPTION)
    assert own(records, citizen) == [paper.paper_id]
    ticket = records.call(contract.open_download, OpenDownload(file_id=paper.file_id), citizen)
    content = door.get(paper.file_id, ticket=ticket.ticket).content
    assert hashlib.sha256(content).hexdigest() == paper.sha256
    assert accesses(records, paper, citizen) == []


def test_a_scan_is_signed_by_the_agency_and_verified_by_anybody(
    records: RecordsProcess, door: ContentServer
) -> None:
    request = DigitisePaper(
        command_id=new_id(),
        file_id=scanned(records, door),
        title="Giấy khai sinh",
        issuer_name="Ủy ban nhân dân xã cũ",
        issued_at=utcnow(),
        owner=PaperOwner(account_id="somebody"),
    )
    paper = records.call(contract.digitise_paper, request, RECEPTION)
    assert records.call(contract.digitise_paper, request, RECEPTION) == paper
    verified = records.call(contract.verify, VerifyDocument(code=paper.verification_code), ANONYMOUS)
    assert (verified.kind, verified.issuer_code, verified.status) == ("DIGITISED", AGENCY, "valid")
    assert (verified.sha256, verified.signature.valid) == (paper.sha256, True)


def test_a_scan_that_cannot_be_signed_is_refused(records: RecordsProcess, door: ContentServer) -> None:
    request = DigitisePaper(
        command_id=new_id(),
        file_id=stored(records, door, RECEPTION),
        title="Giấy khai sinh",
        issuer_name="Ủy ban nhân dân xã cũ",
        issued_at=utcnow(),
        owner=PaperOwner(account_id="somebody"),
    )
    assert records.refusal(contract.digitise_paper, request, RECEPTION) == "file_not_sealable"


def test_an_own_upload_is_kept_unverified(
    records: RecordsProcess, door: ContentServer, people: Neighbours, citizen: Actor
) -> None:
    request = DepositPaper(
        command_id=new_id(), file_id=stored(records, door, citizen), title="Bằng tốt nghiệp"
    )
    paper = records.call(contract.keep_paper, request, citizen)
    assert (paper.verified, paper.size) == (False, len(PDF))
    assert records.call(contract.keep_paper, request, citizen) == paper


def test_nobody_keeps_anothers_file(
    records: RecordsProcess, door: ContentServer, people: Neighbours, citizen: Actor
) -> None:
    request = DepositPaper(command_id=new_id(), file_id=stored(records, door), title="Bằng tốt nghiệp")
    assert records.refusal(contract.keep_paper, request, citizen) == "file_not_usable"


def test_every_reading_by_another_is_in_the_log_that_the_owner_reads(
    records: RecordsProcess, door: ContentServer, people: Neighbours, citizen: Actor
) -> None:
    owner = PaperOwner(account_id=citizen.account_id)
    paper = seal(records, stored(records, door, RECEPTION), owner)
    for reader in (citizen, RECEPTION):
        records.call(contract.get_paper, GetPaper(paper_id=paper.paper_id), reader)
        records.call(contract.open_download, OpenDownload(file_id=paper.file_id), reader)
    assert accesses(records, paper, citizen) == [
        ("downloaded", AGENCY, "issuer"),
        ("read", AGENCY, "issuer"),
    ]
    assert (
        records.refusal(contract.list_accesses, ListAccesses(paper_id=paper.paper_id), RECEPTION)
        == "forbidden"
    )


def test_the_log_can_be_paged(
    records: RecordsProcess, door: ContentServer, people: Neighbours, citizen: Actor
) -> None:
    paper = seal(records, stored(records, door), PaperOwner(account_id=citizen.account_id))
    for _ in range(3):
        records.call(contract.get_paper, GetPaper(paper_id=paper.paper_id), RECEPTION)
    first = records.call(contract.list_accesses, ListAccesses(paper_id=paper.paper_id, limit=2), citizen)
    rest = ListAccesses(paper_id=paper.paper_id, limit=2, cursor=first.next_cursor)
    last = records.call(contract.list_accesses, rest, citizen)
    assert (len(first.items), len(last.items), last.next_cursor) == (2, 1, None)


def test_a_use_lets_the_dossiers_agency_read_and_is_in_the_log(
    records: RecordsProcess, door: ContentServer, people: Neighbours, citizen: Actor
) -> None:
    owner = PaperOwner(account_id=citizen.account_id)
    paper = seal(records, stored(records, door), owner)
    question = GetPaper(paper_id=paper.paper_id)
    assert records.refusal(contract.get_paper, question, ELSEWHERE) == "not_found"
    used = reuse(records, owner, paper)
    told = submitted(paper.file_id)
    payload: DossierFilesEvent = told.payload.model_copy(
        update={"dossier_id": used.dossier_id, "agency_codes": ("H06.10",)}
    )
    records.publish(told.model_copy(update={"payload": payload}))

    def readable() -> bool:
        try:
            return records.call(contract.get_paper, question, ELSEWHERE).paper_id == paper.paper_id
        except ServiceError:
            return False

    wait_until(readable, what="the agency of the dossier reads it")
    assert accesses(records, paper, citizen) == [
        ("read", "H06.10", "dossier"),
        ("reused", "H06.10", "dossier"),
    ]
    verify(records.store.database, paper.paper_id)


def test_all_or_none_and_each_with_its_reason(
    records: RecordsProcess, door: ContentServer, people: Neighbours, citizen: Actor
) -> None:
    file_id, owner = stored(records, door), PaperOwner(account_id=citizen.account_id)
    good = seal(records, file_id, owner)
    old = seal(records, file_id, owner, valid_until=utcnow() - timedelta(days=1))
    anothers = seal(records, file_id, PaperOwner(account_id="another"))
    with pytest.raises(ServiceError) as refusal:
        reuse(records, owner, good, old, anothers)
    assert [(wrong.pointer, wrong.code) for wrong in refusal.value.errors] == [
        ("/questions/1/paper_id", "expired"),
        ("/questions/2/paper_id", "not_owned"),
    ]
    assert accesses(records, good, citizen) == []
    assert records.event_types_of(good.paper_id) == ["records.paper_kept"]


def test_a_repeated_use_is_answered_with_the_first_dossier(
    records: RecordsProcess, door: ContentServer, people: Neighbours, citizen: Actor
) -> None:
    owner = PaperOwner(account_id=citizen.account_id)
    paper = seal(records, stored(records, door), owner)
    command_id = new_id()
    first = reuse(records, owner, paper, command_id=command_id)
    assert reuse(records, owner, paper, command_id=command_id, dossier_id=new_id()) == first
    assert len(accesses(records, paper, citizen)) == 1


def test_a_revoked_paper_can_be_read_and_not_used(
    records: RecordsProcess, door: ContentServer, people: Neighbours, citizen: Actor
) -> None:
    owner = PaperOwner(account_id=citizen.account_id)
    paper = seal(records, stored(records, door), owner)
    request = RevokePaper(command_id=new_id(), paper_id=paper.paper_id, expected_version=1, reason="Cấp sai")
    assert records.refusal(contract.revoke_paper, request, ELSEWHERE) == "not_found"
    assert records.refusal(contract.revoke_paper, request, citizen) == "forbidden"
    revoked = records.call(contract.revoke_paper, request, RECEPTION)
    assert (revoked.status, revoked.revoked_reason, revoked.version) == (PaperStatus.REVOKED, "Cấp sai", 2)
    assert records.call(contract.revoke_paper, request, RECEPTION) == revoked
    with pytest.raises(ServiceError, match="revoked"):
        reuse(records, owner, paper)
    assert own(records, citizen) == [paper.paper_id]
    assert own(records, citizen, usable=True) == []


def test_what_is_replaced_says_by_what(
    records: RecordsProcess, door: ContentServer, people: Neighbours, citizen: Actor
) -> None:
    owner = PaperOwner(account_id=citizen.account_id)
    old = seal(records, stored(records, door), owner)
    new = seal(records, old.file_id, owner, replaces=old.paper_id)
    found = records.call(contract.get_paper, GetPaper(paper_id=old.paper_id), citizen)
    assert (found.status, found.replaced_by) == (PaperStatus.REPLACED, new.paper_id)
    assert own(records, citizen, usable=True, result_codes=(KIND,)) == [new.paper_id]
    assert own(records, citizen, result_codes=("KQ.G15.000031",)) == []


def test_sealing_twice_keeps_one(records: RecordsProcess, door: ContentServer) -> None:
    owner, paper_id = PaperOwner(account_id="somebody"), new_id()
    file_id = stored(records, door)
    first = seal(records, file_id, owner, paper_id=paper_id)
    assert seal(records, file_id, owner, paper_id=paper_id) == first


def test_no_event_names_a_person(
    records: RecordsProcess, door: ContentServer, people: Neighbours, citizen: Actor
) -> None:
    number = people.numbers[citizen.account_id]
    owner = PaperOwner(account_id=citizen.account_id, identity_number=number, name="Nguyễn Văn An")
    paper = seal(records, stored(records, door), owner)
    reuse(records, owner, paper)
    told = str(list(records.store.database.events.find({"aggregate_id": paper.paper_id})))
    assert not [hidden for hidden in (number, "Nguyễn") if hidden in told]
