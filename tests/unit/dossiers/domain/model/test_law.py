"""The id of a law: given once, of its content then, and of no later release's content."""

from datetime import date
from typing import Any

import pytest
from tests.support.dossiers.samples import calendar, law, procedure, regime, rules

from contracts.catalog import Regime
from dossiers.domain.model.law import RulesOfToday


def test_equal_rules_make_laws_of_one_id() -> None:
    assert law().law_id == law().law_id
    assert law().law_id != law(version=2).law_id


def test_reception_keeps_the_procedure_as_filed_under_the_decree_of_the_day() -> None:
    later = law(regime_=regime(regime_id="nd-118-2025"), version=2)
    today = RulesOfToday(rules(later))
    at_reception = today.at_reception(law())
    assert (at_reception.procedure, at_reception.regime.regime_id) == (procedure(), "nd-118-2025")
    assert at_reception.law_id not in (law().law_id, later.law_id)
    assert today.at_reception(law()) is at_reception, "it is made once"


def test_law_that_says_the_same_is_the_same_law_whatever_its_id() -> None:
    stored = law().model_copy(update={"law_id": "given by the release before"})
    today = RulesOfToday(rules(law()))
    assert today.at_reception(stored) is stored
    assert today.in_place_of(stored) is stored
    assert stored.replace({"calendar": calendar()}) is stored


@pytest.mark.parametrize(
    "changes",
    [
        {"procedure": procedure(version=2)},
        {"regime": regime(name="x")},
        {"calendar": calendar(covers_to=date(2030, 1, 1))},
        {"agency": None},
        {"step_agencies": {"ky": "G01"}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_other_content_gets_another_id(changes: dict[str, Any]) -> None:
    assert law().replace(changes).law_id != law().law_id


def test_id_does_not_follow_from_the_model_of_a_later_release() -> None:
    """A regime with one field more than the one that was hashed: the law is named as before."""

    class LaterRegime(Regime):
        late_reception_minute: int = 0

    stored = law()
    read_later = stored.model_copy(update={"regime": LaterRegime(**stored.regime.model_dump())})
    assert read_later.law_id == stored.law_id
