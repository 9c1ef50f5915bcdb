"""Miễn, giảm: which reduction was taken off a fee, and where it stands."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.base import Model, Vnd


class FeeReduction(Model):
    """The reduction or exemption that was taken off one fee (miễn, giảm phí, lệ phí).

    Of several that apply, the greatest counts alone. What rests on a ground that the applicant claimed (`claimed`) is stored
    without code and name, which would tell the ground; the dossier's claims have it.
    """

    fee_code: str
    """Code of the fee."""
    fee_name: str
    """Name of the fee (tên phí, lệ phí)."""
    legal_kind: str
    """Service fee (phí) or state charge (lệ phí)."""
    full_amount: Vnd | None = None
    """The fee without it, VND; none: the law gives it in words, and the officer states what is left of it."""
    amount: Vnd | None = None
    """What is left to pay, VND; none: as the officer states it."""
    percent: Annotated[int, Field(ge=1, le=100)]
    """Percent off; 100 is an exemption (miễn)."""
    source: Literal["fee", "decree"]
    """Where it stands: with the fee in the catalogue (biểu phí), or in a decree for a list of procedures."""
    code: str | None = None
    """Code of the rule; none: not said here."""
    name: str | None = None
    """Name of the rule (miễn, giảm); none: not said here."""
    claimed: bool = False
    """Whether it rests on a ground that the applicant claims and the officer confirms at reception."""
