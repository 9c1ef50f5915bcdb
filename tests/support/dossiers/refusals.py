"""What a refusal must be."""

from collections.abc import Callable

import pytest

from contracts.errors import ErrorCode, ServiceError


def refused(code: ErrorCode, call: Callable[[], object]) -> ServiceError:
    """The error of a call that must fail with `code`."""
    with pytest.raises(ServiceError) as refusal:
        call()
    assert refusal.value.code is code, refusal.value
    return refusal.value
