// What files import: bare specifiers, files of the same folder, and circles among them.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

const skip = /(^|\/)(node_modules|dist|out|generated|fixtures|cache|\.vitepress)(\/|$)/;

/** Every import of a folder's sources, types and dynamic imports included: which file, and what it names. */
export function importsOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.(ts|mts|tsx|mjs|js|jsx)$/.test(file.name))
    .map((file) => relative(folder, join(file.parentPath, file.name)).replaceAll("\\", "/"))
    .filter((path) => !skip.test(path))
    .flatMap((path) =>
      ts
        .preProcessFile(readFileSync(join(folder, path), "utf8"), true, true)
        .importedFiles.map(({ fileName }) => ({ path, specifier: fileName.replace(/^npm:/, "") })),
    );
}

/** The package that a specifier names; undefined for a file, a part of Node, or an address. */
export function packageOf(specifier) {
  if (/^[./]|^node:|^virtual:|^https?:|^data:/.test(specifier) || builtinModules.includes(specifier))
    return undefined;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The file that a relative specifier means, as a path in the folder (beginning with ../ if it lies outside). */
export function fileOf(folder, { path, specifier }) {
  const named = join(folder, dirname(path), specifier);
  const candidates = [
    named.replace(/\.js$/, ".ts"),
    named.replace(/\.js$/, ".tsx"),
    named.replace(/\.mjs$/, ".mts"),
    named,
    `${named}.ts`,
    join(named, "index.ts"),
  ];
  const found = candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
  return relative(folder, found ?? named).replaceAll("\\", "/");
}

/**
 * The circles of a graph, each as the shortest way round through one of its strongly connected parts.
 *
 * @param graph Map from a node to the nodes that it points at.
 */
export function circles(graph) {
  const found = [];
  const done = new Set();
  for (const start of [...graph.keys()].sort()) {
    if (done.has(start)) continue;
    const way = wayBack(graph, start);
    if (way === undefined) continue;
    found.push(way);
    for (const node of way) done.add(node);
  }
  return found;
}

/** The shortest way from a node to itself, breadth first; undefined if none leads back. */
function wayBack(graph, start) {
  const from = new Map();
  const queue = [start];
  for (const node of queue)
    for (const next of graph.get(node) ?? []) {
      if (next === start) {
        const way = [node];
        while (way[0] !== start) way.unshift(from.get(way[0]));
        return way;
      }
      if (from.has(next)) continue;
      from.set(next, node);
      queue.push(next);
    }
  return undefined;
}
