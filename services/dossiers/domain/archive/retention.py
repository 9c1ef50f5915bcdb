"""How file plan and schedule of retention agree: the plan alone says for how long the record of a dossier is retained.

The schedule says which dossiers leave this system; it lets none go that the plan retains here.
"""

from datetime import date

from contracts.dossiers import ArchivalState, ClosedDossier


def is_retained(dossier: ClosedDossier | None, today: date, *, agency_has_plan: bool) -> bool:
    """Whether a closed dossier stays here, whatever the schedule says. None: it has no place yet.

    It goes once the archive has receipted it and its period is over; a permanent one once the archive has it. Where its
    agency had no plan on the day of its close the schedule decides alone.
    """
    if dossier is None:
        return agency_has_plan
    if dossier.state is ArchivalState.UNPLANNED:
        return False
    if dossier.state is not ArchivalState.HANDED_OVER or dossier.place is None:
        return True
    until = dossier.place.retained_until
    return until is not None and today <= until
