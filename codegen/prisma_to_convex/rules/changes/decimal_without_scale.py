"""A Decimal that is to be a scaled whole number, but nothing says of which scale."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..outcome import rule

RULE = rule(
    "PC311",
    "decimal-without-scale",
    Severity.ERROR,
    docs="""
## What changes

A `Decimal` was chosen to become a scaled whole number, but neither its native type nor
`decimal-scale` says how many digits follow the point. It stays exact text until somebody decides.

## Example

```prisma
model Rate {
  id    Int     @id @default(autoincrement())
  value Decimal
}
```

```toml
decimal = "int64"
```

```ts
rates: defineTable({
  value: v.string(), // exact decimal
}),
```

## What breaks

Code that expects a `bigint` does not compile. A guessed scale would cut digits off silently:
Prisma's own default for PostgreSQL has 30 of them behind the point.

## What to do instead

Say `decimal-scale` for the field in the configuration or in a comment, `@convex.decimal-scale(6)`.
The field then looks like this:

```ts
scaledRates: defineTable({
  value: v.int64(), // Decimal * 10^6
}),
```
""",
)
HELP = "say how many digits after the point are to be kept: `/// @convex.decimal-scale(2)`"
