// Ids as Prisma's client made them, for the defaults of constraints.ts.

function digits(count: number, alphabet: string): string {
  const random = crypto.getRandomValues(new Uint8Array(count));
  return [...random].map((byte) => alphabet[byte % alphabet.length]).join("");
}

const LOWER = "0123456789abcdefghijklmnopqrstuvwxyz";
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const URL_SAFE =
  "useandom-26T198340PX75pxJACKVERYMINDBUSHWOLF_GQZbfghjklqvwyzrict";

/** `@default(cuid())`: 25 characters, the first a c. */
export function cuid(): string {
  return `c${Date.now().toString(36)}${digits(16, LOWER)}`;
}

/** `@default(cuid(2))`: 24 characters, the first a letter. */
export function cuid2(): string {
  return digits(1, LOWER.slice(10)) + digits(23, LOWER);
}

/** `@default(nanoid(size))`. */
export function nanoid(size = 21): string {
  return digits(size, URL_SAFE);
}

/** `@default(ulid())`: sorts by time. */
export function ulid(): string {
  let time = Date.now();
  let text = "";
  for (let n = 0; n < 10; n += 1) {
    text = `${CROCKFORD[time % 32]}${text}`;
    time = Math.floor(time / 32);
  }
  return text + digits(16, CROCKFORD);
}

/** `@default(uuid(7))`: sorts by time. */
export function uuid7(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  const random = crypto.randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}
