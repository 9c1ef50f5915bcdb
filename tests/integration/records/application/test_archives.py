"""The archive of a person's data: streamed into the blob store, sealed, taken by the person alone, and removed."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.integration.records.use_cases import (
    OFFICER,
    OTHER_CITIZEN,
    PDF,
    Records,
    as_actor,
    submitted,
)
from tests.support.records.seals import settings

from chassis.core.ids import new_id
from chassis.core.person_export import entry
from contracts.base import Actor, ActorKind
from contracts.errors import ServiceError
from contracts.personal_data import (
    DataCategory,
    ErasePerson,
    Erasure,
    ExportedFile,
    ExportPerson,
    RetentionGround,
)
from contracts.records import ARCHIVE_MADE, AddArchivePart, CloseArchive, OpenDownload
from records.application import archives, files, personal_data
from records.repository import FileRepository
from records.repository.archives import ArchiveRepository

ACCOUNTS = Actor(kind=ActorKind.SERVICE, name="accounts")


def add(records: Records, archive_id: str, person: Actor, number: int, *named: ExportedFile) -> None:
    part = AddArchivePart(
        archive_id=archive_id,
        account_id=person.account_id,
        number=number,
        entries=(entry(f"dossiers/{number}.json", {"tên": "Nguyễn Văn An", "số": number}),),
        files=named,
    )
    archives.add_archive_part(records.signing, part, as_actor(ACCOUNTS))


def make(records: Records, archive_id: str, person: Actor, parts: int) -> None:
    request = CloseArchive(archive_id=archive_id, account_id=person.account_id, parts=parts)
    archives.close_archive(records.signing, request, as_actor(ACCOUNTS))
    archives.make_archive(records.signing, archive_id, as_actor(ACCOUNTS))


def file_of(records: Records, archive_id: str) -> str:
    archive = records.store.repository(ArchiveRepository).find(archive_id)
    assert archive is not None
    assert archive.file_id is not None
    return archive.file_id


@pytest.fixture
def person(records: Records) -> Actor:
    return records.new_citizen()


def test_the_archive_is_whole_and_its_signature_is_verified_by_openssl(
    records: Records, person: Actor, tmp_path: Path
) -> None:
    archive_id = new_id()
    own, of_others = records.store_file(person), records.store_file(OTHER_CITIZEN)
    named = (
        ExportedFile(path=f"files/{own}", file_id=own),
        ExportedFile(path=f"dossiers/d/{own}", file_id=own),
        ExportedFile(path=f"dossiers/d/{of_others}", file_id=of_others),
        ExportedFile(path="dossiers/d/gone", file_id="gone"),
    )
    for _ in range(2):  # a part that comes twice
        add(records, archive_id, person, 0, *named)
    add(records, archive_id, person, 1)
    make(records, archive_id, person, 2)
    data = records.content(file_of(records, archive_id))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {
            "README.txt", "dossiers/0.json", "dossiers/1.json", f"files/{own}.pdf", "SHA256SUMS", "SHA256SUMS.p7s",
        }  # fmt: skip
        assert archive.read(f"files/{own}.pdf") == PDF
        assert json.loads(archive.read("dossiers/1.json")) == {"tên": "Nguyễn Văn An", "số": 1}
        assert "Nguyễn Văn An" in archive.read("dossiers/1.json").decode()
        archive.extractall(tmp_path)
    for line in (tmp_path / "SHA256SUMS").read_text().splitlines():
        digest, path = line.split("  ")
        assert hashlib.sha256((tmp_path / path).read_bytes()).hexdigest() == digest
    assert verified(tmp_path)
    sums = tmp_path / "SHA256SUMS"
    sums.write_text(sums.read_text().replace("0", "1", 1))
    assert not verified(tmp_path)


def verified(folder: Path) -> bool:
    """By another implementation than the one that signs."""
    openssl = shutil.which("openssl")
    assert openssl
    roots = folder / "roots.pem"
    roots.write_text(settings().trust_roots)
    command = [openssl, "cms", "-verify", "-binary", "-purpose", "any", "-inform", "DER"]
    signed = ["-in", "SHA256SUMS.p7s", "-content", "SHA256SUMS", "-CAfile", "roots.pem"]
    done = subprocess.run([*command, *signed], cwd=folder, capture_output=True, check=False)
    return done.returncode == 0


def test_the_person_alone_takes_it_until_it_expires(records: Records, person: Actor) -> None:
    archive_id = new_id()
    add(records, archive_id, person, 0)
    make(records, archive_id, person, 1)
    make(records, archive_id, person, 1)
    file_id = file_of(records, archive_id)
    assert records.event_types_of(archive_id) == [ARCHIVE_MADE.name]
    request = OpenDownload(file_id=file_id)
    ticket = files.open_download(records.papers, records.signer, request, as_actor(person))
    assert ticket.max_bytes == len(records.content(file_id))
    for actor in (OTHER_CITIZEN, OFFICER):
        with pytest.raises(ServiceError):
            files.open_download(records.papers, records.signer, request, as_actor(actor))
    blob = records.blob_of(file_id)
    for _ in range(2):
        archives.expire_archive(records.signing, archive_id, as_actor(ACCOUNTS))
    with pytest.raises(ServiceError):
        files.open_download(records.papers, records.signer, request, as_actor(person))
    assert records.store.database["blobs.chunks"].count_documents({"files_id": blob}) == 0
    assert records.store.database.archive_parts.count_documents({"archive_id": archive_id}) == 0


def test_an_archive_without_all_its_parts_is_not_made(records: Records, person: Actor) -> None:
    archive_id = new_id()
    add(records, archive_id, person, 0)
    with pytest.raises(LookupError):
        make(records, archive_id, person, 2)
    assert records.event_types_of(archive_id) == []


def test_nobody_but_accounts_gathers_exports_or_erases(records: Records, person: Actor) -> None:
    export = ExportPerson(account_id=person.account_id)
    erase = ErasePerson(account_id=person.account_id)
    for actor in (person, OFFICER, Actor(kind=ActorKind.SERVICE, name="dossiers")):
        with pytest.raises(ServiceError):
            personal_data.export_person(records.store, export, as_actor(actor))
        with pytest.raises(ServiceError):
            personal_data.erase_person(records.store, records.signing.blobs, erase, as_actor(actor))
        with pytest.raises(ServiceError):
            request = CloseArchive(archive_id="a", account_id="b", parts=0)
            archives.close_archive(records.signing, request, as_actor(actor))


def erase(records: Records, person: Actor, *, survey: bool) -> Erasure:
    request = ErasePerson(account_id=person.account_id, survey=survey)
    return personal_data.erase_person(records.store, records.signing.blobs, request, as_actor(ACCOUNTS))


def test_uploads_that_no_dossier_holds_are_erased_with_their_bytes(records: Records, person: Actor) -> None:
    held, loose = records.store_file(person), records.store_file(person)
    records.share(submitted(held))
    old = {
        "$set": {
            "created_at": records.store.repository(FileRepository).get(held).created_at.replace(year=2025)
        }
    }
    records.store.database.files.update_many({"owner.account_id": person.account_id}, old)
    blob = records.blob_of(loose)
    surveyed = erase(records, person, survey=True)
    assert records.content(loose) == PDF
    assert erase(records, person, survey=False) == surveyed
    (gone,), (stays,) = surveyed.erased, surveyed.retained
    assert (gone.category, gone.count) == (DataCategory.FILES, 1)
    assert (stays.category, stays.count, stays.ground) == (
        DataCategory.FILES,
        1,
        RetentionGround.DOSSIER_RECORD,
    )
    assert records.store.repository(FileRepository).find([loose]) == []
    assert records.store.database["blobs.chunks"].count_documents({"files_id": blob}) == 0
    assert records.content(held) == PDF
    assert erase(records, person, survey=False).erased == ()


def test_all_of_a_person_is_exported_in_parts(records: Records, person: Actor) -> None:
    stored = {records.store_file(person) for _ in range(23)}
    found: list[str] = []
    cursor: str | None = None
    parts = 0
    while True:
        request = ExportPerson(account_id=person.account_id, cursor=cursor)
        part = personal_data.export_person(records.store, request, as_actor(ACCOUNTS))
        found += [each.file_id for each in part.files]
        parts += 1
        if (cursor := part.next_cursor) is None:
            break
    assert sorted(found) == sorted(stored)
    assert parts > 2
    with pytest.raises(ServiceError):
        wrong = ExportPerson(account_id=person.account_id, cursor="9:x")
        personal_data.export_person(records.store, wrong, as_actor(ACCOUNTS))
