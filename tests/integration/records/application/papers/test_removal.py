"""Owners remove their own uploads; what an agency vouches for, and what was filed, stays."""

from __future__ import annotations

import pytest
from tests.integration.records.application.papers.papers import accesses, add_sealed, get, own, reuse_papers
from tests.integration.records.use_cases import (
    AGENCY,
    ELSEWHERE,
    OFFICER,
    RECEPTION,
    Records,
    as_actor,
    submitted,
)

from chassis.core.ids import new_id
from contracts.base import ANONYMOUS, ANY_VERSION, Actor
from contracts.errors import ErrorCode, ServiceError
from contracts.records import (
    DepositPaper,
    OpenDownload,
    PaperOrigin,
    PaperOwner,
    RemovePaper,
    StoredPaper,
)
from records.application import files
from records.application.papers import deposit, removal
from records.application.papers.paper_store import add_paper
from records.domain.papers import PaperFile, PaperState


def keep(records: Records, citizen: Actor) -> StoredPaper:
    request = DepositPaper(command_id=new_id(), file_id=records.store_file(citizen), title="Bằng tốt nghiệp")
    return deposit.keep_paper(records.signing, records.client, request, as_actor(citizen))


def remove(
    records: Records, paper: StoredPaper, actor: Actor, version: int = ANY_VERSION, key: str = ""
) -> None:
    request = RemovePaper(command_id=key or new_id(), paper_id=paper.paper_id, expected_version=version)
    removal.remove_paper(records.papers, request, as_actor(actor))


def refused(records: Records, paper: StoredPaper, actor: Actor, version: int = ANY_VERSION) -> ErrorCode:
    with pytest.raises(ServiceError) as refusal:
        remove(records, paper, actor, version)
    return refusal.value.code


def test_what_is_removed_is_there_for_nobody(records: Records, citizen: Actor) -> None:
    paper, other = keep(records, citizen), keep(records, citizen)
    remove(records, paper, citizen)
    assert own(records, citizen) == own(records, citizen, usable=True) == [other.paper_id]
    for reader in (citizen, OFFICER, records.new_citizen()):
        with pytest.raises(ServiceError, match="not_found"):
            get(records, paper, reader)
    with pytest.raises(ServiceError, match="not_found"):
        accesses(records, paper, citizen)
    with pytest.raises(ServiceError, match="not_owned"):
        reuse_papers(records, PaperOwner(account_id=citizen.account_id), paper)
    assert records.event_types_of(paper.paper_id) == ["records.paper_kept", "records.paper_removed"]


def test_a_repetition_changes_nothing_and_a_second_removal_finds_nothing(
    records: Records, citizen: Actor
) -> None:
    paper, key = keep(records, citizen), new_id()
    remove(records, paper, citizen, key=key)
    remove(records, paper, citizen, key=key)
    assert refused(records, paper, citizen) is ErrorCode.NOT_FOUND


def test_what_was_filed_stays_with_the_dossier_and_so_does_the_access_log(
    records: Records, citizen: Actor
) -> None:
    paper = keep(records, citizen)
    dossier_id = new_id()
    records.share(submitted(paper.file_id, dossier_id=dossier_id))
    get(records, paper, OFFICER)
    remove(records, paper, citizen)
    download = OpenDownload(file_id=paper.file_id)
    assert files.open_download(records.papers, records.signer, download, as_actor(OFFICER)).ticket
    log = records.store.database.paper_accesses.find({"paper_id": paper.paper_id})
    assert [(entry["kind"], entry["agency_code"], entry["dossier_id"]) for entry in log] == [
        ("read", AGENCY, dossier_id)
    ]


@pytest.mark.parametrize("origin", PaperOrigin)
def test_only_what_no_agency_vouches_for_is_removed(
    records: Records, citizen: Actor, origin: PaperOrigin
) -> None:
    """By account and by number: whose paper it is does not matter, who answers for it does."""
    for owner in (
        PaperOwner(account_id=citizen.account_id),
        PaperOwner(identity_number=records.numbers[citizen.account_id]),
    ):
        paper = stored(records, origin, owner)
        if origin is PaperOrigin.UPLOADED:
            remove(records, paper, citizen)
            assert own(records, citizen) == []
        else:
            assert refused(records, paper, citizen) is ErrorCode.PAPER_NOT_REMOVABLE
            assert paper.paper_id in own(records, citizen)


def test_nobody_removes_anothers(records: Records, citizen: Actor) -> None:
    paper = keep(records, citizen)
    assert refused(records, paper, records.new_citizen()) is ErrorCode.NOT_FOUND
    for officer in (OFFICER, RECEPTION, ELSEWHERE):
        assert refused(records, paper, officer) is ErrorCode.FORBIDDEN
    assert refused(records, paper, ANONYMOUS) is ErrorCode.UNAUTHENTICATED
    sealed = add_sealed(records, PaperOwner(account_id=citizen.account_id))
    assert refused(records, sealed, records.new_citizen()) is ErrorCode.NOT_FOUND
    assert own(records, citizen) == [sealed.paper_id, paper.paper_id]


def test_a_version_that_was_seen_is_the_current_one(records: Records, citizen: Actor) -> None:
    paper = keep(records, citizen)
    assert refused(records, paper, citizen, version=2) is ErrorCode.VERSION_STALE
    remove(records, paper, citizen, version=1)
    assert own(records, citizen) == []


def stored(records: Records, origin: PaperOrigin, owner: PaperOwner) -> StoredPaper:
    sample = add_sealed(records, PaperOwner(account_id="somebody"))
    paper = PaperState(
        paper_id=new_id(),
        version=1,
        origin=origin,
        owner=owner,
        file=PaperFile(file_id=sample.file_id, sha256=sample.sha256, size=1, media_type=sample.media_type),
        title="Giấy tờ",
        issued_at=sample.issued_at,
        created_at=sample.created_at,
    )
    return records.store.transaction(as_actor(OFFICER), lambda uow: add_paper(uow, paper))
