"""Whether the caller of a running request is still there: the server knows, and who works for it asks."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import ClientDisconnect

KEY = "caller_presence"
"""Its name in the state of a scope."""


class CallerPresence:
    """Of one request. `on_gone` is called when its connection is lost before it was answered."""

    __slots__ = ("gone", "on_gone")

    def __init__(self) -> None:
        self.gone = False
        self.on_gone: Callable[[], object] | None = None

    def leave(self) -> None:
        """The connection is lost."""
        self.gone = True
        if self.on_gone is not None:
            self.on_gone()


async def until_caller_leaves(state: Mapping[str, Any], work: Callable[[], Awaitable[None]]) -> None:
    """Do the work of this task's request until it is done or its caller is gone; what it waits for is given up then, and
    what it would have asked next is not asked. Raises ClientDisconnect."""
    presence: CallerPresence | None = state.get(KEY)
    task = asyncio.current_task()
    if presence is None or task is None:
        await work()
        return
    if presence.gone:
        raise ClientDisconnect
    presence.on_gone = task.cancel
    try:
        await work()
    except asyncio.CancelledError:
        if presence.gone and task.uncancel() == 0:
            raise ClientDisconnect from None
        raise
    finally:
        presence.on_gone = None
