"""Fields of a paper count only as a person has confirmed them, whatever machines suggest and in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.records.domain.paper_samples import paper

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ServiceError
from contracts.records import (
    BeginDigitisation,
    ConfirmedField,
    DigitisedField,
    PaperOwner,
    ProposedField,
    ProposeFields,
)
from contracts.subjects import Subject, SubjectRelation
from records.domain.digitisation.certification import paper_code, papers_of
from records.domain.digitisation.digitisation import (
    NEEDED,
    DigitisationState,
    begun,
    completed,
    confirmed,
    confirmed_texts,
    papers_not_named,
    proposed,
    view,
)
from records.domain.digitisation.same_paper import PaperSought
from records.domain.digitisation.scan_rules import ScanReport
from records.domain.numbering import DocumentNumber

AT = datetime(2026, 11, 28, 3, tzinfo=UTC)
DESK = Actor(
    kind=ActorKind.OFFICER, account_id="desk", agency_code="H26.31.05", roles=(OfficerRole.RECEPTION,)
)
REQUEST = BeginDigitisation(command_id="c", file_id="f", owner=PaperOwner(identity_number="001099000001"))
REPORT = ScanReport(pdf_a="2b", defects=(), count=1, pages=())
TEXTS: dict[DigitisedField, str | None] = {
    DigitisedField.NUMBER: "12/2009",
    DigitisedField.ISSUED_ON: "2009-05-12",
    DigitisedField.ISSUER: "H26.31.05",
    DigitisedField.TITLE: "Giấy khai sinh",
    DigitisedField.OWNER: "Nguyễn Văn An",
    DigitisedField.VALID_UNTIL: None,
}


def new() -> DigitisationState:
    return begun("d", REQUEST, (REPORT, "0" * 64), None, DESK, AT)


def suggest(state: DigitisationState, name: DigitisedField, text: str) -> DigitisationState:
    field = ProposedField(name=name, text=text, confidence=1.0)
    return proposed(
        state, ProposeFields(command_id="c", digitisation_id="d", source="OCR", fields=(field,)), "m", AT
    )


def confirm(state: DigitisationState, **texts: str | None) -> DigitisationState:
    fields = tuple(ConfirmedField(name=DigitisedField(name), text=text) for name, text in texts.items())
    return confirmed(state, fields, "desk", AT)


def whole(state: DigitisationState) -> DigitisationState:
    return confirm(state, **{name.value: text for name, text in TEXTS.items()})


def codes(act: Any) -> list[tuple[str, str]]:
    with pytest.raises(ServiceError) as refused:
        act()
    return [(error.pointer, error.code) for error in refused.value.errors]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("issued_on", "12/05/2009", "date_parsing"),
        ("issued_on", "2009-02-30", "date_parsing"),
        ("issued_on", "20090512", "date_parsing"),
        ("issued_on", "2026-11-29", "date_in_future"),
        ("valid_until", "2 năm", "date_parsing"),
        ("paper_title", None, "field_needed"),
        ("owner", None, "field_needed"),
        ("issuer", None, "field_needed"),
        ("issued_on", None, "field_needed"),
    ],
)
def test_a_field_that_cannot_be_is_not_confirmed(name: str, text: str | None, code: str) -> None:
    assert codes(lambda: confirm(new(), **{name: text})) == [("/fields/0/text", code)]


def test_a_field_is_confirmed_once_with_the_same_words_and_corrected_with_others() -> None:
    state = confirm(new(), number="12/2009")
    assert codes(lambda: confirm(state, number="12/2009")) == [("/fields/0/text", "field_confirmed")]
    corrected = confirm(state, number="13/2009")
    assert [each.text for each in corrected.confirmations] == ["12/2009", "13/2009"]
    counts = corrected.confirmation(DigitisedField.NUMBER)
    assert counts is not None
    assert counts.text == "13/2009"


@pytest.mark.parametrize("missing", NEEDED)
def test_nothing_is_complete_without_what_every_paper_has(missing: DigitisedField) -> None:
    texts = {name.value: text for name, text in TEXTS.items() if name is not missing}
    state = confirm(new(), **texts)
    assert codes(lambda: confirmed_texts(state)) == [(f"/fields/{missing.value}", "field_unconfirmed")]


@pytest.mark.parametrize("name", [DigitisedField.NUMBER, DigitisedField.VALID_UNTIL])
def test_a_suggestion_that_nobody_has_judged_holds_the_paper_up(name: DigitisedField) -> None:
    texts = {each.value: text for each, text in TEXTS.items() if each is not name}
    state = confirm(new(), **texts)
    assert confirmed_texts(state)[name] is None
    suggested = suggest(state, name, "2030-01-01")
    assert codes(lambda: confirmed_texts(suggested)) == [(f"/fields/{name.value}", "field_unconfirmed")]
    assert confirmed_texts(confirm(suggested, **{name.value: None}))[name] is None


NAMES = st.sampled_from(sorted(set(TEXTS)))


@given(st.lists(st.tuples(NAMES, st.sampled_from(["một", "hai", "2001-01-01"])), max_size=12), st.data())
def test_suggestions_in_any_order_change_nothing_that_was_confirmed(
    suggestions: list[tuple[DigitisedField, str]], data: st.DataObject
) -> None:
    state, at = new(), data.draw(st.integers(0, len(suggestions)))
    for index, (name, text) in enumerate(suggestions):
        if index == at:
            state = whole(state)
        state = suggest(state, name, text)
    state = whole(state) if at == len(suggestions) else state
    assert confirmed_texts(state) == TEXTS
    shown = {field.name: field for field in view(state).fields}
    assert {name: shown[name].text for name in TEXTS if name in shown} == TEXTS
    assert sum(len(field.suggestions) for field in shown.values()) == len(suggestions)


def test_what_is_complete_changes_no_more() -> None:
    done = completed(whole(new()), "p", "code", "desk", AT)
    for act in (
        lambda: confirm(done, number="1"),
        lambda: suggest(done, DigitisedField.NUMBER, "1"),
        lambda: confirmed_texts(done),
        lambda: completed(done, "q", "code", "desk", AT),
    ):
        assert codes(act) == [("/digitisation_id", "digitisation_ended")]


def test_a_second_scan_names_what_the_store_has_and_says_why() -> None:
    def wrong(**changes: Any) -> list[str]:
        request = REQUEST.model_copy(update=changes)
        return [error.code for error in papers_not_named(["p1", "p2"], request)]

    assert wrong() == ["paper_in_store", "paper_in_store"]
    assert wrong(scanned_again=("p1",), scanned_again_reason="Mờ.") == ["paper_in_store"]
    assert wrong(scanned_again=("p1", "p2")) == ["reason_needed"]
    assert wrong(scanned_again=("p1", "p2"), scanned_again_reason="Mờ.") == []
    assert papers_not_named([], REQUEST) == ()


NUMBER, OTHER = "001099000001", "001099000002"
CHILD = Subject(full_name="Nguyễn Văn Con", relation=SubjectRelation.CHILD, personal_number=OTHER)


@pytest.mark.parametrize(
    ("owner", "about", "sought_number", "sought_subject", "same"),
    [
        (NUMBER, None, NUMBER, None, True),
        (NUMBER, CHILD, NUMBER, None, False),  # the father's paper about the child is not about the father
        (NUMBER, CHILD, OTHER, None, True),  # the child, who has grown up, at the desk
        (NUMBER, CHILD, NUMBER, CHILD, True),
        (NUMBER, None, NUMBER, CHILD, False),
        (OTHER, None, NUMBER, CHILD, True),  # the child's own paper
    ],
)
def test_a_paper_is_the_same_where_it_is_about_the_same_person(
    owner: str, about: Subject | None, sought_number: str, sought_subject: Subject | None, same: bool
) -> None:
    stored = paper().model_copy(update={"owner": PaperOwner(identity_number=owner), "subject": about})
    sought = PaperSought(number=sought_number, subject=sought_subject, kinds=("KQ.1",))
    assert sought.is_met_by(stored) is same


def test_a_code_names_agency_year_and_number() -> None:
    agency, letters, year = papers_of("H26.31.05", datetime(2026, 12, 31, 18, tzinfo=UTC))
    number = DocumentNumber(number=12, symbol=letters, year=year)
    assert paper_code(agency, number) == "H26.31.05-2027-GT000012", "the year of the local day"
