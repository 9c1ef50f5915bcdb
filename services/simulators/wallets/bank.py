"""The bank and its feed: somebody transfers money, the bank writes the text anew, the feed tells of the line."""

import asyncio
import itertools
import logging
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import httpx

from contracts.time import VIETNAM
from simulators.wallets.settings import WalletsSettings

log = logging.getLogger(__name__)

TIMEOUT_S = 30.0


class Writing(StrEnum):
    """What the bank makes of a transfer's text."""

    PLAIN = "plain"
    LOWER = "lower"
    SPACED = "spaced"
    """A blank inside of the code."""
    AROUND = "around"
    """Between the bank's own numbers and the names of both sides."""


class FeedFault(StrEnum):
    """How the feed goes wrong."""

    NONE = "none"
    TWICE = "twice"
    NEVER = "never"
    WRONG_KEY = "wrong_key"


class Bank:
    """The feed speaks as SePay does: it calls until the answer is 2xx with `{"success":true}`."""

    def __init__(self, settings: WalletsSettings) -> None:
        self._settings = settings
        self._key = settings.bank_feed_key.get_secret_value()
        self._numbers = itertools.count(92_704)
        self._http = httpx.AsyncClient(timeout=TIMEOUT_S)

    async def close(self) -> None:
        await self._http.aclose()

    async def transfer(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """`text`, `amount`, `direction` (in, out), `writing`, `fault`; the feed's number and the answers to its calls."""
        fault = FeedFault(fields.get("fault", FeedFault.NONE))
        line = self._line(fields, Writing(fields.get("writing", Writing.PLAIN)))
        answers: list[int] = []
        if fault is FeedFault.NEVER:
            return {"id": line["id"], "answers": answers}
        for _ in range(self._settings.wallets_attempts):
            answers.append(await self._call(line, "wrong" if fault is FeedFault.WRONG_KEY else self._key))
            if answers[-1] == httpx.codes.OK and (fault is not FeedFault.TWICE or len(answers) > 1):
                break
            await asyncio.sleep(self._settings.wallets_retry_s)
        return {"id": line["id"], "answers": answers}

    def _line(self, fields: Mapping[str, Any], writing: Writing) -> dict[str, Any]:
        number = next(self._numbers)
        return {
            "id": number,
            "gateway": "Vietcombank",
            "transactionDate": datetime.now(VIETNAM).strftime("%Y-%m-%d %H:%M:%S"),
            "accountNumber": self._settings.bank_account_number,
            "code": None,
            "content": written(str(fields.get("text", "")), writing, number),
            "transferType": str(fields.get("direction", "in")),
            "transferAmount": int(fields["amount"]),
            "accumulated": 0,
            "subAccount": None,
            "referenceCode": f"FT{number}",
            "description": "",
        }

    async def _call(self, line: Mapping[str, Any], key: str) -> int:
        """The status; 0 where the answer is not the one that the feed takes, or none came."""
        try:
            answer = await self._http.post(
                self._settings.bank_feed_url, json=line, headers={"authorization": f"Apikey {key}"}
            )
            taken = answer.json().get("success") is True
        except (httpx.HTTPError, ValueError, AttributeError) as error:
            log.warning("the merchant did not take a line", extra={"reason": type(error).__name__})
            return 0
        return answer.status_code if taken else 0


def written(text: str, writing: Writing, number: int) -> str:
    match writing:
        case Writing.LOWER:
            return text.lower()
        case Writing.SPACED:
            return " ".join((text[:5], text[5:9], text[9:]))
        case Writing.AROUND:
            return f"MBVCB.{number}.091188.{text}.CT tu 0123456789 NGUYEN VAN A toi 113366668888 KHO BAC(tai VCB)"
        case _:
            return text
