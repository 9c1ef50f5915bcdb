"""The contracts of three small services: a target, a front that calls it, and nobody."""

from typing import Annotated, Any

from pydantic import Field

from contracts.base import Method, Model, Query


class Ask(Query):
    """`path` names a file whose coming ends the wait; `text` is echoed."""

    text: Annotated[str, Field(max_length=1_000_000)] = ""
    path: str = ""
    timeout_s: float = 5.0


class Answer(Model):
    text: str
    free: Any = None
    remaining_s: float | None = None
    trace_id: str = ""


echo = Method("target", "echo", Ask, Answer)
wait = Method("target", "wait", Ask, Answer)
refuse = Method("target", "refuse", Ask, Answer)
strange = Method("target", "strange", Ask, Answer)
crash = Method("target", "crash", Ask, Answer)
forward_echo = Method("front", "forward_echo", Ask, Answer)
forward_wait = Method("front", "forward_wait", Ask, Answer)
forward_nowhere = Method("front", "forward_nowhere", Ask, Answer)
nowhere = Method("nobody", "nowhere", Ask, Answer)
