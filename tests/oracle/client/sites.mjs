/**
 * Which calls reach Prisma Client, by TypeScript's type checker and a client that Prisma itself generated.
 * `node sites.mjs FOLDER` prints [{file, line, column, model, operation}] of all .ts files in it but the client's own.
 */
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

const OPERATIONS = new Set(
  (
    "findUnique findUniqueOrThrow findFirst findFirstOrThrow findMany create createMany createManyAndReturn " +
    "update updateMany updateManyAndReturn upsert delete deleteMany count aggregate groupBy"
  ).split(" "),
);

const root = path.resolve(process.argv[2]);
const files = [];
(function walk(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory() && !["node_modules", "generated"].includes(entry.name)) walk(place);
    else if (entry.isFile() && entry.name.endsWith(".ts")) files.push(place);
  }
})(root);

const program = ts.createProgram(files, {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  experimentalDecorators: true,
  types: [],
});
const checker = program.getTypeChecker();

/** The model whose delegate a type is; undefined for any other type. */
function delegateOf(type) {
  const names = [type.aliasSymbol?.name, type.symbol?.name];
  const named = names.find((name) => name?.endsWith("Delegate"));
  if (named !== undefined) return named.slice(0, -"Delegate".length);
  if (type.aliasSymbol?.name === "DynamicModelExtensionThis") return type.aliasTypeArguments[1].value; // of $extends
  for (const part of type.isUnionOrIntersection() ? type.types : []) {
    const found = delegateOf(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

const sites = [];
for (const file of files) {
  const source = program.getSourceFile(file);
  (function visit(node) {
    const callee = ts.isCallExpression(node) ? ts.skipOuterExpressions(node.expression) : undefined;
    if (callee !== undefined && (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee))) {
      const operation = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.argumentExpression.text;
      if (OPERATIONS.has(operation)) {
        const model = delegateOf(checker.getNonNullableType(checker.getTypeAtLocation(callee.expression)));
        if (model !== undefined) {
          const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
          const shown = path.relative(root, file).split(path.sep).join("/");
          sites.push({ file: shown, line: line + 1, column: character + 1, model, operation });
        }
      }
    }
    ts.forEachChild(node, visit);
  })(source);
}
console.log(JSON.stringify(sites));
