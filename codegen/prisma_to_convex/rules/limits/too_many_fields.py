"""A model with more fields than a Convex document may have."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.schema import CompositeType, Model

from ...convex.convex_schema import MAX_FIELDS, MAX_OBJECT_FIELDS
from ...lowering.lowered import Lowered
from ..outcome import rule

RULE = rule(
    "PC403",
    "too-many-fields",
    Severity.ERROR,
    docs="""
## What is limited

A Convex document, and each object in it, has at most 1,024 fields, `_id` and `_creationTime` among
them, and at most 1 MiB. This model has more. The schema is emitted, but each field has to be
present, so that no document fits. The example is short: it has too few fields to be refused.

## Example

```prisma
model Survey {
  id    Int    @id @default(autoincrement())
  title String
  q1    String
  q2    String
}
```

```ts
surveys: defineTable({
  title: v.string(),
  q1: v.string(),
  q2: v.string(),
}),
```

## What breaks

Each insert is refused: the form of 1,100 questions can't be saved even once.

## What to do instead

Numbered fields are rows in disguise. Keep them as documents of a table of their own:

```ts
answers: defineTable({
  surveyId: v.id("surveys"),
  question: v.number(),
  answer: v.string(),
}).index("by_surveyId_and_question", ["surveyId", "question"]),
```

```ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const answer = mutation({
  args: { surveyId: v.id("surveys"), question: v.number(), answer: v.string() },
  handler: async (ctx, { surveyId, question, answer }) => {
    const old = await ctx.db
      .query("answers")
      .withIndex("by_surveyId_and_question", (q) =>
        q.eq("surveyId", surveyId).eq("question", question),
      )
      .unique();
    if (old === null) {
      await ctx.db.insert("answers", { surveyId, question, answer });
    } else {
      await ctx.db.patch("answers", old._id, { answer });
    }
  },
});
```

Fields that are not a list are split into two tables; the second has a `v.id` of the first. What is
no longer needed stays behind by `/// @convex.skip`.
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    counts: list[tuple[Model | CompositeType, int, int, str]] = [
        *(
            (found.model, len(found.fields) + (found.legacy is not None), MAX_FIELDS, "a document")
            for found in lowered.models.values()
        ),
        *(
            (found.composite, len(found.fields), MAX_OBJECT_FIELDS, "an object")
            for found in lowered.composites.values()
        ),
    ]
    for owner, count, limit, what in counts:
        if count > limit:
            message = f"`{owner.name}` has {count} fields; {what} holds at most {limit}"
            yield Diagnostic(
                RULE,
                message,
                owner.span,
                help="split it into two tables, or leave fields out: `/// @convex.skip`",
            )
