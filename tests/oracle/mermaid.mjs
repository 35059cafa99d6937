/**
 * Mermaid's own readers, without a browser: `tests/support/mermaid.py` asks for many texts at once.
 *
 * Drawing needs a page; what a text means does not. Labels are cleaned as they are drawn, so the cleaner stands aside.
 */
import DOMPurify from "dompurify";
import { serve } from "./lines.mjs";

DOMPurify.addHook = () => {};
DOMPurify.sanitize = (text) => text;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });

await serve(async ({ texts }) => {
  const read = [];
  for (const text of texts) read.push(await meaning(text));
  return { read };
});

/** {kind, nodes, edges: [[from, to, label]]} in the order of the text, or {error}. */
async function meaning(text) {
  try {
    const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    return type === "er" ? entities(db) : flow(type, db);
  } catch (error) {
    return { error: error.message };
  }
}

function entities(db) {
  const names = new Map([...db.getEntities()].map(([name, entity]) => [entity.id, name]));
  const edges = db.getRelationships().map((one) => [names.get(one.entityA), names.get(one.entityB), one.roleA]);
  return { kind: "er", nodes: [...names.values()], edges };
}

function flow(kind, db) {
  const labels = new Map([...db.getVertices()].map(([id, node]) => [id, plain(node.text)]));
  const edges = db.getEdges().map((one) => [labels.get(one.start), labels.get(one.end), one.text]);
  return { kind, nodes: [...labels.values()], edges };
}

/** Mermaid holds a character's number between marks of its own until it draws. */
function plain(text) {
  return text.replace(/ﬂ°°(\d+)¶ß/gu, (_, number) => String.fromCodePoint(Number(number)));
}
