"""Secrets of machine clients: the same in every encoding, and stored as a digest that is bound to its place."""

import hashlib
import hmac
import re
from urllib.parse import quote_plus

from accounts.domain.machine_clients.secrets import digest, is_right, new_secret


def test_a_secret_has_256_bits_and_no_character_that_an_encoding_changes() -> None:
    made = {new_secret() for _ in range(50)}
    assert len(made) == 50
    for secret in made:
        assert re.fullmatch(r"motcua_[A-Za-z0-9_-]{43}", secret)
        assert quote_plus(secret) == secret


def test_the_digest_is_hmac_sha256_under_the_names() -> None:
    key = b"motcua machine secret 1\nc\ns"
    assert digest("c", "s", "secret") == hmac.new(key, b"secret", hashlib.sha256).hexdigest()


def test_a_secret_is_right_for_its_own_client_and_its_own_place() -> None:
    stored = digest("c", "s", "secret")
    assert is_right("c", "s", "secret", stored)
    assert not is_right("c", "s", "Secret", stored)
    assert not is_right("c", "t", "secret", stored)
    assert not is_right("d", "s", "secret", stored)
    assert not is_right("c", "s", "\ud800", stored)
