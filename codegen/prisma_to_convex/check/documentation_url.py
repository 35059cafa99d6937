"""Where the documentation of this very version is on the web, for links in SARIF.

The project names no address of its own. The first of these is taken, and without one there are no links:

1. PRISMA_TO_CONVEX_DOCS, the address of the repository's files at a revision (action.yml sets it),
2. the repository and commit that pip or uv installed from (`pip install git+URL`),
3. the repository of a released package (its metadata), at the tag of the version.
"""

from __future__ import annotations

import json
import os
import re

from prisma_schema_parser.diagnostic import Rule

from ..kit.version import VERSION
from ..report.markdown_text import anchor
from ..report.rulebook import title

VARIABLE = "PRISMA_TO_CONVEX_DOCS"
_WEB = re.compile(r"https?://[^\s\"<>]+")


def documentation_url() -> str | None:
    """The address of the repository's top folder at a revision, without a slash at its end."""
    told = os.environ.get(VARIABLE)
    url = told if told is not None else _installed_from()
    return url.rstrip("/") if url and _WEB.fullmatch(url) else None


def rule_url(base: str, rule: Rule) -> str:
    """The rule's place on the page of all rules."""
    return f"{base}/codegen/RULES.md#{anchor(title(rule))}"


def _installed_from() -> str | None:
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        found = distribution("prisma-to-convex")
    except PackageNotFoundError:
        return None
    origin = json.loads(found.read_text("direct_url.json") or "{}")
    commit = origin.get("vcs_info", {}).get("commit_id")
    if commit:
        return _at(str(origin.get("url", "")), str(commit))
    for label, _, url in (
        one.partition(", ") for one in found.metadata.get_all("Project-URL") or []
    ):
        if label == "Repository":
            return _at(url, f"v{VERSION}")
    return None


def _at(repository: str, revision: str) -> str:
    """GitHub's form, which GitLab and Gitea understand, too. Without a user's name or a token in it."""
    address = re.sub(r"(?<=://)[^/@]*@", "", repository.removesuffix("/").removesuffix(".git"))
    return f"{address}/blob/{revision}"
