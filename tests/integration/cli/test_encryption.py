"""`motcua encrypt` as a process beside a service, both killed in the middle; a service whose master key is in a KMS."""

from __future__ import annotations

import base64
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database
from tests.integration.chassis.services.people_fields import FIELDS
from tests.integration.cli.conftest import Operator
from tests.support.kmip_server import KeyManagementService, key_management_service
from tests.support.processes import REPO, ServiceProcess

from chassis.core.clock import utcnow
from chassis.core.master_keys import LENGTH, MasterKeys
from chassis.storage.store import Store
from devstack.servers.mongo_address import MongoDatabase
from devstack.waiting import wait_until

pytestmark = pytest.mark.deep

PEOPLE = 20_000
KEY = f"in_file {base64.b64encode(secrets.token_bytes(LENGTH)).decode()}"
NEW_KEY = f"newer {base64.b64encode(secrets.token_bytes(LENGTH)).decode()}"


@pytest.fixture
def stored(database: MongoDatabase) -> Iterator[Database[dict[str, Any]]]:
    with MongoClient[dict[str, Any]](database.uri) as client:
        yield client[database.name]


@pytest.fixture
def in_the_clear(stored: Database[dict[str, Any]]) -> Database[dict[str, Any]]:
    """People of a release that did not encrypt; this one was told to an hour ago."""
    stored.people.insert_many([{"_id": f"{at:06d}", "phone": f"09{at:08d}"} for at in range(PEOPLE)])
    since = utcnow() - timedelta(hours=1)
    begun = {"_id": "field encryption", "since": since, "complete": False, "fields": ["people.phone"]}
    stored.leases.insert_one(begun)
    return stored


def people(
    applied: Operator, database: MongoDatabase, folder: Path, key: str = KEY, **settings: object
) -> ServiceProcess:
    """It stands for the accounts service, whose login it has."""
    return ServiceProcess(
        "tests.integration.chassis.services.people",
        folder / f"{secrets.token_hex(4)}.log",
        service="accounts",
        amqp_uri=applied.uri("accounts"),
        mongo_uri=database.uri,
        mongo_database=database.name,
        field_encryption=True,
        field_encryption_key=key,
        **settings,
    )


def typed(applied: Operator, *arguments: str) -> subprocess.Popen[str]:
    """`motcua encrypt --service accounts` as a process of its own."""
    environment = {name: value for name, value in applied.env.items() if value is not None}
    return subprocess.Popen(
        [sys.executable, "-m", "cli", "encrypt", "--service", "accounts", *arguments],
        cwd=REPO, env={"PATH": os.environ["PATH"], "PYTHONPATH": "services"} | environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def finished(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def plain(stored: Database[dict[str, Any]]) -> int:
    return stored.people.count_documents({"phone": {"$exists": True}})


def test_command_and_service_are_killed_in_the_middle_and_a_second_run_ends_the_job(
    applied: Operator, database: MongoDatabase, in_the_clear: Database[dict[str, Any]], tmp_path: Path
) -> None:
    with people(applied, database, tmp_path) as service:
        service.wait_ready(30)
        first = typed(applied)
        wait_until(lambda: 0 < plain(in_the_clear) < PEOPLE, 60, "a part is encrypted")
        first.kill()
        service.kill()
        first.wait()
    assert 0 < plain(in_the_clear) < PEOPLE
    with people(applied, database, tmp_path) as again:
        again.wait_ready(30)
        code, out, err = finished(typed(applied))
        assert (code, f"{PEOPLE} documents looked at" in out) == (0, True), (out, err)
        assert "so far" in err, "it tells of its progress"
        assert finished(typed(applied, "--check"))[0] == 0
    assert plain(in_the_clear) == 0
    assert opened(database, f"{KEY}") == {f"{at:06d}": f"09{at:08d}" for at in range(PEOPLE)}


def opened(database: MongoDatabase, key: str) -> dict[str, str]:
    store = Store(database.uri, database.name, "accounts", master_keys=MasterKeys.from_text(key))
    assert store.cipher is not None
    found = [FIELDS.open(each, store.cipher) for each in store.database.people.find()]
    store.close()
    return {each["_id"]: each["phone"] for each in found}


def test_a_master_key_is_renewed_and_the_command_says_how_far(
    applied: Operator, database: MongoDatabase, stored: Database[dict[str, Any]], tmp_path: Path
) -> None:
    with people(applied, database, tmp_path) as service:
        service.wait_ready(30)
        assert finished(typed(applied))[0] == 0
    with people(applied, database, tmp_path, f"{NEW_KEY}\n{KEY}") as service:
        service.wait_ready(30)
        code, out, _ = finished(typed(applied, "--check"))
        assert (code, "data keys are under an older master key" in out) == (1, True)
        assert finished(typed(applied))[0] == 0
        assert stored.data_keys.distinct("masterKey.provider") == ["local:newer"]


@pytest.fixture
def kms(tmp_path: Path) -> Iterator[KeyManagementService]:
    with key_management_service(tmp_path / "kms") as service:
        yield service


def test_a_service_starts_with_waits_for_and_lives_through_a_kms_that_is_killed(
    applied: Operator, database: MongoDatabase, kms: KeyManagementService, tmp_path: Path
) -> None:
    address = kms.address()
    settings = {
        "kmip_endpoint": address.endpoint,
        "kmip_ca_path": address.authority,
        "kmip_certificate_path": address.certificate,
    }
    with people(applied, database, tmp_path, "a kmip", **settings) as running:
        running.wait_ready(30)
        wait_until(lambda: running.metric("kms_ready", service="accounts") == 1, 30, "looked at")
        kms.kill()
        assert finished(typed(applied, "--check"))[0] == 0, "it has its keys"
        assert running.is_ready()
        with people(applied, database, tmp_path, "a kmip", **settings) as starting:
            wait_until(lambda: "does not answer" in reasons(starting), 30, "it says why")
            assert starting.is_live()
            assert not starting.is_ready()
            kms.start()
            starting.wait_ready(30)
        assert running.is_ready()


def reasons(process: ServiceProcess) -> str:
    return str(json.loads(process.get("/readyz")[1] or "{}").get("reasons"))
