// Records what an application asks of Prisma Client (5 to 7, on Node.js): models, operations and the form of their
// arguments, never a value, with how often. Take it out again when you know enough.
//
//   import { recordQueries } from "./recordQueries";
//   export const prisma = new PrismaClient(...).$extends(recordQueries("queries.jsonl"));
//
// `prisma-to-convex queries src --trace queries.jsonl` joins the file with the code. It only grows; several processes
// may write to one file.
import { appendFileSync } from "node:fs";

type Form = null | boolean | string | Form[] | { [word: string]: Form };

interface Call {
  model: string;
  operation: string;
  args: unknown;
  query: (args: never) => Promise<unknown>;
}

const SECONDS_BETWEEN_WRITES = 2;
const MOST_FORMS = 5_000; // kept before they are written
const MOST_KEYS = 100;
const DEEPEST = 10;
const LONGEST = 16_000; // of one line

const words = (text: string) => new Set(text.split(" "));
const OPERATORS = words(
  "equals not in notIn lt lte gt gte contains startsWith endsWith search mode has hasEvery hasSome isEmpty isSet " +
    "path string_contains string_starts_with string_ends_with array_contains array_starts_with array_ends_with",
);
const ABOUT_RELATED = words("some every none is isNot");
const LOGIC = words("AND OR NOT");
const KEPT = words("asc desc first last insensitive default");
const RAN = words("P2001 P2002 P2003 P2014 P2017 P2018 P2025 P2034");
const VALUE = "?";

/** For `$extends`. `file` is appended to. */
export function recordQueries(file: string) {
  const counts = new Map<string, number>();
  let isWaiting = false;
  let isBroken = false;

  function write(): void {
    isWaiting = false;
    const lines = [...counts].map(([form, count]) => `${form.slice(0, -1)},"count":${count}}\n`);
    counts.clear();
    if (lines.length === 0 || isBroken) return;
    try {
      appendFileSync(file, lines.join(""));
    } catch (error) {
      isBroken = true;
      console.warn(`recordQueries: nothing more is recorded: ${(error as { code?: string }).code ?? "not writable"}`);
    }
  }

  function note(model: string, operation: string, args: unknown): void {
    try {
      const line = JSON.stringify({ model, operation, args: formOfArguments(args, 0) });
      const form = line.length > LONGEST ? JSON.stringify({ model, operation, args: VALUE }) : line;
      counts.set(form, (counts.get(form) ?? 0) + 1);
      if (counts.size >= MOST_FORMS) write();
      if (isWaiting) return;
      isWaiting = true;
      setTimeout(write, SECONDS_BETWEEN_WRITES * 1000).unref();
    } catch {
      // What can't be recorded must not stop the application.
    }
  }

  process.on("exit", write);
  return {
    name: "recordQueries",
    query: {
      $allModels: {
        async $allOperations({ model, operation, args, query }: Call) {
          try {
            const found = await query(args as never);
            note(model, operation, args);
            return found;
          } catch (error) {
            // Prisma knows the keys of what it ran. What it refused to run may hold anything.
            const { code } = error as { code?: unknown };
            if (typeof code === "string" && RAN.has(code)) note(model, operation, args);
            throw error;
          }
        },
      },
    },
  };
}

// ---- the form of arguments -----------------------------------------------------------------------

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const leaf = (value: unknown): Form => (value === null ? null : VALUE);

/** The keys that are there, in order of the alphabet, with what `of` makes of each; undefined leaves one out. */
function entries(value: Record<string, unknown>, of: (key: string, inner: unknown) => Form | undefined): Form {
  const found: { [word: string]: Form } = {};
  for (const key of Object.keys(value).sort().slice(0, MOST_KEYS)) {
    if (!/^[A-Za-z_]\w{0,99}$/.test(key) || value[key] === undefined) continue;
    const form = of(key, value[key]);
    if (form !== undefined) found[key] = form;
  }
  return found;
}

function formOfArguments(args: unknown, depth: number): Form {
  if (!isPlain(args)) return {};
  if (depth > DEEPEST) return VALUE;
  return entries(args, (key, value) => {
    switch (key) {
      case "where":
      case "cursor":
        return formOfWhere(value, depth);
      case "orderBy":
        return formOfOrder(value, depth);
      case "take":
        return typeof value === "number" && value < 0 ? "last" : VALUE;
      case "skip":
        return value === 0 ? undefined : VALUE;
      case "distinct":
      case "by":
        return fields(value);
      case "include":
      case "select":
      case "omit":
        return formOfSelection(value, depth + 1);
      default:
        return undefined;
    }
  });
}

function formOfWhere(where: unknown, depth: number): Form {
  if (!isPlain(where) || depth > DEEPEST) return leaf(where);
  return entries(where, (key, value) => {
    if (!LOGIC.has(key)) return formOfCondition(value, depth + 1);
    if (!Array.isArray(value)) return formOfWhere(value, depth + 1);
    const forms = value.slice(0, MOST_KEYS).map((one) => formOfWhere(one, depth + 1));
    return [...new Map(forms.map((form) => [JSON.stringify(form), form])).values()];
  });
}

/** Of a field: a value, operators, related rows or the fields of a key. What operators are given is never looked into. */
function formOfCondition(value: unknown, depth: number): Form {
  if (!isPlain(value)) return leaf(value);
  const keys = Object.keys(value);
  if (keys.every((key) => ABOUT_RELATED.has(key))) {
    return entries(value, (_, inner) => formOfWhere(inner, depth + 1));
  }
  if (!keys.every((key) => OPERATORS.has(key))) return formOfWhere(value, depth + 1);
  return entries(value, (key, inner) => {
    if (key === "mode") return typeof inner === "string" && KEPT.has(inner) ? inner : VALUE;
    const isFilter = key === "not" && isPlain(inner) && Object.keys(inner).every((one) => OPERATORS.has(one));
    return isFilter && depth < DEEPEST ? formOfCondition(inner, depth + 1) : leaf(inner);
  });
}

function formOfOrder(order: unknown, depth: number): Form {
  if (typeof order === "string") return KEPT.has(order) ? order : VALUE;
  if (depth > DEEPEST) return VALUE;
  if (Array.isArray(order)) return order.slice(0, MOST_KEYS).map((one) => formOfOrder(one, depth + 1));
  return isPlain(order) ? entries(order, (_, inner) => formOfOrder(inner, depth + 1)) : VALUE;
}

function formOfSelection(selection: unknown, depth: number): Form {
  if (!isPlain(selection)) return selection === true;
  return entries(selection, (_, inner) => {
    if (isPlain(inner)) return formOfArguments(inner, depth + 1);
    return inner === true ? true : undefined;
  });
}

function fields(value: unknown): Form {
  const names = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
  return names.filter((one) => /^[A-Za-z_]\w{0,99}$/.test(one)).slice(0, MOST_KEYS);
}
