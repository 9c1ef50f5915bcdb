"""A dossier made again from its log alone."""

from collections.abc import Iterable
from typing import Any

from dossiers.domain.model.dossier import DossierState


def rebuild(dossier_id: str, log: Iterable[tuple[int, dict[str, Any]]]) -> DossierState:
    """Fold (version, changed fields) pairs, oldest first. Fields of a later release are ignored.

    Raises ValueError for a gap or an empty log.
    """
    state: dict[str, Any] = {"dossier_id": dossier_id, "version": 0}
    for version, changes in log:
        if version != state["version"] + 1:
            raise ValueError(f"version {version} follows {state['version']}")
        state = {**state, **changes, "version": version}
    return DossierState.model_validate(state, extra="ignore")
