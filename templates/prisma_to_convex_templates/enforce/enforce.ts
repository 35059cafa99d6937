// What Prisma and the database enforced, enforced by Convex code: the runtime of constraints.ts.
//
// `enforce(ctx.db)` is a DatabaseWriter under which unique keys, foreign keys, referential actions,
// defaults, @updatedAt and bounds hold, inserts fill in null where a field is left out, and patches
// pass over what is undefined. A write is planned first (reads only, over what it would change) and
// carried out last, so a refused write leaves nothing behind, even where its error is caught. Writes
// through one `ctx.db` run one after another, so `Promise.all` is safe; those of other mutations are
// serialized by Convex.
//
// It can't see what is not written through it: the dashboard, `npx convex import`, components, and
// mutations that are not built from functions.ts. verify.ts finds the rows that came in that way.
//
// One file, whatever its length: it depends on `convex` alone, and you can read what guards your data.
import type {
  DocumentByName,
  FieldPaths,
  GenericDataModel,
  GenericDatabaseReader,
  GenericDatabaseWriter,
  IndexNames,
  NamedTableInfo,
  TableNamesInDataModel,
  WithoutSystemFields,
} from "convex/server";
import { ConvexError, type GenericId, type Value } from "convex/values";
import type { DataModel } from "./_generated/dataModel";
import constraints from "./constraints";
import schema from "./schema";

// ---- what constraints.ts says ----------------------------------------------

/** Whose semantics hold: the order of referential actions, nulls in unique keys, rounding. */
export type Provider =
  "postgresql" | "cockroachdb" | "mysql" | "sqlite" | "sqlserver" | "mongodb";

export type Action =
  "Cascade" | "SetNull" | "SetDefault" | "Restrict" | "NoAction";

/** What a column's type let in, beyond its validator. */
export type Bound =
  | { readonly maxLength: number }
  | { readonly char: number }
  | { readonly maxBytes: number }
  | { readonly bits: number }
  | { readonly maxBits: number }
  | { readonly between: readonly [number, number] }
  | { readonly decimal: readonly [precision: number, scale: number] }
  | { readonly fraction: number }
  | { readonly time: number }
  | { readonly timetz: number }
  | "int8"
  | "int16"
  | "int24"
  | "int32"
  | "uint8"
  | "uint16"
  | "uint24"
  | "uint32"
  | "decimal"
  | "real"
  | "uuid"
  | "date"
  | "time"
  | "timetz";

type Fields<
  DM extends GenericDataModel,
  T extends TableNamesInDataModel<DM>,
> = Extract<keyof WithoutSystemFields<DocumentByName<DM, T>>, string>;

/** Fields, and fields inside them. */
type Paths<
  DM extends GenericDataModel,
  T extends TableNamesInDataModel<DM>,
> = Extract<FieldPaths<NamedTableInfo<DM, T>>, string>;

/** What every object has already can't be a key of one that is written down. */
type Inherited =
  | "constructor"
  | "hasOwnProperty"
  | "isPrototypeOf"
  | "propertyIsEnumerable"
  | "toLocaleString"
  | "toString"
  | "valueOf";

type Indexes<
  DM extends GenericDataModel,
  T extends TableNamesInDataModel<DM>,
> = Exclude<
  Extract<IndexNames<NamedTableInfo<DM, T>>, string>,
  "by_id" | "by_creation_time"
>;

/**
 * The fields and indexes of any table: a union for each table of what it may refer to takes TypeScript twice the
 * time. `References` below asks for those of the table itself.
 */
type AnyField<DM extends GenericDataModel> = {
  [T in TableNamesInDataModel<DM>]: Fields<DM, T>;
}[TableNamesInDataModel<DM>];

type AnyIndex<DM extends GenericDataModel> = {
  [T in TableNamesInDataModel<DM>]: Indexes<DM, T>;
}[TableNamesInDataModel<DM>];

/** What a foreign key refers to: `_id`, or the fields of a unique index. */
type Target<DM extends GenericDataModel> = {
  readonly to: TableNamesInDataModel<DM>;
  readonly keys?: readonly (AnyField<DM> | "_id")[];
  readonly by?: AnyIndex<DM>;
};

export type TableConstraints<
  DM extends GenericDataModel,
  T extends TableNamesInDataModel<DM>,
> = {
  /** Prisma's model, for the meta of violations. */
  readonly model: string;
  /** By their names in the database. */
  readonly unique?: {
    readonly [name: string]: {
      readonly fields: readonly Paths<DM, T>[];
      /** Finds the documents with the same values; it begins with the fields, in any order. */
      readonly index: Indexes<DM, T>;
      /** Not enforced, and why. */
      readonly off?: string;
    };
  };
  /** By their names in the database, in the order in which it made them. */
  readonly references?: {
    readonly [name: string]: Target<DM> & {
      readonly fields: readonly Fields<DM, T>[];
      /** Finds what refers to a document; without it, deletes of that one are not watched. */
      readonly index?: Indexes<DM, T>;
      readonly onDelete: Action;
      readonly onUpdate?: Action;
      /** Not enforced, and why. */
      readonly off?: string;
    };
  };
  readonly defaults?: {
    readonly [F in Exclude<Fields<DM, T>, Inherited>]?:
      DocumentByName<DM, T>[F] | (() => DocumentByName<DM, T>[F]);
  };
  readonly updatedAt?: readonly Fields<DM, T>[];
  readonly bounds?: {
    readonly [F in Exclude<Fields<DM, T>, Inherited>]?: Bound;
  };
  /** Not null, though schema.ts accepts it. */
  readonly required?: readonly Fields<DM, T>[];
  /** As `required`, but an insert may leave it out: the key that breaks a cycle. */
  readonly requiredLater?: readonly Fields<DM, T>[];
  /** Texts that were not compared to the letter, and the field that holds what `fold` makes of each. */
  readonly folded?: {
    readonly [F in Exclude<Fields<DM, T>, Inherited>]?: Fields<DM, T>;
  };
};

export type Constraints<DM extends GenericDataModel> = {
  readonly provider: Provider;
  readonly relationMode?: "foreignKeys" | "prisma";
  /** One text for all that the database's collation held for equal. */
  readonly fold?: (text: string) => string;
  readonly tables: {
    readonly [T in TableNamesInDataModel<DM>]?: TableConstraints<DM, T>;
  };
};

// ---- the writer's type -----------------------------------------------------

type Tables = TableNamesInDataModel<DataModel>;
type Declared = (typeof constraints)["tables"];

/** What a reference says of the table it is `to`, and that table has not. */
type Unlike<R> = R extends { readonly to: infer To extends Tables }
  ? | (R extends { readonly keys: readonly (infer K extends string)[] }
        ? Exclude<K, Fields<DataModel, To> | "_id">
        : never)
    | (R extends { readonly by: infer I extends string }
        ? Exclude<I, Indexes<DataModel, To>>
        : never)
  : never;

type UnlikeOf<T> = T extends { readonly references: infer R }
  ? {
      [N in keyof R & string]: Unlike<R[N]> extends infer U extends string
        ? `${N}: there is no "${U}"`
        : never;
    }[keyof R & string]
  : never;

type None<T extends never> = T;

/** An error here is one of constraints.ts: a key or an index that the table which is referred to has not. */
export type References = None<
  { [T in keyof Declared]: UnlikeOf<Declared[T]> }[keyof Declared]
>;

/** The fields that an insert may leave out. */
type Filled<T extends Tables, D> =
  | (T extends keyof Declared
      ? | (Declared[T] extends { readonly defaults: infer F } ? keyof F : never)
        | (Declared[T] extends {
            readonly updatedAt: readonly (infer F)[];
          }
            ? F
            : never)
      : never)
  | { [F in keyof D]-?: null extends D[F] ? F : never }[keyof D];

type WithFilled<D, F> = D extends unknown
  ? Omit<D, F & PropertyKey> & Partial<Pick<D, F & keyof D>>
  : never;

/** A document to insert: what has a default, or may be null, can be left out. */
export type NewDocument<T extends Tables> = WithFilled<
  WithoutSystemFields<DocumentByName<DataModel, T>>,
  Filled<T, WithoutSystemFields<DocumentByName<DataModel, T>>>
>;

/** What changes: an undefined field stays as it is, null takes an optional one away. */
export type Changes<T extends Tables> = {
  [F in keyof DocumentByName<DataModel, T>]?:
    | DocumentByName<DataModel, T>[F]
    | (undefined extends DocumentByName<DataModel, T>[F] ? null : never);
};

/**
 * A DatabaseWriter whose inserts may leave out what is filled in, and whose patches pass over what is
 * undefined.
 */
export interface EnforcedWriter extends GenericDatabaseWriter<DataModel> {
  patch<T extends Tables>(
    table: T,
    id: GenericId<T>,
    value: Changes<T>,
  ): Promise<void>;
  patch<T extends Tables>(id: GenericId<T>, value: Changes<T>): Promise<void>;
  insert<T extends Tables>(
    table: T,
    value: NewDocument<T>,
  ): Promise<GenericId<T>>;
  insert<T extends Tables>(
    table: T,
    value: WithoutSystemFields<DocumentByName<DataModel, T>>,
  ): Promise<GenericId<T>>;
}

// ---- violations ------------------------------------------------------------

/**
 * Prisma's codes: P2000 too long, P2002 not unique, P2003 a key refers to nothing or is still referred
 * to, P2011 null, P2014 the same for relationMode = "prisma", P2020 out of range, P2025 no such row.
 * `TooManyRows`: more than one mutation can do, see `deleteInBatches`.
 */
export type ViolationCode =
  | "P2000"
  | "P2002"
  | "P2003"
  | "P2011"
  | "P2014"
  | "P2020"
  | "P2025"
  | "TooManyRows";

export type Violation = {
  code: ViolationCode;
  meta: {
    /** Prisma's model and Convex's table. */
    modelName: string;
    table: string;
    /** Convex's fields. */
    target: string[];
    /** The constraint's name in the database, or null. */
    constraint: string | null;
    /** What to do about it, where that is not obvious. */
    help?: string;
  };
};

/** Whether an error tells of a violated constraint; with `code`, of this one. */
export function isViolation(
  error: unknown,
  code?: ViolationCode,
): error is ConvexError<Violation> {
  if (!(error instanceof ConvexError)) return false;
  const data: unknown = error.data;
  if (typeof data !== "object" || data === null) return false;
  const found = data as { code?: unknown; meta?: { table?: unknown } };
  return (
    typeof found.code === "string" &&
    typeof found.meta?.table === "string" &&
    (code === undefined || found.code === code)
  );
}

function refuse(
  code: ViolationCode,
  table: string,
  target: readonly string[] = [],
  constraint: string | null = null,
  help?: string,
): never {
  const modelName = RULES.get(table)?.model ?? table;
  const meta = { modelName, table, target: [...target], constraint };
  throw new ConvexError<Violation>({
    code,
    meta: help === undefined ? meta : { ...meta, help },
  });
}

// ---- constraints.ts as the runtime reads it --------------------------------

type Row = { [field: string]: Value | undefined };
type Document = Row & { _id: string };

type Unique = {
  readonly name: string;
  readonly fields: readonly string[];
  readonly index: string;
};

type Reference = {
  readonly name: string;
  readonly fields: readonly string[];
  readonly index?: string;
  readonly to: string;
  readonly keys: readonly string[];
  readonly by?: string;
  readonly onDelete: Action;
  readonly onUpdate?: Action;
};

type Incoming = Reference & { readonly from: string };

type Rules = {
  readonly model: string;
  readonly unique: readonly Unique[];
  readonly references: readonly Reference[];
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly updatedAt: readonly string[];
  readonly bounds: Readonly<Record<string, Bound>>;
  readonly required: readonly string[];
  readonly requiredLater: readonly string[];
  readonly folded: Readonly<Record<string, string>>;
};

/** A table of constraints.ts, whatever its data model. */
type Written = {
  readonly model: string;
  readonly unique?: Named<Unique>;
  readonly references?: Named<
    Omit<Reference, "keys"> & { keys?: readonly string[] }
  >;
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly updatedAt?: readonly string[];
  readonly bounds?: Readonly<Record<string, Bound>>;
  readonly required?: readonly string[];
  readonly requiredLater?: readonly string[];
  readonly folded?: Readonly<Record<string, string>>;
};
type Named<T> = Readonly<Record<string, Omit<T, "name"> & { off?: string }>>;

const RULES: ReadonlyMap<string, Rules> = new Map(
  Object.entries<Written>(constraints.tables).map(([table, written]) => [
    table,
    rulesOf(written),
  ]),
);

function rulesOf(written: Written): Rules {
  return {
    model: written.model,
    unique: named(written.unique),
    references: named(written.references).map((one) => ({
      ...one,
      keys: one.keys ?? ["_id"],
    })),
    defaults: written.defaults ?? {},
    updatedAt: written.updatedAt ?? [],
    bounds: written.bounds ?? {},
    required: written.required ?? [],
    requiredLater: written.requiredLater ?? [],
    folded: written.folded ?? {},
  };
}

function named<T extends { off?: string }>(
  all: Readonly<Record<string, T>> = {},
): (T & { name: string })[] {
  const found = Object.entries(all).map(([name, one]) => ({ ...one, name }));
  return found.filter(({ off }) => off === undefined);
}

const NO_RULES: Rules = rulesOf({ model: "" });

function rules(table: string): Rules {
  return RULES.get(table) ?? NO_RULES;
}

/** What a missing value is in a field: null, undefined (absent), or not possible. */
type Missing = "null" | "absent" | "refused";

type AnyValidator = {
  readonly kind: string;
  readonly isOptional: string;
  readonly fields?: Readonly<Record<string, AnyValidator>>;
  readonly members?: readonly AnyValidator[];
};

function takesNull({ kind, members = [] }: AnyValidator): boolean {
  return kind === "null" || kind === "any" || members.some(takesNull);
}

/** The fields of a table, as schema.ts has them; none where it is a union of documents. */
function fieldsOf(table: string): Readonly<Record<string, AnyValidator>> {
  const known = schema.tables as unknown as Record<
    string,
    { validator: AnyValidator } | undefined
  >;
  return known[table]?.validator.fields ?? {};
}

const { fold = (text: string) => text } = constraints as {
  fold?: (text: string) => string;
};

/** A text as it was compared; what is no text is itself. */
function foldedValue<T>(value: T): T | string {
  return typeof value === "string" ? fold(value) : value;
}

/** Equalities of a range, in the order in which the index has them: of the folded fields, where it has those. */
export function equalities(
  table: string,
  index: string,
  fields: readonly string[],
  values: readonly (Value | undefined)[],
): [field: string, value: Value | undefined][] {
  const known = schema.tables as unknown as Record<
    string,
    { " indexes"?: () => Index[] } | undefined
  >;
  const all = known[table]?.[" indexes"]?.() ?? [];
  const own = all.find((one) => one.indexDescriptor === index)?.fields ?? [];
  const start = own.slice(0, fields.length);
  const { folded } = rules(table);
  const found = fields.map((field, n): [string, Value | undefined] => {
    const by = folded[field];
    return by !== undefined && start.includes(by)
      ? [by, foldedValue(values[n])]
      : [field, values[n]];
  });
  const place = ([field]: [string, unknown]) => start.indexOf(field);
  return found.some((one) => place(one) < 0)
    ? found
    : found.sort((one, other) => place(one) - place(other));
}

type Index = { indexDescriptor: string; fields: string[] };

function missingIn(table: string, field: string): Missing {
  const validator = fieldsOf(table)[field];
  if (rules(table).required.includes(field)) return "refused";
  if (validator === undefined || takesNull(validator)) return "null";
  return validator.isOptional === "optional" ? "absent" : "refused";
}

// ---- what the providers do differently -------------------------------------

/**
 * `walk`: actions wait in one queue, or each is followed to its end. `keys`: in which order the keys
 * that refer to a row act. `stands`: a row still counts while what refers to it is looked at.
 * `late`: which checks wait for the end of the statement. `checksKeys`: foreign keys are in the database.
 * `byIndex`: a foreign key is checked with the index that serves it, before that one's uniqueness.
 */
type Manner = {
  readonly walk: "queue" | "deep";
  readonly keys: "declared" | "reversed" | "named";
  readonly stands: boolean;
  readonly late: readonly ("NoAction" | "Restrict" | "keys")[];
  readonly checksKeys: boolean;
  readonly byIndex: boolean;
  readonly refusal: "P2003" | "P2014";
  readonly oneNull: boolean;
};

const ANSI = {
  walk: "deep",
  keys: "declared",
  stands: false,
  late: ["NoAction", "keys"],
  checksKeys: true,
  byIndex: false,
  refusal: "P2003",
  oneNull: false,
} as const;

const MANNERS: Record<Provider | "prisma", Manner> = {
  postgresql: { ...ANSI, walk: "queue", late: [] },
  cockroachdb: {
    ...ANSI,
    walk: "queue",
    late: ["NoAction", "Restrict", "keys"],
  },
  sqlite: { ...ANSI, keys: "reversed" },
  mysql: { ...ANSI, keys: "named", stands: true, late: [], byIndex: true },
  sqlserver: { ...ANSI, oneNull: true },
  mongodb: { ...ANSI, oneNull: true },
  prisma: {
    ...ANSI,
    stands: true,
    late: [],
    checksKeys: false,
    refusal: "P2014",
  },
};

const PROVIDER = constraints.provider as Provider;

function mannerOf(): Manner {
  const { relationMode } = constraints as { relationMode?: string };
  if (PROVIDER !== "mongodb" && relationMode !== "prisma") {
    return MANNERS[PROVIDER];
  }
  return { ...MANNERS.prisma, oneNull: MANNERS[PROVIDER].oneNull };
}

const MANNER = mannerOf();

/** The keys that refer to each table, in the order in which they act. */
const INCOMING = incoming();

function incoming(): ReadonlyMap<string, readonly Incoming[]> {
  const all = [...RULES].flatMap(([from, { references }]) =>
    references.map((one): Incoming => ({ ...one, from })),
  );
  if (MANNER.keys === "reversed") all.reverse();
  if (MANNER.keys === "named") {
    all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }
  const found = new Map<string, Incoming[]>();
  for (const one of all) {
    if (one.index === undefined) continue;
    found.set(one.to, [...(found.get(one.to) ?? []), one]);
  }
  return found;
}

type Check = Unique | Reference;

/** What a written row must meet, in the order in which the database asks. */
function checksOf(table: string): readonly Check[] {
  const known = CHECKS.get(table);
  if (known !== undefined) return known;
  const { unique, references } = rules(table);
  const keys = MANNER.checksKeys ? [...references] : [];
  const found: Check[] = [];
  for (const one of MANNER.byIndex ? nullableLast(table, unique) : unique) {
    if (MANNER.byIndex) {
      const served = keys.filter((key) => begins(one.fields, key.fields));
      for (const key of served) keys.splice(keys.indexOf(key), 1);
      found.push(...served);
    }
    found.push(one);
  }
  found.push(...keys);
  CHECKS.set(table, found);
  return found;
}

const CHECKS = new Map<string, readonly Check[]>();

/** As MySQL orders a table's unique indexes: those that hold no null before those that may. */
function nullableLast(table: string, all: readonly Unique[]): Unique[] {
  const rank = ({ fields }: Unique) =>
    Number(fields.some((field) => missingIn(table, field) !== "refused"));
  return [...all].sort((one, other) => rank(one) - rank(other));
}

function begins(all: readonly string[], first: readonly string[]): boolean {
  return first.every((field, n) => all[n] === field);
}

function touches({ fields }: Check, changed: ReadonlySet<string>): boolean {
  return fields.some((field) => changed.has(head(field)));
}

// ---- values ----------------------------------------------------------------

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** Whether two values are one to the database: bytes and lists by what they hold; no value is null. */
function isSame(a: unknown, b: unknown): boolean {
  if (isMissing(a) || isMissing(b)) return isMissing(a) && isMissing(b);
  if (a === b || Object.is(a, b)) return true;
  if (a instanceof ArrayBuffer && b instanceof ArrayBuffer) {
    const [x, y] = [new Uint8Array(a), new Uint8Array(b)];
    return x.length === y.length && x.every((byte, at) => byte === y[at]);
  }
  if (typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [a as Row, b as Row];
  const names = new Set([...Object.keys(x), ...Object.keys(y)]);
  return [...names].every((name) => isSame(x[name], y[name]));
}

/** Whether a key of the table has the one value where it has the other. */
function isSameKey(table: string, key: string, a: unknown, b: unknown) {
  return Object.hasOwn(rules(table).folded, key)
    ? isSame(foldedValue(a), foldedValue(b))
    : isSame(a, b);
}

/** The value at `a.b`. */
function at(row: Row, path: string): Value | undefined {
  let found: Value | undefined = row as Value;
  for (const step of path.split(".")) {
    if (isMissing(found)) return undefined;
    found = (found as Row)[step];
  }
  return found;
}

function valuesAt(row: Row, paths: readonly string[]): (Value | undefined)[] {
  return paths.map((path) => at(row, path));
}

const RANGES = {
  int8: [-128, 127],
  int16: [-32768, 32767],
  int24: [-8388608, 8388607],
  int32: [-2147483648, 2147483647],
  uint8: [0, 255],
  uint16: [0, 65535],
  uint24: [0, 16777215],
  uint32: [0, 4294967295],
} as const;

/** The value as the database stored it; or the code by which it was refused. */
type Checked = { value: Value } | { refused: ViolationCode };

const TOO_LONG: Checked = { refused: "P2000" };
const OUT_OF_RANGE: Checked = { refused: "P2020" };

function checked(value: Value, bound: Bound): Checked {
  if (typeof bound === "string") return checkedBy[bound](value);
  if ("maxLength" in bound) return ofLength(value, bound.maxLength, false);
  if ("char" in bound) return ofLength(value, bound.char, true);
  if ("between" in bound) return inRange(value, bound.between);
  if ("decimal" in bound) return decimal(value, ...bound.decimal);
  if ("fraction" in bound) return rounded(value, bound.fraction);
  if ("time" in bound) return timeOfDay(value, bound.time, false);
  if ("timetz" in bound) return timeOfDay(value, bound.timetz, true);
  if ("maxBytes" in bound) {
    const size =
      value instanceof ArrayBuffer
        ? value.byteLength
        : new TextEncoder().encode(String(value)).length;
    return size <= bound.maxBytes ? { value } : TOO_LONG;
  }
  const [size, isExact] =
    "bits" in bound ? [bound.bits, true] : [bound.maxBits, false];
  const text = String(value);
  const fits = isExact ? text.length === size : text.length <= size;
  return fits && /^[01]*$/.test(text) ? { value } : TOO_LONG;
}

const KEYWORDS = Object.entries(RANGES).map(([name, range]) => [
  name,
  (value: Value) => inRange(value, range),
]);

const checkedBy = {
  ...(Object.fromEntries(KEYWORDS) as Record<
    keyof typeof RANGES,
    (value: Value) => Checked
  >),
  decimal: (value: Value) => decimal(value, 65, 30, true),
  real: (value: Value): Checked => {
    if (typeof value !== "number" || !Number.isFinite(value)) return { value };
    const single = Math.fround(value);
    if (!Number.isFinite(single)) return OUT_OF_RANGE;
    // As the database showed it: with no more digits than tell it apart.
    const texts = [6, 7, 8, 9].map((size) => Number(single.toPrecision(size)));
    return {
      value: texts.find((text) => Math.fround(text) === single) ?? single,
    };
  },
  uuid: (value: Value): Checked => {
    // In any of the forms that databases read: with its hyphens or without, in braces or not.
    const text = String(value).toLowerCase();
    const bare = /^\{.*\}$/.test(text) ? text.slice(1, -1) : text;
    if (!/^(?:[0-9a-f]{4}-?){7}[0-9a-f]{4}$/.test(bare)) return OUT_OF_RANGE;
    const digits = bare.replace(/-/g, "");
    const groups = [0, 8, 12, 16, 20].map((from, n, all) =>
      digits.slice(from, all[n + 1]),
    );
    return { value: groups.join("-") };
  },
  date: (value: Value): Checked => {
    const text = String(value);
    const day = new Date(`${text}T00:00:00Z`);
    const isDay =
      /^\d{4}-\d\d-\d\d$/.test(text) &&
      !Number.isNaN(day.getTime()) &&
      day.toISOString().startsWith(text);
    return isDay ? { value } : OUT_OF_RANGE;
  },
  time: (value: Value) => timeOfDay(value, MICROSECONDS, false),
  timetz: (value: Value) => timeOfDay(value, MICROSECONDS, true),
} satisfies Record<Extract<Bound, string>, (value: Value) => Checked>;

function inRange(value: Value, [least, most]: readonly [number, number]) {
  if (typeof value === "bigint") {
    return value >= BigInt(least) && value <= BigInt(most)
      ? { value }
      : OUT_OF_RANGE;
  }
  if (typeof value !== "number") return { value };
  return Number.isInteger(value) && value >= least && value <= most
    ? { value }
    : OUT_OF_RANGE;
}

/** Characters as databases count them. Blanks that are too many are cut off, as SQL has it. */
function ofLength(value: Value, most: number, isPadded: boolean): Checked {
  if (typeof value !== "string") return { value };
  const text = isPadded ? value.replace(/ +$/, "") : value;
  const characters = [...text];
  if (characters.length <= most) return { value: text };
  const isBlank = characters.slice(most).every((one) => one === " ");
  return isBlank && PROVIDER !== "mongodb"
    ? { value: characters.slice(0, most).join("") }
    : TOO_LONG;
}

/**
 * The canonical text of a decimal, rounded half away from zero: "1.0" and "1.00" are one value.
 * `isShort`: without zeros at the end, else always with `scale` digits.
 */
function decimal(
  value: Value,
  precision: number,
  scale: number,
  isShort = false,
): Checked {
  if (typeof value !== "string") return { value };
  const parts = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?\s*$/i.exec(
    value,
  );
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts ?? [];
  if (parts === null || whole + fraction === "") return OUT_OF_RANGE;
  // The digits, and how many of them stand behind the point.
  const digits = BigInt(whole + fraction);
  const shift = scale - fraction.length + Number(exponent);
  let scaled: bigint;
  if (shift >= 0) {
    scaled = digits * 10n ** BigInt(shift);
  } else {
    const unit = 10n ** BigInt(-shift);
    scaled = (digits + unit / 2n) / unit;
  }
  if (scaled >= 10n ** BigInt(precision)) return OUT_OF_RANGE;
  const text = scaled.toString().padStart(scale + 1, "0");
  const head = text.slice(0, text.length - scale);
  const tail = text.slice(text.length - scale);
  const shown = isShort ? tail.replace(/0+$/, "") : tail;
  const minus = sign === "-" && scaled !== 0n ? "-" : "";
  return { value: `${minus}${head}${shown && `.${shown}`}` };
}

/** Fractions of a second: PostgreSQL and the standard round, MariaDB cuts. */
function rounded(value: Value, digits: number): Checked {
  const unit = 10 ** Math.max(0, 3 - digits);
  if (typeof value === "number") {
    const units = value / unit;
    const whole = PROVIDER === "mysql" ? Math.floor(units) : Math.round(units);
    return { value: whole * unit };
  }
  if (typeof value !== "string") return { value };
  const time = Date.parse(value);
  if (Number.isNaN(time)) return OUT_OF_RANGE;
  const found = rounded(time, digits) as { value: number };
  return { value: new Date(found.value).toISOString() };
}

const MICROSECONDS = 6;
const TIME =
  /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d+)?(?:(Z)|([+-]\d\d)(?::?(\d\d))?)?$/;

/** A time of day in one form: so many digits of a second at most, none of them a zero at the end. */
function timeOfDay(value: Value, digits: number, hasOffset: boolean): Checked {
  const [form, hours, minutes, seconds, fraction = "", utc, ...offset] =
    TIME.exec(String(value)) ?? [];
  const isOffset = utc !== undefined || offset[0] !== undefined;
  if (form === undefined || isOffset !== hasOffset) return OUT_OF_RANGE;
  // Whole numbers throughout, since 0.145 is no fraction of two: microseconds, or what is finer.
  const places = Math.max(digits, MICROSECONDS);
  const unit = 10 ** (places - digits);
  const found = Math.round(Number(`0${fraction}`) * 10 ** places);
  const half = PROVIDER === "mysql" ? 0 : unit / 2;
  const kept = Math.floor((found + half) / unit) * unit;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const time = whole + Math.floor(kept / 10 ** places);
  if (time >= 24 * 60 * 60) return OUT_OF_RANGE;
  const clock = [time / 3600, (time / 60) % 60, time % 60]
    .map((one) => String(Math.floor(one)).padStart(2, "0"))
    .join(":");
  const tail = String(kept % 10 ** places).padStart(places, "0");
  const shown = tail.replace(/0+$/, "");
  const [zone = "+00", rest = "00"] = offset;
  const shift = `${zone}:${rest}`.replace("-00:00", "+00:00");
  return {
    value: `${clock}${shown && `.${shown}`}${hasOffset ? shift : ""}`,
  };
}

/** Keeps what is looked up where texts are not compared to the letter. */
function refold(table: string, row: Row): void {
  for (const [field, by] of Object.entries(rules(table).folded)) {
    const value = row[field];
    if (isMissing(value)) delete row[by];
    else row[by] = foldedValue(value);
  }
}

/** The row as the database stored it. `only`: the fields to look at. */
function stored(table: string, row: Row, only?: ReadonlySet<string>): Row {
  const found: Row = { ...row };
  const { bounds } = rules(table);
  // In the order of the columns, as the database met them.
  const fields = [...Object.keys(fieldsOf(table)), ...Object.keys(row)];
  for (const field of new Set(fields)) {
    const value = row[field];
    if (isMissing(value) || (only !== undefined && !only.has(field))) continue;
    found[field] = storedValue(table, field, value, bounds[field]);
  }
  refold(table, found);
  return found;
}

function storedValue(
  table: string,
  field: string,
  value: Value,
  bound: Bound | undefined,
): Value {
  if (Array.isArray(value) && bound !== undefined) {
    return value.map((item) => storedValue(table, field, item, bound));
  }
  if (Object.is(value, -0)) return 0;
  if (typeof value === "string" && value.includes("\0") && REFUSES_NUL) {
    refuse("P2000", table, [field]);
  }
  if (bound === undefined) return value;
  const result = checked(value, bound);
  if ("refused" in result) refuse(result.refused, table, [field]);
  return result.value;
}

const REFUSES_NUL = PROVIDER === "postgresql" || PROVIDER === "cockroachdb";

// ---- what one mutation may do ----------------------------------------------

/** Convex's limits of a mutation, less what its own code needs. */
const LIMITS = { ranges: 4000, documents: 31_000, writes: 15_500 };
const LARGEST_BATCH = 2000;
/** Of what Convex allows, the part that is left to the mutation's own code; of bytes, which are not counted, more. */
const RESERVED = { counts: 1 / 40, bytes: 1 / 8 };
/** After so many documents Convex is asked again what is left, and after each so many more. */
const ASKED_AFTER: readonly number[] = [8, 16, 32];
const ASKED_EACH = 64;

type Metric =
  | "databaseQueries"
  | "documentsRead"
  | "documentsWritten"
  | "bytesRead"
  | "bytesWritten";

/** `ctx.meta`, which tells what is left of a mutation. */
export interface TransactionMeta {
  getTransactionMetrics(): Promise<
    Readonly<Record<Metric, { used: number; remaining: number }>>
  >;
}

type Meter = { ranges: number; documents: number; writes: number };

/** What is left of a mutation: as counted here, or as Convex tells it. */
class Budget {
  meta: TransactionMeta | undefined;
  private left: Meter = { ...LIMITS };
  /** What is planned, and not yet done. */
  private planned: Meter = { ranges: 0, documents: 0, writes: 0 };
  private areBytesLow = false;
  private readonly bytes = {
    bytesRead: { used: -1, step: 0 },
    bytesWritten: { used: -1, step: 0 },
  };

  spend(ranges: number, documents: number): void {
    this.left.ranges -= ranges;
    this.left.documents -= documents;
  }

  /** A write to come, which reads so many documents again. */
  plan(read: number): void {
    this.planned.ranges += read;
    this.planned.documents += read;
    this.planned.writes += 1;
  }

  /** What was planned is done, or will not be. */
  settle(isDone: boolean): void {
    const { ranges, documents, writes } = this.planned;
    if (isDone) {
      this.spend(ranges, documents);
      this.left.writes -= writes;
    }
    this.planned = { ranges: 0, documents: 0, writes: 0 };
  }

  /** Whether less is left than for what is planned and these. */
  isBelow(ranges: number, documents: number, writes: number): boolean {
    const { left, planned } = this;
    return (
      this.areBytesLow ||
      left.ranges - planned.ranges < ranges ||
      left.documents - planned.documents < documents ||
      left.writes - planned.writes < writes
    );
  }

  async ask(): Promise<void> {
    if (this.meta === undefined) return;
    const told = await this.meta.getTransactionMetrics();
    const left = (name: Metric, reserved: number) =>
      Math.floor(
        told[name].remaining -
          (told[name].used + told[name].remaining) * reserved,
      );
    this.left = {
      ranges: left("databaseQueries", RESERVED.counts),
      documents: left("documentsRead", RESERVED.counts),
      writes: left("documentsWritten", RESERVED.counts),
    };
    // Documents are as large as those before; twice as many may come.
    this.areBytesLow = (["bytesRead", "bytesWritten"] as const).some((name) => {
      const { used } = told[name];
      const since = this.bytes[name];
      if (used > since.used) {
        this.bytes[name] = {
          used,
          step: since.used < 0 ? 0 : used - since.used,
        };
      }
      return left(name, RESERVED.bytes) < 2 * this.bytes[name].step;
    });
  }
}

/** What is shared by all writers of one `ctx.db`: whose turn it is, and what is left of the mutation. */
type Shared = { tail: Promise<unknown>; budget: Budget };

const SHARED = new WeakMap<object, Shared>();

function sharedOf(db: object): Shared {
  const found = SHARED.get(db);
  if (found !== undefined) return found;
  const made: Shared = {
    tail: Promise.resolve(),
    budget: new Budget(),
  };
  SHARED.set(db, made);
  return made;
}

// ---- a planned write -------------------------------------------------------

/** What a plan needs of `ctx.db`, for any table. */
interface Store {
  get(table: string, id: string): Promise<Document | null>;
  query(table: string): {
    withIndex(
      index: string,
      range: (q: Equals) => Equals,
    ): AsyncIterable<Document> & { take(limit: number): Promise<Document[]> };
    paginate(options: {
      cursor: string | null;
      numItems: number;
    }): Promise<{ page: Document[]; continueCursor: string; isDone: boolean }>;
  };
  insert(table: string, value: Row): Promise<string>;
  patch(table: string, id: string, value: Row): Promise<void>;
  delete(table: string, id: string): Promise<void>;
  normalizeId(table: string, id: string): string | null;
}

interface Equals {
  eq(field: string, value: Value | undefined): Equals;
}

type Change = { table: string; before: Document; after: Document | null };
type Step = () => Promise<void>;

/** Reads see what the plan would write; nothing is written before `carryOut`. */
class Plan {
  private readonly changes = new Map<string, Change>();
  private readonly queue: Step[] = [];
  private readonly late: Step[] = [];
  private readonly entered = new Set<string>();

  /** `stopsShort`: reads end where the mutation can read no more, instead of a refusal. */
  constructor(
    private readonly store: Store,
    private readonly budget: Budget,
    private readonly root: string,
    private readonly stopsShort = false,
  ) {}

  // -- reads

  async get(table: string, id: string): Promise<Document | null> {
    const change = this.changes.get(id);
    if (change !== undefined) return change.after;
    // An id of another table is an id of nothing here.
    if (this.store.normalizeId(table, id) === null) return null;
    await this.spend(1, 1);
    return await this.store.get(table, id);
  }

  /** Up to `most` rows whose fields have these values. */
  async find(
    table: string,
    index: string,
    fields: readonly string[],
    values: readonly (Value | undefined)[],
    most: number,
  ): Promise<Document[]> {
    const found: Document[] = [];
    let hidden = 0;
    const asked = equalities(table, index, fields, values);
    const fits = (row: Row) =>
      asked.every(([field, value]) => isSame(at(row, field), value));
    for (const change of this.changes.values()) {
      if (change.table !== table) continue;
      if (fits(change.before)) hidden += 1;
      if (change.after !== null && fits(change.after)) found.push(change.after);
    }
    for (const spelled of spellings(asked.map(([, value]) => value))) {
      const query = this.store
        .query(table)
        .withIndex(index, (q) =>
          asked.reduce((range, [field], n) => range.eq(field, spelled[n]), q),
        );
      const rows = await this.rows(query, most + hidden);
      found.push(...rows.filter((row) => !this.changes.has(row._id)));
    }
    return found.slice(0, most);
  }

  /** Of many rows, what is left of the mutation is looked at on the way. */
  private async rows(
    query: AsyncIterable<Document> & {
      take(limit: number): Promise<Document[]>;
    },
    most: number,
  ): Promise<Document[]> {
    if (most < ASKED_EACH) {
      const few = await query.take(most);
      await this.spend(1, few.length);
      return few;
    }
    await this.budget.ask();
    await this.spend(1, 0);
    const found: Document[] = [];
    for await (const row of query) {
      found.push(row);
      const read = found.length;
      if (read % ASKED_EACH === 0 || ASKED_AFTER.includes(read)) {
        await this.budget.ask();
      }
      await this.spend(0, 1);
      const isShort = this.stopsShort && this.budget.isBelow(0, 0, 0);
      if (found.length >= most || isShort) break;
    }
    return found;
  }

  private async spend(ranges: number, documents: number): Promise<void> {
    const { budget } = this;
    budget.spend(ranges, documents);
    if (this.stopsShort || !budget.isBelow(0, 0, 0)) return;
    await budget.ask();
    if (budget.isBelow(0, 0, 0)) this.tooMany();
  }

  private tooMany(): never {
    return refuse(
      "TooManyRows",
      this.root,
      [],
      null,
      "it reaches more rows than one mutation may read or write: call deleteInBatches",
    );
  }

  // -- checks of one row

  /** The row as stored, once values and nulls are checked. */
  checkedRow(table: string, row: Row, only?: ReadonlySet<string>): Row {
    const found = stored(table, row, only);
    const { required, requiredLater } = rules(table);
    const needed = new Set(required);
    if (only !== undefined) for (const one of requiredLater) needed.add(one);
    for (const field of Object.keys(fieldsOf(table))) {
      if (missingIn(table, field) === "refused") needed.add(field);
    }
    for (const field of needed) {
      if (only !== undefined && !only.has(field)) continue;
      if (isMissing(found[field])) refuse("P2011", table, [field]);
    }
    return found;
  }

  /** Unique keys, and foreign keys where they are checked right away; of the fields that `changed`. */
  async check(
    table: string,
    row: Row,
    changed?: ReadonlySet<string>,
  ): Promise<void> {
    for (const one of checksOf(table)) {
      if (changed && !touches(one, changed)) continue;
      if ("to" in one) {
        if (changed === undefined || MANNER.byIndex) {
          await this.checkReference(table, one, row);
        }
      } else {
        await this.checkUnique(table, one, row);
      }
    }
  }

  /** Every check of a row that is there, one by one. */
  checksOf(table: string, row: Document): Step[] {
    const fields = new Set([
      ...Object.keys(row),
      ...Object.keys(fieldsOf(table)),
    ]);
    return [
      ...[...fields].map((field) => async () => {
        const only = new Set([field]);
        const kept = this.checkedRow(table, row, only);
        // Another spelling of a value is another value to an index.
        if (!isIdentical(kept[field], row[field])) {
          refuse("P2020", table, [field]);
        }
      }),
      ...checksOf(table).map((one) => async () => {
        if ("to" in one) await this.checkReference(table, one, row);
        else await this.checkUnique(table, one, row);
      }),
    ];
  }

  private async checkUnique(
    table: string,
    { name, fields, index }: Unique,
    row: Row,
  ): Promise<void> {
    const values = valuesAt(row, fields);
    if (!MANNER.oneNull && values.some(isMissing)) return;
    // Two, as one may be the row itself; more may have come by an import.
    const found = await this.find(table, index, fields, values, 2);
    if (found.some((one) => one._id !== row._id)) {
      refuse("P2002", table, fields, name);
    }
  }

  /** A key with a null in it refers to nothing (MATCH SIMPLE). */
  private async checkReference(
    table: string,
    reference: Reference,
    row: Row,
  ): Promise<void> {
    const values = valuesAt(row, reference.fields);
    if (values.some(isMissing)) return;
    const { keys } = reference;
    const isOwn =
      table === reference.to &&
      keys.every((key, n) => isSameKey(table, key, row[key], values[n]));
    if (isOwn || (await this.exists(reference, values))) return;
    refuse("P2003", table, reference.fields, reference.name);
  }

  private async exists(
    { to, keys, by }: Reference,
    values: readonly (Value | undefined)[],
  ): Promise<boolean> {
    const own = keys.indexOf("_id");
    if (own < 0) {
      return (await this.find(to, by ?? "", keys, values, 1)).length > 0;
    }
    const row = await this.get(to, String(values[own]));
    return (
      row !== null &&
      keys.every((key, n) => isSameKey(to, key, row[key], values[n]))
    );
  }

  // -- changes, and what follows from them

  async remove(table: string, row: Document): Promise<void> {
    if (this.entered.has(row._id)) return;
    this.entered.add(row._id);
    if (!MANNER.stands) this.note(table, row, null);
    for (const key of INCOMING.get(table) ?? []) {
      const act = () => this.act(key, key.onDelete, row, null);
      await this.follow(act, key.onDelete);
    }
    if (MANNER.stands) this.note(table, row, null);
  }

  async change(table: string, row: Document, wanted: Row): Promise<void> {
    // One value with 0, yet another to an index: -0 is always written anew, as 0.
    const changed = new Set(
      [...Object.keys(row), ...Object.keys(wanted)].filter(
        (field) =>
          !isSame(row[field], wanted[field]) || Object.is(wanted[field], -0),
      ),
    );
    const next = {
      ...this.checkedRow(table, wanted, changed),
      _id: row._id,
    } as Document;
    this.note(table, row, next);
    // Where keys are checked by index, what refers to the row comes first.
    if (MANNER.byIndex) await this.changeReferring(table, row, next);
    await this.check(table, next, changed);
    if (!MANNER.byIndex) await this.changeReferring(table, row, next);
    if (!MANNER.checksKeys || MANNER.byIndex) return;
    for (const key of rules(table).references) {
      if (!touches(key, changed)) continue;
      await this.follow(() => this.recheck(table, key, next), "keys");
    }
  }

  private async changeReferring(
    table: string,
    row: Document,
    next: Document,
  ): Promise<void> {
    for (const key of INCOMING.get(table) ?? []) {
      if (key.keys.every((one) => isSame(row[one], next[one]))) continue;
      const action = key.onUpdate ?? "NoAction";
      await this.follow(() => this.act(key, action, row, next), action);
    }
  }

  /** Checks the key as it is by then, unless another step took the row or moved it on. */
  private async recheck(
    table: string,
    key: Reference,
    then: Document,
  ): Promise<void> {
    const row = await this.get(table, then._id);
    const isStill =
      row !== null &&
      key.fields.every((field) => isSame(at(row, field), at(then, field)));
    if (isStill) await this.checkReference(table, key, row);
  }

  private async follow(step: Step, what: Action | "keys"): Promise<void> {
    const waits = (MANNER.late as readonly string[]).includes(what);
    if (waits) this.late.push(step);
    else if (MANNER.walk === "queue") this.queue.push(step);
    else await step();
  }

  /** Everything that follows, in the provider's order. */
  async settle(): Promise<void> {
    for (let n = 0; n < this.queue.length; n += 1) await this.queue[n]?.();
    for (let n = 0; n < this.late.length; n += 1) await this.late[n]?.();
    this.queue.length = 0;
    this.late.length = 0;
  }

  /** What a key does to the rows that refer to one that is gone, or has another key. */
  private async act(
    key: Incoming,
    action: Action,
    old: Document,
    next: Document | null,
  ): Promise<void> {
    const values = valuesAt(old, key.keys);
    if (values.some(isMissing)) return;
    if (action === "NoAction" && !MANNER.checksKeys) return;
    if (action === "Restrict" || action === "NoAction") {
      return await this.refuseReferred(key, action, values);
    }
    const rows = await this.find(
      key.from,
      key.index ?? "",
      key.fields,
      values,
      LIMITS.documents,
    );
    for (const row of rows) {
      const current = await this.get(key.from, row._id);
      if (current === null) continue;
      if (action === "Cascade" && next === null) {
        await this.remove(key.from, current);
      } else {
        await this.change(key.from, current, moved(key, action, current, next));
      }
    }
    // The default may be the very key that goes.
    if (action === "SetDefault") {
      await this.refuseReferred(key, "NoAction", values);
    }
  }

  private async refuseReferred(
    key: Incoming,
    action: "Restrict" | "NoAction",
    values: readonly (Value | undefined)[],
  ): Promise<void> {
    // NO ACTION asks whether another row has taken the key over; RESTRICT does not.
    const mayPass = action === "NoAction" && !MANNER.stands;
    if (mayPass && (await this.exists(key, values))) return;
    const left = await this.find(
      key.from,
      key.index ?? "",
      key.fields,
      values,
      1,
    );
    if (left.length > 0) {
      refuse(MANNER.refusal, key.from, key.fields, key.name);
    }
  }

  // -- for deletes in batches

  isGone(id: string): boolean {
    return this.changes.get(id)?.after === null;
  }

  /** Deletes the row and nothing else. */
  drop(table: string, row: Document): void {
    this.note(table, row, null);
  }

  async referring(
    key: Incoming,
    row: Document,
    most: number,
  ): Promise<Document[]> {
    const values = valuesAt(row, key.keys);
    if (values.some(isMissing)) return [];
    return await this.find(key.from, key.index ?? "", key.fields, values, most);
  }

  /** Whether another row with so many keys that refer to it may be too many. */
  isNearlySpent(keys: number): boolean {
    return this.budget.isBelow(2 * (keys + 2), 2, 2);
  }

  private note(table: string, row: Document, after: Document | null): void {
    const change = this.changes.get(row._id);
    if (change !== undefined) {
      change.after = after;
      return;
    }
    this.changes.set(row._id, { table, before: row, after });
    this.budget.plan(1);
  }

  /** Leaves first: `settle` and all checks are done. `root` is written first, as Convex may refuse it. */
  async carryOut(root?: string): Promise<number> {
    await this.spend(0, 0);
    const ids = [...this.changes.keys()];
    if (root !== undefined) ids.sort((a, b) => +(b === root) - +(a === root));
    for (const id of ids) {
      const change = this.changes.get(id);
      if (change === undefined) continue;
      const { table, before, after } = change;
      if (after === null) {
        await this.store.delete(table, id);
        continue;
      }
      const patch: Row = {};
      for (const name of new Set([
        ...Object.keys(before),
        ...Object.keys(after),
      ])) {
        if (!isIdentical(before[name], after[name])) patch[name] = after[name];
      }
      if (Object.keys(patch).length > 0) {
        await this.store.patch(table, id, patch);
      }
    }
    return ids.length;
  }
}

/** A change of null to absent is one, though it is none to a constraint. */
function isIdentical(a: unknown, b: unknown): boolean {
  return isMissing(a) || isMissing(b) ? a === b : isSame(a, b);
}

function head(path: string): string {
  return path.split(".", 1)[0] ?? path;
}

/** null, undefined and an absent field are one NULL, but three values to an index. */
function spellings(
  values: readonly (Value | undefined)[],
): (Value | undefined)[][] {
  return values.reduce<(Value | undefined)[][]>(
    (all, value) =>
      isMissing(value)
        ? all.flatMap((one) => [
            [...one, null],
            [...one, undefined],
          ])
        : all.map((one) => [...one, value]),
    [[]],
  );
}

/** A referring row, once its key follows, is null, or is the default. */
function moved(
  key: Incoming,
  action: Action,
  row: Document,
  next: Document | null,
): Row {
  const found: Row = { ...row };
  key.fields.forEach((field, n) => {
    const target = key.keys[n] ?? "_id";
    if (action === "Cascade") found[field] = next?.[target];
    else if (action === "SetDefault") found[field] = defaultOf(key.from, field);
    else found[field] = missingValue(key.from, field);
  });
  return found;
}

function missingValue(table: string, field: string): Value | undefined {
  return missingIn(table, field) === "absent" ? undefined : null;
}

function defaultOf(table: string, field: string): Value | undefined {
  const found = rules(table).defaults[field];
  if (found === undefined) return missingValue(table, field);
  return (typeof found === "function" ? found() : found) as Value;
}

// ---- the writer ------------------------------------------------------------

/** The present time as the field holds it. */
function present(table: string, field: string): Value {
  const bound = rules(table).bounds[field];
  if (fieldsOf(table)[field]?.kind !== "string") return Date.now();
  const text = new Date().toISOString();
  const kind = typeof bound === "object" ? Object.keys(bound)[0] : bound;
  if (kind === "date") return text.slice(0, 10);
  if (kind === "time") return text.slice(11, 19);
  return kind === "timetz" ? `${text.slice(11, 19)}+00:00` : text;
}

/** A new row with what the caller left out: defaults, times, nulls. */
function filled(table: string, value: Row): Row {
  const row: Row = { ...value };
  const { defaults, updatedAt } = rules(table);
  for (const field of Object.keys(defaults)) {
    if (row[field] === undefined) row[field] = defaultOf(table, field);
  }
  for (const field of updatedAt) row[field] ??= present(table, field);
  for (const [field, validator] of Object.entries(fieldsOf(table))) {
    const mayFill =
      row[field] === undefined && validator.isOptional !== "optional";
    if (mayFill && validator.kind !== "any" && takesNull(validator)) {
      row[field] = null;
    }
  }
  return row;
}

class Writer {
  private readonly store: Store;
  private readonly shared: Shared;

  constructor(db: object) {
    this.store = db as Store;
    this.shared = sharedOf(db);
  }

  /** One write after another, in the order they were asked for. */
  private inTurn<T>(write: () => Promise<T>): Promise<T> {
    const run = this.shared.tail.then(write, write);
    this.shared.tail = run.catch(() => undefined);
    return run;
  }

  private async planned<T>(
    root: string,
    make: (plan: Plan) => Promise<T>,
    stopsShort = false,
  ): Promise<T> {
    const { budget } = this.shared;
    let isDone = false;
    try {
      const made = await make(new Plan(this.store, budget, root, stopsShort));
      isDone = true;
      return made;
    } finally {
      // What it read was read; what it would have written was not.
      budget.settle(isDone);
    }
  }

  insert(table: string, value: Row): Promise<string> {
    return this.inTurn(() =>
      this.planned(table, async (plan) => {
        const row = plan.checkedRow(table, filled(table, value));
        await plan.check(table, row);
        this.shared.budget.plan(0);
        return await this.store.insert(table, row);
      }),
    );
  }

  patch(table: string, id: string, value: Row): Promise<void> {
    // As an update of Prisma's client: what is undefined stays as it is, and null is no value.
    const given = Object.entries(value).filter(([, one]) => one !== undefined);
    return this.update(table, id, (row) => {
      const next: Row = { ...row };
      if (given.length === 0) return next;
      for (const [field, one] of given) {
        next[field] = one === null ? missingValue(table, field) : one;
      }
      for (const field of rules(table).updatedAt) {
        if (value[field] === undefined) next[field] = present(table, field);
      }
      return next;
    });
  }

  replace(table: string, id: string, value: Row): Promise<void> {
    return this.update(table, id, (row) => {
      const next: Row = { ...value };
      for (const name of ["_id", "_creationTime"]) next[name] = row[name];
      for (const field of rules(table).updatedAt) {
        if (isMissing(next[field]) || isSame(next[field], row[field])) {
          next[field] = present(table, field);
        }
      }
      return next;
    });
  }

  private update(
    table: string,
    id: string,
    next: (row: Document) => Row,
  ): Promise<void> {
    return this.inTurn(() =>
      this.planned(table, async (plan) => {
        const row = await plan.get(table, id);
        if (row === null) refuse("P2025", table);
        await plan.change(table, row, next(row));
        await plan.settle();
        await plan.carryOut(id);
      }),
    );
  }

  delete(table: string, id: string): Promise<void> {
    return this.inTurn(() =>
      this.planned(table, async (plan) => {
        const row = await plan.get(table, id);
        if (row === null) refuse("P2025", table);
        await plan.remove(table, row);
        await plan.settle();
        await plan.carryOut(id);
      }),
    );
  }

  /** The table of an id that came without one. */
  tableOf(id: string): string {
    const found = Object.keys(schema.tables).find(
      (table) => this.store.normalizeId(table, id) !== null,
    );
    return found ?? refuse("P2025", "");
  }

  deleteInBatches(
    table: string,
    id: string,
    rows: number,
  ): Promise<{ isDone: boolean; written: number }> {
    return this.inTurn(() =>
      this.planned(
        table,
        async (plan) => {
          const row = await plan.get(table, id);
          if (row === null) return { isDone: true, written: 0 };
          const batch = new Batch(plan, rows);
          const isDone = await batch.empty(table, row);
          await plan.settle();
          const written = await plan.carryOut();
          if (written === 0 && !isDone) {
            const help = plan.isNearlySpent(0)
              ? "too little is left of this mutation: do nothing else in it, or ask for fewer rows"
              : "rows refer to one another in a ring of more than a batch";
            refuse("TooManyRows", table, [], null, help);
          }
          return { isDone, written };
        },
        true,
      ),
    );
  }
}

const ENFORCED = new WeakMap<object, EnforcedWriter>();

/**
 * `db`, with the constraints of constraints.ts. Enforcing twice is enforcing once. With `ctx.meta`, large deletes
 * know what is left of the mutation; without it, only what enforcement itself used up.
 */
export function enforce(
  db: GenericDatabaseWriter<DataModel>,
  meta?: TransactionMeta,
): EnforcedWriter {
  if (meta !== undefined) sharedOf(db).budget.meta ??= meta;
  const known = ENFORCED.get(db);
  if (known !== undefined) return known;
  const writer = new Writer(db);
  const enforced = writerOf(db, writer);
  ENFORCED.set(db, enforced);
  ENFORCED.set(enforced, enforced);
  SHARED.set(enforced, sharedOf(db));
  WRITERS.set(enforced, writer);
  return enforced;
}

/** An object of its own, with no way to the writes of the `db` behind it. */
function writerOf(
  db: GenericDatabaseWriter<DataModel>,
  writer: Writer,
): EnforcedWriter {
  const plain = db as unknown as Reads;
  const both =
    (method: "patch" | "replace") =>
    (...given: [string, Row] | [string, string, Row]) =>
      given.length === 3
        ? writer[method](...given)
        : writer[method](writer.tableOf(given[0]), ...given);
  const own = {
    get: (...given: unknown[]) => plain.get(...given),
    query: (table: string) => plain.query(table),
    normalizeId: (table: string, id: string) => plain.normalizeId(table, id),
    insert: (table: string, value: Row) => writer.insert(table, value),
    patch: both("patch"),
    replace: both("replace"),
    delete: (...given: [string] | [string, string]) =>
      given.length === 2
        ? writer.delete(...given)
        : writer.delete(writer.tableOf(given[0]), given[0]),
    table: (table: string) => ({
      get: (id: string) => plain.get(table, id),
      query: () => plain.query(table),
      insert: (value: Row) => writer.insert(table, value),
      patch: (id: string, value: Row) => writer.patch(table, id, value),
      replace: (id: string, value: Row) => writer.replace(table, id, value),
      delete: (id: string) => writer.delete(table, id),
    }),
  };
  const { system, vars } = plain;
  const kept = { ...own, ...(system && { system }), ...(vars && { vars }) };
  return Object.freeze(kept) as unknown as EnforcedWriter;
}

/** What `db` has that writes nothing. */
interface Reads {
  get(...given: unknown[]): Promise<unknown>;
  query(table: string): unknown;
  normalizeId(table: string, id: string): string | null;
  readonly system?: object;
  readonly vars?: object;
}

const WRITERS = new WeakMap<object, Writer>();

// ---- deletes of many rows --------------------------------------------------

/**
 * Rows to delete in this transaction, those that refer to others before what they refer to: after each
 * batch no key refers to a row that is gone. Rows that refer to one another in a ring go together.
 */
class Batch {
  private readonly depth = new Map<string, number>();
  private readonly ring: { table: string; row: Document; depth: number }[] = [];

  constructor(
    private readonly plan: Plan,
    private room: number,
  ) {}

  /** Whether the row, and all that must go before it, went. */
  async empty(table: string, row: Document): Promise<boolean> {
    return (await this.visit(table, row)) !== "full";
  }

  /** The least depth that the row's referrers lead back to (Tarjan's low link). */
  private async visit(table: string, row: Document): Promise<number | "full"> {
    const depth = this.depth.size;
    this.depth.set(row._id, depth);
    this.ring.push({ table, row, depth });
    const keys = [...(INCOMING.get(table) ?? [])];
    if (this.plan.isNearlySpent(keys.length)) return "full";
    let low = depth;
    for (const key of keys.sort((a, b) => +refuses(b) - +refuses(a))) {
      const found = await this.visitReferring(key, row);
      if (found === "full") return "full";
      low = Math.min(low, found);
    }
    if (low < depth) return low;
    const from = this.ring.findIndex((one) => one.depth === depth);
    const together = this.ring.splice(from);
    if (together.length > this.room) return "full";
    this.room -= together.length;
    for (const one of together) this.plan.drop(one.table, one.row);
    return depth;
  }

  private async visitReferring(
    key: Incoming,
    row: Document,
  ): Promise<number | "full"> {
    if (key.onDelete === "NoAction" && !MANNER.checksKeys) return Infinity;
    let low = Infinity;
    const seen = new Set<string>();
    for (;;) {
      const most = seen.size + this.room + 1;
      const found = await this.plan.referring(key, row, most);
      for (const one of found) {
        if (seen.has(one._id)) continue;
        seen.add(one._id);
        const reached = await this.take(key, one, row);
        if (reached === "full") return "full";
        low = Math.min(low, reached);
      }
      if (this.plan.isNearlySpent(0)) return "full";
      if (found.length < most) return low;
    }
  }

  private async take(
    key: Incoming,
    one: Document,
    row: Document,
  ): Promise<number | "full"> {
    if (refuses(key)) this.refuse(key);
    const depth = this.depth.get(one._id);
    if (depth !== undefined)
      return this.plan.isGone(one._id) ? Infinity : depth;
    if (key.onDelete === "Cascade") return await this.visit(key.from, one);
    if (this.room === 0) return "full";
    this.room -= 1;
    const next = moved(key, key.onDelete, one, null);
    const own = valuesAt(row, key.keys);
    const isOwn = key.fields.every((field, n) =>
      isSameKey(key.from, field, next[field], own[n]),
    );
    if (isOwn) {
      this.refuse(key);
    }
    await this.plan.change(key.from, one, next);
    return Infinity;
  }

  private refuse(key: Incoming): never {
    return refuse(MANNER.refusal, key.from, key.fields, key.name);
  }
}

function refuses({ onDelete }: Reference): boolean {
  return onDelete === "Restrict" || onDelete === "NoAction";
}

/**
 * Deletes a row and what its cascades reach, at most `rows` of them in this mutation; call it, each time
 * in a mutation of its own, until `isDone`. Rows go leaves first, so no committed step leaves a key that
 * refers to nothing. What is lost is that all happens at once: a Restrict that is found late, or a crash,
 * leaves what was deleted before it deleted, and calling again goes on from there.
 */
export async function deleteInBatches<T extends Tables>(
  db: GenericDatabaseWriter<DataModel>,
  table: T,
  id: GenericId<T>,
  { rows = 500 }: { rows?: number } = {},
): Promise<{ isDone: boolean; written: number }> {
  const writer = WRITERS.get(enforce(db));
  if (writer === undefined) throw new Error("not a database writer");
  const size = Math.max(1, Math.min(rows, LARGEST_BATCH));
  return await writer.deleteInBatches(table, id, size);
}

// ---- what is there already -------------------------------------------------

/** A document that breaks a constraint. */
export type Broken = Violation["meta"] & { code: ViolationCode; id: string };

/** The tables of constraints.ts. */
export function enforcedTables(): string[] {
  return [...RULES.keys()];
}

/** What breaks a constraint on one page of a table: see verify.ts. A page of at most what a query may read. */
export async function violationsIn(
  db: GenericDatabaseReader<GenericDataModel>,
  table: string,
  options: { cursor: string | null; numItems: number },
): Promise<{ broken: Broken[]; continueCursor: string; isDone: boolean }> {
  if (!RULES.has(table)) refuse("P2025", table);
  const store = db as unknown as Store;
  const numItems = Math.min(options.numItems, largestPage(table));
  const found = await store.query(table).paginate({ ...options, numItems });
  const broken: Broken[] = [];
  for (const row of found.page) {
    const plan = new Plan(store, new Budget(), table);
    for (const check of plan.checksOf(table, row)) {
      try {
        await check();
      } catch (error) {
        if (!isViolation(error)) throw error;
        broken.push({ code: error.data.code, id: row._id, ...error.data.meta });
      }
    }
  }
  const { continueCursor, isDone } = found;
  return { broken, continueCursor, isDone };
}

/**
 * Fills in the folded fields of one page of a table, for documents that came by an import: until then, the
 * constraints that look for folded texts don't see them.
 */
export async function fillFolded(
  db: GenericDatabaseWriter<GenericDataModel>,
  table: string,
  options: { cursor: string | null; numItems: number },
): Promise<{ filled: number; continueCursor: string; isDone: boolean }> {
  if (!RULES.has(table)) refuse("P2025", table);
  const store = db as unknown as Store;
  const found = await store.query(table).paginate(options);
  let filled = 0;
  for (const row of found.page) {
    const next: Row = { ...row };
    refold(table, next);
    const names = Object.values(rules(table).folded);
    const changed = names.filter((by) => next[by] !== row[by]);
    if (changed.length === 0) continue;
    const patch = Object.fromEntries(changed.map((by) => [by, next[by]]));
    await store.patch(table, row._id, patch);
    filled += 1;
  }
  const { continueCursor, isDone } = found;
  return { filled, continueCursor, isDone };
}

/** So many rows can be checked in one query: each reads an index range for each of its keys, and more for nulls. */
function largestPage(table: string): number {
  const { unique, references } = rules(table);
  const ranges = unique.map(({ fields }) =>
    MANNER.oneNull
      ? 2 ** fields.filter((one) => missingIn(table, one) !== "refused").length
      : 1,
  );
  const all = ranges.reduce((sum, one) => sum + one, references.length);
  return Math.max(1, Math.floor(LIMITS.ranges / (all + 1)));
}
