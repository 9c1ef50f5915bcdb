"""Amounts in words (số tiền bằng chữ), as school teaches them; no text of law fixes the spelling.

Luật Kế toán 88/2015/QH13 art 16 and NĐ 254/2026/NĐ-CP ask for totals in figures and in words. A group of three digits
that is not the first begins with its hundreds, which may be none (không trăm); empty groups are silent.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.receipts import SpellingVariant

LIMIT = 10**18
"""From here on there would be a thousand millions of tỷ."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION, _MILLION, _THOUSAND = 10**9, 10**6, 10**3


@dataclass(frozen=True)
class Spelling:
    """How amounts are spelt: without a variant linh, bốn, nghìn, tỷ, and nothing after đồng."""

    variants: frozenset[SpellingVariant] = frozenset()

    def amount(self, vnd: int) -> str:
        """With its capital and its unit: 21 is `Hai mươi mốt đồng`. Raises ValueError below 0 and from LIMIT on."""
        even = " chẵn" if "chẵn" in self.variants else ""
        text = f"{self.number(vnd)} đồng{even}"
        return text[0].upper() + text[1:]

    def number(self, value: int) -> str:
        """The number alone, without a capital. Raises ValueError below 0 and from LIMIT on."""
        if not 0 <= value < LIMIT:
            raise ValueError("the amount is not one that is written in words")
        return " ".join(self._number(value)) if value else _DIGITS[0]

    def _number(self, value: int) -> Iterator[str]:
        billions, rest = divmod(value, _BILLION)
        if billions:
            yield from self._below_billion(billions, first=True)
            yield self._or("tỷ", "tỉ")
        yield from self._below_billion(rest, first=not billions)

    def _below_billion(self, value: int, *, first: bool) -> Iterator[str]:
        groups = (
            (value // _MILLION, "triệu"),
            (value // _THOUSAND % _THOUSAND, self._or("nghìn", "ngàn")),
            (value % _THOUSAND, ""),
        )
        for group, unit in groups:
            if group:
                yield from self._group(group, whole=not first)
                if unit:
                    yield unit
                first = False

    def _group(self, value: int, *, whole: bool) -> Iterator[str]:
        """1 to 999; `whole`: with its hundreds, also where they are none."""
        hundreds, below = divmod(value, 100)
        tens, ones = divmod(below, 10)
        has_hundreds = whole or hundreds > 0
        if has_hundreds:
            yield from (_DIGITS[hundreds], "trăm")
        if tens == 0 and ones and has_hundreds:
            yield self._or("linh", "lẻ")
        elif tens == 1:
            yield "mười"
        elif tens:
            yield from (_DIGITS[tens], "mươi")
        if ones:
            yield self._ones(tens, ones)

    def _ones(self, tens: int, ones: int) -> str:
        if ones == 5 and tens:
            return "lăm"
        if ones == 1 and tens > 1:
            return "mốt"
        if ones == 4 and tens > 1:
            return self._or("bốn", "tư")
        return _DIGITS[ones]

    def _or(self, usual: str, variant: SpellingVariant) -> str:
        return variant if variant in self.variants else usual
