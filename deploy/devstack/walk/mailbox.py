"""What the mail catcher holds for an address (the interface of Mailpit)."""

from __future__ import annotations

from typing import Any

import httpx

_NEWEST = 2000


def messages_to(mail_url: str, address: str) -> list[dict[str, Any]]:
    """Summaries of the letters to the address, newest first."""
    answer = httpx.get(f"{mail_url}/api/v1/messages", params={"limit": _NEWEST}, trust_env=False, timeout=30)
    answer.raise_for_status()
    return [letter for letter in answer.json()["messages"] if address in _recipients(letter)]


def _recipients(letter: dict[str, Any]) -> set[str]:
    return {recipient["Address"] for recipient in letter["To"]}
