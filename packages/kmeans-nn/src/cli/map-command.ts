import { type Command, command, DataFault, UsageError } from "@elbowjs/command-line";
import { openRows, RowFileError } from "@elbowjs/row-files";
import { mergePartials, type PartialSums, partialSums } from "../algorithms/partial-sums.js";
import { BLOCK_BYTES, blocks } from "../data/passes.js";
import { readCenters } from "./centers-file.js";
import { partialLine } from "./partial-file.js";

/** `map`: the partial sums of one shard, a filter that any engine can run. */
export const mapCommand: Command = command({
  use: "map [shard]",
  about:
    "an iteration of Lloyd's algorithm over one shard (NPY or IDX file; default: stdin), as a line of partial sums on stdout",
  flags: {
    centers: { kind: "text", value: "file", help: "NPY file of the centres, [k, features]" },
  },
  async run({ args: [shard = "-"], values: { centers: path }, signal }) {
    if (path === undefined) throw new UsageError("map: expected --centers with an NPY file, got none");
    const centers = await readCenters(path);
    const source = await openRows(shard === "-" ? await standardInput() : shard, { signal }).catch(asFault);
    try {
      if (centers.length % source.features !== 0)
        throw new DataFault(
          `map: expected a shard with rows as wide as the centres of ${path}, got rows of ${source.features} numbers for ${centers.length} in all`,
        );
      let sums: PartialSums | undefined;
      for await (const { rows } of blocks(source, BLOCK_BYTES, signal)) {
        const part = await partialSums(rows, centers, { signal });
        sums = sums === undefined ? part : mergePartials([sums, part]);
      }
      return { json: undefined, text: partialLine({ partial: sums!, centers }), asJson: false };
    } catch (error) {
      return asFault(error);
    } finally {
      await source.close();
    }
  },
});

async function standardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return new Uint8Array(Buffer.concat(chunks));
}

function asFault(error: unknown): never {
  if (error instanceof RowFileError) throw new DataFault(`map: ${error.message}`, { cause: error });
  throw error;
}
