"""Who sees what was reported: predicate and query agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agency_codes import root_of
from contracts.base import Actor, ActorKind
from contracts.errors import ServiceError
from sync.domain import access
from sync.domain.access import SyncViewer

SENDERS = ("000.00.00.H05", "000.00.16.H05", "H05.34", "000.00.00.G15", "G15")
NUMBERS = ("027090000001", "027090000002")

viewers = st.builds(
    SyncViewer,
    st.builds(Actor, kind=st.sampled_from(ActorKind), agency_code=st.sampled_from(("", *SENDERS))),
    st.sampled_from((None, *NUMBERS)),
)


@given(viewers, st.sampled_from(SENDERS), st.lists(st.sampled_from(NUMBERS), max_size=2))
def test_the_query_finds_what_the_predicate_shows(viewer: SyncViewer, sender: str, owners: list[str]) -> None:
    document: dict[str, object] = {
        "root": root_of(sender),
        "sender": sender,
        "content.owner.numbers": owners,
        "_id": "x",
    }
    assert _matches(document, viewer.filter()) == viewer.sees(sender, tuple(owners))


@pytest.mark.parametrize("kind", [kind for kind in ActorKind if kind is not ActorKind.SYSTEM])
def test_only_systems_write(kind: ActorKind) -> None:
    with pytest.raises(ServiceError):
        access.require_writer(Actor(kind=kind, agency_code="000.00.00.H05"), "000.00.16.H05")


def _matches(document: dict[str, object], query: dict[str, object]) -> bool:
    return all(_equals(document[name], condition) for name, condition in query.items())


def _equals(value: object, condition: object) -> bool:
    if isinstance(condition, dict):
        return value in condition["$in"]
    return condition in value if isinstance(value, list) else value == condition
