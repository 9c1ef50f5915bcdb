"""Wherever an answer has the code of an agency or the id of an officer at work, it has a place for the name."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from contracts.base import Model
from contracts.dossiers import (
    Assignment,
    Consultation,
    ConsultationEvent,
    ControlSheet,
    Dossier,
    DossierEvent,
    DossierSummary,
    HistoryEntry,
    RegisterRow,
)
from contracts.notifications import DeskProblem
from contracts.payments import Bill, BillEvent, OrderEvent

READ_BY_PEOPLE = (
    Dossier,
    DossierSummary,
    HistoryEntry,
    ControlSheet,
    RegisterRow,
    Assignment,
    Consultation,
    ConsultationEvent,
    DossierEvent,
    DeskProblem,
    Bill,
    BillEvent,
    OrderEvent,
)
NAMES = {
    "agency_code": "agency_name",
    "consulted_agency": "consulted_agency_name",
    "forwarded_from": "forwarded_from_name",
    "officer_id": "officer_name",
    "from_agency_code": "from_agency_name",
    "to_agency_codes": "to_agency_names",
    "from_officer_id": "from_officer_name",
    "to_officer_id": "to_officer_name",
}


def _models(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
        for field in annotation.model_fields.values():
            yield from _models(field.annotation)
    for each in get_args(annotation):
        yield from _models(each)


MODELS = sorted(
    {model for root in READ_BY_PEOPLE for model in _models(root)}, key=lambda model: model.__name__
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_code_has_a_name_beside_it(model: type[Model]) -> None:
    for code, name in NAMES.items():
        if code in model.model_fields:
            assert name in model.model_fields, f"{model.__name__}.{code}"
            assert not model.model_fields[name].is_required()


def test_the_parts_are_walked() -> None:
    assert {"DossierStep", "DossierResult", "HandOver", "Assignment"} <= {model.__name__ for model in MODELS}
