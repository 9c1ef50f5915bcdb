"""Which of what we are told becomes the published procedure."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from contracts.base import Model
from contracts.catalog import ProcedureContent, Source

STRENGTH = {source: rank for rank, source in enumerate(Source)}


def content_hash(content: Model) -> str:
    """32 hex digits over the content alone: equal content, equal hash, whatever the order of its fields."""
    text = json.dumps(content.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Revision:
    """What is published now of one procedure."""

    version: int
    etag: str
    source: Source


class Verdict(StrEnum):
    LOADED = "loaded"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def judge(content: ProcedureContent, current: Revision | None) -> Verdict:
    """New, changed, or nothing new: the same content, or a word from a weaker source than the one we have."""
    if current is None:
        return Verdict.LOADED
    if STRENGTH[content.source] < STRENGTH[current.source] or content_hash(content) == current.etag:
        return Verdict.UNCHANGED
    return Verdict.UPDATED
