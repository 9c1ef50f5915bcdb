"""Errors of files that cannot be read or signed."""

import zlib

from pyhanko.pdf_utils.misc import PdfError

from contracts.errors import ErrorCode, ServiceError

UNREADABLE_PDF_ERRORS = (
    PdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, AssertionError,
    NotImplementedError, zlib.error,
)  # fmt: skip
"""What the PDF reader raises for a broken or hostile file, also where it meets a feature that it does not have."""


LOCKED, DAMAGED, TOO_LARGE = "locked", "damaged", "image_too_large"
NO_CHANGES_ALLOWED, BREAKS_SIGNATURE = "no_changes_allowed", "breaks_signature"
"""Why a file cannot be sealed; `contracts.error_messages` has their words."""


def not_sealable(file_id: str, defect: str) -> ServiceError:
    return ServiceError(ErrorCode.FILE_NOT_SEALABLE, file_id=file_id, defect=defect)
