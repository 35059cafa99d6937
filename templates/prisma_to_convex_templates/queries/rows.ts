import {
  compareValues,
  ConvexError,
  convexToJson,
  type Value,
} from "convex/values";

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

/** Which of two rows comes first: below 0 the one, above 0 the other. */
export function compareRows<Row extends object>(
  one: Row,
  other: Row,
  order: readonly OrderField<Row>[],
): number {
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
}

/** The rows as `orderBy` has them, for orders that no index has. */
export function inOrder<Row extends object>(
  rows: readonly Row[],
  order: readonly OrderField<Row>[],
): Row[] {
  return [...rows].sort((one, other) => compareRows(one, other, order));
}

/** The first of the rows with each combination of values, as `distinct` gives them. */
export function distinctRows<Row extends object>(
  rows: readonly Row[],
  ...fields: (keyof Row & string)[]
): Row[] {
  const found = new Set<string>();
  return rows.filter((row) => {
    const values = fields.map((field) => (row[field] ?? null) as Value);
    const key = JSON.stringify(convexToJson(values));
    const isNew = !found.has(key);
    found.add(key);
    return isNew;
  });
}

/** The row with the id and those that follow; all where no id is given, none where no row has it. */
export function rowsFrom<Row extends { _id: string }>(
  rows: readonly Row[],
  id: string | undefined,
): Row[] {
  if (id === undefined) {
    return [...rows];
  }
  const start = rows.findIndex((row) => row._id === id);
  return start < 0 ? [] : rows.slice(start);
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
