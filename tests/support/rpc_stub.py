"""Other services in the test's own process: an RPC client whose answers the test gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts.base import AnyMethod, Method, Model
from contracts.errors import ErrorCode, ServiceError

Request = TypeVar("Request", bound=Model)
Answer = TypeVar("Answer", bound=Model)


class StubRpcClient(RpcClient):
    """Answers the methods given by `answers`; any other raises UNKNOWN_SERVICE, as an absent service does."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._answers: dict[str, Callable[[Any], Model]] = {}
        self.calls: list[tuple[str, Context]] = []

    def answers(self, method: AnyMethod, answer: Callable[[Any], Model]) -> None:
        """`answer` gets the request and returns the answer or raises ServiceError."""
        self._answers[method.routing_key] = answer

    def call(
        self,
        method: Method[Request, Answer],
        request: Request,
        context: Context,
        timeout_s: float | None = None,
    ) -> Answer:
        self.calls.append((method.routing_key, context))
        answer = self._answers.get(method.routing_key)
        if answer is None:
            raise ServiceError(ErrorCode.UNKNOWN_SERVICE)
        result = answer(request)
        assert isinstance(result, method.response)
        return result
