"""The table of rights has a row for each operation of the API, and the document says what the table does."""

import json

from tests.support.portal.rights_table import committed_rows, operations

from devstack.servers.mongo import REPO
from gateway.openapi.machine_clients import SCHEME


def test_every_operation_has_its_row() -> None:
    document = json.loads((REPO / "services" / "gateway" / "openapi.json").read_text(encoding="utf-8"))
    named = [operation.id for operation in operations(document)]
    assert sorted(committed_rows()) == sorted(named), "`make rights` writes docs/rights.md anew"


NOT_ITS_OWN = {"declareDay"}
"""Taken from the machine client of the agency whose day it is; the table's is of another."""


def test_the_document_says_of_every_operation_whether_it_takes_a_machine_client() -> None:
    document = json.loads((REPO / "services" / "gateway" / "openapi.json").read_text(encoding="utf-8"))
    rows = committed_rows()
    for operation in operations(document):
        cells = [cell.strip() for cell in rows[operation.id].strip("| ").split("|")]
        nobody, machine_client = cells[2], cells[-1]
        answered = nobody == "401" and machine_client not in ("401", "403", "422")
        named = any(SCHEME in requirement for requirement in operation.description["security"])
        assert named is (answered or operation.id in NOT_ITS_OWN), (operation.id, machine_client)
