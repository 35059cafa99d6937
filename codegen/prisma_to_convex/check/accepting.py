"""`--baseline FILE`, `--write-baseline`, `--prune-baseline`: reads the file, tells what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import read_regular, reason

from . import baseline
from .baseline import Accepted
from .finding import CheckResult
from .request import Request, UsageError
from .selection import Selection
from .summary import count


class BaselineRewrite(NamedTuple):
    """The file to write; `message` is for the user, once it is written."""

    path: str
    text: str
    message: str


def with_baseline(
    checked: CheckResult, request: Request, selection: Selection
) -> tuple[CheckResult, BaselineRewrite | None]:
    """What is accepted is marked so; the second part is there if the file is to be written.

    Nothing is known of a schema that is not valid, so then nothing is written and nothing is fixed.
    """
    path = request.baseline or ""
    names = _selected_rules(selection, checked)
    accepted = _read(path, must_exist=not request.write_baseline)
    is_valid = all(schema.is_valid for schema in checked.schemas)
    if request.write_baseline and is_valid:
        accepted = baseline.collect(checked.schemas, accepted, lambda rule: names.get(rule, True))
    applied = baseline.apply(accepted, checked.schemas, lambda rule: names.get(rule, True))
    fixed = applied.fixed if is_valid else ()
    result = checked._replace(schemas=applied.schemas, fixed=fixed, baseline=path)
    if not is_valid or not (request.write_baseline or request.prune_baseline):
        return result, None
    kept = baseline.pruned(accepted, fixed)
    message = _message(path, accepted, kept, request)
    return result, BaselineRewrite(path, baseline.write(kept), message)


def _selected_rules(selection: Selection, checked: CheckResult) -> Mapping[str, bool]:
    """By name, whether a rule is selected, in one of the schemas at least."""
    from ..rules.registry import ALL_RULES

    off = frozenset.intersection(*(schema.off for schema in checked.schemas))
    return {rule.name: selection.has(rule, off) for rule in ALL_RULES}


def _read(path: str, *, must_exist: bool) -> Accepted:
    try:
        return baseline.read(read_regular(path).decode("utf-8"))
    except FileNotFoundError:
        if must_exist:
            hint = "--write-baseline makes it"
            raise UsageError(f"{plain(path)}: no such file; {hint}") from None
        return {}
    except UnicodeDecodeError:
        raise UsageError(f"{plain(path)}: it is not text") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{plain(path)}: {reason(error)}") from None
    except baseline.InvalidBaseline as error:
        raise UsageError(f"{plain(path)}: {plain(str(error))[:200]}") from None


def _message(path: str, before: Accepted, after: Accepted, request: Request) -> str:
    name = plain(path)
    if request.write_baseline:
        return f"Wrote {name}: {count(sum(after.values()), 'finding')} accepted"
    dropped = sum(before.values()) - sum(after.values())
    return f"Pruned {name}: {count(dropped, 'finding')} taken out, {sum(after.values())} left"
