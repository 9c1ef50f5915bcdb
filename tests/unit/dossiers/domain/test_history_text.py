"""The history in plain words."""

import pytest

from contracts import dossiers
from contracts.dossiers import DocumentKind
from contracts.events import EventType
from contracts.labels import DOCUMENT_KINDS
from dossiers.domain.history_text import PLACEHOLDER, SENTENCES, history_sentence

TYPES = {
    kind.name: kind
    for kind in vars(dossiers).values()
    if isinstance(kind, EventType) and issubclass(kind.payload, dossiers.DossierEvent)
}


def test_every_event_of_a_dossier_has_words() -> None:
    assert set(TYPES) <= set(SENTENCES)


@pytest.mark.parametrize("event", sorted(SENTENCES))
def test_both_languages_say_the_same_things_and_only_what_the_event_tells(event: str) -> None:
    vietnamese, english = SENTENCES[event].vi, SENTENCES[event].en
    assert set(PLACEHOLDER.findall(vietnamese)) == set(PLACEHOLDER.findall(english))
    assert set(PLACEHOLDER.findall(vietnamese)) <= set(TYPES[event].payload.model_fields)


def test_times_are_those_of_viet_nam() -> None:
    sentence = history_sentence(
        "dossiers.accepted", {"code": "H26-261102-0001", "due_at": "2026-11-02T02:30:00Z"}, "vi"
    )
    assert sentence == "Hồ sơ H26-261102-0001 đã được tiếp nhận, hẹn trả kết quả lúc 09:30 02/11/2026."


def test_what_is_not_there_is_said_to_be_so() -> None:
    sentence = history_sentence("dossiers.accepted", {"code": "C", "due_at": None}, "en")
    assert sentence == "Dossier C was received; the result is due at not stated."


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("event", ["dossiers.document_issued", "dossiers.document_failed"])
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_paper_that_was_issued_is_named(kind: DocumentKind, event: str, locale: str) -> None:
    assert DOCUMENT_KINDS[kind][locale] in history_sentence(event, {"kind": kind.value}, locale)


@pytest.mark.parametrize("event", ["dossiers.consultation_requested", "dossiers.consultation_answered"])
def test_the_consulted_agency_is_named(event: str) -> None:
    payload = {"consulted_agency": "G01.26.31.05", "consulted_agency_name": "Công an xã Thử"}
    sentence = history_sentence(event, payload, "vi")
    assert "Công an xã Thử" in sentence
    assert "G01" not in sentence


def test_money_reads_in_thousands() -> None:
    assert "20.000 đồng" in history_sentence("dossiers.fee_due", {"amount": 20000}, "vi")


def test_words_that_look_like_gaps_stay_words() -> None:
    assert "{code}" in history_sentence("dossiers.stopped", {"note": "xem {code}", "code": "C"}, "vi")
