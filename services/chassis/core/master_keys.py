"""Master keys: what a service's data keys are encrypted with; from a secret file, the newest first."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

LENGTH = 96
"""Octets of a master key of the provider `local` (MongoDB, Client-Side Field Level Encryption)."""
_NAME = re.compile(r"^[A-Za-z0-9_]{1,32}$")


@dataclass(frozen=True)
class MasterKeys:
    """Named keys; data keys are made under the first, and read under any."""

    keys: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """One key a line, newest first: its name (letters, digits, `_`), a space, 96 octets in base64.

        Raises ValueError, without the key in its words.
        """
        keys: dict[str, bytes] = {}
        for line in filter(None, map(str.strip, text.splitlines())):
            name, _, encoded = line.partition(" ")
            if not _NAME.match(name) or name in keys:
                raise ValueError("each line is a name of its own (letters, digits, _), a space and the key")
            keys[name] = _octets(encoded.strip())
        if not keys:
            raise ValueError("there is no key")
        return cls(keys)

    @property
    def current(self) -> str:
        """The provider of libmongocrypt under which new data keys are made."""
        return provider(next(iter(self.keys)))

    @property
    def providers(self) -> dict[str, dict[str, bytes]]:
        return {provider(name): {"key": key} for name, key in self.keys.items()}


def provider(name: str) -> str:
    """As libmongocrypt names a key of the provider `local`."""
    return f"local:{name}"


def _octets(encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != LENGTH:
        raise ValueError(f"a key is {LENGTH} octets in base64")
    return key
