"""Figures of digitisation and reuse of an agency (bộ chỉ số phục vụ người dân, doanh nghiệp, QĐ 766/QĐ-TTg, nhóm số hóa)."""

from contracts.base import Day, Model, Query


class GetDigitisationFigures(Query):
    """Query for how many dossiers of the caller's agency were digitised, and in how many papers were reused.

    Of the dossiers that were handled between two local days, both included.
    """

    from_day: Day
    """First day on which they ended (local day of Viet Nam)."""
    to_day: Day
    """Last day on which they ended (local day of Viet Nam)."""


class IndicatorFigure(Model):
    """One indicator: how many of those that are needed, and what it is worth."""

    count: int
    """How many have it."""
    needed: int
    """How many are compared: the dossiers that were handled."""
    rate: float
    """Their share in per cent, of two decimals; 0 where none was handled."""
    points: float
    """The points that it gives, of two decimals."""
    most_points: float
    """The points of an indicator that is met."""


class DigitisationFigures(Model):
    """Digitisation and reuse in the dossiers of an agency that were handled in some days."""

    from_day: Day
    """First day on which they ended (local day of Viet Nam)."""
    to_day: Day
    """Last day on which they ended (local day of Viet Nam)."""
    digitised: IndicatorFigure
    """Dossiers of which every paper and the result are electronic (hồ sơ được số hóa, 4.2)."""
    reused: IndicatorFigure
    """Dossiers in which a paper of the store was used (tái sử dụng, 4.3)."""
