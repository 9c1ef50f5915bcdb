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

    Keys that cannot be renewed stay in use: a new key is published long before it signs (`motcua keys`).
    """

    def __init__(self, tokens: TokenMemory, fetch: Callable[[], Jwks]) -> None:
        self._tokens = tokens
        self._fetch = fetch
        self._fetched_at = float("-inf")
        self._lock = Semaphore()
        self._renewing = False

    def renew(self) -> None:
        """Asks accounts, unless somebody just did. Raises UNAVAILABLE."""
        with self._lock:
            if self._age_s() < REFETCH_AFTER_S:
                return
            try:
                self._tokens.replace_keys(self._fetch())
            except (ServiceError, AMQPError, PyMongoError, OSError) as error:
                log.warning("the keys of accounts are not to be had", extra={"reason": type(error).__name__})
                raise ServiceError(ErrorCode.UNAVAILABLE) from None
            self._fetched_at = time.monotonic()

    def renew_if_old(self) -> None:
        """In the background."""
        if self._age_s() > KEYS_FRESH_S and not self._renewing:
            self._renewing = True
            eventlet.spawn_n(self._renew_quietly)

    def _renew_quietly(self) -> None:
        try:
            self.renew()
        except ServiceError:
            self._fetched_at = max(self._fetched_at, time.monotonic() - KEYS_FRESH_S + REFETCH_AFTER_S)
        finally:
            self._renewing = False

    def _age_s(self) -> float:
        return time.monotonic() - self._fetched_at


class Callers(SharedExtension):
    """`proof` is the rule; `prove` applies it to a request."""

    proof: CallerProof

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
