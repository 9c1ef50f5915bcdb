"""Reading of a PDF for signing and for checking: locks of the owner open by themselves, as in every viewer."""

import io
from collections.abc import Iterable

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from records.sealing.errors import UNREADABLE_PDF_ERRORS

NOBODYS_PASSWORD = ""
"""Opens what only its owner has locked, against printing or copying."""


class PasswordNeededError(ValueError):
    """Whoever has no password cannot read the file."""


def open_pdf(pdf: bytes) -> PdfFileReader:
    """Raises PasswordNeededError, and `UNREADABLE_PDF_ERRORS` for a broken file."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    if reader.encrypted and reader.decrypt(NOBODYS_PASSWORD).status is AuthStatus.FAILED:
        raise PasswordNeededError
    return reader


def permission(signatures: Iterable[EmbeddedPdfSignature]) -> MDPPerm | None:
    """What the strictest of the signatures lets others do to the file; None: none of them says."""
    levels = [signature.docmdp_level for signature in signatures]
    return min((level for level in levels if level is not None), key=lambda level: level.value, default=None)


def whole_signatures(signatures: Iterable[EmbeddedPdfSignature]) -> frozenset[str]:
    """The fields of those that cover their revision and allow what was added since. Of no key or trust."""
    return frozenset(str(signature.field_name) for signature in signatures if is_whole(signature))


def is_whole(signature: EmbeddedPdfSignature) -> bool:
    try:
        signature.compute_integrity_info()
    except UNREADABLE_PDF_ERRORS:
        return False
    found = signature.summarise_integrity_info()
    return covers_its_revision(found["coverage"]) and found["docmdp_ok"] is not False


def covers_its_revision(coverage: SignatureCoverageLevel | None) -> bool:
    return coverage in (SignatureCoverageLevel.ENTIRE_REVISION, SignatureCoverageLevel.ENTIRE_FILE)
