import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix, relative } from "node:path";
import { gzipSync } from "node:zlib";
import type { AxeResults } from "axe-core";
import { decode } from "fast-png";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataMirrors } from "../.vitepress/content-security-policy.js";
import { measuringCommand } from "../.vitepress/readme-includes.js";
import { sideBySide } from "../live/results/side-by-side.js";
import { buildTimeout, builtSite, seesSite } from "./built-site.js";
import { hasBrowser, photograph, Site } from "./site.js";
import { siteFolder } from "./site-folder.js";

if (seesSite) beforeAll(builtSite, buildTimeout);

/** Most JavaScript, gzipped, that the front page may load before a visitor starts something. */
const frontPageBudget = 150_000;

const pages = [
  "/",
  "/getting-started.html",
  "/examples/k-means.html",
  "/examples/lloyd-analysis.html",
  "/examples/recurrent-network.html",
  "/examples/transliteration.html",
  "/examples/character-model.html",
  "/examples/graph-attention.html",
  "/examples/autoencoder.html",
  "/examples/gaussian-autoencoder.html",
  "/examples/diffusion.html",
  "/examples/gan.html",
  "/examples/optimiser-race.html",
  "/examples/backpropagation.html",
  "/examples/gradient-descent.html",
  "/examples/hebbian-learning.html",
  "/examples/data.html",
  "/courses/mock-final.html",
  "/courses/lectures.html",
  "/packages/kmeans-nn.html",
  "/packages/lloyd-analysis.html",
  "/api/@elbowjs.kmeans-nn.html",
  "/results.html",
];
const nameOf = (path: string): string => path.replace(/^\/|\.html$/g, "").replaceAll("/", "-") || "front";
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Serious and critical violations, as axe finds them, with the elements they are at. */
function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
    return (await axe.run()).violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  });
}

describe.skipIf(!hasBrowser)("pages in Chromium", () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.open();
  });
  afterAll(async () => site?.close());

  // Together, since a page is mostly waited for; each test then needs its own expect.
  it.concurrent.for(pages)(
    "%s fits 360, 768 and 1440 px, has no serious accessibility violation in light and dark, asks for nothing elsewhere, and logs no error",
    async (path, { expect }) => {
      const { page, conduct } = await site.visit(path, { width: 360 });
      await page.waitForTimeout(1000);
      await page.evaluate(axeSource);
      for (const width of [360, 768, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(150);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect.soft(overflow, `${path} at ${width} px`).toBeLessThanOrEqual(0);
        if (width !== 768) await photograph(page, `${nameOf(path)}-${width}-light`);
      }
      await page.waitForTimeout(600); // the sidebar fades in, and would be measured half transparent
      expect.soft(await violations(page), "light").toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      await page.waitForTimeout(400);
      expect.soft(await violations(page), "dark").toEqual([]);
      await photograph(page, `${nameOf(path)}-1440-dark`);
      expect(conduct).toEqual({ problems: [], foreign: [] });
      await page.context().close();
    },
  );

  it("every other page fits 360 px and logs no error", async () => {
    const others = readdirSync(siteFolder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".html") && file !== "404.html" && !file.endsWith("index.html"))
      .map((file) => `/${file}`)
      .filter((path) => !pages.includes(path));
    expect(others.length).toBeGreaterThan(5);
    const { page, conduct } = await site.visit("/", { width: 360 });
    for (const path of others) {
      await page.goto(site.url + path);
      await page.waitForLoadState("networkidle");
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(overflow, path).toBeLessThanOrEqual(0);
    }
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it(`the front page loads less than ${frontPageBudget / 1000} kB of gzipped JavaScript before anything is started`, async () => {
    const weights = new Map<string, { files: number; bytes: number }>();
    for (const path of pages) {
      const { page } = await site.visit(path);
      await page.waitForLoadState("networkidle");
      const scripts = await page.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .map(({ name }) => new URL(name).pathname)
          .filter((path) => path.endsWith(".js")),
      );
      const files = [...new Set(scripts)];
      const bytes = files.reduce(
        (sum, file) => sum + gzipSync(readFileSync(join(siteFolder, file))).length,
        0,
      );
      weights.set(path, { files: files.length, bytes });
      await page.context().close();
    }
    for (const [path, { files, bytes }] of weights)
      console.info(`${path}: ${(bytes / 1000).toFixed(1)} kB of JavaScript in ${files} files, gzipped`);
    const front = weights.get("/")!;
    expect(front.files).toBeGreaterThan(0);
    expect(front.bytes).toBeLessThan(frontPageBudget);
  });
});

describe.runIf(seesSite)("the built site", () => {
  it("the pages of results name every command by which a README's numbers are made", () => {
    const words = [...html]
      .filter(([file]) => file.startsWith("/results"))
      .map(([, text]) => text)
      .join(" ")
      .replace(/<[^>]*>/g, "")
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">");
    const packages = new URL("../../../packages/", import.meta.url);
    const commands = readdirSync(packages).flatMap((name) => {
      const results = new URL(`${name}/results/README.md`, packages);
      const readme = readFileSync(new URL(`${name}/README.md`, packages), "utf8");
      const said = existsSync(results) ? readme + readFileSync(results, "utf8") : readme;
      return [...said.matchAll(/`([^`\n]*)`/g)]
        .map(([, code = ""]) => code)
        .filter((code) => measuringCommand.test(code));
    });
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter((command) => !words.includes(command))).toEqual([]);
  });

  it("every time in the charts of results is told by the README that it names", () => {
    for (const { work, bars, readme, says } of sideBySide) {
      const text = readFileSync(new URL(`../../../${readme}/README.md`, import.meta.url), "utf8");
      expect.soft(text, work).toContain(says);
      for (const { ms } of bars) expect.soft(says, work).toContain(ms.toLocaleString("en"));
    }
  });

  it("its policy allows every mirror of the datasets that a page served over https may ask, and nothing else", async () => {
    const built = join(dirname(createRequire(import.meta.url).resolve("@elbowjs/mnist-data")), "catalog.js");
    const { catalog } = (await import(built)) as {
      catalog: Record<string, { trainImages: { urls: string[] } }>;
    };
    const urls = Object.values(catalog).flatMap(({ trainImages }) => trainImages.urls);
    const folders = urls.map((url) => url.slice(0, url.lastIndexOf("/") + 1));
    expect([...dataMirrors].sort()).toEqual(folders.sort());
  });

  let files: Set<string>;
  let html: Map<string, string>;
  beforeAll(async () => {
    const all = readdirSync(siteFolder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    files = new Set(all.map((entry) => `/${relative(siteFolder, join(entry.parentPath, entry.name))}`));
    html = new Map(
      [...files]
        .filter((file) => file.endsWith(".html"))
        .map((file) => [file, readFileSync(join(siteFolder, file), "utf8")]),
    );
  });

  it("every page has a title and a description of its own, and a picture, for link previews", () => {
    const seen = new Map<string, string>();
    for (const [file, text] of html) {
      if (file === "/404.html" || file.startsWith("/api/")) continue;
      const title = /<meta property="og:title" content="([^"]+)"/.exec(text)?.[1];
      const description = /<meta name="description" content="([^"]+)"/.exec(text)?.[1] ?? "";
      expect.soft(title, file).toBeTruthy();
      expect.soft(description.length, file).toBeGreaterThan(30);
      expect.soft(seen.get(description), `${file} and`).toBe(undefined);
      seen.set(description, file);
      const picture = /<meta property="og:image" content="([^"]+)"/.exec(text)?.[1] ?? "";
      expect.soft(files, `${file}: ${picture}`).toContain(posix.resolve(posix.dirname(file), picture));
    }
    const card = decode(readFileSync(join(siteFolder, "pictures/centres.png")));
    expect([card.width, card.height]).toEqual([1200, 630]);
  });

  it("every internal link leads to a page, and every anchor to a heading", () => {
    const broken: string[] = [];
    for (const [file, text] of html)
      for (const [, address = ""] of text.matchAll(/<a [^>]*?href="([^"]+)"/g)) {
        if (/^[a-z]+:/.test(address)) continue;
        const [place = "", anchor] = decodeURI(address.replaceAll("&amp;", "&")).split("#");
        const [path = ""] = place.split("?");
        const target = path === "" ? file : posix.resolve(posix.dirname(file), path);
        const found = [target, `${target}.html`, posix.join(target, "index.html")].find((name) =>
          files.has(name),
        );
        const exists = found !== undefined && (!anchor || html.get(found)?.includes(`id="${anchor}"`));
        if (!exists) broken.push(`${file}: ${address}`);
      }
    expect(broken).toEqual([]);
  });

  it.skipIf(!hasBrowser)(
    "every page forbids eval, inline scripts it does not know, and other origins' scripts",
    () => {
      for (const [file, text] of html) {
        const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1] ?? "";
        const scripts = /script-src ([^;]+)/.exec(policy)?.[1] ?? "";
        expect(scripts, file).toContain("'self' 'wasm-unsafe-eval'");
        expect(scripts, file).not.toMatch(/'unsafe-(eval|inline)'|https?:/);
        expect(policy, file).toContain("default-src 'none'");
      }
    },
  );
});
