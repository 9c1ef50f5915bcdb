"""What the queries of the worklist read, derived from the dossier and stored beside it under `desk`.

A date that is not there is stored as the last of all, so that an ascending index has those without it at its end.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from contracts.dossiers import Lateness
from contracts.text import fold_words
from dossiers.domain.lateness import lateness
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import TERMINAL

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
RUNNING = "running"
"""The clock runs: how the dossier stands to its due date depends on now."""
EVERYWHERE = ""
"""The agency of a key that is looked for in all agencies."""


def list_fields(dossier: DossierState, token: Callable[[str], str] = str) -> dict[str, Any]:
    """The fields that lists and counts filter and sort by; `token` makes what stands for a number of identity."""
    is_open = dossier.status not in TERMINAL
    return {
        "open": is_open,
        "unassigned": is_open and dossier.holder_id is None,
        "standing": _standing(dossier),
        "due": dossier.due_at or NEVER,
        "received": dossier.received_at or NEVER,
        "ended": dossier.ended_at or NEVER,
        "keys": _keys(dossier, token),
        "words": sorted(set(fold_words(f"{dossier.applicant.full_name} {dossier.procedure_name}"))),
    }


def name_key(agency_code: str, word: str) -> str:
    """The key of a folded word of the applicant's name, in one agency or `EVERYWHERE`."""
    return f"{agency_code}|n:{word}"


def number_key(number: str) -> str:
    """The key of the number of the applicant's identity document, or of the token that stands for it, in all agencies."""
    return f"{EVERYWHERE}|i:{number}"


def tail_key(agency_code: str, tail: str) -> str:
    """The key of the last digits of the dossier's code, in one agency or `EVERYWHERE`."""
    return f"{agency_code}|c:{tail}"


def step_key(agency_code: str, step_code: str) -> str:
    """The key of an open step, in one agency or `EVERYWHERE`."""
    return f"{agency_code}|s:{step_code}"


def _standing(dossier: DossierState) -> str:
    """How it stands for ever, or while the clock is stopped; else that it runs."""
    runs = dossier.ended_at is None and dossier.clock_stopped_since is None
    if dossier.due_at is None:
        return Lateness.NO_DUE_DATE.value
    if runs:
        return RUNNING
    return lateness(dossier.due_at, dossier.ended_at, dossier.clock_stopped_since, NEVER).value


def _keys(dossier: DossierState, token: Callable[[str], str]) -> list[str]:
    """Agency and word in one: an index takes one list of a document, and this serves both filters.

    Each key of an agency is an entry on a page of its own. What is found as quickly without one has none: the number of
    an identity document is of few dossiers, and the agency's own codes have an index.
    """
    agencies = (EVERYWHERE, *dossier.agency_codes)
    words = dict.fromkeys(fold_words(dossier.applicant.full_name))
    names = [name_key(agency, word) for agency in agencies for word in words]
    steps = [step_key(agency, code) for agency in agencies for code in dossier.open_step_codes]
    return names + steps + _tail_keys(dossier.code, agencies) + _number_keys(dossier, token)


def _tail_keys(code: str | None, agencies: Iterable[str]) -> list[str]:
    """Of H26.31.05-261127-0003: 3 and 261127-0003; who types 0003 looks for 3 too."""
    if code is None or code.count("-") < 2:
        return []
    own, day, number = code.rsplit("-", 2)
    short = [tail_key(agency, number.lstrip("0") or "0") for agency in agencies]
    return short + [tail_key(agency, f"{day}-{number}") for agency in agencies if agency != own]


def _number_keys(dossier: DossierState, token: Callable[[str], str]) -> list[str]:
    identity = dossier.applicant.identity
    return [] if identity is None else [number_key(token(identity.number.upper()))]
