"""Uploads that nothing holds are destroyed with their bytes, once their period is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.integration.records.application.test_archives import ACCOUNTS
from tests.integration.records.use_cases import OFFICER, Records, as_actor, submitted

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from contracts.base import Actor
from contracts.errors import ServiceError
from contracts.retention import ApplyRetention, RecordKind, RetentionPart
from records.application.expired_records import apply_retention
from records.repository import FileRepository


@pytest.fixture
def person(records: Records) -> Actor:
    return records.new_citizen()


def apply(records: Records, actor: Actor = ACCOUNTS, **fields: object) -> RetentionPart:
    before = utcnow() + timedelta(days=1)
    stated = {"command_id": new_id(), "kind": RecordKind.UPLOADS, "before": before, **fields}
    request = ApplyRetention.model_validate(stated, extra="forbid")
    return apply_retention(records.store, records.signing.blobs, request, as_actor(actor))


def test_a_loose_upload_goes_with_its_bytes_and_what_a_dossier_holds_stays(
    records: Records, person: Actor
) -> None:
    records.store.database.files.delete_many({})
    held, loose, other = (records.store_file(person) for _ in range(3))
    records.share(submitted(held))
    files = records.store.repository(FileRepository)
    made = files.get(held).created_at.replace(year=2025)
    old = {"_id": {"$in": [held, loose]}}
    records.store.database.files.update_many(old, {"$set": {"created_at": made}})
    blob = records.blob_of(loose)
    assert (apply(records, held_accounts=(person.account_id,)).due, apply(records, survey=True).due) == (0, 1)
    assert apply(records, before=utcnow() - timedelta(days=1)).due == 0
    assert files.find([loose])
    assert apply(records).due == 1
    assert files.find([loose]) == []
    assert records.store.database["blobs.chunks"].count_documents({"files_id": blob}) == 0
    assert len(files.find([held, other])) == 2
    assert apply(records).due == 0


def test_nobody_but_accounts_destroys(records: Records, person: Actor) -> None:
    for actor in (person, OFFICER):
        with pytest.raises(ServiceError):
            apply(records, actor)
