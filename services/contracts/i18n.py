"""Texts in the two languages of the portal, and amounts as people write them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Vietnamese and in English: `Text("hồ sơ", "dossier")["en"]`.

    Any locale but `en` reads as Vietnamese, the language of the law.
    """

    vi: str
    en: str

    def __getitem__(self, locale: str) -> str:
        return self.en if locale == "en" else self.vi


def format_vnd(amount: int) -> str:
    """Whole VND as they are written in Viet Nam, in both languages: 20.000 ₫."""
    return f"{amount:,} ₫".replace(",", ".")
