"""Reports on scans, each made in a process of its own, which a hostile file may end but not leave."""

import threading
from collections.abc import Iterable
from pathlib import Path

import records
from contracts.errors import ErrorCode, ServiceError
from records.domain.content import FileContent, content_params
from records.domain.digitisation.scan_rules import ScanReport
from records.inspection.isolation import ask_isolated
from records.inspection.scans import worker

AT_ONCE = 2
"""Reports that a process makes at a time: each takes up to the memory that `inspection.opening` allows."""
_places = threading.BoundedSemaphore(AT_ONCE)
_PACKAGES = str(Path(records.__file__).parents[1])


def scan_report(chunks: Iterable[bytes], content: FileContent, name: str, most_pages: int) -> ScanReport:
    """What a PDF is as a scan. Blocks for some 100 ms and 20 ms for each page, 20 s at most; waits as greenlets do.

    Raises FILE_LOCKED, FILE_CUT_OFF, FILE_DAMAGED, FILE_WITHOUT_PAGES, IMAGE_TOO_LARGE, FILE_TOO_COMPLEX.
    """
    with _places:
        answer = ask_isolated([worker.__file__, _PACKAGES, str(most_pages)], chunks)
    if "defect" not in answer:
        return ScanReport.model_validate(answer, extra="forbid")
    code = ErrorCode(answer.pop("defect"))
    raise ServiceError(code, **{**content_params(content.media_type, name), **answer})
