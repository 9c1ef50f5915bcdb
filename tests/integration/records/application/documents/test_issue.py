"""Documents are issued once per command, signed, and stored as files."""

from __future__ import annotations

import hashlib

import pytest
from gridfs import GridFS
from tests.integration.records.application.documents.requests import AGENCY, issue_document, issue_request
from tests.integration.records.use_cases import DOSSIERS, OFFICER, OTHER_CITIZEN, OWNER, Records, as_actor
from tests.support.records.documents import request, short
from tests.support.records.pdf import words

from chassis.core.ids import new_id
from contracts.errors import ServiceError
from contracts.records import DossierReaders, GetFile, IssueDocuments
from records.application import files
from records.application.documents import issue


def test_an_issued_document_is_a_file_with_its_hash(records: Records) -> None:
    issued = issue_document(records)
    data = records.content(issued.file_id)
    assert hashlib.sha256(data).hexdigest() == issued.sha256
    assert len(data) == issued.size
    assert issued.verification_code in words(data)


def test_the_same_command_makes_one_document(records: Records) -> None:
    command_id = new_id()
    first = issue_document(records, command_id)
    assert issue_document(records, command_id, applicant_name="Người khác") == first


def test_the_issuing_agency_reads_the_document_at_once(records: Records) -> None:
    get = GetFile(file_id=issue_document(records).file_id)
    reader = OFFICER.model_copy(update={"agency_code": AGENCY})
    found = files.get_file(records.papers, get, as_actor(reader))
    assert (found.name, found.owner_id) == ("giay-tiep-nhan-H26.31.05-260504-0007.pdf", "service:dossiers")
    with pytest.raises(ServiceError, match="not_found"):
        files.get_file(records.papers, get, as_actor(OWNER))


def test_only_services_issue(records: Records) -> None:
    with pytest.raises(ServiceError, match="forbidden"):
        issue.issue_document(records.signing, issue_request(), as_actor(OFFICER))


def test_an_unknown_kind_is_refused(records: Records) -> None:
    with pytest.raises(ServiceError, match="invalid_request"):
        issue.issue_document(records.signing, request("DIPLOMA", short()), as_actor(DOSSIERS))
    assert records.store.database["blobs.files"].count_documents({}) == 0


def test_several_are_made_at_once_and_each_once(records: Records) -> None:
    commands = [issue_request(applicant_name=f"Nguyễn Văn {letter}") for letter in "ABC"]
    first = issue_document(records, commands[1].command_id)
    made = issue.issue_documents(
        records.signing, IssueDocuments(documents=tuple(commands)), as_actor(DOSSIERS)
    ).documents
    assert made[1] == first
    assert "Nguyễn Văn C" in words(records.content(made[2].file_id))
    assert len({document.verification_code for document in made}) == 3


def test_one_that_cannot_be_made_holds_back_all_of_its_request(records: Records) -> None:
    command = IssueDocuments(documents=(issue_request(), request("DIPLOMA", short())))
    with pytest.raises(ServiceError, match="invalid_request"):
        issue.issue_documents(records.signing, command, as_actor(DOSSIERS))
    assert records.store.database.issued.count_documents({}) == 0


def test_whom_the_command_names_may_read_it_at_once(records: Records) -> None:
    readers = DossierReaders(agency_codes=(OFFICER.agency_code,), account_ids=(str(OWNER.account_id),))
    command = issue_request().model_copy(update={"readers": readers})
    made = issue.issue_document(records.signing, command, as_actor(DOSSIERS))
    for reader in (OFFICER, OWNER, OFFICER.model_copy(update={"agency_code": AGENCY})):
        found = files.get_file(records.papers, GetFile(file_id=made.file_id), as_actor(reader))
        assert found.sha256 == made.sha256
    with pytest.raises(ServiceError, match="not_found"):
        files.get_file(records.papers, GetFile(file_id=made.file_id), as_actor(OTHER_CITIZEN))


def test_the_bytes_are_stored_as_gridfs_stores_them(records: Records) -> None:
    """The tools of the database read them, and the release before does, in the hour before they are encrypted."""
    assert records.store.cipher is not None
    records.store.cipher.encryption = None
    made = issue_document(records)
    blob_id = records.blob_of(made.file_id)
    stored = GridFS(records.store.database, "blobs").get(blob_id).read()
    assert hashlib.sha256(stored).hexdigest() == made.sha256
