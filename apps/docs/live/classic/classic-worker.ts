import { backpropagation } from "./backpropagation.js";
import { descent } from "./descent.js";
import { race } from "./race.js";
import { unsupervised } from "./unsupervised.js";

/** What the worker computes, by name. */
const traces = { descent, race, backpropagation, unsupervised };

export type TraceName = keyof typeof traces;
export type TraceSettings<N extends TraceName> = Parameters<(typeof traces)[N]>[0];
export type TraceResult<N extends TraceName> = ReturnType<(typeof traces)[N]>;

/** A question; each has one answer. */
export interface TraceRequest {
  readonly name: TraceName;
  readonly settings: unknown;
}
export type TraceReply = { readonly result: unknown } | { readonly message: string };

addEventListener("message", ({ data: { name, settings } }: MessageEvent<TraceRequest>) => {
  let reply: TraceReply;
  try {
    reply = { result: traces[name](settings as never) };
  } catch (error) {
    reply = { message: error instanceof Error ? error.message : String(error) };
  }
  postMessage(reply);
});
