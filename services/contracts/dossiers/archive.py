"""What of a closed dossier goes to an archive (nộp lưu hồ sơ), Luật Lưu trữ 33/2024/QH15: its record and its logs."""

from contracts.base import Identifier, Model, Query
from contracts.dossiers.file_plans import ArchivalPlace
from contracts.dossiers.queries import DossierRecord


class GetArchiveRecord(Query):
    """Query for what of a closed dossier is archived.

    By an operator.
    """

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""


class ArchivedEntry(Model):
    """An entry of the log (nhật ký) as it was hashed."""

    text: str
    """What is hashed: canonical JSON. It has the hash of the entry before it, `prev_hash`."""
    hash: str
    """SHA-256 of the text in UTF-8, in hex."""


class ArchivedChain(Model):
    """The log of one aggregate (chuỗi nhật ký), from its first entry on."""

    chain: str
    """The aggregate: the dossier itself, or what was issued for it."""
    entries: tuple[ArchivedEntry, ...]
    """Its entries, in their order."""


class ArchiveRecord(Model):
    """A closed dossier as it is archived."""

    record: DossierRecord
    """The dossier and its history in words."""
    chains: tuple[ArchivedChain, ...]
    """Its logs."""
    place: ArchivalPlace | None = None
    """Its place in the file plan of its agency; none: it has none yet."""
