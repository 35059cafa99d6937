/** Whose word a rule is. Every finding counts as a failure, whoever says so. */
export const BACKEND = "backend"; // a push is refused
export const DOCS = "docs"; // Convex documents the limit, though the backend's code lets more through
export const WRONG = "wrong"; // accepted without a word, and yet never what a schema's author means

/**
 * A rule: {name, authority, source, find}. `find({schema, table, indexes, definition, sources})` yields {message, index?,
 * field?}; it is called once a table, or once a schema where the rule says `scope: "schema"` (then `table` is absent).
 *
 * Rules don't overlap: where a name breaks two of them, the more basic one alone reports it.
 */
export const rule = (name, authority, source, find, scope = "table") => ({ name, authority, source, find, scope });
