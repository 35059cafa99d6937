/** A remedy less one of its statements, each in turn: a claim must miss it. */
import ts from "typescript";

/** [{removed, text}]: what is taken out, as its first line, and the text that is left. */
export function without(text) {
  const file = ts.createSourceFile("snippet.ts", text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (isTakenOut(node)) found.push(cut(text, node.getStart(file), node.getEnd()));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const KINDS = new Set([
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.BreakStatement,
  ts.SyntaxKind.TryStatement,
  ts.SyntaxKind.ForOfStatement,
]);

const isTakenOut = (node) => KINDS.has(node.kind) || (ts.isReturnStatement(node) && !node.expression);

function cut(text, start, end) {
  const [removed] = text.slice(start, end).split("\n");
  return { removed, text: `${text.slice(0, start)};${text.slice(end)}` };
}
