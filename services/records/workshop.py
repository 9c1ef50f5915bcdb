"""Where documents are made and results sealed: what that takes, for one worker."""

from dataclasses import dataclass

from chassis.store import Store
from records.archive import Archive
from records.blobs import BlobStore
from records.domain.issued import address_of
from records.repository import IssuedRepository
from records.sealing.checking import Checker
from records.sealing.keys import key_of
from records.sealing.signing import Sealer
from records.settings import RecordsSettings


class Tools:
    """Made once for a process. Raises ValueError for a key or root that cannot be read."""

    def __init__(self, settings: RecordsSettings) -> None:
        self.public_url = settings.public_url
        self.sealer = Sealer(key_of(settings), settings.timestamp_url, settings.timestamp_timeout_s)
        self.checker = Checker(settings.trust_roots)


@dataclass(frozen=True)
class Workshop:
    """All that it does may block."""

    store: Store
    blobs: BlobStore
    tools: Tools

    @property
    def archive(self) -> Archive:
        return Archive(self.store, self.blobs)

    @property
    def issued(self) -> IssuedRepository:
        return IssuedRepository(self.store.database)

    def address(self, code: str) -> str:
        return address_of(self.tools.public_url, code)
