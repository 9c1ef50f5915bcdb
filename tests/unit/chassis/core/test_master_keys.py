"""Master keys as a secret file states them."""

import base64

import pytest

from chassis.core.master_keys import LENGTH, MasterKeys

OLD, NEW = (base64.b64encode(bytes([octet]) * LENGTH).decode() for octet in (1, 2))


def test_the_first_line_is_the_current_key_and_all_are_read() -> None:
    keys = MasterKeys.from_text(f"k2027 {NEW}\n\nk2026   {OLD}\n")
    assert keys.current == "local:k2027"
    assert keys.providers == {
        "local:k2027": {"key": b"\2" * LENGTH},
        "local:k2026": {"key": b"\1" * LENGTH},
    }


@pytest.mark.parametrize(
    "text",
    ["", "\n", OLD, f"a-b {OLD}", "a " + OLD[:-4], "a !!!", f"a {OLD}\na {NEW}", f"a {OLD} {NEW}"],
)
def test_another_text_is_refused_without_its_keys(text: str) -> None:
    with pytest.raises(ValueError, match="key") as refused:
        MasterKeys.from_text(text)
    assert OLD not in str(refused.value)


def test_keys_are_not_shown() -> None:
    assert "\\x01" not in repr(MasterKeys.from_text(f"a {OLD}"))
