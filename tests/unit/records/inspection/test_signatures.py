"""The process that examines the signatures of a file of anybody ends within its limits, and its end is an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.records.documents import rendered, short
from tests.support.records.seals import authority, stamped

from chassis.core.clock import utcnow
from contracts.errors import ErrorCode, ServiceError
from devstack.walk.pdf import pdf
from records.inspection import signatures
from records.inspection.signatures import examine_isolated

LIMITED = "from records.inspection.signature_worker import _limit; _limit(); "
ENDS = {
    "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "out of memory": f"{LIMITED}bytearray(2 * 1024**3)",
    "too slow": "import signal, time; signal.alarm(1); time.sleep(60)",
    "writes a file": f"{LIMITED}open('x', 'wb').write(b'x')",
}


@pytest.mark.deep
def test_the_signatures_of_a_file_are_found() -> None:
    roots = authority().certificate_pem
    signed = stamped(rendered("RECEIPT", short()))
    (found,) = examine_isolated(roots, signed, utcnow(), None).signatures
    assert (found.state.valid, len(found.certificate)) == (True, 64)
    assert examine_isolated(roots, pdf("Don xin"), utcnow(), None).signatures == ()
    (unreadable,) = examine_isolated(roots, b"%PDF-1.7\n" + b"x" * 500_000, utcnow(), None).signatures
    assert unreadable.state.reason == "unreadable"


@pytest.mark.parametrize(
    "end", ["killed", *(pytest.param(each, marks=pytest.mark.deep) for each in list(ENDS)[1:])]
)
def test_a_process_that_is_ended_is_a_refusal(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ended_worker.py").write_text(f"import os; os.chdir({str(tmp_path)!r})\n{ENDS[end]}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(signatures, "WORKER", "ended_worker")
    with pytest.raises(ServiceError) as refused:
        examine_isolated(authority().certificate_pem, b"%PDF-" * 100_000, utcnow(), None)
    assert refused.value.code is ErrorCode.FILE_TOO_COMPLEX
    assert not (tmp_path / "x").exists() or not (tmp_path / "x").read_bytes()
