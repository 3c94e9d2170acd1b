import { byteSamples, type SampleSource } from "@elbowjs/samples";
import { describe, expect, it } from "vitest";
import { KMeansNetwork } from "../../src/index.js";
import { byteBlobs } from "../blobs.js";

const [n, d, k] = [300, 20, 5];
const bytes = byteBlobs(n, k, d, 5);
const samples = byteSamples({ ...bytes, shape: [d] });
const source: SampleSource = {
  ...{ size: n, shape: [d], features: d, kind: "bytes" as const },
  read: async (start, end) => samples.subset(Int32Array.from({ length: end - start }, (_, i) => start + i)),
};
const init = Float32Array.from(bytes.pixels.subarray(0, k * d), (u) => u / 255);

async function trained(
  data: Parameters<KMeansNetwork["fit"]>[0],
  options: Parameters<KMeansNetwork["fit"]>[1],
): Promise<{ centers: Float32Array; losses: number[] }> {
  using net = new KMeansNetwork({ k, features: d });
  await net.init(init);
  const { epochs } = await net.fit(data, { batchSize: 20, ...options });
  return { centers: await net.readCenters(), losses: epochs.map(({ loss }) => loss) };
}

describe("KMeansNetwork.fit on a source", () => {
  it("takes the same steps as in memory where the order is the same, in windows of any size", async () => {
    const inMemory = await trained(bytes, { epochs: 2, shuffle: false });
    for (const window of [20, 100, 1000])
      expect(await trained(source, { epochs: 2, shuffle: false, passes: { window } })).toEqual(inMemory);
    const exact = { epochs: 2, seed: 3, passes: { window: 60, shuffle: "exact" as const } };
    expect(await trained(source, exact)).toEqual(await trained(bytes, { epochs: 2, seed: 3 }));
  });

  it("learns from an order that is random by blocks, the same for a seed", async () => {
    const options = { epochs: 3, seed: 1, passes: { window: 100, block: 10 } };
    const one = await trained(source, options);
    expect(await trained(source, options)).toEqual(one);
    expect(one.losses[2]).toBeLessThan(one.losses[0]!);
    expect((await trained(source, { ...options, seed: 2 })).centers).not.toEqual(one.centers);
  });

  it("goes on from a checkpoint to the same bits, and tells other data by their ends", async () => {
    const whole = await trained(source, { epochs: 3, passes: { window: 100 } });
    let checkpoint: Uint8Array | undefined;
    await trained(source, {
      ...{ epochs: 3, passes: { window: 100 } },
      onEpoch: async ({ epoch }, save) => {
        if (epoch === 2) checkpoint = await save();
      },
    });
    const resume = checkpoint!;
    expect(await trained(source, { epochs: 3, passes: { window: 100 }, resume })).toEqual(whole);
    const other = byteSamples({ ...byteBlobs(n, k, d, 6), shape: [d] });
    const others = {
      ...source,
      read: async (a: number, b: number) => other.subset(Array.from({ length: b - a }, (_, i) => a + i)),
    };
    await expect(trained(others, { epochs: 3, passes: { window: 100 }, resume })).rejects.toThrow("data");
    await expect(trained(source, { epochs: 3, passes: { window: 20 }, resume })).rejects.toThrow("passes");
  });

  it("refuses what needs the samples in memory, and sources that do not fit", async () => {
    await expect(trained(source, { revive: true })).rejects.toThrow("expected neither weights nor revive");
    await expect(trained(source, { weights: new Float32Array(n) })).rejects.toThrow("neither weights");
    await expect(trained(bytes, { passes: { window: 20 } })).rejects.toThrow(
      "expected no passes for data in memory",
    );
    await expect(trained({ ...source, features: 3 }, {})).rejects.toThrow("got a source of 3");
    await expect(trained(source, { passes: { windows: 1 } as never })).rejects.toThrow("did you mean window");
  });
});
