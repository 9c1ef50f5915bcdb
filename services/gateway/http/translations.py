"""Errors in the words of the reader's language; the words themselves are in the contracts."""

from contracts.accounts import Locale
from contracts.error_messages import detail, title
from contracts.errors import ErrorCode, FieldError
from contracts.field_error_messages import field_error_detail

__all__ = ["RETRY_AFTER_S", "detail", "title", "translate_field_error"]


def translate_field_error(error: FieldError, locale: Locale) -> FieldError:
    """With its sentence in the language of the reader."""
    return error.model_copy(update={"detail": field_error_detail(error, locale)})


RETRY_AFTER_S = {ErrorCode.IDEMPOTENCY_IN_PROGRESS: 1, ErrorCode.UNAVAILABLE: 2, ErrorCode.UNKNOWN_SERVICE: 5}
"""Seconds to wait before another try, where the error does not say itself."""
