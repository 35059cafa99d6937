"""Unsupported("..."): a type that Prisma does not know, and Convex even less."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered
from ...typescript.literals import comment_text
from ..outcome import Outcome, lost, rule, subject
from ..type_advice import help_for

RULE = rule(
    "PC216",
    "unsupported-type",
    Severity.ERROR,
    docs="""
## What is lost

The database knew the type and refused any other value. Prisma has no name for it, and Convex has no
counterpart: `v.any()` accepts every value, and nothing says how the values are to be moved.

## Example

```prisma
model Shop {
  id       Int                                   @id @default(autoincrement())
  name     String
  location Unsupported("geometry(Point, 4326)")?
}
```

```ts
shops: defineTable({
  name: v.string(),
  location: v.any(), // Unsupported("geometry(Point, 4326)")?
}),
```

## What breaks

The export holds the point as hexadecimal text, the new admin page writes `{ lat, lng }` and an
import writes `[lng, lat]`. Convex stores all three. The map shows the shops of one kind, puts
others into the sea, and no write was ever refused. The query for the shops within five kilometres
has no index to use.

## What to do instead

It depends on the type; the finding says what becomes of yours:

- what the database computed (`tsvector`, a generated column) is left out, `/// @convex.skip`; the
  text that it was made from gets a search index;
- a point is an object of longitude and latitude, and the geospatial component
  (@convex-dev/geospatial) or a geohash in an index finds what is near; shapes are GeoJSON;
- a range is an object of both ends, `hstore` a record, `money` whole cents, `interval`, `ltree` and
  network addresses are text.

Choose the validator above the field in the Prisma schema, for the shop
`/// @convex.type(v.object({ longitude: v.number(), latitude: v.number() }))`, and convert the
values when the data is moved. The same validator guards the functions that write the field.

```ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const point = v.object({ longitude: v.number(), latitude: v.number() });

export const move = mutation({
  args: { id: v.id("shops"), location: v.nullable(point) },
  handler: async (ctx, { id, location }) => {
    await ctx.db.patch("shops", id, { location });
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    text = comment_text(guarantee.text, 80)
    message = f"{subject(guarantee)}: {text} has no counterpart and accepts anything"
    written = guarantee.text.removeprefix('Unsupported("').removesuffix('")')
    help_ = help_for(written)
    return lost(RULE, guarantee, message, help_)
