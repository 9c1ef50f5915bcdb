"""The table of rights has a row for each operation of the API, and no other."""

import json

from tests.support.portal.rights_table import committed_rows, operations

from devstack.servers.mongo import REPO


def test_every_operation_has_its_row() -> None:
    document = json.loads((REPO / "services" / "gateway" / "openapi.json").read_text(encoding="utf-8"))
    named = [operation.id for operation in operations(document)]
    assert sorted(committed_rows()) == sorted(named), "`make rights` writes docs/rights.md anew"
