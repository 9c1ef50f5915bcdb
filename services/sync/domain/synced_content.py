"""All that stands of what was told of a synced dossier, as its document holds it; those of an earlier release have less."""

from collections.abc import Mapping
from typing import Any

from contracts.sync import SyncedContent
from contracts.synced_content import SyncedParts, SyncedStep
from sync.domain.synced_dossier import SyncedDossierState, course_lines

_STORED_OTHERWISE = {"steps", "papers", "supplements", "content_status_number"}
_PLAIN = tuple(name for name in SyncedParts.model_fields if name not in _STORED_OTHERWISE)
_STEP = ("at", "unit", "content", "by", "position", "started_at", "due_at", "as_sent")


def content_of(document: Mapping[str, Any]) -> SyncedContent:
    """Fields of the document that this release does not know are ignored."""
    content = document.get("content", {})
    parts = {name: content[name] for name in _PLAIN if content.get(name) is not None}
    fields = {
        **SyncedDossierState.of(document).summary.model_dump(),
        **parts,
        "content_status_number": content.get("status"),
        "papers": [_paper(row) for row in content.get("papers", ())],
        "supplements": [_supplement(row) for row in content.get("supplements", ())],
        "steps": [_step(line) for _, line in course_lines(document)],
    }
    return SyncedContent.model_validate(fields, extra="ignore")


def _paper(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "copy_kind": row.get("copy", "")}


def _supplement(row: Mapping[str, Any]) -> dict[str, Any]:
    """Beside the rows stands how many there are, which an earlier release stored alone."""
    return {**row, "papers": row.get("paper_rows", ()), "fees": row.get("fee_rows", ())}


def _step(line: Mapping[str, Any]) -> SyncedStep:
    step = {name: line[name] for name in _STEP if line.get(name) is not None}
    return SyncedStep.model_validate({**step, "status_number": line.get("status")}, extra="ignore")
