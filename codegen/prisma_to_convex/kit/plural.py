"""English plurals and singulars for identifiers: the last word of a camelCase name.

Table names are plural by Convex's convention. Only what occurs in schemas; a name that is plural
already stays.
"""

from __future__ import annotations

import re

_IRREGULAR = {
    "person": "people",
    "child": "children",
    "man": "men",
    "woman": "women",
    "foot": "feet",
    "tooth": "teeth",
    "mouse": "mice",
    "goose": "geese",
    "datum": "data",
    "medium": "media",
    "criterion": "criteria",
    "phenomenon": "phenomena",
    "matrix": "matrices",
    "vertex": "vertices",
    "index": "indexes",
    "quiz": "quizzes",
    "leaf": "leaves",
    "shelf": "shelves",
    "knife": "knives",
    "life": "lives",
    "wife": "wives",
    "half": "halves",
    "wolf": "wolves",
    "hero": "heroes",
    "echo": "echoes",
    "potato": "potatoes",
    "tomato": "tomatoes",
    "veto": "vetoes",
}
_SINGULAR = {plural: singular for singular, plural in _IRREGULAR.items()}
_UNCOUNTABLE = frozenset(
    [
        "data",
        "metadata",
        "media",
        "news",
        "series",
        "species",
        "equipment",
        "information",
        "info",
        "feedback",
        "software",
        "hardware",
        "settings",
        "analytics",
        "money",
        "staff",
        "traffic",
        "research",
        "knowledge",
        "statistics",
        "stats",
        "sms",
        "credentials",
        "preferences",
        "people",
        "children",
    ]
)
# Singulars that end in -as or -os, where a plural is the likelier reading.
_SINGULAR_S = frozenset(
    ["alias", "canvas", "atlas", "bias", "gas", "chaos", "cosmos", "kudos", "lens"]
)


def plural(name: str) -> str:
    """`formTemplate` -> `formTemplates`, `leadStatus` -> `leadStatuses`, `settings` unchanged."""
    head, word, tail = _split(name)
    return name if not word else head + _like(word, _plural(word.lower())) + tail


def singular(name: str) -> str:
    """`categories` -> `category`, `following` unchanged."""
    head, word, tail = _split(name)
    return name if not word else head + _like(word, _singular(word.lower())) + tail


# From the end on, where a search would begin at each letter. A version is no word: `answerV2`.
_LAST_WORD = re.compile(r"(\d+V(?=[a-z])|\d*)([a-z]+[A-Z]*|[A-Z]+)")


def _split(name: str) -> tuple[str, str, str]:
    match = _LAST_WORD.match(name[::-1])
    if match is None:
        return name, "", ""
    start, end = len(name) - match.end(), len(name) - match.end(1)
    # `HTTPServer`: the last capital starts the word.
    capitals = re.match(r"[A-Z]+(?=[A-Z][a-z])", name[start:end])
    start += capitals.end() if capitals else 0
    return name[:start], name[start:end], name[end:]


def _like(word: str, changed: str) -> str:
    """`changed` with the letter case of `word`."""
    if changed == word.lower():
        return word
    if len(word) > 1 and word.isupper():
        # An acronym: `API` -> `APIs`, and in the singular `APIS` -> `API`.
        return word + changed[len(word) :] if changed.startswith(word.lower()) else changed.upper()
    return word[0] + changed[1:] if word[0].lower() == changed[0] else changed


# Three letters with a vowel between are a word or an acronym that ends so: bus, SES.
_SHORT = re.compile(r"[^aeiou][aeiou]s")
# Words that say what was done, where the thing itself is not named: `OAuthAppAuthorized`.
_PARTICIPLE = re.compile(r".{2,}[^e]ed$")
_NOUNS_IN_ED = frozenset(
    [
        *("embed", "biped", "moped", "hotbed", "sunbed", "seabed", "testbed", "flatbed", "shred"),
        *("infrared", "watershed"),
    ]
)


def _plural(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _UNCOUNTABLE or word in _SINGULAR or _is_plural(word):
        return word
    if _PARTICIPLE.fullmatch(word) and word not in _NOUNS_IN_ED:
        return word
    if len(word) == 1 or word.endswith("fy"):  # a letter; a name, as no noun ends so: Dify
        return word + "s"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if word.endswith("sis"):
        return word[:-2] + "es"
    return word + ("es" if re.search(r"(?:s|x|z|ch|sh)$", word) else "s")


def _is_plural(word: str) -> bool:
    """Ends in an s that is likelier a plural's than the word's own."""
    if not word.endswith("s") or word in _SINGULAR_S or len(word) < 3:
        return False
    return not (re.search(r"(?:ss|us|is)$", word) or _SHORT.fullmatch(word))


def _singular(word: str) -> str:
    if word in _UNCOUNTABLE - {"people", "children"}:
        return word
    if word in _SINGULAR:
        return _SINGULAR[word]
    if not _is_plural(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:ss|us|x|z|ch|sh)es$", word):
        return word[:-2]
    if word.endswith("es") and (word[:-2] in _SINGULAR_S or _SHORT.fullmatch(word[:-2])):
        return word[:-2]
    return word[:-1]
