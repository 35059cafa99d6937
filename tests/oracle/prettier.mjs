/** Prettier with its defaults, but for the width: what is emitted needs no formatting. No configuration is looked up. */
import { format, getFileInfo } from "prettier";

const SHOWN = 3;

/** A finding that shows the first lines that Prettier would change; nothing for a file that it has no parser for. */
export async function unformatted(file, text, printWidth = 80) {
  const { inferredParser: parser } = await getFileInfo(file, { resolveConfig: false });
  if (parser === null) return [];
  try {
    const formatted = await format(text, { parser, printWidth });
    return formatted === text ? [] : [{ rule: "format", message: firstDifferences(text, formatted) }];
  } catch (error) {
    return [{ rule: "parse", message: error.message }];
  }
}

function firstDifferences(text, formatted) {
  const [have, want] = [text.split("\n"), formatted.split("\n")];
  const at = want.findIndex((line, index) => line !== have[index]);
  const from = at < 0 ? want.length : at; // nothing but lines too many
  const quote = (mark, lines) => lines.slice(from, from + SHOWN).map((line) => `${mark}${line}`);
  return [`line ${from + 1}:`, ...quote("-", have), ...quote("+", want)].join("\n");
}
