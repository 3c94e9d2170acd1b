import { spawnSync } from "node:child_process";
import { expectPromised, reporting } from "@elbowjs/test-kit/readme-example";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leave, type Project, packageNames, project, readmeOf } from "./stranger.js";

afterAll(leave);

describe("a stranger adds every package at once, from its tarball", () => {
  let together: Project;
  beforeAll(() => {
    together = project("all-packages", [...new Set(packageNames.flatMap((name) => readmeOf(name).packages))]);
  }, 300_000);

  it("has them all", () => {
    expect(together.installed).toEqual([...packageNames].sort());
  });

  it.each(packageNames)("runs the first example of @elbowjs/%s's README as a plain Node script", (name) => {
    const example = readmeOf(name);
    const report = "process.stdout.write(JSON.stringify(lines)); process.exit(0)";
    const script = together.write(`${name}.mjs`, reporting(example.code, report));
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
      cwd: together.folder,
      encoding: "utf8",
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expectPromised(JSON.parse(stdout) as string[], example);
  });
});
