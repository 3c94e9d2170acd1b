import { onScopeDispose, type ShallowRef, shallowRef, watch } from "vue";
import type { TraceName, TraceReply, TraceRequest, TraceResult, TraceSettings } from "./classic-worker.js";

/** What a worker computes from settings, again whenever they change; the last good result stays until the next. */
export function useTrace<N extends TraceName>(
  name: N,
  settings: () => TraceSettings<N>,
): { result: ShallowRef<TraceResult<N> | undefined>; failure: ShallowRef<string> } {
  const result = shallowRef<TraceResult<N>>();
  const failure = shallowRef("");
  const worker = new Worker(new URL("./classic-worker.ts", import.meta.url), { type: "module" });
  let busy = false;
  /** Settings that came while the worker was busy: only the latest are computed. */
  let waiting = false;
  const ask = (): void => {
    waiting = busy;
    if (busy) return;
    busy = true;
    const request: TraceRequest = { name, settings: settings() };
    worker.postMessage(request);
  };
  worker.addEventListener("message", ({ data }: MessageEvent<TraceReply>) => {
    busy = false;
    failure.value = "message" in data ? data.message : "";
    if ("result" in data) result.value = data.result as TraceResult<N>;
    if (waiting) ask();
  });
  watch(settings, ask, { immediate: true, deep: true });
  onScopeDispose(() => worker.terminate());
  return { result, failure };
}
