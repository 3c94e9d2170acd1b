import { describe, expect, it } from "vitest";
import { breather } from "../src/index.js";

const busy = (milliseconds: number): void => {
  const start = performance.now();
  while (performance.now() - start < milliseconds);
};

describe("breather", () => {
  it("breather() rests only when its time has come, and lets other tasks run then", async () => {
    let others = 0;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => others++;
    const breathe = breather({ milliseconds: 20 });
    port2.postMessage(undefined);
    expect(breathe()).toBeUndefined();
    await breathe();
    expect(others).toBe(0);
    busy(25);
    await breathe();
    port1.close();
    expect(others).toBe(1);
    expect(breathe(), "its time starts anew after a rest").toBeUndefined();
  });

  it("breather({ milliseconds: 0 }) rests at every call", () => {
    expect(breather({ milliseconds: 0 })()).toBeInstanceOf(Promise);
  });

  it("breather({ signal }) throws the signal's reason: at once, at the next call, and after a rest", async () => {
    const reason = new Error("enough");
    expect(() => breather({ signal: AbortSignal.abort(reason) })).toThrow(reason);
    const before = new AbortController();
    const breathe = breather({ signal: before.signal });
    before.abort(reason);
    expect(() => breathe()).toThrow(reason);
    const during = new AbortController();
    const rest = breather({ milliseconds: 0, signal: during.signal })();
    during.abort(reason);
    await expect(rest).rejects.toBe(reason);
  });

  it("breather({ milliseconds }) refuses what is no time", () => {
    for (const milliseconds of [-1, Number.NaN])
      expect(() => breather({ milliseconds })).toThrow(
        new RangeError(`breather: expected milliseconds ≥ 0, got ${milliseconds}`),
      );
  });
});
