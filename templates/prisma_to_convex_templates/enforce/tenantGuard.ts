// What tenant.ts builds on: a DatabaseReader and a DatabaseWriter that see and write one tenant's
// documents alone. What is not listed can't be reached, by any call: with a table or with an id only.
//
// The guard stands outside enforce.ts, never inside: a unique key must see the documents of all tenants.
// What it can't hold: functions that are called by ctx.runQuery, ctx.runMutation or ctx.scheduler have
// their own ctx, ctx.storage knows no tenants, and "P2002" tells that another tenant has a value that is
// unique among all.
import type {
  DocumentByName,
  GenericDataModel,
  GenericDatabaseReader,
  TableNamesInDataModel,
  WithoutSystemFields,
} from "convex/server";
import { ConvexError, type Value } from "convex/values";
import type { DataModel } from "./_generated/dataModel";
import constraints from "./constraints";
import { type EnforcedWriter, equalities } from "./enforce";

type FieldsOf<
  DM extends GenericDataModel,
  T extends TableNamesInDataModel<DM>,
> = Extract<keyof WithoutSystemFields<DocumentByName<DM, T>>, string>;

/**
 * How the documents of a table belong to a tenant:
 * `"tenant"`: they are the tenants; a tenant sees and patches its own.
 * `{ key }`: by this field. `nulls: "read"`: those of nobody can be read by all.
 * `{ parent, of }`: as the document that this field refers to does.
 * `"shared"`: all tenants read them, none writes them.
 * `"closed"`: no tenant can reach them.
 */
export type Belonging<
  DM extends GenericDataModel,
  T extends TableNamesInDataModel<DM>,
> =
  | "tenant"
  | "shared"
  | "closed"
  | { readonly key: FieldsOf<DM, T>; readonly nulls?: "read" }
  | {
      readonly parent: FieldsOf<DM, T>;
      readonly of: TableNamesInDataModel<DM>;
    };

/** Every table, so that a new one must be thought of. */
export type Ownership<DM extends GenericDataModel> = {
  readonly [T in TableNamesInDataModel<DM>]: Belonging<DM, T>;
};

/** The error of a write out of the tenant, or of what it may not write. */
export type TenantBreach = { code: "TenantBreach"; meta: { table: string } };

function refuse(table: string): never {
  throw new ConvexError<TenantBreach>({
    code: "TenantBreach",
    meta: { table },
  });
}

/** As enforce.ts says it of a document that is not there: nobody learns that it is another's. */
function refuseMissing(table: string): never {
  const meta = { modelName: table, table, target: [], constraint: null };
  throw new ConvexError({ code: "P2025", meta });
}

type Row = { [field: string]: Value | undefined };
type Document = Row & { _id: string };
type Rule =
  | "tenant"
  | "shared"
  | "closed"
  | { readonly key: string; readonly nulls?: "read" }
  | { readonly parent: string; readonly of: string };

type Reference = {
  readonly fields: readonly string[];
  readonly to: string;
  readonly keys?: readonly string[];
  readonly by?: string;
};

function defined(row: Row): Row {
  const given = Object.entries(row).filter(([, one]) => one !== undefined);
  return Object.fromEntries(given);
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** `ctx.db`, for any table. */
interface Store {
  get(table: string, id: string): Promise<Document | null>;
  query(table: string): object;
  normalizeId(table: string, id: string): string | null;
  insert(table: string, value: Row): Promise<string>;
  patch(table: string, id: string, value: Row): Promise<void>;
  replace(table: string, id: string, value: Row): Promise<void>;
  delete(table: string, id: string): Promise<void>;
}

const SYSTEM_FIELDS = ["_id", "_creationTime"];

class Guard {
  constructor(
    private readonly store: Store,
    private readonly rules: Readonly<Record<string, Rule>>,
    private readonly tenant: Value,
  ) {
    // Nobody is no tenant: else whoever has none would own what nobody owns.
    if (isMissing(tenant)) refuse("");
  }

  rule(table: string): Rule {
    return Object.hasOwn(this.rules, table)
      ? (this.rules[table] ?? "closed")
      : "closed";
  }

  /** The table of an id, and the id: of `get(id)` and of `get(table, id)`. */
  place(given: readonly unknown[], more: number): [string, string] {
    if (given.length > more + 1) return [String(given[0]), String(given[1])];
    const id = String(given[0]);
    const found = Object.keys(this.rules).find(
      (table) => this.store.normalizeId(table, id) !== null,
    );
    return [found ?? refuse(""), id];
  }

  // -- what is seen

  async sees(table: string, row: Document): Promise<boolean> {
    const rule = this.rule(table);
    if (rule === "closed") return false;
    if (rule === "shared") return true;
    if (rule === "tenant") return row._id === this.tenant;
    if ("key" in rule) {
      const owner = row[rule.key];
      return isMissing(owner) ? rule.nulls === "read" : owner === this.tenant;
    }
    return await this.owns(table, row);
  }

  /** Whether the tenant may write the document, and others may not. */
  async owns(table: string, row: Row): Promise<boolean> {
    const rule = this.rule(table);
    if (rule === "closed" || rule === "shared") return false;
    if (rule === "tenant") return row._id === this.tenant;
    if ("key" in rule) return row[rule.key] === this.tenant;
    const id = row[rule.parent];
    if (typeof id !== "string") return false;
    const parent = await this.store.get(rule.of, id);
    return parent !== null && (await this.owns(rule.of, parent));
  }

  async get(table: string, id: string): Promise<Document | null> {
    if (this.rule(table) === "closed") return null;
    const row = await this.store.get(table, id);
    return row !== null && (await this.sees(table, row)) ? row : null;
  }

  query(table: string): object {
    if (this.rule(table) === "closed") refuse(table);
    return this.only(table, this.store.query(table));
  }

  /** A query whose results are the tenant's; what narrows it gives another such query. */
  private only(table: string, query: object): object {
    return new Proxy(query, {
      get: (target, name) => {
        const inner = target as AsyncIterable<Document> & ChainOf;
        switch (name) {
          case Symbol.asyncIterator:
            return () => this.rows(table, inner)[Symbol.asyncIterator]();
          case "collect":
            return () => this.taken(table, inner, Infinity);
          case "take":
            return (most: number) => this.taken(table, inner, most);
          case "first":
            return async () => (await this.taken(table, inner, 1))[0] ?? null;
          case "unique":
            return () => this.unique(table, inner);
          case "paginate":
            return (options: unknown) => this.page(table, inner, options);
          case "withIndex":
          case "withSearchIndex":
          case "fullTableScan":
          case "order":
          case "filter":
            return (...given: unknown[]) =>
              this.only(table, inner[name](...given));
          default:
            // `then`: a query is no promise. Anything else might go around the guard.
            return name === "then" ? undefined : refuse(table);
        }
      },
    });
  }

  private async *rows(
    table: string,
    query: AsyncIterable<Document>,
  ): AsyncGenerator<Document> {
    for await (const row of query) if (await this.sees(table, row)) yield row;
  }

  private async taken(
    table: string,
    query: AsyncIterable<Document>,
    most: number,
  ): Promise<Document[]> {
    const found: Document[] = [];
    if (most <= 0) return found;
    for await (const row of this.rows(table, query)) {
      found.push(row);
      if (found.length >= most) break;
    }
    return found;
  }

  private async unique(
    table: string,
    query: AsyncIterable<Document>,
  ): Promise<Document | null> {
    const [first, second] = await this.taken(table, query, 2);
    if (second !== undefined) throw new Error(`${table}: not unique`);
    return first ?? null;
  }

  /** A page may be shorter than was asked for: what is another's is left out. */
  private async page(
    table: string,
    query: ChainOf,
    options: unknown,
  ): Promise<object> {
    const found = await query.paginate(options);
    const page: Document[] = [];
    for (const row of found.page) {
      if (await this.sees(table, row)) page.push(row);
    }
    return { ...found, page };
  }

  // -- what is written

  async insert(table: string, given: Row): Promise<string> {
    const row = this.owned(table, { ...given });
    await this.checkNew(table, row);
    await this.checkReferences(table, row);
    return await this.store.insert(table, row);
  }

  /** With the tenant's key, where the caller left it out. */
  private owned(table: string, row: Row): Row {
    const rule = this.rule(table);
    if (typeof rule === "object" && "key" in rule) {
      row[rule.key] = row[rule.key] === undefined ? this.tenant : row[rule.key];
    }
    return row;
  }

  async update(
    table: string,
    id: string,
    given: Row,
    how: "patch" | "replace",
  ): Promise<void> {
    // Read once: what is checked is what is written. A patch passes over what is undefined, as enforce.ts does.
    const value = how === "patch" ? defined(given) : { ...given };
    const old = await this.writable(table, id);
    const next =
      how === "patch" ? { ...old, ...value } : this.owned(table, value);
    const system = Object.fromEntries(
      SYSTEM_FIELDS.map((name) => [name, old[name]]),
    );
    await this.checkNew(table, { ...next, ...system });
    await this.checkReferences(table, next, old);
    await this.store[how](table, id, how === "patch" ? value : next);
  }

  async delete(table: string, id: string): Promise<void> {
    await this.writable(table, id);
    // A tenant is not for the tenant to delete.
    if (this.rule(table) === "tenant") refuse(table);
    await this.store.delete(table, id);
  }

  private async writable(table: string, id: string): Promise<Document> {
    const row = await this.get(table, id);
    if (row === null) refuseMissing(table);
    if (!(await this.owns(table, row))) refuse(table);
    return row;
  }

  private async checkNew(table: string, row: Row): Promise<void> {
    if (!(await this.owns(table, row))) refuse(table);
  }

  /** What a document refers to must be seen by the tenant, where it was not referred to before. */
  private async checkReferences(
    table: string,
    row: Row,
    old: Row = {},
  ): Promise<void> {
    for (const { fields, to, by, keys = ["_id"] } of referencesOf(table)) {
      const isAsBefore = fields.every((field) => row[field] === old[field]);
      const values = fields.map((field) => row[field]);
      if (isAsBefore || values.some(isMissing)) continue;
      const id = values[keys.indexOf("_id")];
      const targets =
        id === undefined
          ? await this.byKeys(to, by ?? "", keys, values)
          : [await this.store.get(to, String(id))];
      for (const target of targets) {
        if (target !== null && !(await this.sees(to, target))) refuse(table);
      }
    }
  }

  private async byKeys(
    table: string,
    index: string,
    keys: readonly string[],
    values: readonly (Value | undefined)[],
  ): Promise<Document[]> {
    type Range = { eq(field: string, value: Value | undefined): Range };
    const query = this.store.query(table) as ChainOf;
    const asked = equalities(table, index, keys, values);
    const narrowed = query.withIndex(index, (range: Range) =>
      asked.reduce((found, [key, value]) => found.eq(key, value), range),
    ) as { take(most: number): Promise<Document[]> };
    return await narrowed.take(2);
  }
}

type ChainOf = {
  paginate(options: unknown): Promise<{ page: Document[] }>;
} & Record<
  "withIndex" | "withSearchIndex" | "fullTableScan" | "order" | "filter",
  (...given: unknown[]) => object
>;

function referencesOf(table: string): readonly Reference[] {
  const tables = constraints.tables as Readonly<
    Record<string, { references?: Readonly<Record<string, Reference>> }>
  >;
  return Object.values(tables[table]?.references ?? {});
}

/** `db` as one tenant's. */
export function guardReader(
  db: GenericDatabaseReader<DataModel>,
  ownership: Ownership<DataModel>,
  tenant: Value,
): GenericDatabaseReader<DataModel> {
  return guarded(db, ownership, tenant, {}) as GenericDatabaseReader<DataModel>;
}

/** An enforced `db` as one tenant's. */
export function guardWriter(
  db: EnforcedWriter,
  ownership: Ownership<DataModel>,
  tenant: Value,
): EnforcedWriter {
  const guard = new Guard(db as unknown as Store, ownership, tenant);
  const writes = {
    insert: (table: unknown, value: Row) => guard.insert(String(table), value),
    patch: (...given: unknown[]) =>
      guard.update(...guard.place(given, 1), given.at(-1) as Row, "patch"),
    replace: (...given: unknown[]) =>
      guard.update(...guard.place(given, 1), given.at(-1) as Row, "replace"),
    delete: (...given: unknown[]) => guard.delete(...guard.place(given, 0)),
  };
  return guarded(db, ownership, tenant, writes) as EnforcedWriter;
}

/** An object of its own, with no way to the `db` behind it. */
function guarded(
  db: object,
  ownership: Ownership<DataModel>,
  tenant: Value,
  writes: object,
): unknown {
  const store = db as Store;
  const guard = new Guard(store, ownership, tenant);
  const { vars } = db as { vars?: object };
  return Object.freeze({
    ...writes,
    ...(vars === undefined ? {} : { vars }),
    get: (...given: unknown[]) => guard.get(...guard.place(given, 0)),
    query: (table: unknown) => guard.query(String(table)),
    normalizeId: (table: string, id: string) => store.normalizeId(table, id),
    // Files and scheduled functions are those of all tenants.
    get system(): never {
      return refuse("system");
    },
  });
}
