"""The table of rights: what each operation of the API answers to each kind of caller, as text that is committed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devstack.servers.mongo import REPO

TABLE = REPO / "docs" / "rights.md"
METHODS = ("get", "post", "put", "patch", "delete")

HEAD = """\
# Rights

What each operation of the API answers to each kind of caller. Written by `make rights`, which calls the running system; a
test calls it again and fails when an answer is another one or an operation has no row.

All dossiers, papers, bills, messages and synced dossiers that the calls name are those of one citizen, the *owner*. An act
on a dossier names a version that it does not have, so that nothing is changed: 412 is the answer to who may act.

| answer | what it says |
| --- | --- |
| 2xx | done or shown; with `*` the answer names the owner, the dossier or something of it |
| 412 | the caller may, and names a version that is gone by |
| 409, 422 | the caller may, and this thing, in this state or with these values, cannot be done |
| 401 | the caller must log in |
| 403 | the caller may not |
| 404 | for this caller there is no such thing |

| caller | who it is |
| --- | --- |
"""

TAIL = """\

Where every caller gets 404, the thing that the call names is not there: a problem, a document by its code. Messages come
some time after what they are about, so that their row has no `*`.

`actOnMany` shows the outcome of its one dossier. Content is read and written by ticket alone: the tickets of these calls are
none, so that everybody gets 403. The notices of payment providers are checked by their signatures. The operator is no
caller of the API: its commands speak to the services.
"""


@dataclass(frozen=True)
class Operation:
    """An operation of the OpenAPI document."""

    id: str
    method: str
    path: str
    description: Mapping[str, Any]

    @property
    def is_act(self) -> bool:
        """Whether it changes a thing at a version that the caller names."""
        return any(each["name"] == "If-Match" for each in self.description.get("parameters", ()))


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    """All of the document, in its order."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(item[method]["operationId"], method.upper(), path, item[method])


def rendered(callers: Mapping[str, str], rows: Mapping[Operation, Sequence[str]] | Sequence[Any]) -> str:
    """The whole document; `callers` by name, `rows` as pairs of an operation and its answers in the callers' order."""
    pairs = rows.items() if isinstance(rows, Mapping) else rows
    known = "".join(f"| {name} | {who} |\n" for name, who in callers.items())
    head = f"\n| operation | path | {' | '.join(callers)} |\n{'| --- ' * (len(callers) + 2)}|\n"
    lines = (
        f"| `{operation.id}` | {operation.method} `{operation.path}` | {' | '.join(cells)} |\n"
        for operation, cells in pairs
    )
    return HEAD + known + head + "".join(lines) + TAIL


def committed_rows(path: Path = TABLE) -> dict[str, str]:
    """The lines of the committed table, by operation."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = ((re.match(r"\| `(\w+)` \|", line), line) for line in lines)
    return {match[1]: line for match, line in found if match}
