import { readFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { seriesColors } from "@elbowjs/figures";
import { KMeansNetwork } from "@elbowjs/kmeans-nn";
import { alphaFromEta, optimalEta, variance } from "@elbowjs/lloyd-analysis";
import { openDataset } from "@elbowjs/mnist-data";
import { decode } from "fast-png";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digitCount } from "../live/k-means/k-means-settings.js";
import { buildTimeout, builtSite } from "./built-site.js";
import { hasBrowser, photograph, Site } from "./site.js";

if (!hasBrowser) console.warn("NOT RUN: what the site answers; no Chromium found");

const summary = (page: Page, text: RegExp) => page.locator(".live-summary").filter({ hasText: text }).first();
const status = (page: Page) => page.locator(".live-status > span").first();
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** A figure as the visitor saves it. */
async function saved(page: Page, title: string) {
  const [download] = await Promise.all([page.waitForEvent("download"), press(page, `Save ${title} as PNG`)]);
  return decode(readFileSync(await download.path()));
}

/** How many pixels of a picture are within 40 of a colour in each channel. */
function pixelsOf({ data, channels }: ReturnType<typeof decode>, color: string): number {
  const wanted = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  let count = 0;
  for (let i = 0; i < data.length; i += channels)
    if (wanted.every((value, c) => Math.abs(data[i + c]! - value) < 40)) count++;
  return count;
}

/** The longest run of dark pixels one below the other. */
function longestStroke({ data, width, height, channels }: ReturnType<typeof decode>): number {
  let longest = 0;
  for (let x = 0; x < width; x++)
    for (let y = 0, run = 0; y < height; y++) {
      run = data[(y * width + x) * channels]! < 110 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
  return longest;
}

/** Waits for what a page will say, also on a busy machine. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });

describe.skipIf(!hasBrowser)("what the site answers", () => {
  let site: Site;
  beforeAll(async () => {
    await builtSite();
    site = await Site.open();
  }, buildTimeout);
  afterAll(async () => site?.close());

  it("a saved plot has the colours of its lines, its title and its legend", async () => {
    const { page, conduct } = await site.visit("/examples/classic-networks.html?race.t=300");
    await summary(page, /After 300 steps: Momentum/).waitFor({ timeout: 60_000 });
    for (const title of ["Paths", "Objective"]) {
      const picture = await saved(page, title);
      for (const { light } of seriesColors.slice(0, 6))
        expect(pixelsOf(picture, light), `${title} ${light}`).toBeGreaterThan(100);
    }
    const descent = await saved(page, "Descent path");
    expect(pixelsOf(descent, seriesColors[1]!.light)).toBeGreaterThan(100);
    expect(pixelsOf(descent, seriesColors[2]!.light)).toBeGreaterThan(20); // the minimum
    // Brackets are taller than any letter, which are no higher than 40 pixels.
    expect(longestStroke(await saved(page, "Forward"))).toBeGreaterThan(60);
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("the digit on the pad is recognised anew when the centres have moved, and cleared with the pad", async () => {
    const visit = async () => {
      const { page } = await site.visit("/examples/k-means.html?epochs=1");
      await page.waitForSelector("[data-status=ready]");
      return page;
    };
    const train = async (page: Page) => {
      await press(page, "Train");
      await page.waitForSelector("[data-status=done]", { timeout: 60_000 });
      await summary(page, /after 94\./).waitFor();
    };
    const answer = (page: Page) => page.locator(".live-answer > span").first().innerText();

    const page = await visit();
    await press(page, "Take a test image");
    await soon(() => answer(page)).toMatch(/^Nearest is centre \d, at distance [\d.]+/);
    const before = await answer(page);
    await train(page);

    const fresh = await visit();
    await train(fresh);
    await press(fresh, "Take a test image");
    await soon(() => answer(fresh)).toMatch(/most of its images are \ds\.$/);
    await soon(() => answer(page)).toBe(await answer(fresh));
    expect(await answer(page)).not.toBe(before);
    await photograph(page, "k-means-recognised-1440-light");

    const lit = page.locator("li.nearest");
    expect(await lit.count()).toBe(1);
    await press(page, "Clear");
    await soon(() => lit.count()).toBe(0);
    expect(await answer(page)).toMatch(/lights up/);
    await press(fresh, "Reset");
    await fresh.waitForSelector("[data-status=ready]");
    await soon(() => answer(fresh)).toMatch(before.slice(0, 40));
    await page.context().close();
    await fresh.context().close();
  });

  it("every number under “What to try” is what the page gives", { timeout: 400_000 }, async () => {
    const text = readFileSync(new URL("../examples/k-means.md", import.meta.url), "utf8");
    const tries: [query: string, loss: number, words: RegExp][] = [
      ["seed=0", 0.048, /the test loss ends at 0\.048/],
      ["seed=0&learningRate=4.5", 0.055, /ends at 0\.055/],
      ["seed=0&reduction=mean", 0.076, /little happens in ten epochs, 0\.076/],
      ["seed=0&reduction=mean&learningRate=40", 0.049, /it learns, 0\.049/],
      ["seed=0&gradient=soft", 0.065, /onto one centre, 0\.065/],
      ["seed=0&gradient=soft&temperature=1", 0.046, /all ten centres are used.*: 0\.046/],
      ["seed=0&init=uniform", 0.065, /one centre is nearest to every image/],
    ];
    for (const [query, loss, words] of tries) {
      expect(text).toMatch(words);
      if (query !== "seed=0") expect(text).toContain(`/examples/k-means?${query})`);
      const { page } = await site.visit(`/examples/k-means.html?${query}`);
      await page.waitForSelector("[data-status=ready]");
      await press(page, "Train");
      await page.waitForSelector("[data-status=done]", { timeout: 90_000 });
      const said = summary(page, /after 940\./);
      await said.waitFor();
      expect(Number(/it is ([\d.]+) after/.exec(await said.innerText())?.[1]).toFixed(3), query).toBe(
        loss.toFixed(3),
      );
      const collapses = /soft$|uniform/.test(query);
      expect(await page.getByText(/1 of 10 centres take every image/).count(), query).toBe(collapses ? 1 : 0);
      if (query.endsWith("soft")) expect(await page.getByText(/Lower the learning rate/).count()).toBe(1);
      await page.context().close();
    }
  });

  it("a divergence is told in time, with the centres from before it and no other cure", async () => {
    for (const rate of [5, 6]) {
      const { page, conduct } = await site.visit(`/examples/k-means.html?seed=0&learningRate=${rate}`);
      await page.waitForSelector("[data-status=ready]");
      await press(page, "Train");
      await page.waitForSelector("[data-status=diverged]", { timeout: 60_000 });
      const [, step, good] =
        /^Diverged at step (\d+): .* more than ten times the first, 0\.0905\. The centres shown are those of step (\d+)\./
          .exec(await status(page).innerText())!
          .map(Number);
      expect(step).toBeLessThan(30);
      expect(good).toBeLessThan(step!);
      const page_ = await page.locator(".live").innerText();
      expect(page_).not.toMatch(/e\+|Mode collapse|NaN/);
      // Centres that have exploded are black and white only.
      const greys = await page.getByRole("img", { name: "centre 0" }).evaluate((canvas) => {
        const { data } = (canvas as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, 28, 28);
        return new Set(data).size;
      });
      expect(greys).toBeGreaterThan(20);
      expect(conduct.problems).toEqual([]);
      await page.context().close();
    }
  });

  it("the front page shows the centres that its training starts from, and trains another run again", async () => {
    const { train } = await openDataset("digits", { size: digitCount, seed: 0 });
    await useBackend({ prefer: ["cpu"] });
    const network = new KMeansNetwork({ k: 10, features: 784 });
    await network.init("digit-images", train, { seed: 0 });
    const first = await network.readCenters();
    const { page, conduct } = await site.visit("/");
    const greys = () =>
      page
        .getByRole("img", { name: /^(first )?centre \d/ })
        .evaluateAll((canvases) =>
          canvases.flatMap((canvas) =>
            [...(canvas as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, 28, 28).data].filter(
              (_, i) => i % 4 === 0,
            ),
          ),
        );
    const shown = await greys();
    expect(shown.length).toBe(first.length);
    for (const [i, grey] of shown.entries())
      expect(Math.abs(255 - grey - 255 * first[i]!)).toBeLessThan(1.01);
    await press(page, "Train ten centres");
    await page.waitForSelector("[data-status=done]", { timeout: 60_000 });
    const once = await greys();
    await press(page, "Again");
    await page.waitForSelector("[data-status=running]", { timeout: 60_000 });
    await page.waitForSelector("[data-status=done]", { timeout: 60_000 });
    expect(await greys()).not.toEqual(once);
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("Lloyd analysis says why the measured points are not the model's", async () => {
    const results = new URL("../../../bench/lloyd-analysis/results/results.json", import.meta.url);
    const { sets } = JSON.parse(readFileSync(results, "utf8")) as {
      sets: {
        name: string;
        cells: { from: string; rule: string; epochs: number; b: number; eta: number; error: number }[];
      }[];
    };
    const cells = sets
      .find(({ name }) => name === "mnist")!
      .cells.filter(
        ({ from, rule, epochs, b }) => from === "lloyd" && rule === "idealised" && epochs === 1 && b === 64,
      );
    const ratios = cells.map(({ eta, error }) => error / variance(alphaFromEta(eta), { b: 64, a: 1 }));
    const { page } = await site.visit("/examples/lloyd-analysis.html");
    const said = await summary(page, /For batches of 64/).innerText();
    const ends = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => Number(ratio.toPrecision(2)));
    expect(said).toContain(`The dots are ${ends[0]} to ${ends[1]} times the model's variance`);
    expect(said).toContain("the smallest η measured, 0.0057, is best");
    const article = await page.locator("main").innerText();
    expect(article).toContain(
      `the model's best η is still ${optimalEta(64, { a: 0.001, noise: 1 }).toFixed(2)} for`,
    );
    expect(article).not.toContain("says the same");
    await page.context().close();
  });

  it("own images beyond the first thousand are counted, and pages and classes that are not there lead to some that are", async () => {
    const { page } = await site.visit("/examples/data.html?page=99999");
    await summary(page, /Images 5951 to 6000 of 6000/).waitFor();
    expect(await status(page).innerText()).toBe("Opened digits generated from seed 0: 7000 in all.");
    await press(page, "Previous");
    await summary(page, /Images 5901 to 5950 of 6000/).waitFor();
    await page.goto(`${site.url}/examples/data.html?label=200`);
    await summary(page, /Images 1 to 50 of 6000/).waitFor();
    const count = 1234;
    const header = Buffer.alloc(16);
    header.writeUInt32BE(0x803, 0);
    header.writeUInt32BE(count, 4);
    header.writeUInt32BE(3, 8);
    header.writeUInt32BE(3, 12);
    const buffer = Buffer.concat([header, Buffer.alloc(9 * count, 90)]);
    await page
      .getByLabel(/Your own files/)
      .setInputFiles([{ name: "mine", mimeType: "application/octet-stream", buffer }]);
    await soon(() => status(page).innerText()).toBe(
      "Opened mine: 1234 in all, of which the first 1000 are shown.",
    );
    await page.context().close();
  });

  it("no number is too large for a drawing, and none is printed as less than it is", async () => {
    const { page, conduct } = await site.visit(
      "/examples/classic-networks.html?hebbian.rule=hebb&hebbian.learningRate=0.5&race.course=quadratic",
    );
    await summary(page, /After 300 presentations w = \(−?[\d.]+·10/).waitFor({ timeout: 60_000 });
    const race = summary(page, /After 300 steps: /);
    await race.waitFor();
    expect(await race.innerText()).not.toMatch(/ 0\.0[,.]/);
    expect(conduct.problems).toEqual([]);
    await page.goto(`${site.url}/examples/k-means.html`);
    await page.waitForSelector("[data-status=ready]");
    await press(page, "Step");
    await summary(page, /in 1 step; on test images/).waitFor();
    await page.context().close();
  });
});
