import type { TextNetwork, Trace } from "@elbowjs/recurrent-nn";
import { shakespeareModel } from "@elbowjs/recurrent-nn/pretrained";
import { tokenLabel } from "@elbowjs/sequence-data";
import { shownBackend } from "../shown-backend.js";
import { writtenLength } from "./recurrent-code.js";
import type { Reading, RecurrentReport, RecurrentRequest, TracePart } from "./recurrent-messages.js";

const report = (message: RecurrentReport): void => postMessage(message);
const fail = (message: string): void => report({ type: "failed", message });

/** A network this small is done sooner on WASM than a GPU has begun. */
async function opened(): Promise<TextNetwork> {
  const backend = await shownBackend({ prefer: ["wasm", "cpu"] }, fail);
  const model = await shakespeareModel();
  report({ type: "ready", backend });
  return model;
}
const model = opened();
/** Requests are served one after another. */
let queue: Promise<void> = Promise.resolve();

addEventListener("message", ({ data }: MessageEvent<RecurrentRequest>) => {
  queue = queue
    .then(() => serve(data))
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
});

async function serve(request: RecurrentRequest): Promise<void> {
  const network = await model;
  const { text } = request;
  const written = request.type === "write" ? await continued(network, request) : "";
  report({ type: "reading", reading: await read(network, text, written) });
}

async function continued(
  network: TextNetwork,
  { text, temperature, seed }: RecurrentRequest & { type: "write" },
): Promise<string> {
  const [best] = await network.complete(text, { temperature, seed, length: writtenLength });
  return best!.text;
}

async function read({ network, vocabulary }: TextNetwork, text: string, written: string): Promise<Reading> {
  const trace = network.forward([vocabulary.encode(text + written)]);
  try {
    return {
      ...{ text, written },
      letters: Array.from(text + written, tokenLabel),
      alphabet: vocabulary.tokens.map(tokenLabel),
      units: network.options.hidden[0]!,
      layers: await Promise.all(trace.states.map((_, layer) => partsOf(trace, layer))),
      logits: (await trace.outputs.data()) as Float32Array,
    };
  } finally {
    trace.dispose();
  }
}

async function partsOf(
  { states, gates }: Trace,
  layer: number,
): Promise<Readonly<Record<TracePart, Float32Array>>> {
  const { hidden, cell } = states[layer]!;
  const parts = { hidden, cell: cell!, ...gates[layer]! };
  const read = Object.entries(parts).map(async ([name, tensor]) => [name, await tensor.data()]);
  return Object.fromEntries(await Promise.all(read)) as Record<TracePart, Float32Array>;
}
