"""Kinds of questions that people ask the catalogue, from broad to narrow, and the yardstick beside them."""

import random
from collections.abc import Sequence

from contracts.base import Query
from contracts.catalog import GetProcedure, ProcedureSummary, SearchProcedures, SuggestProcedures

YARDSTICK = "one procedure by its code"


def questions(known: Sequence[ProcedureSummary], each: int, seed: int = 7) -> dict[str, list[Query]]:
    """`each` questions of every kind, about procedures that are there."""
    chance = random.Random(seed)
    picked = [chance.choice(known) for _ in range(each)]
    return {
        YARDSTICK: [GetProcedure(code=one.code) for one in picked],
        "everything, first page": [SearchProcedures()] * each,
        "everything, with facets": [SearchProcedures(facets=True)] * each,
        "broad word “cấp”, facets": [SearchProcedures(q="cấp", facets=True)] * each,
        "“giấy phép”, facets": [SearchProcedures(q="giấy phép", facets=True)] * each,
        "“giấy phép”, a field, facets": [_narrowed(one) for one in picked],
        "three words of a name, facets": [SearchProcedures(q=_words(chance, one), facets=True) for one in picked],
        "the start of a code": [SearchProcedures(q=one.code[: chance.randint(3, 8)]) for one in picked],
        "page of 100, facets": [SearchProcedures(q="cấp", limit=100, facets=True)] * each,
        "suggestions, one letter": [SuggestProcedures(q=one.name.strip()[0]) for one in picked],
        "suggestions, while typing": [SuggestProcedures(q=_typed(chance, one)) for one in picked],
    }  # fmt: skip


def _narrowed(one: ProcedureSummary) -> SearchProcedures:
    return SearchProcedures(q="giấy phép", field_code=one.field.code if one.field else None, facets=True)


def _words(chance: random.Random, one: ProcedureSummary) -> str:
    names = one.name.split()
    return " ".join(chance.sample(names, min(3, len(names))))[:200]


def _typed(chance: random.Random, one: ProcedureSummary) -> str:
    """The beginning of a name, cut anywhere."""
    return one.name.strip()[: chance.randint(2, 30)].strip()
