import { afterEach, expect, it, vi } from "vitest";
import { stopSignals } from "../src/terminal/stop-signals.js";

afterEach(() => vi.restoreAllMocks());

it("stopSignals() aborts by the first signal, and has its exit status", () => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const stop = stopSignals();
  expect([stop.signal.aborted, stop.status]).toEqual([false, undefined]);
  process.emit("SIGHUP", "SIGHUP");
  expect([stop.signal.aborted, stop.status, (stop.signal.reason as Error).message]).toEqual([
    true,
    129,
    "interrupted by SIGHUP",
  ]);
  stop.dispose();
});

it("dispose() takes the handlers away", () => {
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const before = names.map((name) => process.listenerCount(name));
  const stop = stopSignals();
  expect(names.map((name) => process.listenerCount(name))).toEqual(before.map((n) => n + 1));
  stop.dispose();
  expect(names.map((name) => process.listenerCount(name))).toEqual(before);
});
