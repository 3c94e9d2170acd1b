import { useBackend } from "@elbowjs/backend";
import { tensor1d } from "@tensorflow/tfjs-core";
import { beforeAll, it } from "vitest";
import { KMeansNetwork, type KMeansNetworkJSON } from "../../src/index.js";
import { refuses } from "../refuses.js";

const data = { data: Float32Array.of(0, 1, 2, 3, 4, 5), shape: [3, 2] };

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

async function network(): Promise<KMeansNetwork> {
  const net = new KMeansNetwork({ k: 2, features: 2 });
  await net.init("samples", data);
  return net;
}

it("KMeansNetwork refuses options outside their interval", async () => {
  await refuses(
    () => new KMeansNetwork({ k: 0, features: 2 }),
    RangeError,
    "KMeansNetwork: expected k to be an integer ≥ 1, got 0",
  );
  await refuses(
    () => new KMeansNetwork({ k: 2, features: 1.5 }),
    RangeError,
    "KMeansNetwork: expected features to be an integer ≥ 1, got 1.5",
  );
  await refuses(
    () => new KMeansNetwork({ k: 2, features: 2, temperature: Number.NaN }),
    RangeError,
    "KMeansNetwork: expected temperature > 0, got NaN",
  );
  await refuses(
    () => new KMeansNetwork({ k: 2, features: 2, reduction: "sum" as "mean" }),
    RangeError,
    "KMeansNetwork: expected reduction to be one of 'mean', 'batch', got \"sum\"",
  );
});

it("init refuses what cannot be drawn", async () => {
  const net = new KMeansNetwork({ k: 4, features: 2 });
  await refuses(
    () => net.init("samples"),
    TypeError,
    "KMeansNetwork.init: expected data to draw 'samples' centres from, got none",
  );
  await refuses(
    () => net.init("k-means++", data),
    RangeError,
    "KMeansNetwork.init: expected at least k = 4 samples for 'k-means++', got 3",
  );
  await refuses(
    () => net.init("random" as "samples", data),
    RangeError,
    "KMeansNetwork.init: expected from to be one of 'digit-images', 'uniform', 'samples', 'k-means++', got \"random\"",
  );
  await refuses(
    () => net.init(new Float32Array(7)),
    RangeError,
    "KMeansNetwork.init: expected 4×2 = 8 centre values, got 7",
  );
  await refuses(
    () => net.init(new Float32Array(8).fill(Number.NaN)),
    RangeError,
    "KMeansNetwork.init: expected centres to be finite, got NaN at [0]",
  );
  const two = new KMeansNetwork({ k: 2, features: 2 });
  await refuses(
    () => two.init("digit-images", data),
    RangeError,
    "KMeansNetwork.init: expected data with labels for 'digit-images', got none; use 'samples'",
  );
  await refuses(
    () => two.init("digit-images", { ...data, labels: [0, 1, 2] }),
    RangeError,
    "KMeansNetwork.init: expected as many classes as centres (k = 2) for 'digit-images', got 3 classes",
  );
  await refuses(
    () => two.init("samples", { ...data, labels: [0, 1] }),
    RangeError,
    "KMeansNetwork.init: expected one label per sample (3), got 2",
  );
  await refuses(
    () => two.init("samples", data, { seed: -1 }),
    RangeError,
    "KMeansNetwork.init: expected seed to be an integer ≥ 0, got -1",
  );
});

it("forward refuses x of another shape", async () => {
  const net = await network();
  const x = tensor1d([1, 2]);
  await refuses(
    () => net.forward(x),
    RangeError,
    "KMeansNetwork.forward: expected x of shape [n, …] with 2 features, got [2]",
  );
  x.dispose();
  net.dispose();
});

it("fromJSON refuses another format, other kinds and centres of another size", async () => {
  const json = new KMeansNetwork({ k: 2, features: 2 }).toJSON();
  await refuses(
    () => KMeansNetwork.fromJSON({ ...json, temperature: "20" as unknown as number }),
    TypeError,
    'KMeansNetwork.fromJSON: expected temperature to be a number > 0, got "20"',
  );
  await refuses(
    () => KMeansNetwork.fromJSON({ ...json, centers: 5 as unknown as string }),
    TypeError,
    "KMeansNetwork.fromJSON: expected centers to be float32 values in base64, got 5",
  );
  await refuses(
    () => KMeansNetwork.fromJSON({ ...json, centers: "not base64!" }),
    TypeError,
    'KMeansNetwork.fromJSON: expected centers to be float32 values in base64, got "not base64!"',
  );
  await refuses(
    () => KMeansNetwork.fromJSON({ ...json, centers: "AAAAAA==" }),
    RangeError,
    "KMeansNetwork.fromJSON: expected 2×2 = 4 centre values, got 1",
  );
  await refuses(
    () => KMeansNetwork.fromJSON({} as KMeansNetworkJSON),
    TypeError,
    'KMeansNetwork.fromJSON: expected format "elbow-kmeans-network" version 1, got undefined version undefined',
  );
  await refuses(
    () => KMeansNetwork.fromJSON({ ...json, centers: "AAAA" }),
    TypeError,
    "KMeansNetwork.fromJSON: expected centers to be float32 values in base64, got 3 bytes",
  );
});
