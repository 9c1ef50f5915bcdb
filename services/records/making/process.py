"""The making process, as the service uses it: started when there is something to make, started again when it has ended."""

import atexit
import threading
from datetime import datetime
from typing import Any

from chassis.core.child_process import ChildProcess, Frame
from contracts.errors import ErrorCode, ServiceError
from records.domain.certificates import ReadCertificate
from records.making.jobs import CertificateJob, DocumentJob, SealJob, XmlJob
from records.sealing.chain import Signed
from records.settings import RecordsSettings

Head = dict[str, str]


class MakingProcess:
    """Makes one thing at a time; safe for threads and greenlets, which wait for one another."""

    def __init__(self, settings: RecordsSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._running: ChildProcess | None = None
        atexit.register(self.close)

    def document(self, job: DocumentJob) -> Signed:
        """Blocks for some 20 ms, and while others are made. Raises INVALID_REQUEST, UNAVAILABLE, SIGNATURE_REFUSED,
        INTERNAL_ERROR."""
        return _signed(*self._ask({"document": job.model_dump_json()}, b""))

    def seal(self, job: SealJob, content: bytes) -> Signed:
        """As `document`; raises FILE_NOT_SEALABLE too."""
        return _signed(*self._ask({"seal": job.model_dump_json()}, content))

    def renewal(self, pdf: bytes) -> Signed | None:
        """The file with one more archive timestamp; None while the authority has no certificate that ends later than that of
        the last one. Blocks as `document`; raises FILE_NOT_USABLE, SIGNATURE_REFUSED, UNAVAILABLE, INTERNAL_ERROR."""
        signed = _signed(*self._ask({"renewal": ""}, pdf))
        return None if signed.archived_until is None else signed

    def seal_defect(self, media_type: str, content: bytes) -> str | None:
        """The stable code of what stands in the way of a seal, found by a trial; None: nothing. Blocks as `document`."""
        defect: str | None = self._ask({"trial": media_type}, content)[0]["defect"]
        return defect

    def detached_signature(self, data: bytes) -> tuple[bytes, bytes]:
        """The signature of the data and its timestamp token, empty without an authority. Blocks as `document`; raises
        UNAVAILABLE, INTERNAL_ERROR."""
        head, made = self._ask({"detached": ""}, data)
        return made[: head["signature"]], made[head["signature"] :]

    def signed_xml(self, job: XmlJob, xml: bytes) -> bytes:
        """The XML with its signature. Blocks as `document`; raises INVALID_REQUEST, UNAVAILABLE, SIGNATURE_REFUSED,
        INTERNAL_ERROR."""
        return self._ask({"xml": job.model_dump_json()}, xml)[1]

    def certificate(self, job: CertificateJob) -> ReadCertificate:
        """What a certificate says of itself, once it and its key are found good. Blocks as `document`, and for the
        authorities; raises SIGNATURE_REFUSED, UNAVAILABLE."""
        read = self._ask({"certificate": job.model_dump_json()}, b"")[1]
        return ReadCertificate.model_validate_json(read, extra="forbid")

    def close(self) -> None:
        """End the process, if it runs."""
        running, self._running = self._running, None
        if running is not None:
            running.end()

    def _ask(self, head: Head, body: bytes) -> Frame:
        with self._lock:
            try:
                answer, made = self._exchange(head, body)
            except OSError:
                # It was killed, perhaps by another's file: once more, in a new one.
                try:
                    answer, made = self._exchange(head, body)
                except OSError as error:
                    raise ServiceError(ErrorCode.INTERNAL_ERROR) from error
        if "code" in answer:
            raise ServiceError(ErrorCode(answer["code"]), **answer["params"])
        return answer, made

    def _exchange(self, head: Head, body: bytes) -> Frame:
        try:
            return (self._running or self._start()).exchange(head, body)
        except BaseException:  # also when its caller is killed: its answer would be taken for the next one's
            self.close()
            raise

    def _start(self) -> ChildProcess:
        """Its first frame are the settings. Raises OSError."""
        self._running = ChildProcess("records.making.worker")
        self._running.send({}, self._settings.model_dump_json().encode())
        return self._running


def _signed(answer: dict[str, Any], pdf: bytes) -> Signed:
    until = answer.get("archived_until")
    return Signed(pdf, None if until is None else datetime.fromisoformat(until))
