"""Who has read a dossier (lượt truy cập hồ sơ): for the person, and for the head of the agency."""

from contracts.base import Identifier, PageRequest


class ListReadings(PageRequest):
    """Readings by others of the caller's dossiers, newest first; `dossier_id` leaves those of one dossier."""

    dossier_id: Identifier | None = None
    """Id of the dossier (hồ sơ); without it those of all dossiers of the caller."""
