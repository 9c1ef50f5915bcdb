"""Adds to the samples of a release that is not out yet what they lack: python -m tests.samples.recorder --missing TEST ...

Of collections that a repository reads, and of events. What is there stays as it is.
"""

from __future__ import annotations

from typing import Any

from tests.contract.stored import readers
from tests.samples.recorder.encrypted import make_encrypted, read_encrypted
from tests.samples.recorder.release import ReleaseSamples, schemas_of_today

INVENTED_KEY = {"$binary": {"base64": "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=", "subType": "00"}}
"""The private key of the first test of RFC 8032 7.1, in the place of one that a test has made."""


def add_missing(release: ReleaseSamples, recorded: ReleaseSamples) -> list[str]:
    """The names that were added."""
    read = {".".join(each) for each in readers()}
    added = []
    for kind, takes in (("documents", read.__contains__), ("events", lambda _: True)):
        for name, sample in recorded.read(kind):
            if takes(name) and not release.has(kind, name):
                release.write(kind, name, _without_keys(sample))
                added.append(name)
    _add_schemas(release)
    before = read_encrypted(release) if release.encrypted_file.exists() else None
    release.write_encrypted(make_encrypted(release, before))
    return added


def _without_keys(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_keys(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        name: INVENTED_KEY
        if name == "private" and "$binary" in inner
        else _without_keys(inner)
        if isinstance(inner, dict | list)
        else inner
        for name, inner in value.items()
    }


def _add_schemas(release: ReleaseSamples) -> None:
    """Of the events that have samples now; a definition that is there stays."""
    schemas, today = release.schemas(), schemas_of_today()
    for name, _ in release.read("events"):
        schemas["events"].setdefault(name, today["events"][name])
    seen: set[str] = set()
    while needed := _named(schemas["events"]) | _named({each: schemas["$defs"][each] for each in seen}):
        new = needed - seen
        if not new:
            break
        for name in new:
            schemas["$defs"].setdefault(name, today["$defs"][name])
        seen |= new
    release.write_schemas(schemas)


def _named(value: Any) -> set[str]:
    """The definitions that a schema names."""
    if isinstance(value, list):
        return set().union(*map(_named, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    reference = value.get("$ref")
    own = {reference.rsplit("/", 1)[1]} if isinstance(reference, str) else set()
    return own.union(*(_named(inner) for inner in value.values()))
