"""BigInt or Decimal held with fewer digits than the column had."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...convex.layout import flat
from ...lowering.lowered import LoweredField
from ...lowering.scalars import How, Representation
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC224",
    "digits-not-kept",
    Severity.WARNING,
    docs="""
## What is lost

By choice, a `BigInt` or `Decimal` is held in a form with fewer digits. `v.number()` is exact for
whole numbers up to 2^53 and rounds most decimal fractions; a scaled `v.int64()` ends at
9223372036854775807 and keeps only so many digits after the point.

## Example

```prisma
model Post {
  id      Int    @id @default(autoincrement())
  tweetId BigInt
}
```

```toml
bigint = "number"
```

```ts
posts: defineTable({
  tweetId: v.number(), // BigInt
}),
```

## What breaks

An id of another system, 1765432109876543210, is stored as 1765432109876543200: a different post.
No error is raised, and the comparison with the id in a URL fails for some rows only. Amounts held
as `v.number()` are off by a cent after some thousand additions.

## What to do instead

Refuse what would be rounded, where numbers may be that large. Or leave the field at the default:
`/// @convex.bigint(int64)`, `/// @convex.decimal(string)`.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const add = mutation({
  args: { tweetId: v.number() },
  handler: async (ctx, { tweetId }) => {
    if (!Number.isSafeInteger(tweetId)) {
      throw new ConvexError("the id is too large for a number");
    }
    return await ctx.db.insert("posts", { tweetId });
  },
});
```
""",
)


def judge(guarantee: Guarantee, field: LoweredField, representation: Representation) -> Outcome:
    validator = flat(representation.validator)
    message = f"{subject(guarantee)}: {validator} {_LIMITS[representation.how]}"
    if representation.scale is not None:
        message = f"{message}: it holds the value times 10^{representation.scale}"
    return lost(RULE, guarantee, message, _HELP[representation.how].format(field.name))


_LIMITS: dict[How, str] = {
    "bigint-as-number": "is exact below 2^53 only",
    "decimal-as-number": "rounds: it holds some 15 digits, and most decimal fractions not exactly",
    "decimal-cut": "may not hold all digits of the column",
}
_HELP: dict[How, str] = {
    "bigint-as-number": "check `Number.isSafeInteger({0})` before each write",
    "decimal-as-number": "round `{0}` where amounts are added or compared",
    "decimal-cut": "refuse a `{0}` that does not fit before each write and when the data is moved",
}
