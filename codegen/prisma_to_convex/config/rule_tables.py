"""What the configuration says of rules: `severity`, `allow`, `enforced`. Imported where it says something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prisma_schema_parser.diagnostic import Rule
from prisma_schema_parser.records import NamedTuple

from ..kit.nearest import nearest
from ..options.settings import SEVERITY_WORDS, SeverityWord
from ..rules.registry import ALL_RULES, find, start_of, suggestion, unknown


class ConfigProblem(NamedTuple):
    """Of the entry `key`; `is_value` where its value is wrong, not the key."""

    key: str
    message: str
    help: str = ""
    is_value: bool = False


class DecisionEntry(NamedTuple):
    key: str
    rule: Rule
    text: str


def severities(table: Mapping[str, object]) -> tuple[dict[str, SeverityWord], list[ConfigProblem]]:
    """By the codes of all rules that are meant; the more exact key wins, as in `--select`."""
    words: dict[str, SeverityWord] = {}
    faults: list[ConfigProblem] = []
    for key, value in table.items():
        start = start_of(key)
        if start is None:
            faults.append(
                ConfigProblem(key, f"there is no rule or family `{key}`", suggestion(key))
            )
        elif value not in SEVERITY_WORDS:
            faults.append(_no_severity(key, value))
        elif start in words:
            faults.append(ConfigProblem(key, f"`{key}` is said twice, by its code and by its name"))
        elif value != "error" and (invalid := _invalid(start)):
            what = f"`{invalid.name}`" if invalid.code == start else f"`{key}`"
            message = f"{what} can't be {_phrase(str(value))}"
            help_ = "a schema that is not valid can't be translated, so PC1 stays an error"
            faults.append(ConfigProblem(key, message, help_, True))
        else:
            words[start] = value
    return dict(_spread(words)), faults


def _no_severity(key: str, value: object) -> ConfigProblem:
    known = ", ".join(f"`{word}`" for word in SEVERITY_WORDS)
    if not isinstance(value, str):
        return ConfigProblem(key, f"`{key}` must be one of {known}", "", True)
    return ConfigProblem(
        key, f"`{key}`: `{value}` is not one of {known}", nearest(value, SEVERITY_WORDS), True
    )


def _phrase(word: str) -> str:
    return "off" if word == "off" else f"a {word}"


def _invalid(start: str) -> Rule | None:
    """A rule that tells of an invalid schema, if the key speaks of such rules; ALL speaks of the others."""
    if not start.startswith("PC1"):
        return None
    found = (rule for rule in ALL_RULES if rule.code.startswith(start))
    return next((rule for rule in found if rule.severity.value == "error"), None)


def _spread(words: Mapping[str, SeverityWord]) -> Iterator[tuple[str, SeverityWord]]:
    for rule in ALL_RULES:
        starts = [start for start in words if rule.code.startswith(start)]
        if starts:
            yield rule.code, words[max(starts, key=len)]


def decisions(
    table: Mapping[str, object], what: str
) -> tuple[list[DecisionEntry], list[ConfigProblem]]:
    """`what` is what the text says: `the reason`."""
    found: list[DecisionEntry] = []
    faults: list[ConfigProblem] = []
    for key, value in table.items():
        rule = find(key)
        if rule is None:
            faults.append(ConfigProblem(key, *unknown(key)))
        elif not isinstance(value, str) or not value.strip():
            faults.append(ConfigProblem(key, f"`{key}` must be a text: {what}", "", True))
        elif any(one.rule is rule for one in found):
            faults.append(ConfigProblem(key, f"`{key}` is said twice, by its code and by its name"))
        else:
            found.append(DecisionEntry(key, rule, value.strip()))
    return found, faults
