"""Where a file may reach Prisma Client: `<any>.<delegate of the schema>.<operation>(`, and raw queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import Span

from ..client_words import ARGUMENTS, LOOK_ALIKES, OPERATION, OPERATIONS
from ..files.code_module import CodeModule, SyntaxNode
from ..files.code_syntax import (
    FUNCTIONS,
    arguments,
    body_of_class,
    key_name,
    member_of,
    string_value,
    unwrapped,
    without_comments,
    word,
)
from ..values import type_words
from ..values.class_fields import annotation_of_field, assigned_to_field, type_name
from ..values.expressions import Expression
from ..values.scopes import Binding, lookup, top_level

_CALLEES = frozenset({
    "await_expression", "non_null_expression", "instantiation_expression", "parenthesized_expression",
    "as_expression", "satisfies_expression",
})  # fmt: skip  # what may stand between a member and its call
_CLIENT_ENDINGS = (
    "prisma",
    "prismaclient",
    "prismaservice",
    "tx",
    "trx",
    "db",
    "client",
    "database",
    "transaction",
)
_NEED_NOTHING = frozenset({"findMany", "findFirst", "findFirstOrThrow", "count", "deleteMany"})


class Site(NamedTuple):
    """One call. `call` is its node and `member` the operation's name in it."""

    module: CodeModule
    call: SyntaxNode
    member: SyntaxNode
    client: str
    model: str
    operation: str

    @property
    def span(self) -> Span:
        """Of the call, without an `await` in front: to some grammars it is a part of what is called."""
        found = self.module.span(self.call)
        callee = self.call.child_by_field_name("function")
        while callee is not None and callee.type == "await_expression":
            callee = without_comments(callee)[0]
            found = found._replace(start=self.module.offset(callee.start_byte))
        return found

    @property
    def argument(self) -> Expression | None:
        given = arguments(self.call)
        return Expression(given[0], self.module) if given else None


def is_named(site: Site) -> bool:
    """Whether the receiver says that it is Prisma Client, whatever it is given."""
    return _says_prisma(site.client)


class UnclearSite(NamedTuple):
    """A call on a delegate that is not named in the code."""

    module: CodeModule
    call: SyntaxNode
    reason: str


def sites(
    module: CodeModule, delegates: Mapping[str, str], others: frozenset[str] = frozenset()
) -> Iterator[Site | UnclearSite]:
    """In order of place. `delegates`: the model by the name of its delegate (`user`: `User`); `others` are
    those of other schemas alone.
    """
    seen: set[int] = set()
    for match in OPERATION.finditer(module.data):
        node = module.root.descendant_for_byte_range(match.start(1), match.end(1))
        call, member = call_around(node) if node is not None else (None, None)
        if call is None or member is None or call.id in seen:
            continue
        seen.add(call.id)
        found = _site(module, call, member, match[1].decode(), delegates, others)
        if found is not None:
            yield found


def call_around(node: SyntaxNode) -> tuple[SyntaxNode | None, SyntaxNode | None]:
    """The call whose callee ends in the node, and the member expression of it."""
    if node.type == "string_fragment" and node.parent is not None:
        node = node.parent
    member = node.parent
    if member is None:
        return None, None
    last = member.child_by_field_name("property") or member.child_by_field_name("index")
    if last is None or last.id != node.id:
        return None, None
    below, above = member, member.parent
    while above is not None and above.type in _CALLEES:
        below, above = above, above.parent
    if above is None or above.type != "call_expression":
        return None, None
    callee = above.child_by_field_name("function")
    return (above, member) if callee is not None and callee.id == below.id else (None, None)


def _site(
    module: CodeModule,
    call: SyntaxNode,
    member: SyntaxNode,
    operation: str,
    delegates: Mapping[str, str],
    others: frozenset[str],
) -> Site | UnclearSite | None:
    holder = member.child_by_field_name("object")
    last = member.child_by_field_name("property") or member.child_by_field_name("index")
    if holder is None or last is None or operation not in OPERATIONS:
        return None
    delegate = delegate_at(unwrapped(holder), module)
    if delegate is None:
        return None
    if delegate.name is None:
        is_client = is_client_like(delegate.client)
        if not is_client or _is_no_prisma_call(call, operation, strict=True):
            return None
        return UnclearSite(module, call, f"the model is chosen by `{delegate.key}`")
    model = delegates.get(delegate.name)
    if model is None and delegate.name in others and is_client_like(delegate.client):
        reason = f"`{delegate.name}` is a model of another schema"
        return (
            None
            if _is_no_prisma_call(call, operation, strict=True)
            else UnclearSite(module, call, reason)
        )
    if model is None and delegate.is_typed and not _is_no_prisma_call(call, operation, strict=True):
        return UnclearSite(module, call, f"the type of `{delegate.key}` names no model")
    if model is None or _is_look_alike(delegate.client):
        return None
    is_strict = not is_client_like(delegate.client)
    if not _says_prisma(delegate.client) and _is_no_prisma_call(call, operation, strict=is_strict):
        return None
    return Site(
        module=module,
        call=call,
        member=last,
        client=delegate.client,
        model=model,
        operation=operation,
    )


class Delegate(NamedTuple):
    """`client.name`; `name` is None where `key` chooses it. `is_typed`: the type of `key` says so."""

    client: str
    name: str | None
    key: str = ""
    is_typed: bool = False


def delegate_at(node: SyntaxNode, module: CodeModule, steps: int = 0) -> Delegate | None:
    """What a node is, by its name, its type or what it was made of; None where it is no delegate."""
    if node.type == "member_expression":
        client, key = node.child_by_field_name("object"), node.child_by_field_name("property")
        if client is None or key is None:
            return None
        if unwrapped(client).type == "this" and steps < 3:
            kept = _kept_delegate(node, word(key), module, steps)
            if kept is not None:
                return kept
            annotation = annotation_of_field(node, word(key))
            typed = type_words.delegate_of(annotation)
            if typed:
                return Delegate("prisma", typed[0].lower() + typed[1:], word(key), is_typed=True)
            named = type_name(annotation)
            if named and top_level(named, module) is not None:
                return None  # a class of the application that is called as a model
        return Delegate(_client_text(client, module), word(key))
    if node.type == "subscript_expression":
        client, index = node.child_by_field_name("object"), node.child_by_field_name("index")
        if client is None or index is None:
            return None
        return Delegate(_client_text(client, module), _constant(index, module), word(index)[:60])
    if node.type == "identifier" and steps < 3:
        return _named_delegate(node, module, steps)
    return None


def _kept_delegate(node: SyntaxNode, name: str, module: CodeModule, steps: int) -> Delegate | None:
    """`this.users.findMany()` in a class with `users = prisma.user`, or whose constructor says so."""
    value = member_of(body_of_class(node), name) or assigned_to_field(node, name)
    if value is None or value.type != "member_expression":
        return None
    found = delegate_at(value, module, steps + 1)
    return found if found is not None and is_client_like(found.client) else None


def _named_delegate(node: SyntaxNode, module: CodeModule, steps: int) -> Delegate | None:
    """`users.findMany()` where `const users = prisma.user`, `const { user } = prisma`, or its type says so."""
    binding = lookup(word(node), node, module)
    if binding is None or binding.kind not in ("value", "parameter"):
        return None
    typed = type_words.delegate_of(binding.type)
    if typed:
        name = typed[0].lower() + typed[1:]
        return Delegate("prisma", name, word(node), is_typed=True)
    if binding.kind == "parameter" or binding.node is None:
        return None
    value = unwrapped(binding.node)
    if len(binding.path) == 1 and binding.without is None:
        client = _client_text(value, module)
        return Delegate(client, binding.path[0]) if is_client_like(client) else None
    if not binding.path and value.type == "call_expression":
        is_any_model = word(value)[:60].startswith("Prisma.getExtensionContext")
        return Delegate("Prisma.getExtensionContext", None, word(node)) if is_any_model else None
    if not binding.path and value.type in ("member_expression", "subscript_expression"):
        found = delegate_at(value, module, steps + 1)
        return found if found is not None and is_client_like(found.client) else None
    return None


def _constant(index: SyntaxNode, module: CodeModule) -> str | None:
    """`prisma["user"]`, `prisma[MODEL]` with a constant."""
    written = string_value(index)
    if written is not None:
        return written
    node = unwrapped(index)
    binding = lookup(word(node), node, module) if node.type == "identifier" else None
    if binding is None or not _is_plain_constant(binding) or binding.node is None:
        return None
    return string_value(unwrapped(binding.node))


def _is_plain_constant(binding: Binding) -> bool:
    return binding.kind == "value" and binding.is_const and not binding.path


def _client_text(node: SyntaxNode, module: CodeModule) -> str:
    return " ".join(module.text(node, 120).split())


def _last_name(client: str) -> str:
    """`this.prismaService.client`: client; `(tx ?? prisma)`: prisma; `getDb()`: getDb."""
    text = client.removesuffix("as any)").rstrip("()!? ")
    name = ""
    for char in reversed(text):
        if not (char.isalnum() or char in "_$"):
            break
        name = char + name
    return name.lower()


def _is_look_alike(client: str) -> bool:
    name = _last_name(client)
    is_drizzle = client.endswith(".query")  # db.query.users.findMany()
    return is_drizzle or name.endswith(LOOK_ALIKES) or client.lower().startswith(("trpc.", "api."))


def _says_prisma(client: str) -> bool:
    return "prisma" in client.lower()


def is_client_like(client: str) -> bool:
    return _says_prisma(client) or _last_name(client).endswith(_CLIENT_ENDINGS)


def _is_no_prisma_call(call: SyntaxNode, operation: str, *, strict: bool) -> bool:
    """What Prisma Client would refuse: two arguments, a text, an object with none of the keys that it takes.

    `strict`: of a receiver whose name says nothing.
    """
    given = arguments(call)
    if strict and len(given) > 1:
        return True
    if not given:
        return strict and operation not in _NEED_NOTHING
    node = unwrapped(given[0])
    if node.type in ("string", "number", "template_string", "array", *FUNCTIONS):
        return True
    if node.type != "object":
        return False
    keys = [_key(child) for child in without_comments(node)]
    named = [key for key in keys if key is not None]
    if not named or len(named) < len(keys):
        return False
    return not any(key in ARGUMENTS[operation] for key in named)


def _key(child: SyntaxNode) -> str | None:
    if child.type == "shorthand_property_identifier":
        return word(child)
    key = child.child_by_field_name("key")
    return key_name(key) if key is not None else None
