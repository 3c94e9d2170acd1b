import { byteSamples, floatSamples, type SampleSource, type Samples } from "@elbowjs/samples";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import { type LloydCheckpoint, lloyd, lloydInPasses } from "../../src/index.js";
import { blobs, byteBlobs } from "../blobs.js";

const [n, d, k] = [300, 20, 7];
const bytes = byteBlobs(n, 9, d, 5);
const init = Float32Array.from(bytes.pixels.subarray(0, k * d), (u) => u / 255);

/** A source that counts what is held of it. */
function counted(samples: Samples): SampleSource & { largest: number } {
  const { size, shape, features, kind } = samples;
  return {
    ...{ size, shape, features, kind, largest: 0 },
    async read(start, end) {
      this.largest = Math.max(this.largest, end - start);
      return samples.subset(Int32Array.from({ length: end - start }, (_, i) => start + i));
    },
  };
}

describe("lloydInPasses", () => {
  it("ends at lloyd's centres to the bit, for bytes in pieces of any size", async () => {
    const wanted = await lloyd(bytes, { k, init });
    for (const rows of [1, 7, 64, 300]) {
      const source = counted(byteSamples({ ...bytes, shape: [d] }));
      const found = await lloydInPasses(source, { k, init, blockBytes: rows * d });
      expect(source.largest).toBe(rows);
      expect(found.centers).toEqual(wanted.centers);
      expect([found.iterations, found.converged, found.usedClusters]).toEqual([wanted.iterations, true, k]);
      expectClose([found.inertia], [wanted.inertia], { atol: n * 2 ** -21 }); // each distance is rounded
      expect(found.counts.reduce((a, b) => a + b)).toBe(n);
    }
  });

  it("comes as near to lloyd's for floats as float64 sums are", async () => {
    const { data, shape } = blobs(200, 4, 5, 2);
    const start = data.slice(0, 4 * 5) as Float32Array;
    const wanted = await lloyd({ data, shape }, { k: 4, init: start });
    const found = await lloydInPasses({ data, shape }, { k: 4, init: start, blockBytes: 400 });
    expectClose(found.centers, wanted.centers, { rtol: 1e-6, atol: 1e-6 });
  });

  it("goes on from a checkpoint to the same bits, and can be stopped between passes", async () => {
    const whole = await lloydInPasses(bytes, { k, init });
    const stop = new AbortController();
    let kept: LloydCheckpoint | undefined;
    const broken = lloydInPasses(bytes, {
      ...{ k, init, signal: stop.signal },
      onIteration: ({ iteration }, checkpoint) => {
        kept = checkpoint;
        if (iteration === 2) stop.abort();
      },
    });
    await expect(broken).rejects.toThrow("aborted");
    expect(kept?.iteration).toBe(2);
    expect(await lloydInPasses(bytes, { k, resume: kept! })).toEqual(whole);
  });

  it("draws its own start, the same for any cut", async () => {
    const [a, b] = await Promise.all(
      [40, 300].map((rows) => lloydInPasses(bytes, { k, seed: 3, blockBytes: rows * d })),
    );
    expect(a).toEqual(b);
  });

  it("refuses what cannot be, and passes on what the source throws", async () => {
    await expect(lloydInPasses(bytes, { k: 301 })).rejects.toThrow(
      "lloydInPasses: expected k ≤ 300 samples, got 301",
    );
    await expect(lloydInPasses(bytes, { k, init: new Float32Array(3) })).rejects.toThrow(
      "lloydInPasses: expected 7×20",
    );
    await expect(
      lloydInPasses(bytes, { k, resume: { iteration: 1, centers: new Float64Array(3) } }),
    ).rejects.toThrow("lloydInPasses, resume: expected 7×20 centres");
    await expect(lloydInPasses(bytes, { k, blockByte: 1 } as never)).rejects.toThrow(
      "did you mean blockBytes",
    );
    const samples = byteSamples({ ...bytes, shape: [d] });
    const gone = { ...counted(samples), read: () => Promise.reject(new Error("shard-03 is gone")) };
    await expect(lloydInPasses(gone, { k, init })).rejects.toThrow("shard-03 is gone");
    const short = {
      ...counted(samples),
      read: async () => floatSamples({ data: new Float32Array(d), shape: [d] }),
    };
    await expect(lloydInPasses(short, { k, init })).rejects.toThrow(
      "SampleSource.read: expected 300 samples",
    );
  });
});
