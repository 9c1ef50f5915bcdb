"""python -m records.making.worker FD: makes documents for the service that started it, until that closes the socket.

The first frame holds the settings of the service, each one after it a job. It is a process and no thread: most of the work
holds the interpreter's lock, and a thread that gave way while it held it would stop the service.
"""

import logging
import os
import signal
import socket
import sys
from typing import BinaryIO, cast

from chassis.observability import json_logging
from contracts.errors import ErrorCode, ServiceError
from records.making import frames
from records.making.jobs import DocumentJob, SealJob, make_document, make_seal
from records.sealing.keys import seal_key_of, timestamper_of
from records.sealing.signing import PdfSealer
from records.settings import RecordsSettings

log = logging.getLogger(__name__)

NICENESS = 5
"""A third of the weight of other processes: all of a core that is free, little of one that is not, never nothing. From the
second job on: what the first one loads would take too long on a machine that is busy."""


def serve(connection: socket.socket) -> None:
    """Make what is asked for until the other side closes."""
    with connection, connection.makefile("rwb") as stream:
        binary = cast("BinaryIO", stream)
        first = frames.read(binary)
        if first is None:
            return
        settings = RecordsSettings.model_validate_json(first[1], extra="forbid")
        json_logging.configure_logging(settings.service, settings.log_level)
        sealer = PdfSealer(seal_key_of(settings), timestamper_of(settings))
        for number, frame in enumerate(iter(lambda: frames.read(binary), None)):
            frames.write(binary, *_answer(sealer, *frame))
            if number == 0:
                os.nice(NICENESS)


def _answer(sealer: PdfSealer, head: dict[str, str], body: bytes) -> tuple[dict[str, object], bytes]:
    try:
        if "document" in head:
            return {}, make_document(
                sealer, DocumentJob.model_validate_json(head["document"], extra="forbid")
            )
        return {}, make_seal(sealer, SealJob.model_validate_json(head["seal"], extra="forbid"), body)
    except ServiceError as error:
        return {"code": error.code.value, "params": error.params}, b""
    except Exception:
        log.exception("a document cannot be made")
        return {"code": ErrorCode.INTERNAL_ERROR.value, "params": {}}, b""


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, whose end is the end of this
    inherited = socket.socket(fileno=int(sys.argv[1]))
    inherited.setblocking(
        True
    )  # the cooperative sockets of the service are not, and the descriptor is theirs
    serve(inherited)
