"""Which key signs, which are published, over rotations: no token is refused that was good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.access_tokens import LONGEST_LIFETIME
from accounts.domain.signing_keys import SigningKeys
from accounts.domain.token_keys import PUBLISHED_AHEAD, TokenKeyRing
from chassis.runtime.callers import KEYS_FRESH_S

NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def a_pem() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


FILE = SigningKeys.from_pem(a_pem())


def kids(published: tuple[dict[str, str], ...]) -> list[str]:
    return [key["kid"] for key in published]


def test_before_any_rotation_the_key_of_the_file_signs() -> None:
    ring = TokenKeyRing.of((), FILE)
    assert ring.signing(NOW).kid == FILE.kid
    assert kids(ring.published(NOW)) == [FILE.kid]


def test_a_new_key_is_published_before_it_signs_and_the_old_one_after() -> None:
    ring = TokenKeyRing.of((), FILE).rotated(NOW, LONGEST_LIFETIME)
    new = ring.pairs[-1].kid
    assert kids(ring.published(NOW)) == [FILE.kid, new]
    assert ring.signing(NOW + PUBLISHED_AHEAD - MINUTE).kid == FILE.kid
    signs = NOW + PUBLISHED_AHEAD
    assert ring.signing(signs).kid == new
    assert kids(ring.published(signs + LONGEST_LIFETIME - MINUTE)) == [new, FILE.kid]
    assert kids(ring.published(signs + LONGEST_LIFETIME)) == [new]
    assert timedelta(seconds=KEYS_FRESH_S) + MINUTE < PUBLISHED_AHEAD, "everybody asks before"


def test_while_a_rotation_is_under_way_there_is_no_other() -> None:
    ring = TokenKeyRing.of((), FILE).rotated(NOW, LONGEST_LIFETIME)
    assert ring.rotated(NOW + MINUTE, LONGEST_LIFETIME) is ring
    assert ring.rotated(NOW + PUBLISHED_AHEAD, LONGEST_LIFETIME) is not ring


def test_a_key_that_became_known_is_good_no_more() -> None:
    ring = TokenKeyRing.of((), FILE).rotated(NOW, LONGEST_LIFETIME).replaced(NOW + MINUTE)
    assert ring.signing(NOW + MINUTE).kid not in (FILE.kid, None)
    assert kids(ring.published(NOW + MINUTE)) == [ring.pairs[-1].kid]


def test_a_key_that_the_file_names_beside_is_published_and_the_first_not_once_it_is_over() -> None:
    beside = Ed25519PrivateKey.generate().public_key()
    pem = a_pem() + beside.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    file = SigningKeys.from_pem(pem)
    ring = TokenKeyRing.of((), file)
    assert kids(ring.published(NOW)) == kids(file.published)
    rotated = ring.rotated(NOW, LONGEST_LIFETIME)
    only_new = TokenKeyRing.of(rotated.pairs[-1:], file)
    assert kids(only_new.published(NOW + timedelta(days=9))) == [
        rotated.pairs[-1].kid,
        file.published[1]["kid"],
    ]


@given(st.lists(st.integers(1, 3000), max_size=6), st.integers(0, 20_000), st.integers(0, 1441))
def test_no_token_is_refused_through_any_rotations(pauses: list[int], issued: int, life: int) -> None:
    """Signed at any minute, and checked at any minute of its life by one that asked for the keys ten minutes before."""
    ring, at = TokenKeyRing.of((), FILE), NOW
    rings = [(NOW - timedelta(days=1), ring)]
    for pause in pauses:
        at += pause * MINUTE
        ring = ring.rotated(at, LONGEST_LIFETIME)
        rings.append((at, ring))

    def known(moment: datetime) -> TokenKeyRing:
        return next(known for since, known in reversed(rings) if since <= moment)

    signed_at = NOW + issued * MINUTE
    for lag in (timedelta(), MINUTE):
        kid = known(signed_at - lag).signing(signed_at).kid
        checked_at = signed_at + life * MINUTE
        for age in (timedelta(), 10 * MINUTE):
            asked_at = checked_at - age
            assert kid in kids(known(asked_at).published(asked_at))


@pytest.mark.parametrize("days", [1, 100])
def test_only_one_key_is_left_when_all_tokens_are_over(days: int) -> None:
    ring = TokenKeyRing.of((), FILE)
    for number in range(3):
        ring = ring.rotated(NOW + number * timedelta(days=days), LONGEST_LIFETIME)
    end = NOW + 2 * timedelta(days=days) + PUBLISHED_AHEAD + LONGEST_LIFETIME
    assert kids(ring.published(end)) == [ring.pairs[-1].kid]
