"""The search thesaurus (từ điển tìm kiếm): the words that people use, as data."""

from typing import Annotated

from pydantic import Field

from contracts.base import Body, Command, Instant, Model, Query
from contracts.catalog.codes import ProcedureCode
from contracts.printable import Printable

Phrase = Annotated[str, Printable(letter=True)]
"""Some words, with the diacritics that they are written with."""


class Synonym(Model):
    """Words that people use (từ đồng nghĩa, từ viết tắt), and the words of the law that they stand for.

    Each of `terms` stands for each of `means`, not the other way round.
    """

    terms: Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=100)]
    """What people write: everyday words, abbreviations, English names."""
    means: Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=6)]
    """What the names of procedures say instead."""


class CommonProcedure(Model):
    """A procedure that many people look for (thủ tục phổ biến)."""

    code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    weight: Annotated[int, Field(ge=1, le=3)] = 1
    """How common it is: 1 often, 3 daily bread."""


class SearchThesaurusContent(Model):
    """What an administrator edits of the search.

    Words typed with diacritics agree only with the same ones here; typed without, with all.
    """

    synonyms: Annotated[tuple[Synonym, ...], Field(max_length=2000)] = ()
    """Words that people use, and what they stand for."""
    stop_words: Annotated[tuple[Phrase, ...], Field(max_length=500)] = ()
    """Words of a request that say nothing about the procedure (từ dừng): làm, xin, ở đâu."""
    qualifiers: Annotated[tuple[Phrase, ...], Field(max_length=500)] = ()
    """Words of special cases: a name that holds one comes later, unless the query has them too."""
    common: Annotated[tuple[CommonProcedure, ...], Field(max_length=2000)] = ()
    """Procedures that come before others that fit as well."""


class SearchThesaurus(SearchThesaurusContent):
    """The thesaurus with its version, which is its ETag. Version 0 is the empty one of a new installation."""

    version: int = 0
    """How often it was saved."""
    saved_at: Instant | None = None
    """When it was saved (UTC); none: never."""


class GetSearchThesaurus(Query):
    """Query for the search thesaurus as it stands."""


class SaveSearchThesaurusBody(SearchThesaurusContent, Body):
    """The whole thesaurus. It takes the place of the one before."""

    synonyms: Annotated[tuple[Synonym, ...], Field(max_length=2000)]
    """Words that people use, and what they stand for."""


class SaveSearchThesaurus(SaveSearchThesaurusBody, Command):
    """Command of an administrator to save the search thesaurus."""

    expected_version: Annotated[int, Field(ge=0)]
    """Version that the caller has seen; refused when it is not the current one."""
