"""The callers of this process's methods are proved; the keys for it are asked of accounts."""

import logging
import time
from collections.abc import Callable
from typing import Any

import eventlet
from amqp.exceptions import AMQPError
from eventlet.semaphore import Semaphore
from nameko import config
from nameko.extensions import SharedExtension
from pymongo.errors import PyMongoError

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.access_tokens import TokenMemory, UnknownKey
from chassis.core.callers import LEEWAY_S, CallerProof
from chassis.core.context import Context
from chassis.observability import metrics
from chassis.runtime.live_events import LiveEvents
from contracts import accounts
from contracts.accounts import GetJwks, Jwks
from contracts.base import AnyMethod
from contracts.errors import ErrorCode, ServiceError

log = logging.getLogger(__name__)

KEYS_FRESH_S = 600.0
"""Older keys are asked for anew, beside the requests: a key that was taken back ends by then."""
REFETCH_AFTER_S = 10.0
"""An unknown key has accounts asked again, at most this often."""
FETCH_TIMEOUT_S = 3.0


class PublishedKeys:
    """The keys by which tokens are checked. `fetch` may block and raises ServiceError or OSError.

    Keys that cannot be renewed stay in use: a new key is published long before it signs (`motcua keys`). Accounts says when
    they change (`LiveEvents`).
    """

    def __init__(self, tokens: TokenMemory, fetch: Callable[[], Jwks]) -> None:
        self._tokens = tokens
        self._fetch = fetch
        self._fetched_at = float("-inf")
        self._changes = self._fetched_changes = 0
        """How often the keys are known to have changed, and how often they had when they were asked for."""
        self._lock = Semaphore()
        self._renewing = False

    def renew(self) -> None:
        """Asks accounts, unless somebody just did. Raises UNAVAILABLE."""
        with self._lock:
            if self._age_s() < REFETCH_AFTER_S and self._fetched_changes == self._changes:
                return
            changes = self._changes
            try:
                self._tokens.replace_keys(self._fetch())
            except (ServiceError, AMQPError, PyMongoError, OSError) as error:
                log.warning("the keys of accounts are not to be had", extra={"reason": type(error).__name__})
                raise ServiceError(ErrorCode.UNAVAILABLE) from None
            self._fetched_at, self._fetched_changes = time.monotonic(), changes

    def renew_if_old(self) -> None:
        """In the background."""
        if self._age_s() > KEYS_FRESH_S:
            self._renew_beside()

    def on_change(self) -> None:
        """They may have changed: accounts is asked now, beside the requests; not where nobody needed them yet."""
        if self._fetched_at > float("-inf"):
            self._changes += 1
            self._renew_beside()

    def _renew_beside(self) -> None:
        if not self._renewing:
            self._renewing = True
            eventlet.spawn_n(self._renew_quietly)

    def _renew_quietly(self) -> None:
        try:
            self.renew()
            if self._fetched_changes < self._changes:  # once more while accounts was asked
                self.renew()
        except ServiceError:
            again = time.monotonic() - KEYS_FRESH_S + REFETCH_AFTER_S
            missed = self._fetched_changes < self._changes
            self._fetched_at = again if missed else max(self._fetched_at, again)
        finally:
            self._renewing = False

    def _age_s(self) -> float:
        return time.monotonic() - self._fetched_at


class Callers(SharedExtension):
    """`proof` is the rule; `prove` applies it to a request."""

    proof: CallerProof
    live = LiveEvents()

    def setup(self) -> None:
        service = self.container.service_name
        tokens = TokenMemory(LEEWAY_S)
        self.proof = CallerProof(
            tokens,
            0.0 if config.get("CLAIMS_REQUIRED", True) else float("inf"),
            lambda outcome: metrics.RPC_UNPROVED_CALLS.labels(service, outcome).inc(),
        )
        own: Callable[[Any], Jwks] | None = getattr(self.container.service_cls, "published_keys", None)
        self.keys = PublishedKeys(tokens, self._ask_accounts if own is None else lambda: own(self._store()))
        self.live.listen(accounts.TOKEN_KEYS_CHANGED.name, lambda _payload: self.keys.on_change())

    def prove(self, context: Context, user_id: str, method: AnyMethod) -> Context:
        """As `CallerProof.prove`."""
        if context.token:
            self.keys.renew_if_old()
        return self.proof.prove(context, user_id, method)

    def prove_anew(self, context: Context, user_id: str, method: AnyMethod) -> Context:
        """As `prove`, with the keys that accounts publishes now; blocks for at most some seconds. Raises UNAVAILABLE when
        they cannot be had, and never UnknownKey."""
        self.keys.renew()
        try:
            return self.proof.prove(context, user_id, method)
        except UnknownKey:
            raise ServiceError(ErrorCode.UNAUTHENTICATED) from None

    def _store(self) -> Any:
        """The database of the service."""
        return next(each.store for each in self.container.dependencies if hasattr(each, "store"))

    def _ask_accounts(self) -> Jwks:
        """On a connection of its own, which is rare: at the first token, and at most once in some minutes after it."""
        with BlockingRpcClient(config["AMQP_URI"], self.container.service_name) as client:
            return client.call(accounts.get_jwks, GetJwks(), Context.new(), FETCH_TIMEOUT_S)
