import { readFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { seriesColors } from "@elbowjs/figures";
import { KMeansNetwork } from "@elbowjs/kmeans-nn";
import { alphaFromEta, optimalEta, variance } from "@elbowjs/lloyd-analysis";
import { openDataset } from "@elbowjs/mnist-data";
import { decode, encode } from "fast-png";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digitCount } from "../live/k-means/k-means-settings.js";
import { kMeansStory } from "../live/k-means/k-means-story.js";
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

/** The loss on test images where a run has ended. */
async function endOf(page: Page): Promise<string> {
  const said = summary(page, /after 940\./);
  await said.waitFor();
  return Number(/it is ([\d.]+) after/.exec(await said.innerText())?.[1]).toFixed(3);
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
    const { page, conduct } = await site.visit("/examples/optimiser-race.html?race.t=300");
    await summary(page, /After 300 steps: Momentum/).waitFor({ timeout: 60_000 });
    for (const title of ["Paths", "Objective"]) {
      const picture = await saved(page, title);
      for (const { light } of seriesColors.slice(0, 6))
        expect(pixelsOf(picture, light), `${title} ${light}`).toBeGreaterThan(100);
    }
    await page.goto(`${site.url}/examples/gradient-descent.html?descent.t=200`);
    await summary(page, /^Step 200/).waitFor({ timeout: 60_000 });
    const descent = await saved(page, "Descent path");
    expect(pixelsOf(descent, seriesColors[1]!.light)).toBeGreaterThan(100);
    expect(pixelsOf(descent, seriesColors[2]!.light)).toBeGreaterThan(20); // the minimum
    await page.goto(`${site.url}/examples/backpropagation.html`);
    await summary(page, /^Each column is a point/).waitFor({ timeout: 60_000 });
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

    expect(await page.locator("li.nearest").count()).toBe(1);
    await summary(page, /Your drawing goes to centre \d/).waitFor();
    await press(page, "Clear");
    await summary(page, /Test image 1 goes to centre \d/).waitFor();
    expect(await answer(page)).toMatch(/lights up/);
    await press(fresh, "Reset");
    await fresh.waitForSelector("[data-status=ready]");
    await soon(() => answer(fresh)).toMatch(before.slice(0, 40));
    await page.context().close();
    await fresh.context().close();
  });

  it("every number of the story on k-means, and under “More to try”, is what the page gives", {
    timeout: 400_000,
  }, async () => {
    const { page, conduct } = await site.visit("/examples/k-means.html");
    await page.waitForSelector("[data-status=ready]");
    const told: Record<string, string> = {};
    for (const [i, { tries, answer }] of kMeansStory.entries())
      for (const { text, loss, purity } of tries) {
        await press(page, `Step ${i + 1}: ${text}`);
        expect(new URL(page.url()).searchParams.get("step")).toBe(String(i + 1));
        // The run before this one was done as well; one that diverges may do so before it is seen to run.
        await page.waitForSelector("[data-status=running], [data-status=diverged]", { timeout: 60_000 });
        await page.waitForSelector(loss === undefined ? "[data-status=diverged]" : "[data-status=done]", {
          timeout: 90_000,
        });
        if (loss === undefined) continue;
        told[text] = await endOf(page);
        expect(told[text], `${i + 1}: ${text}`).toBe(loss.toFixed(3));
        expect(answer + kMeansStory.map(({ text: said }) => said).join(), text).toContain(loss.toFixed(3));
        if (purity !== undefined) await summary(page, new RegExp(`^Purity ${purity.toFixed(3)}`)).waitFor();
        const collapses = purity === 0.1;
        expect(await page.getByText(/1 of 10 centres take every image/).count(), text).toBe(
          collapses ? 1 : 0,
        );
        if (text.startsWith("Soft, temperature 20"))
          expect(await page.getByText(/Lower the learning rate/).count()).toBe(1);
        if (text === "Train" || text === "Twenty centres") {
          const row = (digit: number) =>
            page.locator(".live-table tbody tr").nth(digit).locator("td").allInnerTexts();
          const [fours, nines] = [(await row(4)).map(Number), (await row(9)).map(Number)];
          const said =
            text === "Train"
              ? [[22, 39]]
              : [
                  [41, 20],
                  [18, 31],
                ];
          for (const [four, nine] of said)
            expect(fours.some((count, j) => count === four && nines[j] === nine)).toBe(true);
        }
      }
    expect(await page.locator(".live-plot path").count()).toBeGreaterThan(3); // earlier runs' curves
    await photograph(page, "k-means-story-1440-light");
    const text = readFileSync(new URL("../examples/k-means.md", import.meta.url), "utf8");
    const tries: [query: string, loss: number, words: RegExp][] = [
      ["seed=0&reduction=mean", 0.076, /little happens in ten epochs, 0\.076/],
      ["seed=0&reduction=mean&learningRate=40", 0.049, /it learns, 0\.049/],
    ];
    for (const [query, loss, words] of tries) {
      expect(text).toMatch(words);
      expect(text).toContain(`/examples/k-means?${query})`);
      await page.goto(`${site.url}/examples/k-means.html?${query}&run=1`); // starts by itself
      await page.waitForSelector("[data-status=done]", { timeout: 90_000 });
      expect(await endOf(page), query).toBe(loss.toFixed(3));
    }
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("k-means goes on for ten more epochs as one run of twenty, and with another η from where it is", async () => {
    const { page } = await site.visit("/examples/k-means.html?seed=0&epochs=1&batchSize=256");
    await page.waitForSelector("[data-status=ready]");
    await press(page, "Train");
    await page.waitForSelector("[data-status=done]", { timeout: 60_000 });
    await press(page, "10 more epochs");
    await page
      .getByText(/^Done: step 264 of 264, 11 of 11 epochs/)
      .first()
      .waitFor({ timeout: 60_000 });
    await summary(page, /after 264\./).waitFor();
    expect(new URL(page.url()).searchParams.get("epochs")).toBe("11");
    const further = await summary(page, /after 264\./).innerText();
    await page.reload();
    await page.waitForSelector("[data-status=ready]");
    await press(page, "Train");
    await summary(page, /after 264\./).waitFor({ timeout: 60_000 });
    expect(await summary(page, /after 264\./).innerText()).toBe(further);
    await press(page, "Reset");
    await page.waitForSelector("[data-status=ready]");
    await press(page, "Step");
    await page
      .getByText(/step 1 of 264/)
      .first()
      .waitFor();
    await page.getByLabel("Learning rate η").fill(String(Math.log(0.1)));
    await page.getByText(/η was changed at step 1, and the run went on/).waitFor();
    await press(page, "Step");
    await page
      .getByText(/step 2 of 264/)
      .first()
      .waitFor();
    await page.context().close();
  });

  it("k-means learns from pictures of the visitor's own, and says where there are too few", async () => {
    const { page, conduct } = await site.visit("/examples/k-means.html?epochs=2&batchSize=8");
    await page.waitForSelector("[data-status=ready]");
    const picture = (i: number) => ({
      name: `${i}.png`,
      mimeType: "image/png",
      buffer: Buffer.from(
        encode({
          width: 40,
          height: 20,
          channels: 1,
          depth: 8,
          data: Uint8Array.from({ length: 800 }, (_, j) => (j % 40 < 3 * i ? 220 : 10)),
        }),
      ),
    });
    const own = page.getByLabel("Your own pictures");
    await own.setInputFiles([1, 2, 3].map(picture));
    await soon(() => status(page).innerText()).toMatch(/10 centres want at least 10 images, and these are 3/);
    await own.setInputFiles(Array.from({ length: 12 }, (_, i) => picture(i)));
    await page.getByText(/Data: 12 images of your own, which stay in this page/).waitFor();
    await press(page, "Train");
    await page.waitForSelector("[data-status=done]", { timeout: 60_000 });
    expect(await page.getByRole("img", { name: /^centre \d+$/ }).count()).toBe(10);
    expect(await page.locator(".live-table").count()).toBe(0);
    await photograph(page, "k-means-own-1440-light");
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("draw a 7, get a 7: the drawing is read, its relatives are too, and the map is decoded under the pointer", async () => {
    const { page, conduct } = await site.visit("/examples/gaussian-autoencoder.html");
    await page.getByRole("img", { name: "draw 9: a 7" }).waitFor();
    const pad = (await page.locator(".live-pad canvas").boundingBox())!;
    const to = (x: number, y: number) =>
      page.mouse.move(pad.x + pad.width * x, pad.y + pad.height * y, { steps: 8 });
    await to(0.25, 0.25);
    await page.mouse.down();
    await to(0.72, 0.25);
    await to(0.45, 0.85);
    await page.mouse.up();
    await soon(() => page.locator(".live-answer > span").first().innerText()).toMatch(
      /^Read as 7, with \d+ %/,
    );
    expect(await page.getByRole("img", { name: /^relative \d: a 7$/ }).count()).toBe(10);
    await press(page, "3");
    await page.getByRole("img", { name: "draw 9: a 3" }).waitFor({ timeout: 30_000 });
    const map = page.locator(".live-map");
    await map.scrollIntoViewIfNeeded();
    const box = (await map.boundingBox())!;
    for (const [x, y, digit] of [
      [0.125, 1 / 6, 0],
      [0.375, 1 / 6, 6],
      [0.125, 5 / 6, 3],
      [0.875, 0.5, 7],
    ] as const) {
      await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
      await soon(() => page.locator(".live-summary").last().innerText()).toMatch(
        new RegExp(`Here the decoder draws a ${digit}: the classifier is (9\\d|100) % sure`),
      );
    }
    expect(Number(new URL(page.url()).searchParams.get("x"))).toBeCloseTo(0.875, 1);
    await photograph(page, "gaussian-digits-1440-light");
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("what the Gaussian page says of its two networks is what their card says", () => {
    const card = readFileSync(
      new URL("../../../packages/gaussian-vae/weights/README.md", import.meta.url),
      "utf8",
    );
    const page = readFileSync(new URL("../live/gaussian/GaussianPage.vue", import.meta.url), "utf8");
    for (const number of ["90.7", "0.0561", "88.1"]) {
      expect(card).toContain(number);
      expect(page).toContain(number);
    }
  });

  it("an edge of the drawn network lights its cell in every matrix, and a cell its edge", async () => {
    const { page } = await site.visit("/examples/backpropagation.html?backpropagation.t=100");
    await summary(page, /After 100 steps E = /).waitFor({ timeout: 60_000 });
    await page.locator("[data-edge='0,2,1']").dispatchEvent("pointerenter");
    const lit = page.locator("td.lit");
    await soon(() => lit.count()).toBe(2); // in W₁ and in its gradient
    const weight = Number(await lit.first().innerText());
    await summary(page, new RegExp(`W₁\\[3, 2\\] = ${weight.toFixed(2)}`)).waitFor();
    await page.locator("figure[aria-label='W₂'] td").nth(1).hover();
    await soon(() => page.locator("g.lit").getAttribute("data-edge")).toBe("1,0,1");
    await page.context().close();
  });

  it("a click on the race sets its start, which the link and the code know", async () => {
    const { page } = await site.visit("/examples/optimiser-race.html?race.t=300");
    await summary(page, /After 300 steps: Momentum/).waitFor({ timeout: 60_000 });
    const before = await summary(page, /After 300 steps/).innerText();
    await page.locator(".live-race").click({ position: { x: 120, y: 150 } });
    await soon(() => summary(page, /After 300 steps/).innerText()).not.toBe(before);
    const { searchParams } = new URL(page.url());
    const from = `[${searchParams.get("race.x")}, ${searchParams.get("race.y")}]`;
    expect(await page.locator(".live-code code").textContent()).toContain(from);
    await page.context().close();
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
      "/examples/hebbian-learning.html?hebbian.rule=hebb&hebbian.learningRate=0.5",
    );
    await summary(page, /After 300 presentations w = \(−?[\d.]+·10/).waitFor({ timeout: 60_000 });
    await page.goto(`${site.url}/examples/optimiser-race.html?race.course=quadratic`);
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

  it("my machine races the published times on every engine that it has", { timeout: 300_000 }, async () => {
    const { page, conduct } = await site.visit("/results.html");
    await press(page, "Race my machine");
    await page.waitForSelector("[data-race=done]", { timeout: 280_000 });
    const rows = page.getByRole("group", { name: "k-means network, 60,000 images" }).locator(".row");
    const said = (await rows.allInnerTexts()).map((text) => text.replaceAll("\n", " "));
    expect(said[0]).toMatch(/^here, WASM .*[\d.]+ m?s$/);
    expect(said.join()).toMatch(/here, JavaScript .*published: PyTorch 264 ms/);
    await photograph(page, "results-1440-light");
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });
});
