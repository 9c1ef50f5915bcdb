"""Master keys: what a service's data keys are encrypted with; from a secret file or a key management service, the newest
first.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

LENGTH = 96
"""Octets of a master key of the provider `local` (MongoDB, Client-Side Field Level Encryption)."""
_NAME = re.compile(r"^[A-Za-z0-9_]{1,32}$")
_KMIP = "kmip"


@dataclass(frozen=True)
class MasterKeys:
    """Named keys; data keys are made under the first, and read under any."""

    keys: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """One key a line, newest first: its name (letters, digits, `_`), a space, 96 octets in base64.

        Raises ValueError, without the key in its words, also for a key that is in a key management service.
        """
        return cls(ListedKeys.from_text(text).opened(_none_elsewhere).keys)

    @property
    def current(self) -> str:
        """The provider of libmongocrypt under which new data keys are made."""
        return provider(next(iter(self.keys)))

    @property
    def providers(self) -> dict[str, dict[str, bytes]]:
        return {provider(name): {"key": key} for name, key in self.keys.items()}


@dataclass(frozen=True)
class KmipKey:
    """A key of a key management service (dịch vụ quản lý khóa) that speaks KMIP, by its unique identifier there.

    Empty: one is made there for the first process that asks.
    """

    id: str


@dataclass(frozen=True)
class ListedKeys:
    """Master keys as they are listed: the key itself, or where it is."""

    entries: Mapping[str, bytes | KmipKey] = field(repr=False)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """One a line, newest first: a name (letters, digits, `_`), a space, and 96 octets in base64 or `kmip` with the key's
        identifier.

        Raises ValueError, without the key in its words.
        """
        entries: dict[str, bytes | KmipKey] = {}
        for line in filter(None, map(str.strip, text.splitlines())):
            name, _, stated = line.partition(" ")
            if not _NAME.match(name) or name in entries:
                raise ValueError("each line is a name of its own (letters, digits, _), a space and the key")
            entries[name] = _entry(stated.strip())
        if not entries:
            raise ValueError("there is no key")
        return cls(entries)

    @property
    def any_elsewhere(self) -> bool:
        """Whether a key management service must be asked for any of them."""
        return any(isinstance(entry, KmipKey) for entry in self.entries.values())

    def opened(self, ask: Callable[[str, KmipKey], bytes]) -> MasterKeys:
        """With the keys that `ask` gives for those that are elsewhere."""
        return MasterKeys(
            {
                name: ask(name, entry) if isinstance(entry, KmipKey) else entry
                for name, entry in self.entries.items()
            }
        )


def provider(name: str) -> str:
    """As libmongocrypt names a key of the provider `local`."""
    return f"local:{name}"


def _entry(stated: str) -> bytes | KmipKey:
    kind, _, id_ = stated.partition(" ")
    return KmipKey(id_.strip()) if kind == _KMIP else _octets(stated)


def _octets(encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != LENGTH:
        raise ValueError(f"a key is {LENGTH} octets in base64, or kmip and its identifier")
    return key


def _none_elsewhere(name: str, _key: KmipKey) -> bytes:
    raise ValueError(f"the key {name} is in a key management service")
