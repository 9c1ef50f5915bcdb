"""Finding procedures: words, facets, suggestions."""

from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import Model, Page, PageRequest, Query
from contracts.catalog.codes import AdministrativeLevel, OnlineLevel
from contracts.catalog.procedures import ProcedureSummary

SearchWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class SearchProcedures(PageRequest):
    """Words with or without diacritics, or a code; empty `q` lists all by code. Every filter narrows.

    `field_code` and `agency_code` (cơ quan công bố) are codes as rows and facets show them: official codes or ids of
    the national list. Codes of one name are one value, and each narrows to all of it. `subject` is the name of who
    may file (đối tượng), or words of it.
    """

    q: SearchWords = ""
    field_code: Annotated[str, StringConstraints(max_length=64)] | None = None
    agency_code: Annotated[str, StringConstraints(max_length=64)] | None = None
    level: AdministrativeLevel | None = None
    subject: Annotated[str, StringConstraints(max_length=120)] | None = None
    online_level: OnlineLevel | None = None
    fileable: bool | None = None
    facets: bool = False


class FacetCount(Model):
    code: str
    name: str
    count: int


class Facets(Model):
    """How many of all that was found have each value, the most frequent first; each facet leaves its own filter out.

    `total` is all that was found. The `code` of a subject is its name.
    """

    total: int
    fields: tuple[FacetCount, ...]
    agencies: tuple[FacetCount, ...]
    levels: tuple[FacetCount, ...]
    subjects: tuple[FacetCount, ...]
    online_levels: tuple[FacetCount, ...]


class ProcedureSearchResults(Page[ProcedureSummary]):
    """`facets` when they were asked for."""

    facets: Facets | None = None


class SuggestProcedures(Query):
    """While typing: the last word may be unfinished."""

    q: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"\S"),
        Field(description="What is typed so far.", examples=["giấy ph"]),
    ]
    limit: Annotated[int, Field(ge=1, le=20)] = 8


class Suggestion(Model):
    """`text` to show; `code` when it is one procedure, else it is words to search for."""

    text: str
    code: str | None = None


class Suggestions(Model):
    suggestions: tuple[Suggestion, ...]
