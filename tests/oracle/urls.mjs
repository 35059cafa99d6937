/**
 * The project's URL policy: a connection URL is configuration, accepted and dropped, optional everywhere.
 *
 * Engine 7 refuses `url`, `directUrl` and `shadowDatabaseUrl`; engine 6 demands `url`. The engine itself says where,
 * so no second parser guesses: what 7 refuses is overwritten with spaces (no offset moves), what 6 misses is written
 * in before the block's closing brace, and `restore` maps an offset of the judged text back to the given one.
 */
const REFUSED = /^The datasource property `\w+` is no longer supported in schema files/;
const MISSING = /^Argument "url" is missing in data source block/;
const DUMMY = 'url = "dummy"\n';

const POLICY = {
  6: { complaint: MISSING, repair: insertDummy },
  7: { complaint: REFUSED, repair: blankOut },
};

/** `files` as the engine shall see them, what it says of them (offsets restored), for engine "6" or "7". */
export function neutralise(engine, files, lint) {
  const { complaint, repair } = POLICY[engine];
  const given = new Map(files);
  if (given.size !== files.length) throw new Error("two files of one name");
  const judged = new Map(files);
  const inserted = new Map();
  for (let repairs = 0; repairs < 100; repairs += 1) {
    const found = lint([...judged]);
    const about = found.find((diagnostic) => complaint.test(diagnostic.text));
    if (about === undefined) {
      return { files: [...judged], diagnostics: found.map((one) => restored(one, given, inserted)) };
    }
    repair(about, judged, inserted);
  }
  throw new Error("the engine repeats its complaint about connection URLs");
}

function blankOut({ file_name, start, end }, judged) {
  const text = judged.get(file_name);
  judged.set(file_name, text.slice(0, start) + " ".repeat(end - start) + text.slice(end));
}

/** The complaint spans the whole block: its last character is the brace. */
function insertDummy({ file_name, end }, judged, inserted) {
  const text = judged.get(file_name);
  const at = end - 1;
  if (text[at] !== "}") throw new Error(`no closing brace at ${at} of ${file_name}`);
  judged.set(file_name, text.slice(0, at) + DUMMY + text.slice(at));
  inserted.set(file_name, [...(inserted.get(file_name) ?? []), at]);
}

/** Insertions are undone last first, so that each offset is one of the text that its insertion made. */
function restored(diagnostic, given, inserted) {
  const { file_name: file, text: message, is_warning } = diagnostic;
  const points = [...(inserted.get(file) ?? [])].reverse();
  const back = (offset) =>
    points.reduce((at, point) => (at <= point ? at : Math.max(point, at - DUMMY.length)), offset);
  const text = given.get(file);
  const [start, end] = [diagnostic.start, diagnostic.end].map((at) => codePoints(text, back(at)));
  return { message, file, start, end, is_warning };
}

/** An offset in UTF-16 code units (the engine's) as one in code points (Python's). */
function codePoints(text, offset) {
  return offset - (text.slice(0, offset).match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
