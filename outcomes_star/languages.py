"""Languages: how an instrument's file names them, how a person's record does, and which way they run.

The codes are those of BCP 47, as browsers read them in `lang`. A language that is not in the list goes by
its code.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """`name` is English; `own` is how those who speak it write it; `also` is what records call it too."""

    code: str
    name: str
    own: str
    is_rtl: bool = False
    also: tuple[str, ...] = ()

    @property
    def is_english(self) -> bool:
        """Whether it is the language of our pages."""
        return self.code == ENGLISH

    @property
    def shown(self) -> str:
        """As it stands in a choice: "বাংলা (Bengali)"."""
        return self.own if self.own == self.name else f"{self.own} ({self.name})"


KNOWN = (
    Language("en", "English", "English"),
    Language("ar", "Arabic", "العربية", is_rtl=True),
    Language("bg", "Bulgarian", "Български"),
    Language("bn", "Bengali", "বাংলা", also=("bangla", "sylheti")),
    Language("ckb", "Kurdish (Sorani)", "کوردی", is_rtl=True, also=("sorani", "kurdish")),
    Language("cy", "Welsh", "Cymraeg"),
    Language("el", "Greek", "Ελληνικά"),
    Language("es", "Spanish", "Español"),
    Language("fa", "Persian", "فارسی", is_rtl=True, also=("farsi", "dari")),
    Language("fr", "French", "Français"),
    Language("gu", "Gujarati", "ગુજરાતી"),
    Language("he", "Hebrew", "עברית", is_rtl=True),
    Language("hi", "Hindi", "हिन्दी"),
    Language("hu", "Hungarian", "Magyar"),
    Language("it", "Italian", "Italiano"),
    Language("lt", "Lithuanian", "Lietuvių"),
    Language("ne", "Nepali", "नेपाली"),
    Language("pa", "Punjabi", "ਪੰਜਾਬੀ", also=("panjabi",)),
    Language("pl", "Polish", "Polski"),
    Language("ps", "Pashto", "پښتو", is_rtl=True),
    Language("pt", "Portuguese", "Português"),
    Language("ro", "Romanian", "Română"),
    Language("ru", "Russian", "Русский"),
    Language("so", "Somali", "Soomaali"),
    Language("sq", "Albanian", "Shqip"),
    Language("ta", "Tamil", "தமிழ்"),
    Language("ti", "Tigrinya", "ትግርኛ"),
    Language("tr", "Turkish", "Türkçe"),
    Language("uk", "Ukrainian", "Українська"),
    Language("ur", "Urdu", "اردو", is_rtl=True),
    Language("yi", "Yiddish", "ייִדיש", is_rtl=True),
    Language("zh", "Chinese", "中文", also=("mandarin", "cantonese")),
)
"""The languages that most people in England speak (Census 2021), and those asked for by our own."""

BY_CODE: Mapping[str, Language] = {one.code: one for one in KNOWN}


def language_of(code: str) -> Language:
    """A language by its code; that of a region, as in "pt-BR", is its own code of the same language."""
    if code in BY_CODE:
        return BY_CODE[code]
    base = BY_CODE.get(code.partition("-")[0])
    if base is None:
        return Language(code, code, code)
    return Language(code, f"{base.name}, {code}", f"{base.own}, {code}", base.is_rtl)


def language_to_ask(chosen: str, spoken: str, there: Collection[str]) -> str:
    """In which language somebody is asked, by its code: as chosen, where there are words in it.

    Else the first that their record names (`spoken`, as it was typed: "Bengali, some English") and that
    there are words in; else English.
    """
    if chosen in there:
        return chosen
    said = spoken.casefold()
    found = [
        (said.index(name), code)
        for code in there
        for name in _names(language_of(code))
        if name in said
    ]
    return min(found)[1] if found else ENGLISH


def _names(language: Language) -> tuple[str, ...]:
    names = (language.name, language.own, *language.also)
    return tuple(name.casefold() for name in names)
