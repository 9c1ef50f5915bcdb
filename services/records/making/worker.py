"""python -m records.making.worker FD: makes documents for the service that started it (`chassis.core.child_process`).

The first frame holds the settings of the service, each one after it a job.
"""

from contracts import serving  # noqa: F401  isort: skip  before any contract

import logging

from chassis.core import process_start
from chassis.core.child_process import ParentConnection, give_way
from chassis.observability import json_logging
from contracts.errors import ErrorCode, ServiceError
from records.making.jobs import CertificateJob, DocumentJob, SealJob, XmlJob
from records.making.makers import make_document, make_seal, renew_archive_timestamp, sign_xml, try_certificate
from records.sealing.chain import SignatureChain, Signed, signature_chain
from records.sealing.detached import DetachedSigner
from records.sealing.keys import seal_key_of, timestamper_of
from records.sealing.trial import seal_defect
from records.settings import RecordsSettings

log = logging.getLogger(__name__)


def serve(parent: ParentConnection) -> None:
    """Make what is asked for until the other side closes."""
    process_start.settle()
    frames = iter(parent)
    first = next(frames, None)
    if first is None:
        return
    settings = RecordsSettings.model_validate_json(first[1], extra="forbid")
    json_logging.configure_logging(settings.service, settings.log_level)
    key, timestamper = seal_key_of(settings), timestamper_of(settings)
    chain, detached = signature_chain(settings, key, timestamper), DetachedSigner(key, timestamper)
    for number, frame in enumerate(frames):
        parent.answer(*_answer(chain, detached, *frame))
        if number == 0:
            # What the first job loads would take too long on a machine that is busy.
            give_way()


def _answer(
    chain: SignatureChain, detached: DetachedSigner, head: dict[str, str], body: bytes
) -> tuple[dict[str, object], bytes]:
    try:
        if "detached" in head:
            signature, token = detached.sign(body)
            return {"signature": len(signature)}, signature + token
        if "trial" in head:
            return {"defect": seal_defect(body, head["trial"])}, b""
        if "document" in head:
            return _frame(
                make_document(chain, DocumentJob.model_validate_json(head["document"], extra="forbid"))
            )
        return _signed(chain, head, body)
    except ServiceError as error:
        return {"code": error.code.value, "params": error.params}, b""
    except Exception:
        log.exception("a document cannot be made")
        return {"code": ErrorCode.INTERNAL_ERROR.value, "params": {}}, b""


def _signed(chain: SignatureChain, head: dict[str, str], body: bytes) -> tuple[dict[str, object], bytes]:
    """What comes with the job."""
    if "xml" in head:
        return {}, sign_xml(chain, XmlJob.model_validate_json(head["xml"], extra="forbid"), body)
    if "renewal" in head:
        renewed = renew_archive_timestamp(chain, body)
        return _frame(Signed(b"") if renewed is None else Signed(renewed.pdf, renewed.until))
    if "certificate" in head:
        job = CertificateJob.model_validate_json(head["certificate"], extra="forbid")
        return {}, try_certificate(chain, job).model_dump_json().encode()
    return _frame(make_seal(chain, SealJob.model_validate_json(head["seal"], extra="forbid"), body))


def _frame(signed: Signed) -> tuple[dict[str, object], bytes]:
    until = signed.archived_until
    return ({} if until is None else {"archived_until": until.isoformat()}), signed.pdf


if __name__ == "__main__":
    serve(ParentConnection.inherited())
