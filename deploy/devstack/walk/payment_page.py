"""The person at the VNPAY simulator: opens the page, makes a choice, comes back."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

SUCCESS, CANCEL, NO_FUNDS, SUSPECTED = "success", "cancel", "no_funds", "suspected"
_SECONDS = 30.0


class PaymentPageError(Exception):
    """The page of the bank is not one to pay at."""


def pay(payment_url: str, choice: str = SUCCESS, **fields: str) -> httpx.Response:
    """The merchant's return page. `fields` go along with the form. Raises PageError."""
    with httpx.Client(timeout=_SECONDS, trust_env=False, follow_redirects=True) as browser:
        page = browser.get(payment_url)
        form = _Form()
        form.feed(page.text)
        if page.status_code != 200 or form.action is None:
            raise PaymentPageError(f"{page.status_code} {page.text[-300:]}")
        filled = {**form.hidden, "choice": choice, **fields}
        return browser.post(urljoin(str(page.url), form.action), data=filled)


class _Form(HTMLParser):
    """The one form of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.action: str | None = None
        self.hidden: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "form":
            self.action = attributes.get("action")
        if tag == "input" and attributes.get("type") == "hidden":
            self.hidden[attributes.get("name") or ""] = attributes.get("value") or ""
