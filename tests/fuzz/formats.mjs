import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { encode } from "fast-png";

/** IDX bytes of uint8: a header, and each value its place. */
function idx(...dimensions) {
  const size = dimensions.reduce((product, dimension) => product * dimension);
  const bytes = new Uint8Array(4 + 4 * dimensions.length + size).map((_, i) => i % 10);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x800 + dimensions.length);
  dimensions.forEach((dimension, i) => {
    view.setUint32(4 + 4 * i, dimension);
  });
  return bytes;
}

/** NPY bytes of format 1.0: 3 × 4 numbers of float32. */
function npy() {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }".padEnd(117);
  const text = new TextEncoder().encode(`\x93NUMPY\x01\x00v\x00${header}\n`);
  const start = Uint8Array.from([0x93, ...text.slice(2)]);
  return Uint8Array.from([
    ...start,
    ...new Uint8Array(Float32Array.from({ length: 12 }, (_, i) => i / 12).buffer),
  ]);
}

const samples = { data: Float32Array.from({ length: 8 }, (_, i) => (i % 5) / 5), shape: [4, 2] };

/** The formats of single packages: valid bytes, and what reads them. */
const own = {
  safetensors: ({ readSafetensors, writeSafetensors }) => {
    const tensors = new Map([
      ["weight", { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }],
      ["bias", { shape: [3], values: Float32Array.of(0, 0.5, -1) }],
    ]);
    return [
      {
        name: "safetensors F32",
        bytes: writeSafetensors(tensors, { metadata: { model: "a" } }),
        read: readSafetensors,
      },
      { name: "safetensors F16", bytes: writeSafetensors(tensors, { dtype: "F16" }), read: readSafetensors },
    ];
  },
  "mnist-data": ({ openIdx, streamIdx }) => [
    { name: "IDX images", bytes: idx(6, 4, 4), read: (images) => openIdx({ images, labels: idx(6) }) },
    { name: "IDX labels", bytes: idx(6), read: (labels) => openIdx({ images: idx(6, 4, 4), labels }) },
    {
      name: "IDX in gzip",
      bytes: gzipSync(idx(6, 4, 4)),
      read: (images) => openIdx({ images, labels: idx(6) }),
    },
    {
      name: "IDX streamed",
      bytes: gzipSync(idx(6, 4, 4)),
      read: (images) => streamIdx({ images, labels: idx(6) }),
    },
  ],
  "verified-files": ({ gunzip }) => [
    { name: "gzip", bytes: gzipSync(idx(9, 4)), read: (bytes) => gunzip(bytes, { size: 1000, name: "a" }) },
  ],
  "command-line": ({ parseNpy, openData }) => [
    { name: "NPY", bytes: npy(), read: (bytes) => parseNpy(bytes, "a.npy") },
    {
      name: "PNG in a folder",
      bytes: encode({
        width: 4,
        height: 4,
        channels: 1,
        depth: 8,
        data: new Uint8Array(16).map((_, i) => i * 16),
      }),
      read: async (bytes) => {
        for (const [digit, name] of ["0", "1"].entries()) {
          mkdirSync(`png/${digit}`, { recursive: true });
          writeFileSync(`png/${digit}/${name}.png`, bytes);
        }
        return openData("png");
      },
    },
  ],
  "kmeans-nn": async ({ KMeansNetwork }) => {
    const fit = async (resume) => {
      const network = new KMeansNetwork({ k: 2, features: 2 });
      await network.init("uniform");
      let bytes = resume;
      const onEpoch = async (_, checkpoint) => {
        bytes ??= await checkpoint();
      };
      await network.fit(samples, {
        epochs: resume === undefined ? 1 : 2,
        onEpoch,
        ...(resume && { resume }),
      });
      network.dispose();
      return bytes;
    };
    return [{ name: "checkpoint of KMeansNetwork", bytes: await fit(), read: fit }];
  },
  "gaussian-vae/aggregate-posterior": ({ readMixture, writeMixture }) => [
    {
      name: "mixture",
      bytes: writeMixture([
        { weight: 0.5, mean: Float64Array.of(0, 1), lower: Float64Array.of(1, 0, 0, 1) },
        { weight: 0.5, mean: Float64Array.of(2, 1), lower: Float64Array.of(1, 0, 0.5, 1) },
      ]),
      read: readMixture,
    },
  ],
};

/** Every format of a package: its own, and of each class that writes and reads itself, which so joins by being there. */
export async function formats(packageName, entries) {
  const found = [];
  for (const { name, exports } of entries) {
    if (own[name]) found.push(...(await own[name](exports)));
    for (const [className, kind] of Object.entries(exports)) {
      if (typeof kind !== "function") continue;
      if (kind.prototype?.toSafetensors && kind.fromSafetensors) {
        const model = await instance(kind);
        if (model)
          found.push({
            name: `safetensors of ${className}`,
            bytes: await model.toSafetensors(),
            read: (bytes) => kind.fromSafetensors(bytes),
          });
      }
      if (kind.prototype?.toJSON && kind.fromJSON) {
        const model = await instance(kind);
        if (model)
          found.push({
            name: `JSON of ${className}`,
            bytes: new TextEncoder().encode(JSON.stringify(model)),
            read: (bytes) => kind.fromJSON(parsed(bytes)),
          });
      }
    }
  }
  return found.map((format) => ({ ...format, name: `${packageName}: ${format.name}` }));
}

function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined; // not this package's to refuse
  }
}

/** A small model, made in the ways that classes here are made. */
async function instance(kind) {
  const ways = [
    () => kind.create({}),
    () => new kind({ k: 2, features: 2 }),
    () => kind.of(["ab", "ba"]),
    () => new kind({}),
  ];
  for (const way of ways)
    try {
      const made = await way();
      await made.init?.("uniform");
      return made;
    } catch {}
  return undefined;
}
