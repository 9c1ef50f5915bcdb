"""Which access tokens are void before they expire: those of sessions and acts of representation that have ended, and of
accounts that are locked.

Accounts is asked for all of it whenever the broker is there again, and says each change by an event.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

import aiormq
import orjson
from aiormq.abc import DeliveredMessage

from chassis.core.backoff import Backoff
from contracts import accounts
from contracts.accounts import Revocations
from contracts.errors import ErrorCode, ServiceError
from contracts.topology import GATEWAY_REVOCATIONS
from gateway.clients.live_queue import listen

log = logging.getLogger(__name__)

KEPT_S = 700.0
"""How long an ended session is remembered: longer than its last access token lives."""
WAIT_S = 2.0
"""How long a request waits for the answer of accounts after the broker came back; then it goes by what is known."""
_ASK_AGAIN = Backoff(first_s=0.5, longest_s=5.0)
_EXCHANGE = f"{accounts.SERVICE}.events"
_UNLOCKED = accounts.UNLOCKED.name
_LOCKED = accounts.LOCKED.name
_NEW_KEYS = accounts.TOKEN_KEYS_CHANGED.name
_REPRESENTATION_ENDED = accounts.REPRESENTATION_ENDED.name

_SUBJECTS = {_LOCKED: "account_id", _UNLOCKED: "account_id", _REPRESENTATION_ENDED: "void_key"}
"""Which field of an event says what is void; of all others the session."""

Clock = Callable[[], float]


class RevocationList:
    """`on_revoked` is called with the id of each session that ends and of each account that is locked, and with the key of
    each act of representation that ends; `on_new_keys` when the keys have changed by which tokens are checked."""

    def __init__(
        self,
        fetch: Callable[[], Awaitable[Revocations]],
        on_revoked: Callable[[str], None] = lambda _: None,
        clock: Clock = time.monotonic,
        on_new_keys: Callable[[], None] = lambda: None,
    ) -> None:
        self._fetch = fetch
        self._on_revoked = on_revoked
        self._on_new_keys = on_new_keys
        self._clock = clock
        self._sessions: dict[str, float] = {}
        """Ended sessions and acts of representation, tokens that were voided alone, and until when each is remembered, in
        the order of that time."""
        self._accounts: set[str] = set()
        self._arrived: list[tuple[str, str]] | None = None
        """Events (type, id) that come while accounts is asked, newer than its answer or in it; None while it is not."""
        self._asked = asyncio.Event()

    async def require_valid(self, session_id: str, *account_ids: str, token_id: str = "") -> None:
        """Raises UNAUTHENTICATED for a token that is void. May wait for WAIT_S just after the broker came back."""
        if not self._asked.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), WAIT_S)
            self._asked.set()  # nobody else waits for an answer that does not come
        self.refuse_void(session_id, *account_ids, token_id=token_id)

    def refuse_void(self, session_id: str, *account_ids: str, token_id: str = "") -> None:
        """By what is known. Raises UNAUTHENTICATED."""
        if self.is_void(session_id, *account_ids, token_id=token_id):
            raise ServiceError(ErrorCode.UNAUTHENTICATED)

    def refuse_ended(self, void_key: str) -> None:
        """By what is known. Raises REPRESENTATION_NOT_IN_FORCE where the act of representation has ended."""
        if void_key in self._sessions:
            raise ServiceError(ErrorCode.REPRESENTATION_NOT_IN_FORCE)

    def is_void(self, session_id: str, *account_ids: str, token_id: str = "") -> bool:
        ended = session_id in self._sessions or token_id in self._sessions
        return ended or any(each in self._accounts for each in account_ids)

    async def consume(self, connection: aiormq.Connection) -> None:
        """Follow on a fresh connection until it closes."""
        self._asked.clear()
        keys = [kind.name for kind in GATEWAY_REVOCATIONS]
        await listen(connection, _EXCHANGE, keys, self._deliver, self._ask)

    async def _ask(self) -> None:
        """Until accounts answers. What it does not name as locked is not."""
        failures = 0
        while True:
            self._arrived = []
            try:
                answer = await self._fetch()
            except ServiceError as error:
                failures += 1
                self._asked.set()
                log.warning("void tokens not known yet", extra={"code": error.code, "tries": failures})
                await asyncio.sleep(_ASK_AGAIN.pause_s(failures))
                continue
            self._take(answer)
            self._asked.set()
            return

    def _take(self, answer: Revocations) -> None:
        arrived, self._arrived = self._arrived or [], None
        self._accounts = set(answer.account_ids)
        self._forget_old()
        for ended in (*answer.session_ids, *answer.representation_keys):
            self._end(ended)
        for kind, subject in arrived:
            self._note(kind, subject)
        self._tell([*answer.session_ids, *answer.account_ids, *answer.representation_keys])

    async def _deliver(self, message: DeliveredMessage) -> None:
        try:
            event = orjson.loads(message.body)
            kind, payload = event["type"], event["payload"]
            if kind == _NEW_KEYS:
                self._on_new_keys()
                return
            subject = payload[_SUBJECTS.get(kind, "family_id")]
        except (orjson.JSONDecodeError, KeyError, TypeError):
            log.error("an event of accounts cannot be read")
            return
        if not subject:
            return  # an act of representation by which no token was given out
        if self._arrived is not None:
            self._arrived.append((kind, subject))
        self._note(kind, subject)
        self._tell([subject])

    def _note(self, kind: str, subject: str) -> None:
        if kind == _UNLOCKED:
            self._accounts.discard(subject)
        elif kind == _LOCKED:
            self._accounts.add(subject)
        else:
            self._forget_old()
            self._end(subject)

    def _end(self, session_id: str) -> None:
        self._sessions.pop(session_id, None)
        self._sessions[session_id] = self._clock() + KEPT_S

    def _forget_old(self) -> None:
        now = self._clock()
        while self._sessions:
            oldest = next(iter(self._sessions))
            if self._sessions[oldest] > now:
                return
            del self._sessions[oldest]

    def _tell(self, subjects: Iterable[str]) -> None:
        for subject in subjects:
            self._on_revoked(subject)
