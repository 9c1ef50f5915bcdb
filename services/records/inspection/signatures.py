"""Examination of the signatures of a file that anybody has sent, in a process of its own, which it may end but not leave."""

import logging
from datetime import datetime

from chassis.core.child_process import ChildProcess
from contracts.errors import ErrorCode, ServiceError
from records.domain.signatures import Examined

log = logging.getLogger(__name__)

PDF = "application/pdf"
WORKER = "records.inspection.signature_worker"


def examine_isolated(roots: str, pdf: bytes, at: datetime, renewed_at: datetime | None) -> Examined:
    """Its signatures, whose signers have to be trusted `at` that time by these roots (PEM).

    Blocks for a second, 20 s at most. Raises FILE_TOO_COMPLEX for a file that goes beyond the limits of time and memory.
    """
    process = ChildProcess(WORKER)
    try:
        times = {"at": at.isoformat(), "renewed_at": (renewed_at or at).isoformat()}
        process.send(times, roots.encode())
        head, answer = process.exchange({}, pdf)
    except OSError as error:
        log.warning("examining a file was ended by its limits", extra={"reason": type(error).__name__})
        raise _too_complex() from error
    finally:
        process.end()
    if head:
        raise _too_complex()
    return Examined.model_validate_json(answer, extra="forbid")


def _too_complex() -> ServiceError:
    return ServiceError(ErrorCode.FILE_TOO_COMPLEX, content=PDF, named="")
