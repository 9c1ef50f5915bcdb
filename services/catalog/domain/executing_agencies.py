"""Cơ quan thực hiện: whether an agency is of the kind that a procedure names in words.

It is asked only where no rule of competence is known. A kind is told by how names of agencies begin; an agency or a
procedure whose words name no kind fits everywhere.
"""

import re

from contracts.catalog import Agency, ProcedureContent
from contracts.text import fold_words

_KINDS = re.compile(
    r"\b(uy ban nhan dan|hoi dong nhan dan|cong an|bao hiem xa hoi|bo chi huy quan su|ban chi huy quan su|bien phong"
    r"|toa an|vien kiem sat|thi hanh an|hai quan|kho bac|ngan hang nha nuoc|quan ly thi truong|dang ky dat dai"
    r"|thanh tra|thue|(?:so|bo) [a-z]+ [a-z]+)\b"
)


def performs(agency: Agency, procedure: ProcedureContent) -> bool:
    """Whether the agency is of a level and a kind that perform the procedure."""
    if procedure.levels and agency.level not in procedure.levels:
        return False
    own = kinds_in(agency.name)
    named = frozenset[str]().union(*(kinds_in(words) for words in procedure.agencies))
    return not own or not named or bool(own & named)


def kinds_in(words: str) -> frozenset[str]:
    """The kinds of agencies that a text names: "Sở Tài chính Thành phố Hà Nội" names "so tai chinh"."""
    return frozenset(_KINDS.findall(" ".join(fold_words(words))))
