// How the database compared text in unique and foreign keys: what it held for equal folds to one text, which
// enforce.ts keeps in a field of its own beside the field.

function lower(text: string): string {
  // Letter by letter, as databases do: to JavaScript a sigma depends on its place, and İ is two characters.
  const letters = [...text].map((one) =>
    one === "İ" ? "i" : one.toLowerCase(),
  );
  return letters.join("");
}

/** PostgreSQL's citext, under a locale that knows Unicode: case does not count, blanks do. */
export function citext(text: string): string {
  return lower(text);
}

/** SQL Server's SQL_Latin1_General_CP1_CI_AS: neither case nor blanks at the end count, accents do. */
export function latin1GeneralCiAs(text: string): string {
  return lower(text.normalize("NFC")).replace(/ +$/, "");
}

// What the collation, made for Unicode 4.0, has no weight for.
const IGNORED =
  /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u0483-\u0486\u0488\u0489\u200b-\u200f\u202a-\u202e\u2060-\u2063\u206a-\u206f]/g;
// Letters of their own to it, though Unicode takes them apart into a letter and its mark.
const UNDIVIDED =
  /[\xa8\xaf\xb4\xb8\u0403\u0407\u040c\u040e\u0419\u0439\u0453\u0457\u045c\u045e\u0476\u0477\u04d0-\u04d3\u04d6\u04d7\u04da-\u04df\u04e4-\u04e7\u04ea-\u04ed\u04f0-\u04f5\u04f8\u04f9\u1fbd\u1fc0\u1fdd\u2017\u203e\uac00-\ud7a3]/;
// Capitals that came after Unicode 4.0: their small letters are others to it.
const CAPITALS =
  /[\u023a\u023b\u023d\u023e\u0241\u0243-\u0246\u0248\u024a\u024c\u024e\u0370\u0372\u0376\u037f\u03cf\u03fd-\u03ff\u04c0\u04f6\u04fa\u04fc\u04fe\u0510\u0512\u0514\u0516\u0518\u051a\u051c\u051e\u0520\u0522\u0524\u0526\u0528\u052a\u052c\u052e\u1e9e\u1efa\u1efc\u1efe\u2132\u213c]/;
const MARKS = /[\u0300-\u0357\u035d-\u0362]/g;
// Spacing marks, and letters that are several, or another.
const OTHERS: Readonly<Record<string, string>> = {
  "\u0384": "\xb4",
  "\u1fef": "`",
  "\u1ffd": "\xb4",
  "\u037a": "ι",
  "\u0385": "\xa8",
  "\u1fc1": "\xa8",
  "\u1fed": "\xa8",
  "\u1fee": "\xa8",
  "\u1fbf": "\u1fbd",
  "\u1fcd": "\u1fbd",
  "\u1fce": "\u1fbd",
  "\u1fcf": "\u1fbd",
  "\u1fde": "\u1fdd",
  "\u1fdf": "\u1fdd",
  "\u1ffe": "\u1fdd",
  "\u0363": "a",
  "\u0364": "e",
  "\u0365": "i",
  "\u0366": "o",
  "\u0367": "u",
  "\u0368": "c",
  "\u0369": "d",
  "\u036a": "h",
  "\u036b": "m",
  "\u036c": "r",
  "\u036d": "t",
  "\u036e": "v",
  "\u036f": "x",
  ß: "ss",
  Œ: "oe",
  œ: "oe",
  ʣ: "dz",
  ʦ: "ts",
  ς: "σ",
  ϲ: "σ",
  Ϲ: "σ",
  ґ: "г",
  Ґ: "г",
};

function letter(one: string): string {
  if (one.length > 1) return "\u{10000}"; // beyond the first plane, all are one
  const other = OTHERS[one];
  if (other !== undefined) return other;
  if (CAPITALS.test(one)) return one;
  if (UNDIVIDED.test(one)) return lower(one);
  const base = lower(one.normalize("NFKD").replace(MARKS, ""));
  return base.length === 1 ? (OTHERS[base] ?? base) : base;
}

/** MySQL's utf8mb4_unicode_ci: neither case, accents nor blanks at the end count; ß is ss. */
export function unicodeCi(text: string): string {
  const letters = [...text.replace(IGNORED, "")].map(letter);
  return letters.join("").replace(/ +$/, "");
}
