"""A dossier made again from its log alone."""

from collections.abc import Iterable
from typing import Any

from dossiers.domain.dossier import Dossier


def rebuilt(dossier_id: str, log: Iterable[tuple[int, dict[str, Any]]]) -> Dossier:
    """Fold (version, changed fields) pairs, oldest first. Raises ValueError for a gap or an empty log."""
    state: dict[str, Any] = {"dossier_id": dossier_id, "version": 0}
    for version, changes in log:
        if version != state["version"] + 1:
            raise ValueError(f"version {version} follows {state['version']}")
        state = {**state, **changes, "version": version}
    return Dossier.model_validate(state)
