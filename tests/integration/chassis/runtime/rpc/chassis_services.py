"""The target and the front on the chassis. Run with `python -m`; MOTCUA_SERVICE says which."""

from chassis import monkey_patch  # noqa: I001  must come first

import os
from pathlib import Path

import eventlet

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
