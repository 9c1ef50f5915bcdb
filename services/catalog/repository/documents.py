"""Contracts as documents: the fields as JSON, so days are ISO text that sorts as time does."""

from datetime import date
from typing import Any, TypeVar

from contracts.base import Model

M = TypeVar("M", bound=Model)


def document(model: Model) -> dict[str, Any]:
    return model.model_dump(mode="json")


def read(cls: type[M], row: dict[str, Any]) -> M:
    """What the contract names of a document; the rest is ours."""
    return cls.model_validate({key: value for key, value in row.items() if key in cls.model_fields})


def holding(day: date) -> dict[str, Any]:
    """The condition that a document with `valid_from` and `valid_to` holds on a day; a bound that is null is none."""
    at = day.isoformat()
    return {"valid_from": {"$not": {"$gt": at}}, "valid_to": {"$not": {"$lt": at}}}


def after_id(key: str | None) -> dict[str, Any]:
    """The condition of the next page of a list that runs by `_id`."""
    return {} if key is None else {"_id": {"$gt": key}}
