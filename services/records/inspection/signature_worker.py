"""python -m records.inspection.signature_worker FD: examines the signatures of one file that anybody has sent, and ends.

Whatever a hostile file does to it, it ends within its limits of time and memory (`signatures` runs it). The first frame
holds the roots that are trusted and the times of judgement, the second one the file.
"""

from contracts import serving  # noqa: F401  isort: skip  before any contract

import resource
import signal
from datetime import datetime

from chassis.core.child_process import ParentConnection
from records.domain.signatures import Examined
from records.sealing.validation import SignatureValidator

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_S = 10
WALL_S = 20
_LONGEST_NAME = 200
"""Letters of a name in a certificate."""


def serve(parent: ParentConnection) -> None:
    """One file. The answer is `Examined` in JSON, or `too_complex`."""
    frames = iter(parent)
    head, roots = next(frames)
    validator = SignatureValidator(roots.decode())
    _limit()
    _, pdf = next(frames)
    try:
        found = validator.examine(pdf, _time(head["at"]), _time(head["renewed_at"]))
        answer = _readable(found).model_dump_json().encode()
    except (MemoryError, RecursionError):
        parent.answer({"too_complex": True})
        return
    parent.answer({}, answer)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.alarm(WALL_S)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _readable(found: Examined) -> Examined:
    """Names in certificates are of whoever made them: short, and on one line."""
    return Examined(
        signatures=tuple(
            each.model_copy(
                update={"state": each.state.model_copy(update={"signer": _name(each.state.signer)})}
            )
            for each in found.signatures
        ),
        timestamps=tuple(
            each.model_copy(update={"authority": _name(each.authority)}) for each in found.timestamps
        ),
    )


def _name(text: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text[:_LONGEST_NAME])
    return printable.encode("utf-8", "replace").decode()


if __name__ == "__main__":
    serve(ParentConnection.inherited())
