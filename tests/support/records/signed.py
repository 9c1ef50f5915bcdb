"""Results that were signed before they come to the seal, each signer with another permission for what follows."""

import asyncio
import io
from collections.abc import Callable, Mapping
from functools import cache

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from tests.support.records.papers import owner_locked
from tests.support.records.seals import authority, settings

from devstack.walk.pdf import pdf
from records.sealing.keys import seal_key_of

LEADER = "Lãnh đạo ký số"


@cache
def leader() -> PdfSigner:
    return PdfSigner(PdfSignatureMetadata(field_name="LanhDao"), _signer())


@cache
def _signer():  # type: ignore[no-untyped-def]
    pair = authority().seal(LEADER)
    key = settings(seal_key=pair.key_pem, seal_certificate=pair.certificate_pem + authority().certificate_pem)
    return seal_key_of(key).signer()


def signed(
    content: bytes, field: str = "LanhDao", certify: MDPPerm | None = None, lock: MDPPerm | None = None
) -> bytes:
    """By the leader; certified with a permission, or with a lock of the field, or neither."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    if writer.prev.encrypted:
        writer.encrypt("")
    if lock is not None:
        locking = FieldMDPSpec(FieldMDPAction.INCLUDE, fields=["ChoKhac"])
        append_signature_field(writer, SigFieldSpec(field, field_mdp_spec=locking, doc_mdp_update_value=lock))
    metadata = PdfSignatureMetadata(
        field_name=field, certify=certify is not None, docmdp_permissions=certify or MDPPerm.FILL_FORMS
    )
    done = io.BytesIO()
    asyncio.run(PdfSigner(metadata, _signer()).async_sign_pdf(writer, output=done))
    return done.getvalue()


def with_empty_field(content: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    append_signature_field(writer, SigFieldSpec("ConDau", on_page=0, box=(20, 20, 220, 80)))
    done = io.BytesIO()
    writer.write(done)
    return done.getvalue()


SEALED: Mapping[str, Callable[[], bytes]] = {
    "signed": lambda: signed(pdf("Ket qua")),
    "signed by two": lambda: signed(signed(pdf("Ket qua")), "PhoPhong"),
    "certified, forms may be filled": lambda: signed(pdf("Ket qua"), certify=MDPPerm.FILL_FORMS),
    "certified, notes may be made": lambda: signed(pdf("Ket qua"), certify=MDPPerm.ANNOTATE),
    "certified, and signed by another": lambda: signed(
        signed(pdf("Ket qua"), certify=MDPPerm.FILL_FORMS), "PhoPhong"
    ),
    "certified, with a field for the seal": lambda: signed(
        with_empty_field(pdf("Ket qua")), certify=MDPPerm.FILL_FORMS
    ),
    "locked with the signature, forms may be filled": lambda: signed(pdf("Ket qua"), lock=MDPPerm.FILL_FORMS),
    "signed, and locked by its owner alone": lambda: signed(owner_locked()),
    "signed, and zeros after the end": lambda: signed(pdf("Ket qua")) + b"\0" * 80_000,
}
"""By what was done before: the seal is set, and every earlier signature stays valid."""

REFUSED: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "certified, no changes": (
        "no_changes_allowed",
        lambda: signed(pdf("Ket qua"), certify=MDPPerm.NO_CHANGES),
    ),
    "locked with the signature, no changes": (
        "no_changes_allowed",
        lambda: signed(pdf("Ket qua"), lock=MDPPerm.NO_CHANGES),
    ),
    "signed in the second revision, no changes": (
        "no_changes_allowed",
        lambda: signed(signed(pdf("Ket qua")), "PhoPhong", lock=MDPPerm.NO_CHANGES),
    ),
}
"""By what was done before: the defect."""
