// The public types of every package, as their built declarations say, against the committed packages/*/api.md: a change
// of the interface is seen in review. `--update` accepts it. Needs a build.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { agreesWithFile } from "./report-file.mjs";

const root = new URL("..", import.meta.url);
const printer = ts.createPrinter({ removeComments: true });
let differ = 0;

for (const name of readdirSync(new URL("packages", root))) {
  const folder = new URL(`packages/${name}/`, root);
  const manifest = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  const entries = Object.entries(manifest.exports)
    .filter(([, target]) => typeof target === "object" && target.types)
    .map(([entry, { types }]) => ({ entry, file: fileURLToPath(new URL(types, folder)) }));
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    { module: ts.ModuleKind.NodeNext, skipLibCheck: true, types: [] },
  );
  const parts = entries.map(({ entry, file }) => {
    const specifier = manifest.name + entry.slice(1);
    return `## ${specifier}\n\n\`\`\`ts\n${declarations(program, file).join("\n\n")}\n\`\`\`\n`;
  });
  const text = `# Public interface of ${manifest.name}\n\nWritten by \`node scripts/check-api.mjs --update\`.\n\n${parts.join("\n")}`;
  if (!agreesWithFile(`packages/${name}/api.md`, text, "node scripts/check-api.mjs")) differ += 1;
}
process.exit(differ === 0 ? 0 : 1);

/** The declaration of each exported name, by name. */
function declarations(program, file) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  if (source === undefined) throw new Error(`check-api: expected ${file}, got no such file; build first`);
  return checker
    .getExportsOfModule(checker.getSymbolAtLocation(source))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((symbol) => {
      const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return (meant.declarations ?? [])
        .map((declaration) => {
          const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
          return printer.printNode(ts.EmitHint.Unspecified, statement, statement.getSourceFile());
        })
        .join("\n");
    });
}
