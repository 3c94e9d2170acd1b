import { checkKinds, checkOptions, refusal } from "@elbowjs/arguments";
import { graphOfRecords, type ReadGraph } from "./graph-records.js";

/**
 * A graph from a list of edges: a line each, two names with a space, tab, comma or semicolon between them; what follows, such as a
 * weight, is passed over, and so are empty lines and those that begin with # or %. Vertices are numbered by their names, numbers
 * in the order of numbers. The feature of each is a 1.
 *
 * @param text of the file.
 * @throws RangeError for a line with one name, an edge that comes twice, or a list without edges; TypeError for other than text.
 */
export function readEdgeList(text: string, options: { readonly directed?: boolean } = {}): ReadGraph {
  const caller = "readEdgeList";
  checkKinds(caller, { text: [text, "string"] });
  checkOptions(caller, options, ["directed"]);
  const { directed = false } = options;
  checkKinds(caller, { directed: [directed, "boolean"] });
  const pairs: [string, string][] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || /^[#%]/.test(trimmed)) continue;
    const [from, to] = trimmed.split(/[\s,;]+/);
    if (!from || !to)
      throw refusal(
        new RangeError(
          `${caller}: expected two names on line ${i + 1}, got ${JSON.stringify(trimmed.slice(0, 40))}`,
        ),
      );
    pairs.push([from, to]);
  }
  const names = [...new Set(pairs.flat())].sort(byNumberThenText);
  const numbers = new Map(names.map((name, v) => [name, v]));
  const edges = pairs.map(([from, to]) => [numbers.get(from)!, numbers.get(to)!] as const);
  const attributes = names.map(() => ({}));
  return graphOfRecords(caller, { names, attributes, edges, directed }, {});
}

function byNumberThenText(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  if (!Number.isNaN(difference) && difference !== 0) return difference;
  return a < b ? -1 : Number(a > b);
}
