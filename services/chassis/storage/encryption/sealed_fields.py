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

_EACH = "[]"
"""At the end of a name in a path: each document of the list of that name."""


@dataclass(frozen=True)
class SealedFields:
    """Paths (`applicant.phone`) of personal fields; a path ends at a value that is encrypted whole, whatever its type. One
    that goes through the documents of a list (`papers[].name`) has a value for each of them.

    `erased`: what a document is read with whose key was destroyed, by path; other fields are not there then. Of a list: what
    each document of it is read with.
    """

    paths: tuple[str, ...]
    erased: Mapping[str, Any] = field(default_factory=dict)

    def take(self, document: Mapping[str, Any]) -> tuple[Document, Document]:
        """The document without its personal fields, and these by path; a field that is None stays where it is."""
        rest, values = dict(document), Document()
        for path in self.paths:
            value = _take(rest, path.split("."))
            if value is not None:
                values[path] = value
        return rest, values

    def put(self, document: Mapping[str, Any], values: Mapping[str, Any]) -> Document:
        """The document with these fields in their places."""
        whole = dict(document)
        for path, value in values.items():
            _put(whole, path.split("."), value)
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
        roots = {path: path.split(".")[0] for path in self.paths if _EACH not in path}
        gone = {path for path, root in roots.items() if root not in stored} | ({SEALED} - stored.keys())
        return {"$set": stored, "$unset": dict.fromkeys(sorted(gone), "")}

    def open(self, document: Mapping[str, Any], cipher: Cipher) -> Document:
        """The document as it was before `seal`, in whichever form it is stored. Raises KeyMissing."""
        rest = dict(document)
        sealed = sealed_in(rest)
        if sealed is None:
            return rest
        del rest[SEALED]
        values = cipher.open(sealed)
        return self._erased(rest) if values is None else self.put(rest, values)

    def _erased(self, document: Document) -> Document:
        of_lists = {path: value for path, value in self.erased.items() if _EACH in path}
        whole = self.put(document, {path: self.erased[path] for path in self.erased.keys() - of_lists.keys()})
        for path, value in of_lists.items():
            name, _, inner = path.partition(f"{_EACH}.")
            if isinstance(whole.get(name), list):
                whole[name] = [{inner: value, **each} for each in whole[name]]
        return whole

    def plain_in(self, document: Mapping[str, Any]) -> Iterator[str]:
        """The paths whose fields a stored document holds in the clear."""
        return iter(self.take(document)[1])


def sealed_in(document: Mapping[str, Any]) -> bytes | None:
    """The encrypted value of a stored document; None of one that is stored in the clear."""
    sealed = document.get(SEALED)
    return base64.b64decode(sealed) if isinstance(sealed, str) else sealed


def root_of(path: str) -> str:
    """The field of a document that a path goes into."""
    return path.split(".")[0].removesuffix(_EACH)


def is_of_list(path: str) -> bool:
    """Whether it goes through the documents of a list."""
    return _EACH in path


def _take(document: Document, names: list[str]) -> Any:
    """The value at this path, taken out; None where there is none. What is on the way to it is copied."""
    name, *inner = names
    if not inner:
        return None if document.get(name) is None else document.pop(name)
    if name.endswith(_EACH):
        name = name.removesuffix(_EACH)
        if not isinstance(document.get(name), list):
            return None
        document[name] = [dict(each) if isinstance(each, dict) else each for each in document[name]]
        found = [_take(each, inner) if isinstance(each, dict) else None for each in document[name]]
        return found if any(value is not None for value in found) else None
    if not isinstance(document.get(name), dict):
        return None
    document[name] = dict(document[name])
    return _take(document[name], inner)


def _put(document: Document, names: list[str], value: Any) -> None:
    """The value in its place. Of a list that is there no more, or is shorter by now, there is no place."""
    name, *inner = names
    if not inner:
        document[name] = value
    elif name.endswith(_EACH):
        name = name.removesuffix(_EACH)
        document[name] = each = [
            dict(one) if isinstance(one, dict) else one for one in document.get(name) or ()
        ]
        for one, own in zip(each, value, strict=False):
            if own is not None and isinstance(one, dict):
                _put(one, inner, own)
    else:
        document[name] = dict(document.get(name) or {})
        _put(document[name], inner, value)
