"""Finding procedures: words, facets, suggestions."""

from typing import Annotated

from pydantic import Field

from contracts.base import Model, Page, PageRequest, Query, Whole
from contracts.catalog.codes import AdministrativeLevel, OnlineLevel
from contracts.catalog.procedures import ProcedureSummary
from contracts.printable import Printable, SearchWords


class SearchProcedures(PageRequest):
    """Words as people write them, or a code; empty `q` lists all by code. Every filter narrows.

    `field_code` and `agency_code` (cơ quan công bố) are codes as rows and facets show them: official codes or ids of
    the national list. Codes of one name are one value, and each narrows to all of it. `subject` is the name of who
    may file (đối tượng), or words of it.
    """

    q: SearchWords = ""
    """Words, with or without diacritics, or a code; empty: all by code."""
    field_code: Annotated[str, Printable(min_length=0, max_length=64)] | None = None
    """Narrows to one field (lĩnh vực)."""
    agency_code: Annotated[str, Printable(min_length=0, max_length=64)] | None = None
    """Narrows to one promulgating agency (cơ quan công bố)."""
    level: AdministrativeLevel | None = None
    """Narrows to one level (cấp thực hiện)."""
    subject: Annotated[str, Printable(min_length=0, max_length=120)] | None = None
    """Narrows to who may file (đối tượng thực hiện): the name, or words of it."""
    online_level: OnlineLevel | None = None
    """Narrows to one degree of online service."""
    fileable: bool | None = None
    """Narrows to what can be filed online, or to what cannot."""
    facets: bool = False
    """Whether to count the values of the filters."""


class FacetCount(Model):
    """How many of those found have one value of a filter."""

    code: str
    """Value of the filter."""
    name: str
    """Name of the value."""
    count: int
    """How many of those found have it."""


class Facets(Model):
    """How many of all that was found have each value, the most frequent first; each facet leaves its own filter out.

    `total` is all that was found. The `code` of a subject is its name.
    """

    total: int
    """How many were found in all."""
    fields: tuple[FacetCount, ...]
    """Fields (lĩnh vực)."""
    agencies: tuple[FacetCount, ...]
    """Promulgating agencies (cơ quan công bố)."""
    levels: tuple[FacetCount, ...]
    """Levels (cấp thực hiện)."""
    subjects: tuple[FacetCount, ...]
    """Who may file (đối tượng thực hiện)."""
    online_levels: tuple[FacetCount, ...]
    """Degrees of online service."""


class ProcedureSearchResults(Page[ProcedureSummary]):
    """A page of procedures found, the best first; `facets` when they were asked for."""

    facets: Facets | None = Field(
        default=None, description="How often each value of each filter occurs, when asked for."
    )
    interpreted_as: str | None = Field(
        default=None,
        description=(
            "What the words were taken for, where that is not what was typed: spelling corrected, everyday words and "
            "abbreviations replaced. None: taken as typed."
        ),
    )


class SuggestProcedures(Query):
    """Query for suggestions.

    While typing: the last word may be unfinished.
    """

    q: Annotated[
        str,
        Printable(max_length=200, cleaned=True),
        Field(description="What is typed so far.", examples=["giấy ph"]),
    ]
    limit: Annotated[Whole, Field(ge=1, le=20)] = 8
    """How many suggestions at most."""


class Suggestion(Model):
    """`text` to show; `code` when it is one procedure, else it is words to search for."""

    text: str
    """What to show."""
    code: str | None = None
    """Code of the procedure, when it is one; else the text is words to look for."""


class ProcedureSuggestions(Model):
    """Suggestions, the best first."""

    suggestions: tuple[Suggestion, ...]
    """The best first."""
