"""Master keys as a secret file states them."""

import base64

import pytest

from chassis.core.master_keys import LENGTH, ListedKeys, MasterKeys

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


def test_a_key_may_be_elsewhere() -> None:
    listed = ListedKeys.from_text(f"k3 kmip 42\nk2 kmip\nk1 {OLD}")
    assert listed.any_elsewhere
    assert not ListedKeys.from_text(f"k1 {OLD}").any_elsewhere
    opened = listed.opened(lambda name, key: f"{name}:{key.id}".encode())
    assert opened.keys == {"k3": b"k3:42", "k2": b"k2:", "k1": b"\1" * LENGTH}
    assert opened.current == "local:k3"
    with pytest.raises(ValueError, match="the key k3 is in a key management service"):
        MasterKeys.from_text("k3 kmip 42")
