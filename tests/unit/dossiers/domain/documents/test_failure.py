"""Which failures to make or seal are marked, and when."""

import pytest

from contracts.errors import DEFINITIONS, ErrorCode, ServiceError
from dossiers.domain.documents.failure import PATIENCE, failure_reason

MAY_PASS = {
    code for code in ErrorCode if DEFINITIONS[code].retryable or code in ("version_stale", "internal_error")
}
FAILURES = [*map(ServiceError, ErrorCode), ValueError("a fault"), KeyError("name")]


@pytest.mark.parametrize("error", FAILURES, ids=str)
def test_no_failure_that_lasts_stays_without_a_mark(error: Exception) -> None:
    assert failure_reason(error, PATIENCE)


@pytest.mark.parametrize("code", ErrorCode)
def test_what_cannot_pass_by_itself_is_marked_at_once(code: ErrorCode) -> None:
    assert (failure_reason(ServiceError(code), 1) is None) == (code in MAY_PASS)


def test_the_defect_of_the_file_is_the_reason_where_it_is_known() -> None:
    assert failure_reason(ServiceError(ErrorCode.FILE_NOT_SEALABLE, defect="locked"), 1) == "locked"
