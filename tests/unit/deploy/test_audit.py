"""The verdict on what an advisory service answered."""

from typing import Any

from audit import NOT_AUDITED, judge

SOUND: dict[str, Any] = {"name": "kombu", "version": "5.5.0", "vulns": []}
SKIPPED = {"name": "vine", "skip_reason": "not found"}
VULNERABLE = {
    "name": "amqp",
    "version": "5.4.2",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["5.4.3"]}],
}


def test_sound_packages_pass() -> None:
    assert judge([SOUND]) == (["no known vulnerability in 1 packages"], 0)


def test_a_vulnerable_package_is_named_with_its_remedy() -> None:
    report, code = judge([SOUND, VULNERABLE, SKIPPED])
    assert report[0] == "amqp 5.4.2: PYSEC-1 (fixed in 5.4.3)"
    assert code == 1


def test_a_package_that_nobody_answered_for_is_no_pass() -> None:
    report, code = judge([SOUND, SKIPPED])
    assert report == ["1 of 2 packages were not audited, the advisory service did not answer: vine"]
    assert code == NOT_AUDITED
