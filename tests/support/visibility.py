"""Random callers, and what a path answers them: what is hidden answers word for word as what is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError

HERE, THERE, ABOVE = "H26.31.05", "H05.34", "H26"
"""Two agencies, and the province above the first."""
PEOPLE = ("an", "binh")
_WITH_ACCOUNT = (ActorKind.CITIZEN, ActorKind.OFFICER, ActorKind.SYSTEM, ActorKind.ADMINISTRATOR)

callers = st.builds(
    Actor,
    kind=st.sampled_from([kind for kind in ActorKind if kind is not ActorKind.SERVICE]),
    account_id=st.sampled_from(("", *PEOPLE)),
    agency_code=st.sampled_from(("", HERE, THERE, ABOVE)),
    roles=st.lists(st.sampled_from(OfficerRole), unique=True, max_size=2).map(tuple),
    assurance=st.sampled_from((None, 0, 1, 2)),
).filter(lambda actor: bool(actor.account_id) or actor.kind not in _WITH_ACCOUNT)
"""Anybody but a service, which reads in order to act. Other claims that do not fit together are among them."""


def answered(call: Callable[[], Any]) -> tuple[Any, Any]:
    """The answer and None, or None and all that the refusal says."""
    try:
        return call(), None
    except ServiceError as error:
        return None, (error.code, error.params, error.errors)


def check_hidden(path: str, shown: bool, present: Callable[[], Any], absent: Callable[[], Any]) -> None:
    """Of a path that takes an id: `present` asks for what there is, `absent` for what there is not. What the caller may see
    and not do is refused, but not as something that is not there."""
    found, refusal = answered(present)
    nothing, unknown = answered(absent)
    assert nothing is None, path
    if shown:
        assert found is not None or refusal[0] is not ErrorCode.NOT_FOUND, (path, refusal)
    else:
        assert (found, refusal) == (None, unknown), path
