"""Secrets at rest: opened by the keys that are known, for the account that they are of, and by nobody else."""

from dataclasses import replace

import pytest

from accounts.domain.second_factors.sealing import FactorKeys

OLD, NEW = "a" * 32, "b" * 43
KEYS = FactorKeys.from_text(OLD)


def test_a_secret_opens_for_its_account_alone() -> None:
    sealed = KEYS.seal("JBSWY3DPEHPK3PXP", "one")
    assert KEYS.open(sealed, "one") == "JBSWY3DPEHPK3PXP"
    assert KEYS.open(sealed, "other") is None
    assert b"JBSWY3DP" not in sealed.text and "JBSWY3DP" not in repr(sealed)
    assert OLD not in repr(KEYS)


def test_what_was_changed_does_not_open() -> None:
    sealed = KEYS.seal("JBSWY3DPEHPK3PXP", "one")
    changed = bytes([sealed.text[0] ^ 1]) + sealed.text[1:]
    assert KEYS.open(replace(sealed, text=changed), "one") is None


def test_the_same_secret_is_never_sealed_alike() -> None:
    assert len({KEYS.seal("JBSWY3DPEHPK3PXP", "one").text for _ in range(20)}) == 20


def test_keys_are_changed_without_losing_a_secret() -> None:
    both, sealed = FactorKeys.from_text(f"{NEW}\n{OLD}\n"), KEYS.seal("JBSWY3DPEHPK3PXP", "one")
    assert both.open(sealed, "one") == "JBSWY3DPEHPK3PXP"
    assert not both.is_current(sealed)
    assert both.is_current(both.seal("JBSWY3DPEHPK3PXP", "one"))
    assert FactorKeys.from_text(NEW).open(sealed, "one") is None


@pytest.mark.parametrize("text", ["", " \n", "short", f"{OLD}\nshort"])
def test_a_short_key_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(ValueError, match="32 characters") as raised:
        FactorKeys.from_text(text)
    assert "short" not in str(raised.value)
