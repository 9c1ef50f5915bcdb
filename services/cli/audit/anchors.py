"""The anchors on the disk: whether each is whole, signed, timestamped and follows the one before it.

Whoever changes the logs and the database of records as well must change these too, and cannot date them back.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.audit import (
    HEADS,
    RECORD,
    SIGNATURE,
    TIMESTAMP,
    AnchorRecord,
    AnchorStatus,
    ChainHead,
    folder_of,
)

if TYPE_CHECKING:
    from cli.audit.signatures import AnchorJudge

MOST_HOURS = 26
"""How old the last anchor may be: one is made every day."""
_LATE = timedelta(hours=1)
"""How far the time of the record and that of the authority may be apart."""


@dataclass(frozen=True)
class Anchor:
    """One that could be read, as it is on the disk; `sha256` is that of its record."""

    record: AnchorRecord
    sha256: str
    folder: Path

    def heads(self) -> Iterator[tuple[str, ChainHead]]:
        """Service and head of each line, as they were anchored. Raises ValueError for a line that is none."""
        with (self.folder / HEADS).open("rb") as lines:
            for line in lines:
                service, chain, version, entry_id, digest = json.loads(line)
                yield service, ChainHead(chain=chain, version=version, entry_id=entry_id, hash=digest)


@dataclass
class AnchorVerification:
    """All anchors of a folder: those that are whole, in their order, and the faults, a line each."""

    judge: "AnchorJudge"
    unstamped_allowed: bool = False
    anchors: list[Anchor] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def verify(self, folder: Path) -> None:
        """From the first to the last that is there. Raises OSError."""
        numbers = sorted(int(path.name) for path in folder.iterdir() if path.name.isdigit())
        before: Anchor | None = None
        for number in range(1, (numbers[-1] if numbers else 0) + 1):
            if number not in numbers:
                self._fault(number, "it is missing")
                before = None
                continue
            anchor = self._read(folder / folder_of(number), number)
            if anchor is not None:
                self._verify_place(anchor, before, after_gap=before is None and number > 1)
                self.anchors.append(anchor)
            before = anchor

    def verify_end(self, status: AnchorStatus, now: datetime) -> None:
        """That none was cut off after the last: by what the database of records knows, and by its age."""
        last = self.anchors[-1] if self.anchors else None
        number = last.record.number if last else 0
        for missing in range(number + 1, status.number + 1):
            self._fault(missing, "it is missing, records has made it")
        if last and status.number == number and status.sha256 != last.sha256:
            self._fault(number, "it is not the one that records has made")
        if last and status.number < number:
            self.faults.append(
                f"the database of records knows of {status.number} anchors, {number} are there"
            )
        if last is None and not status.number:
            self.faults.append("no anchor has been made")
        elif last and now - last.record.made_at > timedelta(hours=MOST_HOURS):
            hours = int((now - last.record.made_at).total_seconds() // 3600)
            self.faults.append(f"the last anchor is {hours} hours old")

    def _read(self, folder: Path, number: int) -> Anchor | None:
        """Signature, timestamp and list of one. None for one that cannot be read."""
        try:
            content = (folder / RECORD).read_bytes()
            record = AnchorRecord.model_validate_json(content, extra="ignore")
        except (OSError, ValueError):
            self._fault(number, "its record cannot be read")
            return None
        if record.number != number:
            self._fault(number, f"its record is that of anchor {record.number}")
        self._verify_signature(folder, record, content, number)
        return (
            Anchor(record, hashlib.sha256(content).hexdigest(), folder)
            if self._has_list(folder, record, number)
            else None
        )

    def _verify_signature(self, folder: Path, record: AnchorRecord, content: bytes, number: int) -> None:
        signature, token = _bytes_of(folder / SIGNATURE), _bytes_of(folder / TIMESTAMP)
        at = record.made_at
        if token:
            stamped = self.judge.timestamp(signature, token)
            if isinstance(stamped, str):
                self._fault(number, stamped)
            elif abs(stamped - at) > _LATE:
                self._fault(number, f"it says {at.isoformat()}, its timestamp {stamped.isoformat()}")
        elif not self.unstamped_allowed:
            self._fault(number, "it has no timestamp")
        fault = self.judge.signature_fault(content, signature, at) if signature else "it has no signature"
        if fault:
            self._fault(number, fault)

    def _has_list(self, folder: Path, record: AnchorRecord, number: int) -> bool:
        try:
            with (folder / HEADS).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            self._fault(number, "its list of heads is missing")
            return False
        if digest != record.heads_sha256:
            self._fault(number, "its list of heads was altered")
            return False
        return True

    def _verify_place(self, anchor: Anchor, before: Anchor | None, *, after_gap: bool) -> None:
        if after_gap:
            return
        record = anchor.record
        if record.previous != (before.sha256 if before else ""):
            self._fault(record.number, "it does not follow the one before it")
        ends = {service: log.until for service, log in before.record.logs.items()} if before else {}
        for service, log in record.logs.items():
            if log.after != ends.get(service, ""):
                self._fault(record.number, f"of the log of {service} a part is anchored nowhere")

    def _fault(self, number: int, what: str) -> None:
        self.faults.append(f"anchor {number}: {what}")


def _bytes_of(path: Path) -> bytes:
    """Nothing where there is no such file."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
