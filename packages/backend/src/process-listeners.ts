const events = ["uncaughtException", "unhandledRejection"] as const;

type Listener = (...values: never[]) => unknown;

/** `function(ex){if(!(ex instanceof ExitStatus)){throw ex}}` and `function(reason){throw reason}`, by whatever names. */
const rethrows =
  /^function\s*\((\w+)\)\s*\{\s*(if\s*\(!\(\1 instanceof [\w$]+\)\)\s*\{\s*throw \1;?\s*\}|throw \1;?)\s*\}$/;

/**
 * Notes the listeners of a Node process, to take away those that tfjs's WASM program adds when it starts: they throw whatever
 * goes uncaught anywhere in the program again, past the program's own listeners, and so end a server that would have lived.
 *
 * @returns what takes them away; in a browser it does nothing.
 * @see https://github.com/emscripten-core/emscripten/issues/16071
 */
export function noteListeners(): () => void {
  if (typeof process === "undefined" || typeof process.listeners !== "function") return () => undefined;
  const before = events.map(
    (event) => new Set(process.listeners(event as "uncaughtException") as Listener[]),
  );
  return () => {
    for (const [i, event] of events.entries())
      for (const listener of process.listeners(event as "uncaughtException") as Listener[])
        if (!before[i]!.has(listener) && rethrows.test(String(listener)))
          process.removeListener(event, listener as () => void);
  };
}
