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
import sys

from prisma_schema_parser.diagnostic import Rule

from ..kit.version import VERSION
from ..report.markdown_text import anchor
from ..report.rulebook import title

VARIABLE = "PRISMA_TO_CONVEX_DOCS"
_REPOSITORY = re.compile(r"^Project-URL: Repository, (.+)$", re.MULTILINE)
_WEB = re.compile(r"https?://[^\s\"<>]+")


def documentation_url() -> str | None:
    """The address of the repository's top folder at a revision, without a slash at its end."""
    named = os.environ.get(VARIABLE)
    url = named if named is not None else _installed_from()
    return url.rstrip("/") if url and _WEB.fullmatch(url) else None


def rule_url(base: str, rule: Rule) -> str:
    """The rule's place on the page of all rules."""
    return f"{base}/codegen/RULES.md#{anchor(title(rule))}"


def _installed_from() -> str | None:
    """By the record of the installation, which is read as it is: importlib.metadata takes longer than a check."""
    folder = _record()
    if folder is None:
        return None
    origin = json.loads(_text(folder, "direct_url.json") or "{}")
    commit = origin.get("vcs_info", {}).get("commit_id")
    if commit:
        return _at(str(origin.get("url", "")), str(commit))
    headers, _, _ = _text(folder, "METADATA").partition("\n\n")
    url = _REPOSITORY.search(headers)
    return _at(url[1], f"v{VERSION}") if url else None


def _record() -> str | None:
    """The first on the path, as importlib.metadata chooses it."""
    name = f"prisma_to_convex-{VERSION}.dist-info"
    folders = (os.path.join(folder, name) for folder in sys.path)
    return next((folder for folder in folders if os.path.isdir(folder)), None)


def _text(folder: str, name: str) -> str:
    """Empty where there is no such file."""
    try:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def _at(repository: str, revision: str) -> str:
    """GitHub's form, which GitLab and Gitea understand, too. Without a user's name or a token in it."""
    address = re.sub(r"(?<=://)[^/@]*@", "", repository.removesuffix("/").removesuffix(".git"))
    return f"{address}/blob/{revision}"
