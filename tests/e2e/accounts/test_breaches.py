"""A breach of the protection of personal data from outside: entered, persons told, a signed sheet that anybody verifies."""

from __future__ import annotations

import io
import secrets
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest

from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import Json, User

pytestmark = pytest.mark.deep
SECONDS = 60.0


def test_a_breach_is_entered_told_and_made_a_sheet_of(administrator: User, desk: User) -> None:
    person = people.citizen(desk, "Nguyễn Văn Bị Lộ")
    marker = f"Tệp {secrets.token_hex(4)} bị gửi nhầm."
    facts = {
        "controller_name": "Ủy ban nhân dân phường Trung tâm",
        "contact_name": "Lê Thị Bảo",
        "contact": "024 3825 0000",
        "discovered_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
        "nature": marker,
        "data": ["dossiers"],
        "persons": 1,
        "severity": "serious",
        "consequences": "Lộ số điện thoại.",
        "measures": "Thu hồi tệp.",
    }
    breach = administrator.post("/v1/breaches", {"facts": facts})
    path = f"/v1/breaches/{breach['breach_id']}"
    assert breach["duties"][0]["duty"] == "cyber_first_notice"

    def reported() -> bool:
        found = administrator.get("/v1/messages")["items"]
        return any("vi phạm bảo vệ dữ liệu" in each["subject"] for each in found)

    wait_until(reported, SECONDS, "the administrator to be told")
    notice = {"account_ids": [person.account_id], "text": "Xin cảnh giác với cuộc gọi lạ."}
    breach = administrator.post(f"{path}/affected-persons", notice, version=1)

    def message() -> Json | None:
        found = person.get("/v1/messages")["items"]
        return next((each for each in found if notice["text"] in each["body"]), None)

    wait_until(message, SECONDS, "the person to be told")
    administrator.post(f"{path}/sheet", version=breach["version"])

    def made() -> Json | None:
        found = administrator.get(path)
        return found if found["sheet"] else None

    breach = wait_until(made, SECONDS, "the sheet")
    pdf = administrator.download(breach["sheet"]["file_id"])
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        text = document[0].get_textpage().get_text_range()
    assert marker in text
    verified = administrator.portal.get(f"/v1/verify/{breach['sheet']['verification_code']}")
    assert verified["title"].startswith("Thông báo vi phạm")
    entries = administrator.get(f"{path}/entries")["items"]
    assert [each["act"] for each in entries] == ["recorded", "persons_told", "sheet_made"]
    assert person.send("GET", path).status_code == 404
