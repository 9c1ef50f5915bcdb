"""`motcua payments rebuild` with the operator's own login, the service and its database."""

from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from tests.integration.cli.conftest import Operator
from tests.integration.payments.examples import SECRET, TMN_CODE
from tests.support.processes import ServiceProcess
from tests.unit.payments.examples import bill

from devstack.servers.mongo_address import MongoDatabase
from payments.domain.ledger.implied import BillRecord, implied_entries
from payments.repository.bills import BillRepository

REBUILD = "payments rebuild"


@pytest.mark.deep
def test_what_is_missing_is_named_and_made(
    applied: Operator, database: MongoDatabase, tmp_path: Path
) -> None:
    service = ServiceProcess(
        "payments",
        tmp_path / "payments.log",
        service="payments",
        amqp_uri=applied.uri("payments"),
        mongo_uri=database.uri,
        mongo_database=database.name,
        vnpay_tmn_code=TMN_CODE,
        vnpay_hash_secret=SECRET,
        vnpay_pay_url="http://127.0.0.1:9/pay",
        vnpay_api_url="http://127.0.0.1:9/query",
        vnpay_return_url="http://portal.example.vn/return",
    )
    with service, MongoClient[dict[str, Any]](database.uri, tz_aware=True) as client:
        service.wait_ready(30)
        BillRepository(client[database.name]).add(bill(), "event-1")
        (entry,) = implied_entries(BillRecord(bill(), ()))
        checked = applied.types(f"{REBUILD} --check")
        line = f"bill-1: missing: {entry.entry_id}"
        assert (checked.exit_code, checked.stdout) == (1, f"{line}\n1 bills, 1 entries, sum 0\n")
        rebuilt = applied.types(REBUILD)
        assert (rebuilt.exit_code, rebuilt.stdout) == (0, f"{line} (repaired)\n1 bills, 1 entries, sum 0\n")
        assert applied.types(f"{REBUILD} --check").stdout == "1 bills, 1 entries, sum 0\n"
        assert service.metric("ledger_differences_total", fault="missing") == 2
