"""Documents that a later release has stored are read, and their further fields left in place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.integration.records.application.digitisation.digitising import Desk
from tests.integration.records.application.documents.requests import issue_document, seal_result
from tests.integration.records.application.papers.papers import accesses, add_sealed, get, own, reuse_papers
from tests.integration.records.use_cases import OFFICER, RECEPTION, Records, as_actor, submitted
from tests.support.later_release import add_unknown_fields, keeps_unknown_fields, remove_unknown_documents

from contracts.base import Actor
from contracts.records import FileState, GetFile, PaperOwner, StoredPaper
from devstack.walk.pdf import pdf
from records.application import files
from records.repository.access_log import AccessLogRepository
from records.repository.files import FileRepository
from records.repository.issued_documents import IssuedDocumentRepository
from records.repository.papers import PaperRepository


@pytest.fixture(autouse=True)
def cleaned(records: Records) -> Iterator[None]:
    yield
    remove_unknown_documents(records.store)


@pytest.fixture
def citizen(records: Records) -> Actor:
    return records.new_citizen()


@pytest.fixture
def paper(records: Records, citizen: Actor) -> StoredPaper:
    """Held by a dossier, read once, of a file that is shared."""
    owner = PaperOwner(account_id=citizen.account_id, identity_number=records.numbers[citizen.account_id])
    paper = add_sealed(records, owner)
    records.share(submitted(paper.file_id))
    get(records, paper, RECEPTION)
    return paper


def test_a_file_is_read_and_shared(records: Records) -> None:
    file_id = records.store_file()
    before = records.store.repository(FileRepository).get(file_id)
    assert add_unknown_fields(records.store, "files") == 1
    assert records.store.repository(FileRepository).get(file_id) == before
    records.share(submitted(file_id))
    found = files.get_file(records.papers, GetFile(file_id=file_id), as_actor(OFFICER))
    assert found.state is FileState.STORED
    assert keeps_unknown_fields(records.store, "files")


def test_a_paper_is_read_and_reused(records: Records, citizen: Actor, paper: StoredPaper) -> None:
    before = records.store.repository(PaperRepository).get(paper.paper_id)
    assert add_unknown_fields(records.store, "papers") == 1
    assert records.store.repository(PaperRepository).get(paper.paper_id) == before
    assert own(records, citizen) == [paper.paper_id]
    reuse_papers(records, PaperOwner(account_id=citizen.account_id), paper)
    assert records.store.repository(PaperRepository).get(paper.paper_id).version == before.version + 1
    assert keeps_unknown_fields(records.store, "papers")


def test_the_access_log_is_read(records: Records, citizen: Actor, paper: StoredPaper) -> None:
    log = records.store.repository(AccessLogRepository)
    before = log.newest(paper.paper_id, None, 10)
    assert add_unknown_fields(records.store, "paper_accesses") == len(before) == 1
    assert log.newest(paper.paper_id, None, 10) == before
    assert accesses(records, paper, citizen) == [("read", "H05.34.44", "issuer")]


def test_issued_documents_and_sealed_results_are_found(records: Records) -> None:
    codes = [
        issue_document(records).verification_code,
        str(seal_result(records, records.store_file(data=pdf("Ket qua"))).verification_code),
    ]
    issued = records.store.repository(IssuedDocumentRepository)
    before = [issued.of_code(code) for code in codes]
    assert add_unknown_fields(records.store, "issued") == 2
    assert [issued.of_code(code) for code in codes] == before


@pytest.mark.usefixtures("scans_in_process")
def test_a_digitisation_is_read_and_goes_on(records: Records, citizen: Actor) -> None:
    desk = Desk(records)
    begun = desk.begin(PaperOwner(identity_number=records.numbers[citizen.account_id]))
    assert add_unknown_fields(records.store, "digitisations") == 1
    assert desk.read(begun.digitisation_id) == begun
    desk.confirm(begun, number="12/2009")
    assert keeps_unknown_fields(records.store, "digitisations")
