"""What an item about one of our dossiers tells of things beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Surroundings:
    """`officers`: full names by account; `links`: by file, the address at which the portal fetches it."""

    officers: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict, repr=False)

    def link(self, file_id: str | None) -> str:
        return self.links.get(file_id, "") if file_id else ""
