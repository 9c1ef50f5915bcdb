"""What an import does to the stored versions of a procedure, and how the public sees a version."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.domain.versions.lifecycle import begins_on, in_force, last_public
from contracts.base import Model
from contracts.catalog import Procedure, ProcedureContent, ProcedureSource, ProcedureVersion, VersionSummary

STRENGTH = {source: rank for rank, source in enumerate(ProcedureSource)}


def content_hash(content: Model) -> str:
    """32 hex digits over the content alone, whatever the order of its fields.

    Fields at their defaults are left out, so that an optional field of a later release changes no stored hash.
    """
    fields = content.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class StoredVersion:
    """A stored version without its content, and the hash of the content."""

    summary: VersionSummary
    content_hash: str


class ImportOutcome(StrEnum):
    """What became of a procedure of an import."""

    LOADED = "loaded"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    OUTRANKED = "outranked"  # a stronger source, or a decision that abolished it, has the last word


def import_outcome(content: ProcedureContent, stored: Sequence[StoredVersion], today: date) -> ImportOutcome:
    """New, changed, unchanged, or outranked by a stronger source than its own.

    What was abolished by a decision is not brought back by an import.
    """
    versions = [each.summary for each in stored]
    if last_public(versions) is None:
        return ImportOutcome.LOADED
    current = in_force(versions, today)
    if current is None or STRENGTH[content.source] < STRENGTH[current.source]:
        return ImportOutcome.OUTRANKED
    same = any(each.summary is current and each.content_hash == content_hash(content) for each in stored)
    return ImportOutcome.UNCHANGED if same else ImportOutcome.UPDATED


def as_procedure(version: ProcedureVersion) -> Procedure:
    """What the public reads of a version that is, or was, in force."""
    if version.publicised_at is None:
        raise ValueError(f"version {version.version} of {version.code} was never public")
    begins = begins_on(version)
    seen = Procedure(
        **dict(version.content),
        version=version.version,
        etag="",
        updated_at=version.publicised_at,
        state=version.state,
        effective_from=None if begins == date.min else begins,
    )
    return seen.model_copy(update={"etag": content_hash(seen)})
