"""The walk itself: step by step, then the checks."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing

import httpx

from devstack.waiting import WaitTimeoutError
from devstack.walk.checks import CHECKS, Check
from devstack.walk.gateway_client import GatewayClient, RefusedError
from devstack.walk.payment_page import PaymentPageError
from devstack.walk.report import WalkReport, WriteLine
from devstack.walk.steps import WalkSteps

STEP_ERRORS = (RefusedError, WaitTimeoutError, PaymentPageError, httpx.HTTPError, AssertionError, LookupError)
"""What a step raises when the system did not do its part."""


def _print(line: str) -> None:
    print(line, flush=True)


class Walk:
    """Needs addresses and an administrator's password, nothing else: the system may run anywhere."""

    def __init__(
        self, *, gateway_url: str, mail_url: str, login: str, password: str, out: WriteLine = _print
    ) -> None:
        self._portal = GatewayClient(gateway_url)
        self.steps = WalkSteps(self._portal, mail_url.rstrip("/"), login, password)
        self._report = WalkReport(out)

    def run(self) -> int:
        """0 when every step and every check passed, else 1. Does not raise for what the system does wrong."""
        began = time.monotonic()
        with closing(self._portal):
            if all(self._run_step(title, step) for title, step in self.steps.steps):
                for what, check in CHECKS:
                    self._run_check(what, check)
        self._report.end(time.monotonic() - began)
        return 1 if self._report.failures else 0

    def _run_step(self, title: str, step: Callable[[], str]) -> bool:
        began = time.monotonic()
        try:
            found = step()
        except STEP_ERRORS as error:
            self._report.failed_step(title, error)
            return False
        self._report.step(title, found, time.monotonic() - began)
        return True

    def _run_check(self, what: str, check: Check) -> None:
        try:
            wrong = check(self.steps)
        except STEP_ERRORS as error:
            wrong = f"{type(error).__name__}: {error}"
        self._report.check(what, wrong)
