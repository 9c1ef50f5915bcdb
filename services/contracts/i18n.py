"""A text in the two languages of the portal."""

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
