"""Documents and seals are made in a process of lower priority, which may end without harm."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.priorities import gives_way
from tests.support.records.documents import ADDRESS, AT, CODE, request, short
from tests.support.records.pdf import words
from tests.support.records.seals import checker, image, locked, settings

from chassis.core.clock import utcnow
from contracts.errors import ErrorCode, ServiceError
from devstack.waiting import wait_until
from devstack.walk.pdf import pdf
from records.making.jobs import DocumentJob, SealJob
from records.making.process import MakingProcess

DOCUMENT = DocumentJob(request=request("RECEIPT", short()), code=CODE, url=ADDRESS, at=AT)


_of_others: set[int] = set()
"""Making processes of tests that ran before in this process."""


@pytest.fixture(scope="module")
def making() -> Iterator[MakingProcess]:
    _of_others.update(workers())
    process = MakingProcess(settings())
    yield process
    process.close()


def seal_job(media_type: str = "application/pdf") -> SealJob:
    return SealJob(
        file_id="f1",
        media_type=media_type,
        code=CODE,
        url=ADDRESS,
        title="Kết quả",
        agency_name="Công an phường mẫu số 5",
        at=AT,
    )


def valid(made: bytes) -> bool:
    return checker().validate(made, utcnow())[-1].valid


def workers() -> list[int]:
    """The making processes that the tests of this file have started and that run."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    ours = set(map(int, children)) - _of_others
    return [child for child in sorted(ours) if b"records.making.worker" in _command(child)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_documents_and_seals_are_made(making: MakingProcess) -> None:
    document = making.document(DOCUMENT).pdf
    assert valid(document)
    assert CODE in words(document)
    for content, media_type in ((pdf("Ket qua"), "application/pdf"), (image("JPEG"), "image/jpeg")):
        assert valid(making.seal(seal_job(media_type), content).pdf)
    (pid,) = workers()
    wait_until(lambda: gives_way(pid), 5, "the process gives way")


def test_what_cannot_be_sealed_says_why_and_the_next_is_made(making: MakingProcess) -> None:
    making.document(DOCUMENT)
    before = workers()
    with pytest.raises(ServiceError) as caught:
        making.seal(seal_job(), locked())
    assert (caught.value.code, caught.value.params) == (
        ErrorCode.FILE_NOT_SEALABLE,
        {"file_id": "f1", "defect": "locked"},
    )
    assert valid(making.document(DOCUMENT).pdf)
    assert workers() == before


def test_a_trial_says_what_stands_in_the_way(making: MakingProcess) -> None:
    found = [
        making.seal_defect("application/pdf", each) for each in (pdf("Ket qua"), locked(), pdf("Ket qua"))
    ]
    assert found == [None, "locked", None]


def test_a_process_that_was_killed_is_started_again(making: MakingProcess) -> None:
    making.document(DOCUMENT)
    (pid,) = workers()
    os.kill(pid, signal.SIGKILL)
    assert valid(making.document(DOCUMENT).pdf)
    assert workers() not in ([], [pid])


_COOPERATIVE = """
from chassis import monkey_patch
import eventlet
from tests.unit.records.making.test_process import DOCUMENT, workers
from records.making.process import MakingProcess
from tests.support.records.seals import settings

making, used = MakingProcess(settings()), set()

def make(_):
    making.document(DOCUMENT)
    used.update(workers())

list(eventlet.GreenPool(3).imap(make, range(6)))
print(len(used))
making.close()
"""


def test_one_process_makes_all_that_a_cooperative_service_asks_for() -> None:
    """Whose sockets do not block, while those of the making process have to."""
    done = subprocess.run(
        [sys.executable, "-c", _COOPERATIVE],
        cwd=Path(__file__).parents[4],
        env={"PYTHONPATH": os.pathsep.join(["deploy", "services", "."]), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "1\n"


def test_it_ends_with_its_service(making: MakingProcess) -> None:
    making.document(DOCUMENT)
    making.close()
    wait_until(lambda: not workers(), 10, "the making process has ended")
