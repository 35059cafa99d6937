"""A `@convex` directive in a comment that can't be followed."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.source import Span

from ...lowering.lowered import Lowered
from ..outcome import rule

RULE = rule(
    "PC503",
    "directive-not-followed",
    Severity.ERROR,
    docs="""
## What is missing

A comment in the schema asks for something with `@convex.`, but it is misspelt, stands where it
means nothing, or asks for what can't be. The field or model is translated as if it were not there.

## Example

```prisma
model User {
  id   Int    @id @default(autoincrement())
  name String /// @convex.nam(fullName)
}
```

```ts
users: defineTable({
  name: v.string(),
}),
```

## What breaks

Code that expects what the comment asks for does not compile: there is no `user.fullName`. Where the
comment was to leave a field out, the field is there.

## What to do instead

Write the directive as it is documented, or remove it. Here it is `@convex.name(fullName)`, which
gives:

```ts
renamedUsers: defineTable({
  fullName: v.string(),
}),
```
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for problem in lowered.problems:
        if isinstance(problem.at, Span):
            yield Diagnostic(RULE, problem.message, problem.at, help=problem.help)
