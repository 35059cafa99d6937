"""A place in the tokens of one statement, and what can be read from there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import SourceFile, Span

from .dialects import SqlDialect
from .sql_tokens import Token, shown, tokens

_END = Token(kind="sign", key="", value="", start=0, end=0)


class SqlName(NamedTuple):
    """As the database knows it: `schema` is empty for the one that needs no saying."""

    schema: str
    name: str


class Unread(Exception):
    """The statement can't be understood; the message says why."""


class Cursor:
    """`tokens` stand in `source`, or (`place` set) in a text that the source's code holds there."""

    def __init__(
        self,
        source: SourceFile,
        given: Sequence[Token],
        dialect: SqlDialect,
        *,
        text: str | None = None,
        place: Span | None = None,
    ) -> None:
        self.source, self.tokens, self.dialect = source, given, dialect
        self.text = source.text if text is None else text
        self.place = place
        self.at = 0

    def part(self, given: Sequence[Token]) -> Cursor:
        """Another place, in some of the tokens."""
        return Cursor(self.source, given, self.dialect, text=self.text, place=self.place)

    @property
    def token(self) -> Token:
        """The next one; one without key or name at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    @property
    def key(self) -> str:
        return self.tokens[self.at].key if self.at < len(self.tokens) else ""

    @property
    def is_done(self) -> bool:
        return self.at >= len(self.tokens)

    def ahead(self, *keys: str) -> bool:
        """Whether these come next."""
        end = self.at + len(keys)
        return end <= len(self.tokens) and all(
            token.key == key for token, key in zip(self.tokens[self.at : end], keys, strict=True)
        )

    def accept(self, *keys: str) -> bool:
        """Goes behind these if they come next."""
        if not self.ahead(*keys):
            return False
        self.at += len(keys)
        return True

    def skip(self, *keys: str) -> None:
        """Goes behind any of these, in any order."""
        while self.key in keys and not self.is_done:
            self.at += 1

    def expect(self, *keys: str) -> None:
        if not self.accept(*keys):
            raise Unread(f"`{' '.join(keys)}` was expected")

    def take(self) -> Token:
        token = self.token
        self.at += 1
        return token

    def existence(self) -> bool:
        """Goes behind IF EXISTS and IF NOT EXISTS; whether there is one."""
        return self.accept("IF", "EXISTS") or self.accept("IF", "NOT", "EXISTS")

    def word(self) -> str:
        """A name without a schema."""
        if not self.token.is_name:
            raise Unread("a name was expected")
        return self.take().value

    def name(self) -> SqlName:
        """`a`, `s.a` or `d.s.a`; the schema that the database takes by itself is left out."""
        if self.token.kind == "string" and not self.dialect.dollars:
            return SqlName("", self.take().value)  # SQLite and MySQL take a text for a name
        return self._named(self._parts())

    def column(self) -> tuple[SqlName, str]:
        """A column behind the name of its table: `a.c`, `s.a.c`."""
        *table, column = self._parts()
        return self._named(table or [""]), column

    def _parts(self) -> list[str]:
        self.accept(".")  # behind a comment that something puts a schema in
        parts = [self.word()]
        while self.accept("."):
            parts.append(self.word() if self.token.is_name else "")
        return parts

    def _named(self, parts: list[str]) -> SqlName:
        schema = parts[-2] if len(parts) > 1 else ""
        default = self.dialect.default_schema
        if self.dialect.name == "mysql" or schema.lower() == default:
            schema = ""
        return SqlName(schema, parts[-1])

    def parens(self) -> list[Token]:
        """What stands in the parentheses that come next."""
        if self.key != "(":
            raise Unread("`(` was expected")
        start = self.at + 1
        depth = 0
        for at in range(self.at, len(self.tokens)):
            key = self.tokens[at].key
            depth += (key == "(") - (key == ")")
            if depth == 0:
                self.at = at + 1
                return list(self.tokens[start:at])
        raise Unread("a `(` is not closed")

    def until(self, *keys: str) -> list[Token]:
        """Up to one of these outside parentheses, or to the end."""
        start, depth = self.at, 0
        while not self.is_done:
            key = self.key
            if depth == 0 and key in keys:
                break
            depth += (key in _OPENS) - (key in _CLOSES)
            self.at += 1
        return list(self.tokens[start : self.at])

    def rest(self) -> list[Token]:
        start, self.at = self.at, len(self.tokens)
        return list(self.tokens[start:])

    def span(self, given: Sequence[Token] | None = None) -> Span:
        """Where tokens stand, all of them if none are given."""
        part = self.tokens if given is None else given
        if self.place is not None or not part:
            return self.place or Span(self.source, 0, 0)
        return Span(self.source, part[0].start, part[-1].end)

    def shown(self, given: Sequence[Token]) -> str:
        return shown(given, self.text)

    def inside(self, text: str, place: Span) -> Cursor:
        """A place in the SQL that a text of this statement holds."""
        given = tokens(text, self.dialect)
        return Cursor(self.source, given, self.dialect, text=text, place=place)


_OPENS, _CLOSES = frozenset("(["), frozenset(")]")


def items(given: Sequence[Token]) -> Iterator[list[Token]]:
    """What stands between commas, outside parentheses."""
    start, depth = 0, 0
    for at, token in enumerate(given):
        key = token.key
        if key == "," and depth == 0:
            yield list(given[start:at])
            start = at + 1
        depth += (key in _OPENS) - (key in _CLOSES)
    if start < len(given):
        yield list(given[start:])
