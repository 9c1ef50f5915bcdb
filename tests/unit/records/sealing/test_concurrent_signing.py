"""Many signatures at once: each is made, and an error of the signing is never taken for one of the file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.support.records.seals import settings

from contracts.errors import ErrorCode, ServiceError
from devstack.walk.pdf import pdf
from records.sealing.errors import UNREADABLE_PDF_ERRORS
from records.sealing.keys import seal_key_of
from records.sealing.signing import PdfSealer, SigningRequest

REPO = Path(__file__).parents[4]

_AT_ONCE = """
from chassis import monkey_patch
import json, sys, eventlet
from eventlet import patcher, semaphore
from chassis.core.clock import utcnow
from chassis.runtime import thread_pool
from devstack.walk.pdf import pdf
from records.rendering.typesetting import typeset
from records.sealing.signing import SigningRequest
from records.sealing.trial import seal_defect
from tests.support.records.documents import request, short
from tests.support.records.seals import checker, sealer

sys.setswitchinterval(1e-5)
threading = patcher.original("threading")
main, in_threads, acquire = threading.get_ident(), [], semaphore.Semaphore.acquire

def noted(self, *args, **options):
    if threading.get_ident() != main:
        in_threads.append(repr(self))
    return acquire(self, *args, **options)

semaphore.Semaphore.acquire = noted

def work(number):
    content = pdf(f"So {number}")
    if number % 2:
        return seal_defect(content, "application/pdf")
    signed = sealer().sign(SigningRequest(content, f"AAAA-AAAA-AAAA-{number:04}", "x"))
    return checker().validate(signed, utcnow())[0].reason

found = list(eventlet.GreenPool(8).imap(work, range(24)))
print(json.dumps({"found": found, "in_threads": in_threads}))
"""


def test_many_files_are_signed_tried_and_validated_at_once() -> None:
    """No thread takes a lock of greenlets, which only greenlets of its own could give back."""
    done = subprocess.run(
        [sys.executable, "-c", _AT_ONCE],
        cwd=REPO,
        env={"PYTHONPATH": ":".join(["deploy", "services", "."]), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(done.stdout) == {"found": ["", None] * 12, "in_threads": []}
    assert "Traceback" not in done.stderr


class FailingKey:
    """A seal key that fails these times."""

    def __init__(self, error: type[BaseException], times: int) -> None:
        self._key, self._error, self._times = seal_key_of(settings()), error, times

    def exclusive(self) -> Any:
        return self._key.exclusive()

    def signer(self) -> Any:
        self._times -= 1
        if self._times >= 0:
            raise self._error("of the signing")
        return self._key.signer()


@pytest.mark.parametrize("error", UNREADABLE_PDF_ERRORS)
@pytest.mark.parametrize("times", [1, 100], ids=["once", "always"])
@pytest.mark.parametrize("file_id", ["f1", None], ids=["result", "document"])
def test_an_error_of_the_signing_is_none_of_the_file(
    error: type[Exception], times: int, file_id: str | None
) -> None:
    request = SigningRequest(pdf("Ket qua"), "AAAA-AAAA-AAAA-AAAA", "x", file_id=file_id)
    with pytest.raises(ServiceError) as caught:
        PdfSealer(FailingKey(error, times)).sign(request)
    assert caught.value.code is ErrorCode.INTERNAL_ERROR
