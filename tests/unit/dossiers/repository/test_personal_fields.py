"""Which fields of a dossier are stored encrypted."""

from __future__ import annotations

from typing import Any

from dossiers.repository.personal_fields import PERSONAL_FIELDS


def test_whom_a_draft_is_about_is_encrypted_and_comes_back_in_its_place() -> None:
    document: dict[str, Any] = {
        "draft": {"outcome": "approved", "subject": {"full_name": "Nguyễn Minh Khôi"}}
    }
    rest, values = PERSONAL_FIELDS.take(document)
    assert rest == {"draft": {"outcome": "approved"}}
    assert values == {"draft.subject": {"full_name": "Nguyễn Minh Khôi"}}
    assert PERSONAL_FIELDS.put(rest, values) == document
    for empty in ({"draft": None}, {"draft": {"outcome": "refused", "subject": None}}):
        assert PERSONAL_FIELDS.take(empty) == (empty, {}), "where nobody is named nothing is made up"
    assert PERSONAL_FIELDS.put({"draft": None}, PERSONAL_FIELDS.erased)["draft"] is None
