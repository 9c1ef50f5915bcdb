"""Who calls: the claims of a request, proved by the access token that came with it or by the user whom the broker names."""

import time
from collections.abc import Callable
from dataclasses import replace

from chassis.core.access_tokens import TokenMemory
from chassis.core.context import Context
from contracts import machine_access
from contracts.base import Actor, ActorKind, AnyMethod
from contracts.errors import ErrorCode, ServiceError
from contracts.represented_calls import require_represented
from contracts.topology import OPERATOR, OWN_CALLS

LEEWAY_S = 60.0
"""How long a token is taken after its end: the gateway has looked at it when the request came, and that may have waited."""


class CallerProof:
    """The rule by which a service knows its callers.

    - A person or a system is who the access token names, whoever sent it here. A machine client calls what its scopes say.
      Who acts for another calls what the act of representation lets him (`contracts.represented_calls`), and nothing else.
    - A service, the gateway and the operator are told by the broker's user (`user_id` of the message, which RabbitMQ
      compares with the connection's), and a service calls in its own name what the topology says.
    - Nobody needs no proof.

    A message that names no user of ours is of the release before, or of a stranger: until `unproved_until` (epoch seconds)
    its claims are taken as they stand, after it they are refused. `on_unproved` counts both.
    """

    def __init__(
        self,
        tokens: TokenMemory,
        unproved_until: float = 0.0,
        on_unproved: Callable[[str], None] = lambda _outcome: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.tokens = tokens
        self.unproved_until = unproved_until
        self._on_unproved = on_unproved
        self._clock = clock

    def prove(self, context: Context, user_id: str, method: AnyMethod) -> Context:
        """The context with the actor that is proved. Waits for nothing.

        Raises UnknownKey for a token by a key that is not known here; ServiceError: UNAUTHENTICATED, TOKEN_EXPIRED,
        INSUFFICIENT_SCOPE for a machine client, FORBIDDEN for a service that calls what it has no business to.
        """
        if context.token:
            verified = self.tokens.check(context.token)
            if not machine_access.is_allowed(verified.scopes, method):
                raise ServiceError(ErrorCode.INSUFFICIENT_SCOPE, scope=machine_access.needed(method))
            require_represented(verified.actor, method)
            return replace(context, actor=verified.actor)
        if context.actor.kind is ActorKind.ANONYMOUS:
            return context
        if user_id == OPERATOR:
            self._require(context.actor.kind is ActorKind.OPERATOR)
        elif user_id in OWN_CALLS:
            self._require(context.actor == Actor(kind=ActorKind.SERVICE, name=user_id))
            if method.routing_key not in OWN_CALLS[user_id]:
                raise ServiceError(ErrorCode.FORBIDDEN)
        else:
            self._require(self._clock() < self.unproved_until)
            self._on_unproved("taken")
        return context

    def _require(self, proved: bool) -> None:
        if not proved:
            self._on_unproved("refused")
            raise ServiceError(ErrorCode.UNAUTHENTICATED)
