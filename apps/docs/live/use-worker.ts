import { onScopeDispose } from "vue";

/** What a worker reports when it has failed, also where it could not say so itself. */
export interface WorkerFailure {
  readonly type: "failed";
  readonly message: string;
}

/** A worker's other end. */
export interface WorkerLine<Request> {
  send(request: Request): void;
  /** Ends the worker and what it is doing; the next request starts another. */
  stop(): void;
}

/**
 * A worker that starts with the first request and ends with the component.
 *
 * @param open makes it; `new Worker(new URL(…))` has to stand where the bundler sees it.
 */
export function useWorker<Request, Report>(
  open: () => Worker,
  receive: (report: Report | WorkerFailure) => void,
): WorkerLine<Request> {
  let worker: Worker | undefined;
  const stop = (): void => {
    worker?.terminate();
    worker = undefined;
  };
  onScopeDispose(stop);
  return {
    stop,
    send(request) {
      if (worker === undefined) {
        worker = open();
        worker.addEventListener("message", ({ data }: MessageEvent<Report>) => receive(data));
        worker.addEventListener("error", ({ message }) => receive({ type: "failed", message }));
      }
      worker.postMessage(request);
    },
  };
}
