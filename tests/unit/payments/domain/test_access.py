from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.payments.examples import bill

from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from payments.domain import access

PAYER = Actor(kind=ActorKind.CITIZEN, account_id="citizen-1")
STRANGER = Actor(kind=ActorKind.CITIZEN, account_id="citizen-2")
OFFICER = Actor(
    kind=ActorKind.OFFICER,
    account_id="officer-1",
    agency_code="000.00.16.H05",
    roles=(OfficerRole.RECEPTION,),
)
OTHER_OFFICER = OFFICER.model_copy(update={"account_id": "officer-2", "agency_code": "000.00.17.H05"})
OF_THE_CATALOGUE = OFFICER.model_copy(update={"roles": (OfficerRole.CATALOGUE,)})
ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin-1")


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (PAYER, True),
        (OFFICER, True),
        (ADMINISTRATOR, True),
        (STRANGER, False),
        (OTHER_OFFICER, False),
        (OF_THE_CATALOGUE, False),
        (ANONYMOUS, False),
    ],
)
def test_who_sees_a_bill(actor: Actor, sees: bool) -> None:
    assert access.is_visible(actor, bill()) is sees


@pytest.mark.parametrize(
    ("actor", "code"),
    [(STRANGER, ErrorCode.NOT_FOUND), (OFFICER, ErrorCode.FORBIDDEN), (ADMINISTRATOR, ErrorCode.FORBIDDEN)],
)
def test_only_the_payer_pays(actor: Actor, code: ErrorCode) -> None:
    access.require_payer(PAYER, bill())
    with pytest.raises(ServiceError) as refused:
        access.require_payer(actor, bill())
    assert refused.value.code is code


actors = st.builds(
    Actor,
    kind=st.sampled_from(ActorKind),
    account_id=st.sampled_from(["", "citizen-1", "citizen-2"]),
    agency_code=st.sampled_from(["", "000.00.16.H05", "000.00.17.H05"]),
    roles=st.lists(st.sampled_from(OfficerRole), unique=True).map(tuple),
)


@given(actors, st.sampled_from(["", "citizen-1", "citizen-2"]), st.sampled_from(["", "000.00.16.H05"]))
def test_the_query_finds_exactly_what_is_visible(actor: Actor, payer: str, agency: str) -> None:
    stored = bill().model_copy(update={"payer_id": payer, "agency_code": agency})
    document = {"_id": "bill-1", "payer_id": payer, "agency_code": agency}
    assert _matches(access.visible_filter(actor), document) is access.is_visible(actor, stored)


def _matches(query: dict[str, Any], document: dict[str, Any]) -> bool:
    return query != access.NOTHING and all(document[key] == value for key, value in query.items())
