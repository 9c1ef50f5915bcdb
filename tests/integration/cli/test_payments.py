"""`motcua payments` with the operator's own login, the service and its database."""

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
        _reconciles(applied, tmp_path / "statement.csv")


def _reconciles(operator: Operator, file: Path) -> None:
    """A file of a day: what is wrong with its lines is named, the second time nothing is new; and its settlement."""
    lines = (
        "transaction_no,txn_ref,amount,status",
        "1,2",
        "14226112,unknown,8000,paid",
        "14226113,x,1,failed",
    )
    file.write_text("\n".join(lines))
    command = f"payments reconcile vnpay {file} --day 2026-11-02"
    first, second = operator.types(command), operator.types(command)
    broken, found, counts = first.stdout.splitlines()
    assert (first.exit_code, broken) == (1, "line 2: broken: 2 columns instead of 4")
    assert found.startswith("line 3: missing_ours: case ")
    assert counts == (
        "0 matched, 0 amount_mismatch, 1 missing_ours, 0 missing_theirs, 0 duplicate, 0 confirmed, 0 repeated, "
        "1 other, 1 broken"
    )
    assert "0 missing_ours" in second.stdout and "1 repeated" in second.stdout
    assert operator.types(f"payments reconcile nobody {file}").exit_code == 1
    sheet = operator.types("payments settlement 2026-11")
    assert (sheet.exit_code, sheet.stdout.splitlines()[0]) == (
        0,
        "agency_code,treasury_code,legal_kind,fee_code,collected,returned,net",
    )
    assert operator.types("payments settlement 2026-13").exit_code == 2
