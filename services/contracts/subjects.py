"""Chủ thể: the person whom a result is about, apart from who asks for it (TT 01/2023/TT-VPCP)."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import Day, Model, PersonalNumber
from contracts.printable import Title
from contracts.text import fold_words


class SubjectRelation(StrEnum):
    """What the subject of a result is to the applicant (quan hệ với người nộp)."""

    APPLICANT = "applicant"  # chính người nộp
    CHILD = "child"  # con
    SPOUSE = "spouse"  # vợ, chồng
    PARENT = "parent"  # cha, mẹ
    WARD = "ward"  # người được giám hộ
    RELATIVE = "relative"  # người thân thích khác
    OTHER = "other"  # người khác


class SubjectOfPaper(Model):
    """Whom a paper is about (chủ thể), as those see it who may see the paper: without the number."""

    full_name: Title
    """Full name (họ và tên)."""
    born_on: Day | None = None
    """Day of birth (ngày sinh), a local day of Viet Nam."""
    relation: SubjectRelation
    """What the person is to the applicant."""


class Subject(SubjectOfPaper):
    """The person whom a result is about (chủ thể), where it is not the applicant."""

    personal_number: Annotated[PersonalNumber | None, Field(repr=False)] = None
    """Personal number (số định danh cá nhân), if there is one yet."""


Subjects = Annotated[tuple[Subject, ...], Field(max_length=10)]


def is_same_person(one: Subject, other: Subject) -> bool:
    """By the personal number where both have one, else by name and by day of birth as far as both are known."""
    if one.personal_number is not None and other.personal_number is not None:
        return one.personal_number == other.personal_number
    same_day = one.born_on == other.born_on or None in (one.born_on, other.born_on)
    return same_day and fold_words(one.full_name) == fold_words(other.full_name)
