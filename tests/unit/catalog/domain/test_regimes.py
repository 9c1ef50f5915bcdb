"""The decree in force on the local day rules."""

from datetime import UTC, datetime

import pytest

from catalog import starter
from catalog.domain.regimes import regime_on


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2018-06-20T16:59:59", None),
        ("2018-06-20T17:00:00", "nd-61-2018"),
        ("2025-06-30T16:59:59", "nd-61-2018"),
        ("2025-06-30T17:00:00", "nd-118-2025"),
        ("2026-11-21T03:00:00", "nd-118-2025"),
    ],
)
def test_the_regime_changes_at_local_midnight(at: str, expected: str | None) -> None:
    regime = regime_on(starter.regimes(), datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert (regime and regime.regime_id) == expected
