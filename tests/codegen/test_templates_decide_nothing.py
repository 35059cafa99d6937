"""Templates print: a limit, a comparison or a number's format in one of them belongs into a view."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest
from jinja2 import Environment, nodes

FOLDER = files("prisma_to_convex_templates")


def templates(folder: Traversable, start: str = "") -> Iterator[str]:
    """All below the folder, by their paths."""
    for one in folder.iterdir():
        if one.is_dir():
            yield from templates(one, f"{start}{one.name}/")
        elif one.name.endswith(".j2"):
            yield f"{start}{one.name}"


TEMPLATES = sorted(templates(FOLDER))
DECIDES = (nodes.Compare, nodes.Slice, nodes.Test, nodes.Concat, nodes.Add, nodes.Sub, nodes.Mod)


def found(text: str) -> list[str]:
    """What decides in a template, with its line."""
    tree = Environment().parse(text)
    decisions = [
        f"{type(node).__name__}:{node.lineno}" for kind in DECIDES for node in tree.find_all(kind)
    ]
    decisions += [f"For..if:{node.lineno}" for node in tree.find_all(nodes.For) if node.test]
    decisions += [
        f"Call:{node.lineno}"
        for node in tree.find_all(nodes.Call)
        if isinstance(node.node, nodes.Getattr)
    ]
    return decisions


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_decides(name: str) -> None:
    assert found((FOLDER / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "{% if names | length > 2 %}{% endif %}",
        "{{ names[:8] }}",
        "{{ '{:,}'.format(number) }}",
        "{% for one in names if one.is_shown %}{% endfor %}",
        "{% if one is none %}{% endif %}",
        "{{ one ~ two }}",
    ],
)
def test_a_decision_is_found(text: str) -> None:
    assert found(text)
