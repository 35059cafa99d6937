"""The items that a list may have: written, spread, put in later, or made of those of another list."""

from __future__ import annotations

from collections.abc import Iterator

from ..files.code_module import SyntaxNode
from ..files.code_syntax import arguments, unwrapped, without_comments, word
from .definitions import Definitions
from .expressions import Expression, Frame, ListItem, ListItems, Terminal
from .object_reading import Terminals
from .open_places import OpenPlaces, inside_of
from .typed_values import item_of

_MOST_ITEMS = 24
_KEPT_ITEMS = frozenset({"filter", "slice", "reverse", "sort", "flat"})
"""Methods whose lists hold no other items."""


class ListReading:
    def __init__(
        self, terminals: Terminals, definitions: Definitions, open_places: OpenPlaces
    ) -> None:
        self._terminals = terminals
        self._definitions = definitions
        self._open = open_places

    def items(self, expression: Expression) -> ListItems:
        """Of a list; of one object, that object: Prisma takes either."""
        terminals = self._terminals(expression)
        found = [self.items_of(one) for one in terminals]
        is_optional = len(terminals) > 1
        items = [
            item._replace(is_optional=item.is_optional or is_optional)
            for one in found
            for item in one.items
        ]
        return ListItems(
            tuple(items),
            tuple(text for one in found for text in one.unresolved),
            tuple(parameter for one in found for parameter in one.parameters),
        )

    def items_of(self, terminal: Terminal) -> ListItems:
        match terminal.kind:
            case "object":
                return ListItems((ListItem(terminal.expression),))
            case "list":
                inner = self._listed(terminal.expression)
                items = (*inner.items, *terminal.added)
                if terminal.is_cut:
                    items = tuple(item._replace(is_optional=True) for item in items)
                return inner._replace(
                    items=items,
                    unresolved=(*inner.unresolved, *terminal.unclear),
                )
            case "unknown" | "value":
                template = self._template(terminal.expression)
                if template:
                    return ListItems(tuple(template))
                text = terminal.reason or terminal.expression.text[:80]
                parameters = (terminal.expression,) if terminal.is_parameter else ()
                return ListItems((), (text,), parameters)
            case _:
                return ListItems()

    def _listed(self, expression: Expression) -> ListItems:
        place = inside_of(expression)
        if not self._open.allows(place):
            return ListItems((), (expression.text[:80],))
        self._open.add(place)
        try:
            return self._items_of_list(expression)
        finally:
            self._open.discard(place)

    def _items_of_list(self, expression: Expression) -> ListItems:
        of_type = item_of(expression.node)
        if of_type is not None:
            return ListItems((ListItem(expression.at(of_type), is_open=True),))
        found: list[ListItem] = []
        unresolved: list[str] = []
        parameters: list[Expression] = []
        for child in without_comments(expression.node):
            if child.type != "spread_element":
                found += self._item(expression.at(child))
                continue
            inner = self.items(expression.at(without_comments(child)[0]))
            found += inner.items
            unresolved += inner.unresolved
            parameters += inner.parameters
        return ListItems(tuple(found), tuple(unresolved), tuple(parameters))

    def _item(self, expression: Expression) -> Iterator[ListItem]:
        """`cond ? {...} : undefined` in a list may leave it out (`filter(Boolean)` or Prisma itself)."""
        node = unwrapped(expression.node)
        if node.type not in ("ternary_expression", "binary_expression"):
            yield ListItem(expression)
            return
        terminals = self._terminals(expression)
        for one in terminals:
            if one.kind != "undefined":
                yield ListItem(one.expression, len(terminals) > 1)

    def _template(self, expression: Expression) -> list[ListItem]:
        """A list that is made of another may lead back to itself."""
        place = inside_of(expression)
        if not self._open.allows(place):
            return []
        self._open.add(place)
        try:
            return self._mapped(expression)
        finally:
            self._open.discard(place)

    def _mapped(self, expression: Expression) -> list[ListItem]:
        """`xs.map((x) => ({...}))`: as many as there are, each of this form; `.filter(...)` keeps some."""
        node = unwrapped(expression.node)
        if node.type != "call_expression":
            return []
        callee = node.child_by_field_name("function")
        callee = unwrapped(callee) if callee is not None else None
        if callee is None or callee.type != "member_expression":
            return []
        holder, method = callee.child_by_field_name("object"), callee.child_by_field_name(
            "property"
        )
        name = word(method) if method is not None else ""
        if holder is not None and name in _KEPT_ITEMS:
            inner = self.items(expression.at(holder))
            if inner.unresolved:
                return []
            found = [item._replace(is_optional=True) for item in inner.items]
            return self._flat(found) if name == "flat" else found
        given = arguments(node)
        if holder is not None and name == "concat" and given:
            return self._joined([expression.at(one) for one in (holder, *given)])
        if name not in ("map", "flatMap") or not given:
            return []
        listed = self._few(expression.at(holder)) if holder is not None else ()
        return self._made(unwrapped(given[0]), expression, listed, is_flat=name == "flatMap")

    def _joined(self, lists: list[Expression]) -> list[ListItem]:
        """`one.concat(two, three)`; none where one of them can't be followed."""
        each = [self.items(one) for one in lists]
        return [] if any(one.unresolved for one in each) else [x for one in each for x in one.items]

    def _few(self, holder: Expression) -> tuple[ListItem, ...]:
        """The items of a list that is written out; none where they are not known, or many."""
        if unwrapped(holder.node).type not in ("array", "identifier", "member_expression"):
            return ()
        found = self.items(holder)
        return () if found.unresolved or len(found.items) > _MOST_ITEMS else found.items

    def _flat(self, items: list[ListItem]) -> list[ListItem]:
        """Lists among the items are their items."""
        found: list[ListItem] = []
        for item in items:
            inner = self.items(item.expression)
            if inner.unresolved:
                found.append(item)
            else:
                found += [one._replace(is_optional=True) for one in inner.items]
        return found

    def _made(
        self,
        handler: SyntaxNode,
        expression: Expression,
        listed: tuple[ListItem, ...],
        *,
        is_flat: bool,
    ) -> list[ListItem]:
        """What the function makes of each item of a list: of those that are `listed`, else of any."""
        known = self._definitions.called(handler, expression.module)
        if known is None or any(frame.function == known.node.id for frame in expression.frames):
            return []
        frames = expression.frames if known.module is expression.module else ()
        found: list[ListItem] = []
        for value in self._definitions.returned(known):
            for item in listed or (None,):
                of_item = (Frame(known.node.id, known.module, (item.expression,)),) if item else ()
                made = Expression(value, known.module, (*frames, *of_item))
                if not is_flat and unwrapped(value).type != "array":
                    is_one = item is not None and not item.is_open
                    found.append(ListItem(made, bool(item and item.is_optional), not is_one))
                    continue
                inner = self.items(made)
                if inner.unresolved:
                    return []
                found += [one._replace(is_open=True) for one in inner.items]
        return found
