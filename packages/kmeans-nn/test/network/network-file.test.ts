import { readSafetensors, writeSafetensors } from "@elbowjs/safetensors";
import { expect, it } from "vitest";
import { KMeansNetwork } from "../../src/index.js";
import { refuses } from "../refuses.js";

const centers = Float32Array.of(0.1, -2, 3.5, 1e-8);

async function network(): Promise<KMeansNetwork> {
  const net = new KMeansNetwork({
    k: 2,
    features: 2,
    temperature: 7,
    reduction: "batch",
    update: "normalized",
  });
  await net.init(centers);
  return net;
}

it("toSafetensors() and fromSafetensors(bytes) give back the same network, bit for bit", async () => {
  const net = await network();
  const bytes = await net.toSafetensors();
  const { tensors, metadata } = readSafetensors(bytes);
  expect(tensors.get("centers")).toEqual({ shape: [2, 2], values: centers });
  expect(metadata).toMatchObject({ model: "kmeans-network", version: "1" });
  const copy = await KMeansNetwork.fromSafetensors(bytes);
  expect(copy.toJSON()).toEqual(net.toJSON());
  expect(await copy.toSafetensors()).toEqual(bytes);
  const bare = new KMeansNetwork({ k: 2, features: 3 });
  const again = await KMeansNetwork.fromSafetensors(await bare.toSafetensors());
  expect(again.toJSON()).toEqual(bare.toJSON());
  net.dispose();
});

it("toSafetensors({ dtype: 'F16' }) keeps eleven bits", async () => {
  const net = await network();
  const half = await KMeansNetwork.fromSafetensors(await net.toSafetensors({ dtype: "F16" }));
  const got = await half.readCenters();
  centers.forEach((value, i) => {
    expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(2 ** -11 * Math.abs(value) + 2 ** -25);
  });
  await refuses(
    () => net.toSafetensors({ type: "F16" } as object),
    TypeError,
    "KMeansNetwork.toSafetensors: expected the options dtype, got type; did you mean dtype?",
  );
  net.dispose();
});

it("fromSafetensors(bytes) refuses files of others, of later versions and that do not fit", async () => {
  const net = await network();
  const { tensors, metadata } = readSafetensors(await net.toSafetensors());
  const caller = "KMeansNetwork.fromSafetensors";
  const read =
    (change: object, values = tensors) =>
    () =>
      KMeansNetwork.fromSafetensors(writeSafetensors(values, { metadata: { ...metadata, ...change } }));
  await refuses(
    () => KMeansNetwork.fromSafetensors(writeSafetensors(tensors)),
    RangeError,
    `${caller}: expected a file of a kmeans-network, got one without a model's name and options`,
  );
  await refuses(
    read({ model: "gaussian-vae" }),
    RangeError,
    `${caller}: expected a file of a kmeans-network, got one of a gaussian-vae`,
  );
  await refuses(
    read({ version: "2" }),
    RangeError,
    `${caller}: expected version 1 of the file, got 2; update @elbowjs/kmeans-nn`,
  );
  await refuses(read({ options: "{" }), RangeError, `${caller}: expected options in JSON, got "{"`);
  await refuses(
    read({ options: '{"k":1e9,"features":1e9,"temperature":20}' }),
    RangeError,
    `${caller}: expected centers of shape [1000000000, 1000000000], got [2, 2]`,
  );
  await refuses(
    read({}, new Map([["centers", { shape: [4], values: centers }]])),
    RangeError,
    `${caller}: expected centers of shape [2, 2], got [4]`,
  );
  await refuses(
    read({}, new Map([["centers", { shape: [2, 2], values: Float32Array.of(1, 2, Number.NaN, 4) }]])),
    RangeError,
    `${caller}: expected centres to be finite, got NaN at [2]`,
  );
  net.dispose();
});
