"""A supplement by piece: what is asked for, what is replaced, what is added, what the history says."""

from typing import Any

import pytest
from tests.support.dossiers.samples import (
    ACT,
    CITIZEN,
    action_context,
    file,
    files,
    officer,
    submitted,
)

from contracts.base import OfficerRole
from contracts.dossiers import (
    AnswerSupplement,
    ComponentRequest,
    DossierPaper,
    RequestSupplement,
    SupplementPaperRef,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.suspension import answer_supplement, request_supplement
from dossiers.domain.history_text import history_sentence
from dossiers.domain.model.dossier import DossierState

DESK = officer(OfficerRole.RECEPTION)
FILES = files(*(file(name) for name in ("new1", "new2")))


def paper(file_id: str, component: str = "cho_o") -> DossierPaper:
    return DossierPaper(component_code=component, name=f"{file_id}.pdf", file_id=file_id)


def waiting_for(*pieces: str, **request: Any) -> DossierState:
    """A dossier with these pieces of a component, of which a supplement is asked for."""
    dossier = submitted().model_copy(update={"papers": tuple(map(paper, pieces))})
    asking = RequestSupplement(**ACT, reason="Mờ", **{"items": ("Bản rõ nét",), **request})
    return request_supplement(dossier, asking, action_context("2026-04-20 09:00", actor=DESK)).dossier


def answered(dossier: DossierState, *refs: dict[str, Any], **answer: Any) -> Any:
    papers = tuple(SupplementPaperRef(**{"component_code": "cho_o", **ref}) for ref in refs)
    request = AnswerSupplement(**ACT, papers=papers, **answer)
    here = action_context("2026-04-21 09:00", actor=CITIZEN)
    return answer_supplement(dossier, request, here, files=FILES)


def held(dossier: DossierState) -> list[str | None]:
    return [one.file_id for one in dossier.papers]


NEW: dict[str, Any] = {"file_id": "new1"}
CHO_O = {"component_code": "cho_o"}


@pytest.mark.parametrize(
    ("before", "request_", "refs", "after"),
    [
        (("a",), {}, [NEW], ["new1"]),
        (("a", "b"), {}, [NEW], ["a", "b", "new1"]),
        (("a", "b"), {}, [{**NEW, "replaces": "a"}], ["b", "new1"]),
        (("a", "b"), {"components": [CHO_O]}, [NEW], ["new1"]),
        (("a", "b"), {"components": [{**CHO_O, "piece": "b"}]}, [NEW], ["a", "new1"]),
        (("a", "b"), {"components": [{**CHO_O, "piece": "b"}]}, [{**NEW, "replaces": "a"}], ["b", "new1"]),
        (("a", "b"), {}, [{**NEW, "replaces": "a"}, {"file_id": "new2"}], ["b", "new1", "new2"]),
        (("a",), {}, [NEW, {"file_id": "new2"}], ["new1", "new2"]),
        (("a", "b"), {}, [{**NEW, "component_code": "khac"}], ["a", "b", "new1"]),
        (("a", "b"), {"components": [{"component_code": "khac"}]}, [NEW], ["a", "b", "new1"]),
    ],
)
def test_it_replaces_what_it_names_and_adds_the_rest(
    before: tuple[str, ...], request_: dict[str, Any], refs: list[dict[str, Any]], after: list[str]
) -> None:
    dossier = answered(waiting_for(*before, **request_), *refs).dossier
    assert held(dossier) == after
    last = dossier.supplements[-1]
    assert [one.file_id for one in last.added] == [ref["file_id"] for ref in refs]
    assert sorted(str(one.file_id) for one in last.replaced) == sorted(set(before) - set(after))


def test_the_history_says_what_was_replaced_and_what_came() -> None:
    refs = ({**NEW, "replaces": "a"}, {"file_id": "new2", "component_code": "khac"})
    (event,) = answered(waiting_for("a"), *refs, form_data={"ho_ten": "B"}).events
    payload = event.payload.model_dump(mode="json")
    sentence = "Đã bổ sung hồ sơ: thay Giấy tờ về chỗ ở; thêm Giấy tờ khác; khai lại tờ khai."
    assert history_sentence(event.type.name, payload, "vi") == sentence
    assert "replaced Giấy tờ về chỗ ở" in history_sentence(event.type.name, payload, "en")
    older = {**payload, "replaced": (), "added": (), "form_replaced": False}
    assert history_sentence(event.type.name, older, "vi") == "Đã bổ sung hồ sơ."


def test_what_is_asked_for_is_tied_to_components_and_stays_open_until_it_comes() -> None:
    components = [{**CHO_O, "note": "mờ"}, {"component_code": "khac"}]
    waiting = waiting_for("a", components=components, items=("Ký tờ khai",))
    last = waiting.supplements[-1]
    assert last.items == ("Giấy tờ về chỗ ở: mờ", "Giấy tờ khác", "Ký tờ khai")
    assert [one.answered_at for one in last.components] == [None, None]
    done = answered(waiting, NEW).dossier.supplements[-1]
    assert [one.component_code for one in done.components if one.answered_at is None] == ["khac"]


@pytest.mark.parametrize(
    ("request_", "pointers"),
    [
        (
            {"components": [{"component_code": "x"}, CHO_O, {"component_code": "y"}]},
            ["/0/component_code", "/2/component_code"],
        ),
        ({"components": [{**CHO_O, "piece": "nothing"}]}, ["/0/piece"]),
    ],
)
def test_what_the_dossier_does_not_have_is_not_asked_for(
    request_: dict[str, Any], pointers: list[str]
) -> None:
    with pytest.raises(ServiceError) as refusal:
        waiting_for("a", **request_)
    assert [wrong.pointer for wrong in refusal.value.errors] == [f"/components{end}" for end in pointers]


def test_nothing_is_asked_for_in_no_words() -> None:
    with pytest.raises(ServiceError) as refusal:
        waiting_for("a", items=())
    assert [wrong.pointer for wrong in refusal.value.errors] == ["/items"]
    assert waiting_for("a", items=(), components=[CHO_O]).supplements[-1].items == ("Giấy tờ về chỗ ở",)


def test_a_piece_that_is_not_there_is_not_replaced() -> None:
    refs = ({**NEW, "replaces": "x"}, {"file_id": "new2", "component_code": "khac", "replaces": "a"})
    with pytest.raises(ServiceError) as refusal:
        answered(waiting_for("a"), *refs)
    assert [wrong.pointer for wrong in refusal.value.errors] == ["/papers/0/replaces", "/papers/1/replaces"]


def test_form_and_papers_are_checked_together() -> None:
    with pytest.raises(ServiceError) as refusal:
        answered(waiting_for("a"), {"file_id": "gone"}, {"file_id": "lost"}, form_data={"x": 1})
    found = [wrong.pointer for wrong in refusal.value.errors]
    assert refusal.value.code is ErrorCode.INVALID_FORM_DATA
    assert sorted(found) == ["/form_data/ho_ten", "/form_data/x", "/papers/0/file_id", "/papers/1/file_id"]


def test_a_component_request_says_which() -> None:
    assert ComponentRequest.model_validate(CHO_O).piece is None
