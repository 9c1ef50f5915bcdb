"""An officer is not offered what he may not sign."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.support.dossiers.samples import accepted, at, officer, steps_done

from contracts.base import OfficerRole
from contracts.dossiers import DossierAction
from contracts.records import DecisionKind, MandateScope, OfficialPower, SigningPowers
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.rights.rights import Rights
from dossiers.domain.rights.signing_powers import SIGNED

LEADER = officer(OfficerRole.LEADER)
NOW = at("2026-04-21 09:00")
FAR = datetime(2099, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def offered(powers: SigningPowers | None, dossier: DossierState | None = None) -> set[DossierAction]:
    """Of what is signed."""
    rights = Rights(LEADER, dossier or steps_done(accepted()), powers=powers)
    return set(rights.allowed_actions(NOW)) & SIGNED.keys()


def sealed(*officials: OfficialPower) -> SigningPowers:
    return SigningPowers(sealed=True, officials=officials)


def power(*mandates: MandateScope, signs_all: bool = False, until: datetime = FAR) -> OfficialPower:
    return OfficialPower(account_id=LEADER.account_id, until_at=until, signs_all=signs_all, mandates=mandates)


def scope(**changes: object) -> MandateScope:
    return MandateScope.model_validate({"from_at": NOW - DAY, "until_at": NOW + DAY, **changes})


ALL = {DossierAction.ISSUE_RESULT, DossierAction.EXTEND, DossierAction.STOP}


def test_where_nothing_is_known_or_the_agency_has_no_seal_everything_is_offered() -> None:
    assert offered(None) == offered(SigningPowers(sealed=False)) == ALL


@pytest.mark.parametrize(
    "powers",
    [
        sealed(),
        sealed(power()),
        sealed(power(signs_all=True, until=NOW)),
        sealed(power(scope(until_at=NOW))),
        sealed(power(scope(ended_at=NOW))),
        sealed(power(scope(procedure_codes=("2.000806",)))),
        sealed(power(signs_all=True).model_copy(update={"account_id": "another"})),
    ],
    ids=[
        "no certificate",
        "staff",
        "expired",
        "mandate over",
        "mandate ended",
        "other procedure",
        "of another",
    ],
)
def test_without_a_certificate_or_a_mandate_nothing_that_is_signed_is(powers: SigningPowers) -> None:
    assert not offered(powers)
    others = set(Rights(LEADER, accepted(), powers=powers).allowed_actions(NOW))
    assert DossierAction.REQUEST_SUPPLEMENT in others, "what is not signed is as before"


def test_what_a_mandate_is_for_is_offered() -> None:
    dossier = steps_done(accepted())
    assert offered(sealed(power(signs_all=True))) == offered(sealed(power(scope()))) == ALL
    own = scope(procedure_codes=(dossier.procedure_code,), document_kinds=(DecisionKind.STOP_NOTICE,))
    assert offered(sealed(power(own))) == {DossierAction.STOP}
    refusing = scope(document_kinds=(DecisionKind.REFUSAL,))
    assert offered(sealed(power(refusing))) == {DossierAction.ISSUE_RESULT}
