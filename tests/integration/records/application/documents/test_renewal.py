"""A timer renews the archive timestamps of what was issued before they end (PAdES B-LTA)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from tests.integration.records.application.documents.requests import (
    issue_document,
    seal_result,
    verify,
)
from tests.integration.records.use_cases import DOSSIERS, ISSUER, Records, as_actor
from tests.support.records.signing import SigningAuthority, of, signing_authority
from tests.support.stores import OpenStore

from chassis.core.clock import utcnow
from chassis.runtime.service import RunAgainAt
from contracts.errors import ErrorCode, ServiceError
from devstack.walk.pdf import pdf
from records.application.documents import renewal
from records.application.documents.signing_context import SigningTools
from records.domain.issued_documents import IssuedDocument
from records.repository import create_indexes
from records.repository.certificates import CertificateRepository
from records.repository.files import FileRepository
from records.repository.papers import PaperRepository

SOON, YEARS, WITHIN = timedelta(days=10), timedelta(days=3000), timedelta(days=90)


@dataclass
class Authorities:
    """The settings of the first authority, whose certificate ends soon; `next`: a new start after it has another one."""

    running: SigningAuthority
    first: SigningTools
    next: SigningTools


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authorities]:
    with signing_authority(tmp_path_factory.mktemp("keys")) as running:
        settings = running.settings()
        found = Authorities(running, SigningTools(settings), SigningTools(settings))
        yield found
        found.first.making.close()
        found.next.making.close()


@pytest.fixture
def records(open_store: OpenStore, authorities: Authorities) -> Records:
    """Of an agency that has its seal, with an authority whose certificate ends soon."""
    authorities.running.simulator.authority.change_timestamper(SOON)
    authorities.first.making.close()
    authorities.next.making.close()
    here = Records(open_store("records", create_indexes), authorities.first)
    seal = of(authorities.running.request("seal", ISSUER.name, agency_code=ISSUER.code))
    here.store.transaction(as_actor(DOSSIERS), lambda uow: uow.repository(CertificateRepository).add(seal))
    return here


def authority_changes(records: Records, authorities: Authorities) -> None:
    authorities.running.simulator.authority.change_timestamper(YEARS)
    records.tools = authorities.next


def run(records: Records) -> timedelta:
    """One run of the timer, and how long after it is to run again."""
    now = utcnow()
    with pytest.raises(RunAgainAt) as again:
        renewal.renew_archive_timestamps(records.signing, WITHIN, as_actor(DOSSIERS))
    return again.value.due_at - now


def record_of(records: Records, code: str | None) -> IssuedDocument:
    found = records.signing.issued.of_code(str(code))
    assert found is not None
    return found


@pytest.mark.deep
def test_a_document_is_renewed_once_and_verifies_by_every_hash(
    records: Records, authorities: Authorities
) -> None:
    paper = seal_result(records, records.store_file(data=pdf("Ket qua")))
    before = record_of(records, paper.verification_code)
    assert before.archived_until is not None
    assert before.archived_until < utcnow() + SOON, "the end is stored with the document"
    content = records.content(paper.file_id)

    run(records)
    assert record_of(records, before.code) == before, "the authority has no other certificate"

    authority_changes(records, authorities)
    authorities.running.simulator.authority_away = True
    try:
        with pytest.raises(ServiceError) as away:
            renewal.renew_archive_timestamps(records.signing, WITHIN, as_actor(DOSSIERS))
    finally:
        authorities.running.simulator.authority_away = False
    assert away.value.code is ErrorCode.UNAVAILABLE
    assert record_of(records, before.code) == before

    run(records)
    after = record_of(records, before.code)
    assert after.archived_until is not None
    assert after.archived_until > utcnow() + WITHIN
    assert (after.earlier_hashes, after.file_id) == ((before.sha256,), before.file_id)
    renewed = records.content(paper.file_id)
    assert renewed.startswith(content)
    found = verify(records, code=before.code)
    assert [each.level for each in found.signatures] == ["B-LTA"]
    assert found == verify(records, sha256=before.sha256) == verify(records, sha256=after.sha256)
    stored = records.store.repository(PaperRepository).get(paper.paper_id)
    assert (stored.file.sha256, stored.file.size, stored.version) == (after.sha256, len(renewed), 1)

    run(records)
    assert record_of(records, before.code) == after, "each once"
    with pytest.raises(ServiceError, match=ErrorCode.VERSION_STALE):
        records.store.transaction(
            as_actor(DOSSIERS),
            lambda uow: records.file_contents.extend(uow, before.file_id, before.sha256, b"late"),
        )


@pytest.mark.deep
def test_the_bytes_before_go_when_nobody_reads_them_any_more(
    records: Records, authorities: Authorities
) -> None:
    made = issue_document(records)
    blob = records.blob_of(made.file_id)
    authority_changes(records, authorities)
    run(records)
    assert records.blob_of(made.file_id) != blob
    timer = records.store.database.timers.find_one({"key": blob})
    assert timer is not None
    assert timer["due_at"] > utcnow()
    records.file_contents.discard_blob(blob)
    assert records.store.database["blobs.files"].find_one({"_id": blob}) is None
    assert verify(records, code=made.verification_code).signature.valid
    assert records.event_types_of(made.file_id) == ["records.file_stored"] * 2


@pytest.mark.deep
def test_one_of_an_earlier_release_is_found_and_an_interrupted_run_goes_on(
    records: Records, authorities: Authorities, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = issue_document(records), issue_document(records)
    names = {"archived_until": "", "next_look": "", "renewed_at": "", "earlier_hashes": ""}
    records.store.database.issued.update_one({"_id": old.verification_code}, {"$unset": names})
    assert record_of(records, old.verification_code).archived_until is None
    authority_changes(records, authorities)
    monkeypatch.setattr(renewal, "BATCH", 1)
    assert run(records) <= timedelta(seconds=1), "there are more"
    assert record_of(records, old.verification_code).renewed_at is not None, "these first"
    assert record_of(records, new.verification_code).renewed_at is None
    run(records)
    for made in (old, new):
        assert record_of(records, made.verification_code).earlier_hashes == (made.sha256,)


@pytest.mark.deep
def test_what_lasts_or_has_no_archive_timestamp_is_looked_at_once(
    records: Records, authorities: Authorities
) -> None:
    authority_changes(records, authorities)
    lasting = issue_document(records)
    records.store.database.certificates.delete_many({})
    without = issue_document(records)
    assert record_of(records, without.verification_code).archived_until is None
    names = {"archived_until": "", "next_look": ""}
    records.store.database.issued.update_many({}, {"$unset": names})
    assert run(records) > timedelta(hours=23)
    assert not records.signing.issued.to_look_at(utcnow() + WITHIN, 10)
    until = record_of(records, lasting.verification_code).archived_until
    assert until is not None
    assert until > utcnow() + WITHIN
    for made in (lasting, without):
        assert record_of(records, made.verification_code).sha256 == made.sha256


@pytest.mark.deep
def test_bytes_that_are_not_those_of_the_record_get_no_timestamp_and_hold_up_nothing(
    records: Records, authorities: Authorities
) -> None:
    changed, other, good = (issue_document(records) for _ in range(3))
    records.store.database.files.update_one({"_id": other.file_id}, {"$set": {"content.sha256": "0" * 64}})
    records.store.database.issued.update_one(
        {"_id": changed.verification_code}, {"$set": {"sha256": "0" * 64}}
    )
    authority_changes(records, authorities)
    run(records)
    assert records.content(changed.file_id).count(b"Motcua-luu-tru-2") == 0
    for each in (changed, other):
        assert record_of(records, each.verification_code).renewed_at is None
    assert record_of(records, good.verification_code).renewed_at is not None
    file = records.store.repository(FileRepository).get(changed.file_id)
    assert file.version == 1
