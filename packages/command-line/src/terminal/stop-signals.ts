import { say } from "./print.js";

/** Signals that ask a program to end, with the exit status that shells give them: 128 and their number. */
const statuses = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type StopSignal = keyof typeof statuses;

/** Signals turned into an abort, until it is disposed of. */
export interface StopSignals {
  /** Aborted by the first of them. */
  readonly signal: AbortSignal;
  /** The exit status of what came; undefined while nothing has. */
  readonly status: number | undefined;
  /** Takes the handlers away again. */
  dispose(): void;
}

/** Listens for Ctrl-C, SIGTERM and SIGHUP: the first one aborts, so that what there is can be saved; the next ends the process. */
export function stopSignals(): StopSignals {
  const controller = new AbortController();
  let status: number | undefined;
  const stop = (name: StopSignal): void => {
    if (status !== undefined) process.exit(statuses[name]);
    status = statuses[name];
    say(`\nStopping${name === "SIGINT" ? " (Ctrl-C again to quit at once)" : `, by ${name}`}`);
    controller.abort(new Error(`interrupted by ${name}`));
  };
  const names = Object.keys(statuses) as StopSignal[];
  for (const name of names) process.on(name, stop);
  return {
    signal: controller.signal,
    get status() {
      return status;
    },
    dispose() {
      for (const name of names) process.off(name, stop);
    },
  };
}
