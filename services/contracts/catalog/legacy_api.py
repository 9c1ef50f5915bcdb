"""The old contract of the portal (LayThuTuc and the code lists): one question, rows with the wire's own names."""

from typing import Annotated, Any, Literal

from pydantic import Field

from contracts.base import Model, Query
from contracts.printable import Printable


class QueryLegacyApi(Query):
    """`code` is maTTHC for LayThuTuc. `page` starts at 1; the lists hold at most 1000 rows a page."""

    service: Literal["LayThuTuc", "LayDanhSachTTHC", "LayDanhMucCoQuan", "LayDanhMucLinhVuc"]
    """Name of the service in the contract of 2018."""
    code: Annotated[str, Printable(min_length=0, max_length=64)] = ""
    """MaTTHC, for LayThuTuc."""
    page: Annotated[int, Field(ge=1, le=1000)] = 1
    """Page, from 1."""


class LegacyApiAnswer(Model):
    """Rows in the UPPERCASE names of the wire (the portal of 2018 to 2022), every value text or a list.

    `total` counts all pages. An unknown code has no row.
    """

    result: tuple[dict[str, Any], ...]
    """Rows with the wire's own names."""
    total: int
    """How many rows there are on all pages."""
