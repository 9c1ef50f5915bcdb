"""Which of the keys signs access tokens at a moment, and by which they are checked (khóa ký mã truy cập).

A new key is published before it signs, for longer than anybody goes without asking for the keys; the one before is
published until the last token that it has signed is over. So no token is refused on account of a rotation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from accounts.domain.signing_keys import SigningKeys, jwk_of

PUBLISHED_AHEAD = timedelta(minutes=15)
"""Longer than published keys are remembered for by services and gateway (10 minutes) and by a process of accounts (1)."""
SINCE_EVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class TokenKeyPair:
    """A key that signs from `signs_from` on, until a later one does."""

    private: Ed25519PrivateKey = field(repr=False)
    signs_from: datetime
    checked_until: datetime | None = None

    @property
    def public(self) -> dict[str, str]:
        return jwk_of(self.private.public_key())

    @property
    def kid(self) -> str:
        return self.public["kid"]


@dataclass(frozen=True)
class TokenKeyRing:
    """All keys: those that were made by rotation, and those of the file, of which the first was there before any."""

    pairs: Sequence[TokenKeyPair]
    """In the order in which they sign; never empty."""
    beside: Sequence[dict[str, str]] = ()
    """Public keys that the file names besides."""

    @classmethod
    def of(cls, stored: Sequence[TokenKeyPair], file: SigningKeys) -> "TokenKeyRing":
        pairs = sorted(stored, key=lambda pair: pair.signs_from) or [TokenKeyPair(file.signer, SINCE_EVER)]
        stored_ids = {pair.kid for pair in pairs}
        # The first of the file is one of the ring from the first rotation on, also when it is over.
        beside = [key for key in file.published[1:] if key["kid"] not in stored_ids]
        return cls(pairs, beside)

    def signing(self, at: datetime) -> TokenKeyPair:
        return next((pair for pair in reversed(self.pairs) if pair.signs_from <= at), self.pairs[0])

    def checked(self, at: datetime) -> list[TokenKeyPair]:
        """The newest first."""
        return [
            pair for pair in reversed(self.pairs) if pair.checked_until is None or at < pair.checked_until
        ]

    def published(self, at: datetime) -> tuple[dict[str, str], ...]:
        """The one that signs first."""
        signing = self.signing(at).public
        others = [pair.public for pair in self.checked(at) if pair.public != signing]
        return signing, *others, *self.beside

    def rotated(self, at: datetime, longest_token: timedelta) -> "TokenKeyRing":
        """With a new key. The same while an earlier rotation is under way."""
        if self.pairs[-1].signs_from > at:
            return self
        new = TokenKeyPair(Ed25519PrivateKey.generate(), at + PUBLISHED_AHEAD)
        before = [_checked_until(pair, new.signs_from + longest_token) for pair in self.pairs]
        return replace(self, pairs=(*before, new))

    def replaced(self, at: datetime) -> "TokenKeyRing":
        """With a new key that signs at once, and no other that is good."""
        new = TokenKeyPair(Ed25519PrivateKey.generate(), at)
        before = [replace(pair, checked_until=at) for pair in self.pairs if pair.signs_from <= at]
        return replace(self, pairs=(*before, new))


def _checked_until(pair: TokenKeyPair, end: datetime) -> TokenKeyPair:
    return pair if pair.checked_until is not None else replace(pair, checked_until=end)
