"""The report as one HTML page that needs nothing else: no network, no font, no file beside it.

All that it says stands in the page; the script only filters, zooms and changes colours. The page's
policy allows our style sheet and our script by their hashes and nothing more.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

from jinja2 import Environment
from markupsafe import Markup

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.source import SourceFile, Span

from ..compiler import Compilation
from ..convex.convex_schema import MAX_WRITES
from ..convex.render import environment
from ..kit.words import counted, hours, upper_first
from .file_places import Where
from .findings import report_findings
from .html_text import code, prose
from .html_views import Page
from .model import Details, Report
from .starts import TITLE
from .view_models import grouped, place, short, tenths


def html(report: Report, details: Details, sources: Mapping[str, SourceFile]) -> str:
    """`sources` as `files` gives them."""
    loaded = _environment()
    style, script = _inlined(loaded, "report.css"), _inlined(loaded, "report.js")
    page = Page(report, details, report_findings(report, details), sources)
    return loaded.get_template("report.html.j2").render(
        title=TITLE,
        source=plain(report.source),
        policy=_policy(style, script),
        style=style,
        script=script,
        report=report,
        analysis=report.analysis,
        max_writes=MAX_WRITES,
        **page.parts(),
    )


def files(compilation: Compilation, where: Where) -> dict[str, SourceFile]:
    """The schema's files by the names that places give them."""
    sources = compilation.lowered.schema.sources
    return {where(Span(source, 0, 0)).rpartition(":")[0]: source for source in sources}


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}"


def _inlined(loaded: Environment, name: str) -> Markup:
    assert loaded.loader is not None
    return Markup(loaded.loader.get_source(loaded, name)[0])


@lru_cache(maxsize=1)
def _environment() -> Environment:
    loaded = environment(autoescape=True)
    loaded.filters.update(
        code=code,
        code_or_nothing=lambda text: code(text or ""),
        prose=prose,
        counted=counted,
        grouped=grouped,
        tenths=tenths,
        hours=hours,
        upper_first=upper_first,
        place=place,
        secret_place=lambda one: f"{one.model}.{one.field}",
        short=short,
    )
    return loaded
