import { readFile } from "node:fs/promises";
import { DataFault } from "@elbowjs/command-line";
import { readSafetensors } from "@elbowjs/safetensors";
import { GraphAttentionNetwork } from "../graph-attention-network.js";
import { GraphTransformer } from "../graph-transformer.js";

/** A network of either kind. */
export type AnyNetwork = GraphTransformer | GraphAttentionNetwork;

/** Whether a file, of which the start is given as Latin-1, is a network of ours. */
export const isNetwork = (start: string): boolean =>
  start.startsWith('{"__metadata__":{', 8) && /"model":"graph-(transformer|attention-network)"/.test(start);

/** The network in a file. @throws DataFault if there is none. */
export async function readNetwork(path: string): Promise<AnyNetwork> {
  try {
    const bytes = new Uint8Array(await readFile(path));
    const kind =
      readSafetensors(bytes).metadata["model"] === "graph-attention-network"
        ? GraphAttentionNetwork
        : GraphTransformer;
    return await kind.fromSafetensors(bytes);
  } catch (cause) {
    throw new DataFault(`expected a network that train wrote, got ${path}: ${(cause as Error).message}`, {
      cause,
    });
  }
}
