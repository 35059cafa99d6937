import { compareValues, ConvexError, type Value } from "convex/values";

/** The row. Where there is none it throws, with Prisma's code. */
export function orThrow<Row>(row: Row | null, table: string): Row {
  if (row === null) {
    throw new ConvexError({ code: "P2025", table });
  }
  return row;
}

/** One field that rows are sorted by; `nulls` tells where those without a value go. */
export type OrderField<Row> = {
  field: keyof Row & string;
  direction: "asc" | "desc";
  nulls?: "first" | "last";
};

/** The rows as `orderBy` has them, for orders that no index has. */
export function inOrder<Row extends object>(
  rows: readonly Row[],
  order: readonly OrderField<Row>[],
): Row[] {
  return [...rows].sort((one, other) => {
    for (const { field, direction, nulls } of order) {
      const a = (one[field] ?? null) as Value;
      const b = (other[field] ?? null) as Value;
      const isTurned =
        a === null || b === null ? nulls === "last" : direction === "desc";
      const found = compareValues(a, b) * (isTurned ? -1 : 1);
      if (found !== 0) {
        return found;
      }
    }
    return 0;
  });
}

/** Only what is given: in a patch, undefined would take a field away. */
export function withoutUndefined<Values extends object>(
  values: Values,
): { [Key in keyof Values]?: Exclude<Values[Key], undefined> } {
  const given = Object.entries(values).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(given) as {
    [Key in keyof Values]?: Exclude<Values[Key], undefined>;
  };
}

/** `notIn`: null is none of an empty list only, as in SQL. */
export function isNoneOf<Item>(
  value: Item | null | undefined,
  list: readonly Item[],
): boolean {
  if (value === null || value === undefined) {
    return list.length === 0;
  }
  return !list.includes(value);
}
