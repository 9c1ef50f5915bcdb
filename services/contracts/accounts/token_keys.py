"""The keys that sign access tokens, and their rotation."""

from contracts.base import Command, Identifier, Instant, Model, Query


class ListTokenKeys(Query):
    """For the operator: the keys by which access tokens are checked now."""


class RotateTokenKeys(Command):
    """For the operator: a new key signs access tokens from now on, or from when everybody who checks them has it."""

    at_once: bool = False
    """True after a key became known to others: the new key signs at once, and no other is good any more."""


class TokenKey(Model):
    """A public key by which access tokens are checked."""

    kid: Identifier
    """Its id in the key set (RFC 7638)."""
    signs_from: Instant | None = None
    """From when on it signs (UTC); null: since the beginning."""
    checked_until: Instant | None = None
    """Until when tokens that it has signed are good (UTC); null: it signs or will sign."""


class TokenKeys(Model):
    """Those that are published, the newest first."""

    keys: tuple[TokenKey, ...]
    """Two during a rotation, one otherwise; more where the file of the first key names more."""


class TokenKeysChanged(Model):
    """Event payload: the published keys have changed; whoever checks tokens asks for them."""

    kid: Identifier
    """Id of the key that signs next or now."""
    signs_from: Instant
    """From when on (UTC)."""
