"""The walk itself: step by step, then the checks."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing

import httpx

from local.walk.bank import PageError
from local.walk.checks import CHECKS, Check
from local.walk.narrator import Narrator, Out
from local.walk.portal import Portal, RefusedError
from local.walk.story import Story
from local.walk.waiting import LateError

BREAKS = (RefusedError, LateError, PageError, httpx.HTTPError, AssertionError, LookupError)
"""What a step raises when the system did not do its part."""


def _tell(line: str) -> None:
    print(line, flush=True)


class Walk:
    """Needs addresses and an administrator's password, nothing else: the system may run anywhere."""

    def __init__(
        self, *, gateway_url: str, mail_url: str, login: str, password: str, out: Out = _tell
    ) -> None:
        self._portal = Portal(gateway_url)
        self.story = Story(self._portal, mail_url.rstrip("/"), login, password)
        self._narrator = Narrator(out)

    def run(self) -> int:
        """0 when every step and every check passed, else 1. Does not raise for what the system does wrong."""
        began = time.monotonic()
        with closing(self._portal):
            if all(self._take(title, step) for title, step in self.story.steps):
                for what, check in CHECKS:
                    self._check(what, check)
        self._narrator.end(time.monotonic() - began)
        return 1 if self._narrator.failures else 0

    def _take(self, title: str, step: Callable[[], str]) -> bool:
        began = time.monotonic()
        try:
            found = step()
        except BREAKS as error:
            self._narrator.broken(title, error)
            return False
        self._narrator.step(title, found, time.monotonic() - began)
        return True

    def _check(self, what: str, check: Check) -> None:
        try:
            wrong = check(self.story)
        except BREAKS as error:
            wrong = f"{type(error).__name__}: {error}"
        self._narrator.check(what, wrong)
