"""What the mail catcher holds for an address (the interface of Mailpit)."""

from __future__ import annotations

import re
from typing import Any

import httpx

from devstack.waiting import wait_until

_NEWEST = 2000
PROOF, RESET = "Mã xác thực địa chỉ thư điện tử", "Mã đặt lại mật khẩu"
"""Subjects of the letters that carry a code."""
_CODE = re.compile(r"^([2-9A-HJ-NP-Z]{8})\r?$", re.MULTILINE)


def messages_to(mail_url: str, address: str) -> list[dict[str, Any]]:
    """Summaries of the letters to the address, newest first, but those that carry a code."""
    return [each for each in _all_to(mail_url, address) if each["Subject"] not in (PROOF, RESET)]


def codes_to(mail_url: str, address: str, subject: str) -> list[str]:
    """The codes that came to the address by letters of this subject, newest first."""
    letters = [each for each in _all_to(mail_url, address) if each["Subject"] == subject]
    return [_code_of(mail_url, each["ID"]) for each in letters]


def newest_code(mail_url: str, address: str, subject: str, earlier: int = 0) -> str:
    """The newest of them, once there are more than `earlier`. Raises WaitTimeoutError."""
    return wait_until(lambda: codes_to(mail_url, address, subject)[: -earlier or None], what="the code")[0]


def _code_of(mail_url: str, letter_id: str) -> str:
    answer = httpx.get(f"{mail_url}/api/v1/message/{letter_id}", trust_env=False, timeout=30)
    answer.raise_for_status()
    found = _CODE.search(answer.json()["Text"])
    assert found, "a letter without its code"
    return found[1]


def _all_to(mail_url: str, address: str) -> list[dict[str, Any]]:
    answer = httpx.get(f"{mail_url}/api/v1/messages", params={"limit": _NEWEST}, trust_env=False, timeout=30)
    answer.raise_for_status()
    return [letter for letter in answer.json()["messages"] if address in _recipients(letter)]


def _recipients(letter: dict[str, Any]) -> set[str]:
    return {recipient["Address"] for recipient in letter["To"]}
