"""Errors of files that cannot be read or signed."""

import zlib

from pyhanko.pdf_utils.misc import PdfError

from contracts.errors import ErrorCode, ServiceError

UNREADABLE_PDF_ERRORS = (
    PdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, AssertionError,
    NotImplementedError, zlib.error,
)  # fmt: skip
"""What the PDF reader raises for a broken or hostile file."""


def not_sealable(file_id: str) -> ServiceError:
    return ServiceError(ErrorCode.FILE_NOT_SEALABLE, file_id=file_id)
