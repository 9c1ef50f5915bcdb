"""What a file may do to its readers, and what is said of it then."""

import zlib

from pyhanko.pdf_utils.misc import PdfError

from contracts.errors import ErrorCode, ServiceError

UNREADABLE_PDF_ERRORS = (
    PdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, AssertionError,
    NotImplementedError, zlib.error,
)  # fmt: skip
"""A file of a stranger's making can break a reader in any of these ways."""


def not_sealable(file_id: str) -> ServiceError:
    return ServiceError(ErrorCode.FILE_NOT_SEALABLE, file_id=file_id)
