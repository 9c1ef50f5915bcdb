"""The name of a file is stored encrypted, with those of an earlier release once they are re-encrypted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.integration.records.use_cases import DOSSIERS, OWNER, PDF, Records, as_actor

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.storage.encryption import Encryption
from chassis.storage.encryption.re_encryption import ReEncryption
from contracts.records import DescribeFiles, OpenUpload
from records.application import files
from records.repository import FileRepository
from records.repository.encrypted import ENCRYPTED

NAME = "giấy khai sinh của bé An.pdf"


def announced(records: Records) -> str:
    request = OpenUpload(command_id=new_id(), name=NAME, size=len(PDF))
    return files.open_upload(records.store, records.signer, request, as_actor(OWNER)).file_id


def stored(records: Records, file_id: str) -> dict[str, Any]:
    found: dict[str, Any] | None = records.store.database.files.find_one({"_id": file_id})
    assert found is not None
    return found


def name_of(records: Records, file_id: str) -> str:
    request = DescribeFiles(file_ids=(file_id,))
    (info,) = files.describe_files(records.signing, request, as_actor(DOSSIERS)).files
    return info.name


def test_a_name_is_encrypted_and_read(records: Records) -> None:
    file_id = announced(records)
    assert "name" not in stored(records, file_id)
    assert "sealed" in stored(records, file_id)
    assert name_of(records, file_id) == NAME


def test_a_name_of_the_release_before_is_read_and_encrypted(records: Records) -> None:
    store = records.store
    store.encrypt_from(Encryption(utcnow() + timedelta(hours=1), complete=False))
    file_id = announced(records)
    assert stored(records, file_id)["name"] == NAME
    assert name_of(records, file_id) == NAME
    store.encrypt_from(Encryption(utcnow(), complete=False))
    assert ReEncryption(store.database, "records", store.cipher, ENCRYPTED).run(60).encrypted == 1
    assert "name" not in stored(records, file_id)
    assert name_of(records, file_id) == NAME


def test_a_change_leaves_one_form(records: Records) -> None:
    """Whichever the service writes."""
    store, repository = records.store, records.store.repository(FileRepository)
    file_id = announced(records)
    store.encrypt_from(Encryption(utcnow() + timedelta(hours=1), complete=False))
    repository.replace(repository.get(file_id), 0)
    assert (stored(records, file_id)["name"], "sealed" in stored(records, file_id)) == (NAME, False)
    store.encrypt_from(Encryption(utcnow(), complete=False))
    repository.replace_all([(repository.get(file_id), 0)])
    assert ("name" in stored(records, file_id), "sealed" in stored(records, file_id)) == (False, True)
