"""Opening of an uploaded paper in a process of its own, which a hostile file may end but not leave."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from contracts.errors import ErrorCode, ServiceError
from records.domain.content import FileContent, content_params
from records.inspection import opening

log = logging.getLogger(__name__)


def open_isolated(chunks: Iterable[bytes], content: FileContent, name: str) -> int:
    """Pages of the paper; 1 for an image. Blocks for some 100 ms, 20 s at most.

    Raises FILE_LOCKED, FILE_CUT_OFF, FILE_DAMAGED, FILE_WITHOUT_PAGES, IMAGE_TOO_LARGE, FILE_TOO_COMPLEX, and what
    `chunks` raises.
    """
    answer = ask_isolated([opening.__file__, content.media_type], chunks)
    pages = answer.get("pages")
    if isinstance(pages, int):
        return pages
    code = ErrorCode(answer.pop("defect"))
    raise ServiceError(code, **{**content_params(content.media_type, name), **answer})


def ask_isolated(script: Sequence[str], chunks: Iterable[bytes]) -> dict[str, Any]:
    """What a script with its arguments answers about these bytes; FILE_TOO_COMPLEX as its defect where its limits end it.

    Raises what `chunks` raises.
    """
    command = [sys.executable, "-I", *script]
    with subprocess.Popen(  # noqa: S603  no part of it comes from outside
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            output = _exchange(process, chunks)
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        log.warning("opening a file was ended by its limits", extra={"returncode": process.returncode})
        return {"defect": ErrorCode.FILE_TOO_COMPLEX.value}
    found: dict[str, Any] = json.loads(output)
    return found


def _exchange(process: "subprocess.Popen[bytes]", chunks: Iterable[bytes]) -> bytes:
    assert process.stdin is not None, "a pipe"
    assert process.stdout is not None, "a pipe"
    with suppress(BrokenPipeError):  # it ended before it had read all
        for chunk in chunks:
            process.stdin.write(chunk)
        process.stdin.close()
    return process.stdout.read()
