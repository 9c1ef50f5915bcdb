"""Sealed fields: which fields of a collection's documents are stored encrypted, and how a document is taken apart."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from chassis.storage.documents import Document
from chassis.storage.encryption.cipher import Cipher

SEALED = "sealed"
"""The field of a stored document that holds its encrypted fields, all in one value; base64 in an entry of the log, which is
hashed as JSON."""


@dataclass(frozen=True)
class SealedFields:
    """Paths (`applicant.phone`) of personal fields; a path ends at a value that is encrypted whole, whatever its type.

    `erased`: what a document is read with whose key was destroyed, by path; other fields are not there then.
    """

    paths: tuple[str, ...]
    erased: Mapping[str, Any] = field(default_factory=dict)

    def take(self, document: Mapping[str, Any]) -> tuple[Document, Document]:
        """The document without its personal fields, and these by path; a field that is None stays where it is."""
        rest, values = dict(document), Document()
        for path in self.paths:
            *parents, name = path.split(".")
            inner = _open_way(rest, parents)
            if inner is not None and inner.get(name) is not None:
                values[path] = inner.pop(name)
        return rest, values

    def put(self, document: Mapping[str, Any], values: Mapping[str, Any]) -> Document:
        """The document with these fields in their places."""
        whole = dict(document)
        for path, value in values.items():
            *parents, name = path.split(".")
            inner = whole
            for parent in parents:
                inner[parent] = inner = dict(inner.get(parent) or {})
            inner[name] = value
        return whole

    def seal(
        self, document: Mapping[str, Any], cipher: Cipher, owner: str, *, as_text: bool = False
    ) -> Document:
        """The document as it is stored: with its personal fields encrypted, once the service encrypts."""
        if not cipher.active:
            return dict(document)
        rest, values = self.take(document)
        if not values:
            return rest
        sealed = cipher.seal(values, owner)
        return {**rest, SEALED: base64.b64encode(sealed).decode() if as_text else sealed}

    def changes(
        self,
        document: Mapping[str, Any],
        cipher: Cipher,
        owner: str,
        tokens: Mapping[str, Any] = MappingProxyType({}),
    ) -> Document:
        """The update that makes a stored document of either form this one, with these tokens; fields that it does not
        name stay."""
        stored = {**self.seal(document, cipher, owner), **tokens}
        gone = {path for path in self.paths if path.split(".")[0] not in stored} | ({SEALED} - stored.keys())
        return {"$set": stored, "$unset": dict.fromkeys(sorted(gone), "")}

    def open(self, document: Mapping[str, Any], cipher: Cipher) -> Document:
        """The document as it was before `seal`, in whichever form it is stored. Raises KeyMissing."""
        rest = dict(document)
        sealed = sealed_in(rest)
        if sealed is None:
            return rest
        del rest[SEALED]
        values = cipher.open(sealed)
        return self.put(rest, self.erased if values is None else values)

    def plain_in(self, document: Mapping[str, Any]) -> Iterator[str]:
        """The paths whose fields a stored document holds in the clear."""
        return iter(self.take(document)[1])


def sealed_in(document: Mapping[str, Any]) -> bytes | None:
    """The encrypted value of a stored document; None of one that is stored in the clear."""
    sealed = document.get(SEALED)
    return base64.b64decode(sealed) if isinstance(sealed, str) else sealed


def _open_way(document: Document, parents: list[str]) -> Document | None:
    """The inner document at this path, copied with all on the way to it; None where there is none."""
    inner: Any = document
    for parent in parents:
        if not isinstance(inner.get(parent), dict):
            return None
        inner[parent] = inner = dict(inner[parent])
    return inner if isinstance(inner, dict) else None
