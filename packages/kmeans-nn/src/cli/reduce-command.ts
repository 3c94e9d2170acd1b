import { readFile } from "node:fs/promises";
import {
  type Command,
  checkOut,
  command,
  DataFault,
  forceFlag,
  isStdout,
  UsageError,
  writeWhole,
} from "@elbowjs/command-line";
import { mergePartials, nextCenters } from "../algorithms/partial-sums.js";
import { centersFile, isCentersFile } from "./centers-file.js";
import { type PartialLine, parsePartial } from "./partial-file.js";

/** `reduce`: the next centres from the partial sums of all shards. */
export const reduceCommand: Command = command({
  use: "reduce [partials...]",
  about: "the next centres from what map printed for every shard (files, or lines on stdin)",
  flags: {
    out: { kind: "text", value: "file", help: "NPY file to write the centres to; - is stdout" },
    force: forceFlag,
  },
  async run({ args: [files], values: { out, force } }) {
    if (out === undefined) throw new UsageError("reduce: expected --out with the file to write, got none");
    const lines = await readLines((files ?? []) as unknown as readonly string[]);
    const { partial, centers } = merged(lines);
    const { k, features, inertia, counts } = partial;
    await checkOut(out, isCentersFile(k, features), force);
    const next = nextCenters(partial, centers);
    const shift = next.reduce((sum, value, j) => sum + (value - centers[j]!) ** 2, 0);
    await writeWhole(out, centersFile(next, k));
    const json = { partials: lines.length, samples: counts.reduce((a, b) => a + b, 0), inertia, shift };
    return { json, text: JSON.stringify(json), asJson: true, isOnStdout: isStdout(out) };
  },
});

/** All partials of one iteration together. */
function merged(lines: readonly PartialLine[]): PartialLine {
  const [first] = lines;
  if (first === undefined) throw new DataFault("reduce: expected partial sums, got none");
  const { run } = first.partial;
  const other = lines.find(({ partial }) => partial.run !== run);
  if (other !== undefined)
    throw new DataFault(
      `reduce: expected partial sums of one iteration (centres ${run}), got some of another (${other.partial.run})`,
    );
  return { partial: mergePartials(lines.map(({ partial }) => partial)), centers: first.centers };
}

async function readLines(files: readonly string[]): Promise<PartialLine[]> {
  if (files.length === 0) return parsed(await text(process.stdin), "stdin");
  const all: PartialLine[] = [];
  for (const file of files) {
    const content = await readFile(file, "utf8").catch((cause: Error) => {
      throw new DataFault(`reduce: expected to read ${file}, got ${cause.message}`, { cause });
    });
    all.push(...parsed(content, file));
  }
  return all;
}

function parsed(content: string, name: string): PartialLine[] {
  const lines = content.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) throw new DataFault(`reduce: expected partial sums in ${name}, got nothing`);
  return lines.map((line) => parsePartial(line, name));
}

async function text(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString();
}
