"""Kinds of search queries, from broad to narrow, and a read by id as the yardstick."""

import random
from collections.abc import Sequence

from tests.support.catalog.search_quality import NAMES, quality_list

from contracts.base import Query
from contracts.catalog import GetProcedure, ProcedureSummary, SearchProcedures, SuggestProcedures

YARDSTICK = "one procedure by its code"


def queries_of(summaries: Sequence[ProcedureSummary], each: int, seed: int = 7) -> dict[str, list[Query]]:
    """`each` queries of every kind, all about existing procedures; the same seed gives the same queries."""
    rng = random.Random(seed)
    picked = [rng.choice(summaries) for _ in range(each)]
    return {
        YARDSTICK: [GetProcedure(code=one.code) for one in picked],
        "everything, first page": [SearchProcedures()] * each,
        "everything, with facets": [SearchProcedures(facets=True)] * each,
        "broad word “cấp”, facets": [SearchProcedures(q="cấp", facets=True)] * each,
        "“giấy phép”, facets": [SearchProcedures(q="giấy phép", facets=True)] * each,
        "“giấy phép”, a field, facets": [_filtered(one) for one in picked],
        "three words of a name, facets": [SearchProcedures(q=_words(rng, one), facets=True) for one in picked],
        "the start of a code": [SearchProcedures(q=one.code[: rng.randint(3, 8)]) for one in picked],
        "page of 100, facets": [SearchProcedures(q="cấp", limit=100, facets=True)] * each,
        "everyday words, facets": [SearchProcedures(q=q, facets=True) for q in _everyday(rng, each)],
        "a slip in a name": [SearchProcedures(q=_with_slip(rng, one)) for one in picked],
        "suggestions, one letter": [SuggestProcedures(q=one.name.strip()[0]) for one in picked],
        "suggestions, while typing": [SuggestProcedures(q=_typed(rng, one)) for one in picked],
    }  # fmt: skip


def _filtered(one: ProcedureSummary) -> SearchProcedures:
    return SearchProcedures(q="giấy phép", field_code=one.field.code if one.field else None, facets=True)


def _words(rng: random.Random, one: ProcedureSummary) -> str:
    names = one.name.split()
    return " ".join(rng.sample(names, min(3, len(names))))[:200]


def _everyday(rng: random.Random, each: int) -> list[str]:
    queries = [one.query for name in NAMES for one in quality_list(name)]
    return [rng.choice(queries) for _ in range(each)]


def _with_slip(rng: random.Random, one: ProcedureSummary) -> str:
    """The first words of a name with two letters swapped."""
    words = " ".join(one.name.split()[:5])
    place = rng.randrange(max(len(words) - 1, 1))
    return words[:place] + words[place : place + 2][::-1] + words[place + 2 :]


def _typed(rng: random.Random, one: ProcedureSummary) -> str:
    """The beginning of a name, cut anywhere."""
    return one.name.strip()[: rng.randint(2, 30)].strip()
