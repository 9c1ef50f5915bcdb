"""The caller of the merchant: tells of a payment until it is taken, and goes wrong when it is to."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import httpx

from simulators.wallets.payments import CallFault, WalletPayment
from simulators.wallets.settings import WalletsSettings

log = logging.getLogger(__name__)

TIMEOUT_S = 15.0
MAX_WAIT_S = 300.0

Message = dict[str, Any]


class MerchantCaller:
    """Calls of one wallet; those that still wait end with the simulator. `is_taken` reads the merchant's answer."""

    def __init__(self, settings: WalletsSettings, is_taken: Callable[[httpx.Response], str | None]) -> None:
        self._settings = settings
        self._is_taken = is_taken
        self._http = httpx.AsyncClient(timeout=TIMEOUT_S)
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.aclose()

    async def tell(
        self, url: str, payment: WalletPayment, message: Message, stale: Message, fault: CallFault
    ) -> None:
        """The first call is made before this returns; later ones in the background."""
        match fault:
            case CallFault.NEVER:
                return
            case CallFault.LATE:
                self._in_background(self._late(url, payment, message))
            case CallFault.TWICE:
                await asyncio.gather(self._first(url, payment, message), self._first(url, payment, message))
            case CallFault.STALE:
                await self._first(url, payment, message)
                await self._call(url, payment, stale)
            case _:
                await self._first(url, payment, message)

    async def _late(self, url: str, payment: WalletPayment, message: Message) -> None:
        await asyncio.sleep(self._settings.wallets_late_s)
        await self._first(url, payment, message)

    async def _first(self, url: str, payment: WalletPayment, message: Message) -> None:
        if not await self._call(url, payment, message):
            self._in_background(self._repeat(url, payment, message))

    async def _repeat(self, url: str, payment: WalletPayment, message: Message) -> None:
        wait_s = self._settings.wallets_retry_s
        for _ in range(self._settings.wallets_attempts - 1):
            await asyncio.sleep(wait_s)
            if await self._call(url, payment, message):
                return
            wait_s = min(wait_s * 2, MAX_WAIT_S)
        log.warning("the merchant never took the call", extra={"order_id": payment.order_id})

    async def _call(self, url: str, payment: WalletPayment, message: Message) -> bool:
        try:
            response = await self._http.post(url, json=message)
            taken = self._is_taken(response)
            payment.answers.append(taken or str(response.status_code))
        except httpx.HTTPError as error:
            payment.answers.append(type(error).__name__)
            return False
        return taken is not None

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
