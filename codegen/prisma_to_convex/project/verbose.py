"""What `--verbose` tells: which files were read, and how it was found whose the rows are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prisma_schema_parser import SourceFile
from prisma_schema_parser.excerpt import plain

from ..analysis.facts import Analysis, Tenancy
from ..config.overrides import FILE, PYPROJECT
from ..kit.words import counted, listed

_MOST = 20


def input_lines(
    sources: Sequence[SourceFile], config: str, migrations: str | None
) -> Iterator[str]:
    """`config` is empty where none was found, `migrations` None."""
    names = [plain(source.name) for source in sources]
    yield f"schema: {counted(len(names), 'file')}: {listed(names, quoted=False, most=_MOST)}"
    yield f"configuration: {config or f'none ({FILE} or {PYPROJECT})'}"
    yield f"migrations: {'none' if migrations is None else plain(migrations)}"


def tenancy_line(analysis: Analysis) -> str:
    """The tenant's key and why it is the one."""
    found = analysis.tenancy
    if found is None:
        return "tenant key: none: nothing in the schema says whose the rows are"
    if found.is_configured:
        return f"tenant key: `{found.key}`, as `tenant-key` says"
    kind = "a user" if found.is_user else "a tenant"
    root = f" of `{found.root}`" if found.root else ""
    return f"tenant key: `{found.key}`{root}, {kind}'s: {_why(found)}"


def _why(found: Tenancy) -> str:
    required = sum(one.ownership == "direct" for one in found.owned)
    optional = sum(one.ownership == "optional" for one in found.owned)
    reached = sum(one.ownership == "parents" for one in found.owned)
    return (
        f"{counted(required, 'table')} of {len(found.owned)} require it, in {optional} it may be null, "
        f"{reached} belong through others"
    )
