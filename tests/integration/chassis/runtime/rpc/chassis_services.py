"""The target and the front on the chassis. Run with `python -m`; MOTCUA_SERVICE says which."""

from chassis import monkey_patch  # noqa: I001  must come first

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import eventlet
from bson import DBRef

from chassis.runtime.service import Client, Context, Settings, rpc, run
from contracts.errors import ErrorCode, FieldError, ServiceError
from tests.integration.chassis.runtime.rpc import calls
from tests.integration.chassis.runtime.rpc.calls import Answer, Ask

assert monkey_patch


class Target:
    name = "target"

    @rpc(calls.echo)
    def echo(self, request: Ask, context: Context) -> Answer:
        return Answer(text=request.text, remaining_s=context.remaining_s(), trace_id=context.trace_id)

    @rpc(calls.wait)
    def wait(self, request: Ask, context: Context) -> Answer:
        note_run(request.path)
        while not Path(request.path).exists():
            eventlet.sleep(0.02)
        return Answer(text="waited", remaining_s=context.remaining_s())

    @rpc(calls.refuse)
    def refuse(self, request: Ask, context: Context) -> Answer:
        wrong = FieldError(pointer="/text", code="too_plain", detail="Say more.")
        raise ServiceError(ErrorCode.GUARD_FAILED, errors=(wrong,), action="refuse", reason={"count": 404})

    @rpc(calls.crash)
    def crash(self, request: Ask, context: Context) -> Answer:
        raise ValueError("secret db password xyz")

    @rpc(calls.strange)
    def strange(self, request: Ask, context: Context) -> Answer:
        """What the text names: an answer that cannot be written, or an end that is no exception."""
        answer: Answer = STRANGE[request.text]()
        return answer


class Unprintable:
    def __repr__(self) -> str:
        raise ValueError("no repr either")


def _endless() -> list[Any]:
    inner: list[Any] = []
    inner.append(inner)
    return inner


def _deep() -> Any:
    value: Any = 1
    for _ in range(5000):
        value = [value]
    return value


def _free(value: Any) -> Answer:
    return Answer.model_construct(text="x", free=value)


def _raise(error: BaseException) -> Answer:
    raise error


WRONG: dict[str, Any] = {"text": DBRef("a", "b")}
STRANGE: dict[str, Callable[[], Any]] = {
    "a reference of the database": lambda: _free(DBRef("a", "b")),
    "an object": lambda: _free(object()),
    "an object without repr": lambda: _free(Unprintable()),
    "a type": lambda: _free(int),
    "a set of objects": lambda: _free({object()}),
    "half a surrogate pair": lambda: _free("\ud800"),
    "bytes that are no text": lambda: _free(b"\xff\xfe"),
    "endless": lambda: _free(_endless()),
    "very deep": lambda: _free(_deep()),
    "too long for the broker": lambda: _free("x" * 17 * 1024 * 1024),
    "a field of a wrong type": lambda: Answer.model_construct(**WRONG),
    "nothing": lambda: None,
    "another model": lambda: Ask(),
    "an error that cannot be written": lambda: _raise(
        ServiceError(ErrorCode.GUARD_FAILED, action="x", reason="\ud800")
    ),
    "an error without text": lambda: _raise(UnicodeEncodeError("utf-8", "\ud800", 0, 1, "x")),
    "a time-out": lambda: _raise(eventlet.Timeout(None)),
    "the end of the process": lambda: _raise(SystemExit(3)),
    "an interrupt": lambda: _raise(KeyboardInterrupt()),
    "too deep a recursion": lambda: _raise(RecursionError()),
}


class Front:
    name = "front"
    services = Client()

    @rpc(calls.forward_echo)
    def forward_echo(self, request: Ask, context: Context) -> Answer:
        return self.services.call(calls.echo, request, context, request.timeout_s)

    @rpc(calls.forward_wait)
    def forward_wait(self, request: Ask, context: Context) -> Answer:
        return self.services.call(calls.wait, request, context, request.timeout_s)

    @rpc(calls.forward_nowhere)
    def forward_nowhere(self, request: Ask, context: Context) -> Answer:
        return self.services.call(calls.nowhere, request, context)


def note_run(path: str) -> None:
    with Path(path + ".runs").open("a") as runs:
        runs.write("run\n")


if __name__ == "__main__":
    run({"target": Target, "front": Front}[os.environ["MOTCUA_SERVICE"]], Settings)
