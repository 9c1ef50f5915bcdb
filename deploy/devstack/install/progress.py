"""One line that tells how far a long step is."""

from __future__ import annotations

import shutil
import sys
import time
from types import TracebackType
from typing import Self

_QUIET_SECONDS = 3.0


class Progress:
    """Rewrites its line on a terminal. Elsewhere it prints a new line, at most one in three seconds."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._live = sys.stdout.isatty()
        self._began = self._printed = time.monotonic()

    def __enter__(self) -> Self:
        self._show("...")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._show(f"{'done' if error is None else 'failed'} ({time.monotonic() - self._began:.1f} s)")
        if self._live:
            print(flush=True)

    def update(self, text: str) -> None:
        if self._live or time.monotonic() - self._printed >= _QUIET_SECONDS:
            self._show(text)

    def _show(self, text: str) -> None:
        self._printed = time.monotonic()
        line = f"{self._title}: {text}"
        if self._live:
            print(f"\r\x1b[K{line[: shutil.get_terminal_size().columns - 1]}", end="", flush=True)
        else:
            print(line, flush=True)
