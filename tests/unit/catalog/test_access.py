"""Reading is open to all; changing the catalogue is for its keepers."""

import pytest

from catalog.domain.access import may_maintain
from contracts.base import Actor, ActorKind, Role


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (Actor(kind=ActorKind.OPERATOR, name="cli"), True),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"), True),
        (Actor(kind=ActorKind.OFFICER, account_id="o", roles=(Role.CATALOGUE,)), True),
        (Actor(kind=ActorKind.OFFICER, account_id="o", roles=(Role.LEADER, Role.RECEPTION)), False),
        (Actor(kind=ActorKind.CITIZEN, account_id="c", roles=(Role.CATALOGUE,)), False),
        (Actor(kind=ActorKind.SERVICE, name="dossiers"), False),
        (Actor(), False),
    ],
    ids=lambda value: str(value.kind) if isinstance(value, Actor) else None,
)
def test_who_may_maintain_the_catalogue(actor: Actor, allowed: bool) -> None:
    assert may_maintain(actor) is allowed
