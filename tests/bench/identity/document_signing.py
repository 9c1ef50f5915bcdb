"""What a document costs that an official signs and an agency seals for long (PAdES B-LTA), ms of a core, in one thread."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from tests.support.records.documents import CODE, rendered, short
from tests.support.records.signing import signing_authority

from records.sealing import chain as chains
from records.sealing.certificates import load_certificates
from records.sealing.revisions import RevisionWriter
from records.sealing.signing import SigningRequest

BUDGET_MS = 25.0
"""Forty documents a second and core."""
AS_BEFORE, NOW, TYPESET = "signed, as before", "signed", "typeset"


def measure(rounds: int) -> dict[str, list[float]]:
    """Turn by turn: typeset; signed twice with an archive timestamp as it is; and with metadata written anew in each
    revision and certificates parsed for each document, as it was. The authority answers from another thread, uncounted."""
    found: dict[str, list[float]] = {TYPESET: [], NOW: [], AS_BEFORE: []}
    with tempfile.TemporaryDirectory() as folder, signing_authority(Path(folder)) as authority:
        chain = authority.chain()
        signers = authority.signers(official=authority.official("leader", "Nguyễn Văn Lãnh Đạo"))

        def sign() -> None:
            pdf = rendered("APOLOGY_EXTENSION", short())
            begun = time.thread_time()
            chain.sign(SigningRequest(pdf, CODE, "Văn bản xin lỗi", "Ủy ban nhân dân"), signers)
            signed.append((time.thread_time() - begun) * 1000)

        signed: list[float] = []
        for _ in range(3):
            sign()
        for _ in range(rounds):
            begun = time.thread_time()
            rendered("APOLOGY_EXTENSION", short())
            found[TYPESET].append((time.thread_time() - begun) * 1000)
            sign()
            found[NOW].append(signed[-1])
            with _as_before():
                sign()
            found[AS_BEFORE].append(signed[-1])
    return found


def whole(found: dict[str, list[float]], signing: str) -> float:
    """Median ms of a document that is typeset and signed."""
    return statistics.median(found[TYPESET]) + statistics.median(found[signing])


@contextmanager
def _as_before() -> Iterator[None]:
    with (
        patch.object(RevisionWriter, "_update_meta", IncrementalPdfFileWriter._update_meta),
        patch.object(chains, "parsed_certificates", load_certificates),
    ):
        yield
