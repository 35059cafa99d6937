"""A page of HTML as a tree: enough to read our own, whose cells and rows may lack their end tags."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "rect", "path", "use"})
# A start tag ends what is open and named here, up to the tag after it.
_ENDS = {
    "td": ({"td", "th"}, "tr"),
    "th": ({"td", "th"}, "tr"),
    "tr": ({"td", "th", "tr"}, "table"),
    "tbody": ({"td", "th", "tr", "thead", "tbody"}, "table"),
}


class Node:
    def __init__(self, tag: str, attributes: dict[str, str], parent: Node | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Node | str] = []

    @property
    def text(self) -> str:
        """All text inside, but for the names of drawings."""
        if self.tag == "svg":
            return ""
        return "".join(one if isinstance(one, str) else one.text for one in self.children)

    def all(self, tag: str, **attributes: str) -> Iterator[Node]:
        """What is inside, in order; `class_` is one of the classes."""
        for one in self.children:
            if isinstance(one, Node):
                if one.tag == tag and one._has(attributes):
                    yield one
                yield from one.all(tag, **attributes)

    def first(self, tag: str, **attributes: str) -> Node:
        return next(self.all(tag, **attributes))

    def rows(self) -> list[list[Node]]:
        """The cells of a table without its head."""
        body = [one for one in self.all("tr") if one.parent and one.parent.tag != "thead"]
        return [[*_cells(row)] for row in body]

    def _has(self, attributes: dict[str, str]) -> bool:
        for name, value in attributes.items():
            found = self.attributes.get(name.rstrip("_"), "")
            if value not in (found.split() if name == "class_" else [found]):
                return False
        return True


def _cells(row: Node) -> Iterator[Node]:
    yield from (one for one in row.children if isinstance(one, Node) and one.tag in ("td", "th"))


def tree(page: str) -> Node:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Node("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        ended, until = _ENDS.get(tag, (frozenset(), ""))
        open_ = self.at
        while ended and open_.parent is not None and open_.tag != until:
            if open_.tag in ended:
                self.at = open_.parent
            open_ = open_.parent
        node = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(node)
        if tag not in _VOID:
            self.at = node

    def handle_endtag(self, tag: str) -> None:
        open_: Node | None = self.at
        while open_ is not None and open_.tag != tag:
            open_ = open_.parent
        if open_ is not None and open_.parent is not None:
            self.at = open_.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)
