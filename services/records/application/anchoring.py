"""Anchoring: once a day the heads of all event logs are signed, timestamped and written outside of every database.

An anchor covers, of each log, what has been written since the one before. It is bounded, so the first ones of a large
installation follow each other at once; each says where the next goes on, so that an interruption loses nothing.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import NoReturn

from chassis.core.canonical_json import to_canonical_json
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import first_id
from chassis.observability import metrics
from chassis.runtime.service import RpcClient, RunAgainAt, Store
from chassis.storage.lease import Lease
from contracts.audit import (
    HEADS,
    MOST_HEADS,
    RECORD,
    SIGNATURE,
    TIMESTAMP,
    AnchorRecord,
    AnchorStatus,
    ChainHead,
    GetChainHeads,
    LogStretch,
    MakeAnchor,
)
from contracts.base import ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.records import SERVICE
from contracts.time import VIETNAM
from contracts.topology import SERVICES
from records.clients.event_logs import heads_of
from records.making.process import MakingProcess
from records.repository.anchor_files import AnchorFiles
from records.repository.anchors import AnchorRepository, LastAnchor, last_anchor
from records.settings import RecordsSettings

log = logging.getLogger(__name__)

ANCHOR = "records.anchor"
"""Kind of the timer that is always there."""
ENTRIES_OF_AN_ANCHOR = 50_000
"""Entries that one anchor covers at most: some seconds of work, and a list of heads of less than 10 MB."""
LEASE_S = 300.0
"""Longer than one anchor takes."""
_AT = time(2, tzinfo=VIETNAM)
"""When the day's anchor is made."""
_BUSY_PAUSE = timedelta(minutes=1)


def anchor_files(settings: RecordsSettings) -> AnchorFiles | None:
    """None where no folder is set. Says how far the logs are anchored (metric)."""
    files = AnchorFiles(Path(settings.anchor_dir)) if settings.anchor_dir else None
    last = None
    try:
        last = files.last_complete() if files else None
    except (OSError, ValueError) as error:
        log.warning("the last anchor cannot be read", exc_info=error)
    metrics.ANCHORED_TO.labels(SERVICE).set(last.made_at.timestamp() if last else 0)
    return files


@dataclass(frozen=True)
class Anchoring:
    """What the making of an anchor needs."""

    store: Store
    client: RpcClient
    making: MakingProcess
    files: AnchorFiles | None
    most_entries: int = ENTRIES_OF_AN_ANCHOR

    @property
    def anchors(self) -> AnchorRepository:
        return self.store.repository(AnchorRepository)


def anchor_daily(anchoring: Anchoring, context: Context) -> NoReturn:
    """The run of the timer: one anchor. Raises RunAgainAt: at once until all is anchored, then at two in the morning.

    Raises what `make_anchor` raises, to be run again after a pause.
    """
    now = utcnow()
    if anchoring.files is None:
        raise RunAgainAt(next_run(now))
    status = _make(anchoring, MakeAnchor(), context)
    if status.busy:
        raise RunAgainAt(now + _BUSY_PAUSE)
    raise RunAgainAt(next_run(now) if status.complete else now)


def next_run(now: datetime) -> datetime:
    """The next two o'clock of Viet Nam."""
    local = now.astimezone(VIETNAM)
    today = datetime.combine(local.date(), _AT)
    return today if local < today else today + timedelta(days=1)


def make_anchor(anchoring: Anchoring, request: MakeAnchor, context: Context) -> AnchorStatus:
    """One anchor, for the operator. Raises FORBIDDEN for anybody else; as `_make`."""
    _require_operator(context)
    return _make(anchoring, request, context)


def get_anchor_status(anchoring: Anchoring, context: Context) -> AnchorStatus:
    _require_operator(context)
    return anchoring.anchors.last().status()


def _make(anchoring: Anchoring, request: MakeAnchor, context: Context) -> AnchorStatus:
    """Raises ServiceError(UNAVAILABLE) while a service, the seal's key or the timestamp authority is away, and where no
    folder is set; OSError where nothing can be written there."""
    if anchoring.files is None:
        log.warning("nothing is anchored: MOTCUA_ANCHOR_DIR is not set")
        raise ServiceError(ErrorCode.UNAVAILABLE)
    with _held(anchoring.store) as lease:
        if lease is None:
            return anchoring.anchors.last().status(busy=True)
        last = _adopted(anchoring, anchoring.files)
        gathered = _gather(anchoring, last, utcnow() - timedelta(seconds=request.settle_s), context, lease)
        made = _store(anchoring, anchoring.files, last, gathered)
        anchoring.anchors.save(made)
        if made.complete and made.made_at is not None:
            metrics.ANCHORED_TO.labels(SERVICE).set(made.made_at.timestamp())
        log.info("anchored", extra={"number": made.number, "sha256": made.sha256, "heads": made.heads})
        return made.status()


@contextmanager
def _held(store: Store) -> Iterator[Lease | None]:
    """None while another process has it."""
    lease = Lease(store.database, "anchor", LEASE_S)
    lease.ensure_exists()
    if not lease.acquire():
        yield None
        return
    try:
        yield lease
    finally:
        lease.release()


def _adopted(anchoring: Anchoring, files: AnchorFiles) -> LastAnchor:
    """The last anchor. One that was written, and of which the database was not told before the process ended, counts."""
    last = anchoring.anchors.last()
    while (found := files.find(last.number + 1)) is not None:
        record, sha256 = found
        if record.previous != last.sha256:
            log.error(
                "the next anchor is there and does not follow the last one", extra={"number": record.number}
            )
            raise ServiceError(ErrorCode.INTERNAL_ERROR)
        last = last_anchor(record, sha256)
        anchoring.anchors.save(last)
    return last


@dataclass
class _Gathered:
    heads: list[tuple[str, ChainHead]] = field(default_factory=list)
    logs: dict[str, LogStretch] = field(default_factory=dict)
    complete: bool = True


def _gather(
    anchoring: Anchoring, last: LastAnchor, settled: datetime, context: Context, lease: Lease
) -> _Gathered:
    """Service by service, as long as there is room."""
    gathered, room = _Gathered(), anchoring.most_entries
    until = first_id(settled)
    for service in SERVICES:
        after = cursor = last.logs.get(service, "")
        entries, heads, complete = 0, len(gathered.heads), after >= until
        while not complete and entries < room:
            request = GetChainHeads(after=cursor, until=until, limit=min(MOST_HEADS, room - entries))
            page = heads_of(service, request, anchoring.store, anchoring.client, context)
            gathered.heads.extend((service, head) for head in page.heads)
            entries, cursor, complete = entries + page.entries, page.last, page.complete
            lease.acquire()
        gathered.logs[service] = LogStretch(
            after=after, until=cursor, entries=entries, heads=len(gathered.heads) - heads
        )
        gathered.complete, room = gathered.complete and complete, room - entries
    return gathered


def _store(anchoring: Anchoring, files: AnchorFiles, last: LastAnchor, gathered: _Gathered) -> LastAnchor:
    """Sign it, and write it."""
    lines = b"".join(_line(service, head) for service, head in gathered.heads)
    record = AnchorRecord(
        number=last.number + 1,
        previous=last.sha256,
        made_at=utcnow(),
        logs=gathered.logs,
        heads_sha256=hashlib.sha256(lines).hexdigest(),
        complete=gathered.complete,
    )
    content = to_canonical_json(record.model_dump())
    signature, token = anchoring.making.detached_signature(content)
    written = {RECORD: content, HEADS: lines, SIGNATURE: signature, **({TIMESTAMP: token} if token else {})}
    files.add(record.number, written)
    return last_anchor(record, hashlib.sha256(content).hexdigest())


def _line(service: str, head: ChainHead) -> bytes:
    return to_canonical_json([service, head.chain, head.version, head.entry_id, head.hash]) + b"\n"


def _require_operator(context: Context) -> None:
    if context.actor.kind is not ActorKind.OPERATOR:
        raise ServiceError(ErrorCode.FORBIDDEN)
