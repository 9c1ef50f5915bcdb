"""A state graph as data: each edge is a named event, an undefined edge fails, and no state lacks its exit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from contracts.errors import ErrorCode, ServiceError

State = TypeVar("State", bound=StrEnum)
Trigger = TypeVar("Trigger", bound=StrEnum)


@dataclass(frozen=True)
class Edge(Generic[State, Trigger]):
    """From one state to the next (or the same) by a named event."""

    source: State
    trigger: Trigger
    target: State


@dataclass(frozen=True)
class TimerExit(Generic[Trigger]):
    """A timer that fires while the state lasts, and the event that it ends the state with when nothing else does."""

    timer: str
    trigger: Trigger


@dataclass(frozen=True)
class Rest:
    """A state that may last: nobody waits for anything in it, or somebody named does. `reason` says which."""

    reason: str


@dataclass(frozen=True)
class StateGraph(Generic[State, Trigger]):
    """The states of one kind of thing. `exits` names for each state what ends it when nothing happens."""

    name: str
    initial: State
    edges: Sequence[Edge[State, Trigger]]
    exits: Mapping[State, TimerExit[Trigger] | Rest]

    def next(self, state: State, trigger: Trigger) -> State | None:
        """The state after the event; None where the edge is not defined."""
        return next((e.target for e in self.edges if e.source is state and e.trigger is trigger), None)

    def require(self, state: State, trigger: Trigger) -> State:
        """As `next`. Raises ILLEGAL_TRANSITION."""
        target = self.next(state, trigger)
        if target is None:
            raise ServiceError(ErrorCode.ILLEGAL_TRANSITION, current=state, action=trigger)
        return target

    def mermaid(self) -> str:
        """The picture of the graph, as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {e.source} --> {e.target}: {e.trigger}" for e in self.edges]
        return "\n".join(lines)

    def exits_table(self) -> str:
        """What ends each state when nothing happens, as a Markdown table."""
        rows = [f"| `{state}` | {_words(way_out)} |" for state, way_out in self.exits.items()]
        return "\n".join(["| State | What ends it when nothing happens |", "|---|---|", *rows])


def _words(way_out: TimerExit[Trigger] | Rest) -> str:
    if isinstance(way_out, TimerExit):
        return f"the timer `{way_out.timer}`, by `{way_out.trigger}`"
    return f"it may last: {way_out.reason}"
