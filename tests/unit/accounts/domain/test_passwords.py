import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.application import password_hashing
from accounts.domain import passwords
from contracts.errors import ErrorCode, ServiceError


@pytest.mark.parametrize(
    "password",
    ["con meo tren mai nha", "Trời-hôm-nay-xanh", "x9#Lq!v2Rt", "matkhau cua to la bi mat"],
)
def test_a_password_that_is_hard_to_guess_passes(password: str) -> None:
    passwords.require_strong(password, "001099000001")


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "abababababab",
        "1234567890",
        "0987654321",
        "qwertyuiop",
        "Password123",
        "MatKhau2024",
        "admin12345",
        "sinhnhat2001",
        "chungtoi99",
        "nguyenvanan1999",
        "thanhpho@2024",
        "hanoi@1990!",
        "tranthi2005@",
        "x-001099000001-y",
    ],
)
def test_a_password_that_is_guessed_at_once_is_refused_at_its_field(password: str) -> None:
    with pytest.raises(ServiceError) as refused:
        passwords.require_strong(password, "001099000001")
    assert refused.value.code is ErrorCode.INVALID_REQUEST
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/password", "password_weak")]


def test_a_refusal_does_not_repeat_the_password() -> None:
    with pytest.raises(ServiceError) as refused:
        passwords.require_strong("Password123", "lan.tran")
    assert "Password123" not in refused.value.to_json()


def test_a_password_typed_on_another_keyboard_is_the_same() -> None:
    typed = "Trời-hôm-nay-xanh"
    assert password_hashing.verify_password(
        unicodedata.normalize("NFD", typed),
        password_hashing.hash_password(unicodedata.normalize("NFC", typed)),
    )


@settings(max_examples=5, deadline=None)
@given(st.text(min_size=10, max_size=128))
def test_a_hash_matches_its_password_and_no_other(password: str) -> None:
    password_hash = password_hashing.hash_password(password)
    assert password_hashing.verify_password(password, password_hash)
    assert not password_hashing.verify_password(password + "x", password_hash)


def test_hashes_are_argon2id_and_salted() -> None:
    first, second = (
        password_hashing.hash_password("con meo tren mai nha"),
        password_hashing.hash_password("con meo tren mai nha"),
    )
    assert first.startswith("$argon2id$")
    assert first != second


def test_nobody_has_no_password() -> None:
    assert not password_hashing.verify_password("nobody has this password", None)


def test_a_hash_of_other_parameters_is_outdated() -> None:
    weak = "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$Hk3yTpVr2Vq5JYzKxVbY3mGd2YQ3m0D4tN8q3l0bR1E"
    assert password_hashing.needs_rehash(weak)
    assert not password_hashing.needs_rehash(password_hashing.hash_password("con meo tren mai nha"))
