"""The IPN caller: calls the merchant's address until it answers 00 or 02, as VNPAY does."""

import asyncio
import logging
import secrets
from collections.abc import Coroutine
from typing import Any

import httpx

from simulators.vnpay.payments import IpnFault, SimulatedPayment
from simulators.vnpay.settings import VnpaySettings
from simulators.vnpay.signatures import VnpaySigner

log = logging.getLogger(__name__)

TIMEOUT_S = 10.0
MAX_WAIT_S = 300.0
ACCEPTED_CODES = frozenset({"00", "02"})


class IpnCaller:
    """Notifies the merchant; calls that are still waiting end with the simulator."""

    def __init__(self, settings: VnpaySettings, signer: VnpaySigner) -> None:
        self._settings = settings
        self._signer = signer
        self._http = httpx.AsyncClient(timeout=TIMEOUT_S)
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.aclose()

    async def notify(self, payment: SimulatedPayment, fault: IpnFault) -> None:
        """The first call is made before this returns; later ones are made in the background."""
        match fault:
            case IpnFault.NEVER:
                return
            case IpnFault.LATE:
                self._in_background(self._late(payment))
            case IpnFault.WRONG_SIGNATURE | IpnFault.WRONG_AMOUNT:
                await self._call(payment, self._forged(payment, fault))
            case IpnFault.TWICE:
                await asyncio.gather(self._first(payment), self._first(payment))
            case IpnFault.NONE:
                await self._first(payment)

    async def _first(self, payment: SimulatedPayment) -> None:
        if not await self._call(payment, self._signer.signed_query(payment.outcome())):
            self._in_background(self._repeat(payment))

    async def _late(self, payment: SimulatedPayment) -> None:
        await asyncio.sleep(self._settings.vnpay_ipn_late_s)
        await self._first(payment)

    async def _repeat(self, payment: SimulatedPayment) -> None:
        wait_s = self._settings.vnpay_ipn_retry_s
        for _ in range(self._settings.vnpay_ipn_attempts - 1):
            await asyncio.sleep(wait_s)
            if await self._call(payment, self._signer.signed_query(payment.outcome())):
                return
            wait_s = min(wait_s * 2, MAX_WAIT_S)
        log.warning("the merchant never confirmed", extra={"txn_ref": payment.txn_ref})

    async def _call(self, payment: SimulatedPayment, params: dict[str, str]) -> bool:
        """Whether the merchant has taken the call."""
        try:
            response = await self._http.get(self._settings.vnpay_ipn_url, params=params)
            code = str(response.json()["RspCode"])
        except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
            code = type(error).__name__
        payment.answers.append(code)
        return code in ACCEPTED_CODES

    def _forged(self, payment: SimulatedPayment, fault: IpnFault) -> dict[str, str]:
        genuine = payment.outcome()
        if fault is IpnFault.WRONG_SIGNATURE:
            return {**genuine, "vnp_SecureHash": secrets.token_hex(64)}
        return self._signer.signed_query({**genuine, "vnp_Amount": str(int(genuine["vnp_Amount"]) + 100)})

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
