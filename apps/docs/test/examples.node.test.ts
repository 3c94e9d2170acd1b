import { readFileSync } from "node:fs";
import { join } from "node:path";
import { balancedEta, optimalEta } from "@elbowjs/lloyd-analysis";
import { sharedData } from "@elbowjs/test-kit/shared-data";
import { encode } from "fast-png";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTimeout, builtSite } from "./built-site.js";
import { exported } from "./exported-code.js";
import { runCode } from "./run-code.js";
import { hasBrowser, photograph, Site } from "./site.js";

const dataFolder = sharedData("the site's examples on MNIST");

if (hasBrowser) beforeAll(builtSite, buildTimeout);

/** Trains the k-means example to its end and returns the summaries of its figures. */
async function train(page: Page): Promise<{ loss: number; purity: number }> {
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.waitForSelector("[data-status=done]", { timeout: 60_000 });
  return kMeansResult(page);
}

async function kMeansResult(page: Page): Promise<{ loss: number; purity: number }> {
  const step = Number(/step (\d+)/.exec(await page.locator(".live-status").innerText())?.[1]);
  const lossText = summary(
    page,
    new RegExp(`in ${step} steps; on test images it is [\\d.]+ after ${step}\\.`),
  );
  await lossText.waitFor();
  const purity = await summary(page, /Purity/).innerText();
  return {
    loss: Number(/test images it is ([\d.]+) after/.exec(await lossText.innerText())?.[1]),
    purity: Number(/Purity ([\d.]+):/.exec(purity)?.[1]),
  };
}

/** Answers for a mirror of MNIST with the files of this machine. */
async function mnistFrom(page: Page, mirror: string): Promise<void> {
  await page.route(`${mirror}*.gz`, (route) =>
    route.fulfill({
      body: readFileSync(
        join(dataFolder!, "mnist", new URL(route.request().url()).pathname.split("/").at(-1)!),
      ),
      headers: { "access-control-allow-origin": "*" },
    }),
  );
}

/** The text below a figure that says what it shows. */
const summary = (page: Page, text: RegExp) =>
  page.locator("p.live-summary").filter({ hasText: text }).first();

/** Sets a slider as the keys do: one event for the value, one for letting go. */
async function slide(page: Page, label: string, value: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).first().fill(value);
}

describe.skipIf(!hasBrowser)("live examples in Chromium", () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.open();
  });
  afterAll(async () => site?.close());

  it("k-means on digits reaches a loss below 0.05, and its exported code the same one in Node", async () => {
    const { page, conduct } = await site.visit("/examples/k-means.html");
    await page.waitForSelector("[data-status=ready]");
    const { loss, purity } = await train(page);
    expect(loss).toBeLessThan(0.05);
    expect(purity).toBeGreaterThan(0.45);
    await photograph(page, "k-means-trained-1440-light");
    await page.getByText("The same in code").click();
    const code = await page.locator(".live-code code").innerText();
    expect(runCode(code).printed).toBe(`loss ${loss.toFixed(4)} purity ${purity.toFixed(3)}`);
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("k-means pauses, steps, resets, and a copied link repeats the run", async () => {
    const { page, conduct } = await site.visit("/examples/k-means.html?seed=3&epochs=1&init=k-means%2B%2B", {
      width: 360,
      scheme: "dark",
    });
    await page.waitForSelector("[data-status=ready]");
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await page
      .getByText(/step 1 of 94/)
      .first()
      .waitFor();
    const first = await train(page);
    await photograph(page, "k-means-trained-360-dark");
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await page
      .getByText(/step 0 of 94/)
      .first()
      .waitFor();
    expect(new URL(page.url()).searchParams.get("seed")).toBe("3");
    const { page: copy } = await site.visit(new URL(page.url()).pathname + new URL(page.url()).search);
    await copy.waitForSelector("[data-status=ready]");
    expect(await train(copy)).toEqual(first);
    expect(conduct.problems).toEqual([]);
    await page.context().close();
    await copy.context().close();
  });

  it("k-means collapses on demand and says so; a divergence is told, not thrown", async () => {
    const { page, conduct } = await site.visit("/examples/k-means.html?epochs=2");
    await page.waitForSelector("[data-status=ready]");
    await page.getByRole("button", { name: "Show mode collapse" }).click();
    await page.waitForSelector("[data-status=done]", { timeout: 30_000 });
    await page
      .getByText(/of 10 centres take every image/)
      .first()
      .waitFor();
    await photograph(page, "k-means-collapsed-1440-light");
    await page.getByLabel("First centres").selectOption("digit-images");
    await page.getByLabel("Assignment").selectOption("soft");
    await slide(page, "Learning rate η", String(Math.log(50)));
    await page.waitForSelector("[data-status=ready]");
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.waitForSelector("[data-status=diverged]", { timeout: 30_000 });
    expect(await page.locator(".live-status").innerText()).toMatch(/^Diverged at step \d+/);
    expect(conduct.problems).toEqual([]);
    await page.context().close();
  });

  it("a digit drawn with the keys finds its centre; backends can be switched", async () => {
    const { page, conduct } = await site.visit("/examples/k-means.html?backend=cpu&epochs=1", {
      still: true,
    });
    await page.waitForSelector("[data-status=ready]");
    await page
      .getByText(/Runs on cpu/)
      .first()
      .waitFor();
    await page.getByRole("application").focus();
    await page.keyboard.press("Space");
    for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await page
      .getByText(/Nearest is centre \d/)
      .first()
      .waitFor();
    await page.getByLabel("Backend").selectOption("wasm");
    await page
      .getByText(/Runs on wasm/)
      .first()
      .waitFor();
    expect(conduct.problems).toEqual([]);
    await page.context().close();
  });

  it.skipIf(dataFolder === undefined)(
    "k-means on MNIST reaches a loss below 0.06 in one epoch, fetched only when asked for",
    async () => {
      const { page, conduct } = await site.visit("/examples/k-means.html?data=mnist&epochs=1");
      await mnistFrom(page, "https://cdn.jsdelivr.net/gh/fgnt/mnist@master/");
      await page
        .getByText(/Train fetches mnist first/)
        .first()
        .waitFor();
      expect(conduct.foreign).toEqual([]);
      const { loss } = await train(page);
      expect(loss).toBeLessThan(0.06);
      await photograph(page, "k-means-mnist-1440-light");
      expect(conduct.foreign.length).toBeGreaterThan(0);
      expect(conduct.problems).toEqual([]);
      await page.context().close();
    },
  );

  it.skipIf(dataFolder === undefined)(
    "data asks the next mirror of MNIST when the first does not answer",
    async () => {
      const { page, conduct } = await site.visit("/examples/data.html?data=mnist");
      await page.route("https://cdn.jsdelivr.net/**", (route) => route.abort());
      await mnistFrom(page, "https://storage.googleapis.com/cvdf-datasets/mnist/");
      await page.getByRole("button", { name: "Open", exact: true }).click();
      await page
        .getByText(/Opened https:\/\/storage\.googleapis\.com.*: 70000 in all\./)
        .waitFor({ timeout: 60_000 });
      await summary(page, /Images 1 to 50 of 60000/).waitFor();
      // The browser itself logs each request that failed; the page logs nothing.
      expect(
        conduct.problems.every((text) => text.includes("net::ERR_FAILED https://cdn.jsdelivr.net")),
      ).toBe(true);
      expect(new Set(conduct.foreign.map((url) => new URL(url).host))).toEqual(
        new Set(["cdn.jsdelivr.net", "storage.googleapis.com"]),
      );
      await page.context().close();
    },
  );

  it("Lloyd analysis marks the learning rates that the package computes, and follows the batch size", async () => {
    const { page, conduct } = await site.visit("/examples/lloyd-analysis.html");
    const says = (b: number): RegExp =>
      new RegExp(
        `For batches of ${b} the squared bias equals the variance at η = ${balancedEta(b).toPrecision(4)}.*at η = ${optimalEta(b).toPrecision(4)}`,
      );
    await summary(page, says(64)).waitFor();
    await photograph(page, "lloyd-1440-light");
    await slide(page, "Batch size b", String(Math.log(8)));
    await summary(page, says(8)).waitFor();
    expect(new URL(page.url()).searchParams.get("b")).toBe("8");
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("graph attention: a click takes another vertex, rings by layers, and Train makes the staircase appear", async () => {
    const { page, conduct } = await site.visit("/examples/graph-attention.html?side=2");
    await summary(
      page,
      /With 2 layers, 6 of 34 vertices .* vertex 16\. A change at it moves 6, and/,
    ).waitFor();
    await page.getByRole("button", { name: /^vertex 33,/ }).click();
    await summary(page, /With 2 layers, \d+ of 34 vertices .* vertex 33\./).waitFor();
    expect(new URL(page.url()).searchParams.get("vertex")).toBe("33");
    await page.getByRole("button", { name: "Train" }).click();
    await summary(page, /^4 of 4 networks trained\./).waitFor({ timeout: 60_000 });
    const cells = await page.locator("[data-cell]").allTextContents();
    // Distance 2 above, distance 1 below.
    expect(cells.slice(1)).toEqual(["100 %", "100 %", "100 %"]);
    expect(Math.abs(Number.parseFloat(cells[0]!) - 50)).toBeLessThan(4);
    await photograph(page, "graph-1440-light");
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("recurrent network: a typed text is read, a letter looked at, and Write goes on by a seed", async () => {
    const { page, conduct } = await site.visit("/examples/recurrent-network.html", { still: true });
    await summary(page, /^128 units of layer 2 under 29 letters\. After “n”, letter 29,/).waitFor();
    await page.getByLabel(/^Text/).fill("To be, or not to be: that is the questio");
    // Nobody who has read Shakespeare doubts the last letter.
    await summary(page, /^After “uestio”, at temperature 0\.7, it expects “n” at 9\d %/).waitFor();
    const strip = page.getByRole("slider", { name: "Letter that is looked at" });
    await strip.press("Home");
    await summary(page, /^After “T”, .* “o” came, at/).waitFor();
    await page.getByLabel("Look at").selectOption("forget gate f");
    await page.getByLabel("Layer", { exact: true }).selectOption("lower");
    await summary(page, /^128 units of layer 1 under 40 letters\. After “T”, letter 1,/).waitFor();
    await slide(page, "Temperature", "2");
    await summary(page, /^After “T”, at temperature 2, .* nats of at most 4\.17/).waitFor();
    await slide(page, "Temperature", "0.1");
    await page.getByRole("button", { name: "Write" }).click();
    await page
      .locator(".live-status", { hasText: /^Written: To be, or not to be: that is the question/ })
      .waitFor();
    await summary(page, /under 80 letters/).waitFor();
    await photograph(page, "recurrent-1440-light");
    await page.getByLabel(/^Text/).fill("naïve");
    await page.locator(".live-status.failed", { hasText: "ï" }).waitFor();
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("transliteration: a typed word grows letter by letter from the right, with attention and the tree of the search", async () => {
    const { page, conduct } = await site.visit("/examples/transliteration.html");
    const arabic = page.locator("p.arabic");
    await arabic.filter({ hasText: /^محمد$/ }).waitFor();
    await summary(
      page,
      /letters were tried, \d+ of them dropped\. The results: \u2068محمد\u2069 \d/,
    ).waitFor();
    const letters = page.locator(".looks [data-letter]");
    const xs = await letters.evaluateAll((found) => found.map((one) => one.getBoundingClientRect().x));
    expect(xs).toEqual(xs.toSorted((a, b) => b - a)); // from right to left
    await page.locator(".letter").first().click();
    await summary(
      page,
      /^For “م”, letter 1 from the right, it looked at “\w”, letter \d, with \d+ %/,
    ).waitFor();
    await photograph(page, "transliteration-1440-light");
    const written = await arabic.evaluateHandle((line) => {
      const texts: string[] = [];
      const options = { childList: true, subtree: true, characterData: true };
      new MutationObserver(() => texts.push(line.textContent!.trim())).observe(line, options);
      return texts;
    });
    await page.getByLabel("A name or word in Latin letters").fill("Salma");
    await page.locator(".live-status", { hasText: "salma → سالما" }).waitFor();
    await arabic.filter({ hasText: /^سالما$/ }).waitFor();
    const grown = (await written.jsonValue()).filter((text, i, all) => text !== "" && text !== all[i - 1]);
    expect(grown.slice(-5)).toEqual(["س", "سا", "سال", "سالم", "سالما"]);
    await slide(page, "Beams", "1");
    await slide(page, "Expansions of each", "1");
    await summary(page, /^\d letters were tried, 0 of them dropped\./).waitFor();
    expect(new URL(page.url()).searchParams.get("word")).toBe("Salma");
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("character model: Train lowers the loss towards the best possible, draws words, and shows its heads", async () => {
    const { page, conduct } = await site.visit("/examples/character-model.html?layers=1&heads=2");
    await page.getByRole("button", { name: "Train" }).click();
    await summary(page, /^After 0 steps, of 16 words: 0 words by the rules/).waitFor({ timeout: 60_000 });
    const done = summary(page, /On 500 words of unseen roots it is/);
    await done.waitFor({ timeout: 180_000 });
    const [, floor, tested] = /possible ([\d.]+)\. On .* it is ([\d.]+)\./.exec(await done.innerText())!;
    expect(Number(tested)).toBeLessThan(Number(floor) + 0.25);
    expect(Number(tested)).toBeGreaterThan(Number(floor) - 0.05);
    const drawn = await summary(page, /^After 600 steps, of 16 words/).innerText();
    expect(Number(/: (\d+) words by the rules/.exec(drawn)![1])).toBeGreaterThan(4);
    await summary(page, /Above the diagonal all is 0/).waitFor();
    expect(await page.locator(".heads svg").count()).toBe(2);
    await photograph(page, "character-model-1440-light");
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  }, 300_000);

  it("the Gaussian autoencoder learns from pictures of the visitor's own", { timeout: 180_000 }, async () => {
    const { page, conduct } = await site.visit("/examples/gaussian-autoencoder.html?model=here&epochs=2");
    await page.getByText("Not trained yet: it draws grey.").first().waitFor();
    const picture = (i: number) => ({
      name: `${i}.png`,
      mimeType: "image/png",
      buffer: Buffer.from(
        encode({
          width: 20,
          height: 20,
          channels: 1,
          depth: 8,
          data: Uint8Array.from({ length: 400 }, (_, j) => (j % 20 < 4 * i ? 220 : 10)),
        }),
      ),
    });
    await page.getByLabel("Your own pictures").setInputFiles([1, 2, 3, 4].map(picture));
    await page.getByText(/Data: 4 images of your own, which stay in this page/).waitFor();
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByText("Trained here for 2 steps.").first().waitFor({ timeout: 120_000 });
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("diffusion: a digit comes of noise, the way can be dragged, and half a drawing is completed", {
    timeout: 180_000,
  }, async () => {
    const { page, conduct } = await site.visit("/examples/diffusion.html?steps=10&label=7");
    await page.getByRole("button", { name: "7", exact: true }).click();
    await summary(page, /^Level 0 of 200/).waitFor({ timeout: 120_000 });
    const ink = (name: RegExp): Promise<number> =>
      page.getByRole("img", { name }).evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, 28, 28);
        return data.reduce((sum, value, i) => (i % 4 === 0 ? sum + 255 - value : sum), 0) / (784 * 255);
      });
    expect(await ink(/^z at level 0/)).toBeLessThan(0.25); // a digit is mostly paper
    await page.getByLabel("From noise to the image").fill("0");
    await summary(page, /^Level 200 of 200/).waitFor();
    expect(await ink(/^z at level 200/)).toBeGreaterThan(0.3); // noise is half ink
    const pad = (await page.locator(".live-pad canvas").boundingBox())!;
    const to = (x: number, y: number) =>
      page.mouse.move(pad.x + pad.width * x, pad.y + pad.height * y, { steps: 8 });
    await to(0.3, 0.2);
    await page.mouse.down();
    await to(0.7, 0.2);
    await to(0.5, 0.8);
    await page.mouse.up();
    await page.getByRole("img", { name: "completion 3" }).waitFor({ timeout: 120_000 });
    await photograph(page, "diffusion-1440-light");
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("a GAN makes digits of noise, and the game on a line goes on when D leads by more", async () => {
    const { page, conduct } = await site.visit("/examples/gan.html", { still: true });
    await page.getByRole("button", { name: "Make twenty digits" }).click();
    await page.getByRole("img", { name: /^digit 19: real with \d+ %/ }).waitFor({ timeout: 60_000 });
    await page.getByRole("img", { name: "step 9 of 9" }).waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await summary(page, /^After 1 round /).waitFor();
    await slide(page, "Steps of D before one of G", "5");
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await summary(page, /^After [1-5]\d\d rounds the generator is at (0\.[89]|1\.)/).waitFor({
      timeout: 60_000,
    });
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await photograph(page, "gan-1440-light");
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("data shows pages of digits, and files of the visitor's own without sending them anywhere", async () => {
    const { page, conduct } = await site.visit("/examples/data.html?label=7", { scheme: "dark" });
    await summary(page, /Images 1 to 50 of 600, classes 7\./).waitFor();
    await page.getByRole("button", { name: "Next" }).click();
    await summary(page, /Images 51 to 100 of 600, classes 7\./).waitFor();
    await photograph(page, "data-1440-dark");
    const images = Buffer.concat([
      Buffer.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 3]),
      Buffer.alloc(18, 90),
    ]);
    const labels = Buffer.from([0, 0, 8, 1, 0, 0, 0, 2, 4, 11]);
    const file = (name: string, buffer: Buffer) => ({ name, mimeType: "application/octet-stream", buffer });
    await page
      .getByLabel(/Your own files/)
      .setInputFiles([file("a-labels", labels), file("a-images", images)]);
    await summary(page, /Images 1 to 2 of 2, classes 4, 11\./).waitFor();
    const png = encode({ width: 5, height: 4, channels: 1, depth: 8, data: new Uint8Array(20).fill(30) });
    await page
      .getByLabel(/Your own files/)
      .setInputFiles([{ name: "mine.png", mimeType: "image/png", buffer: Buffer.from(png) }]);
    await summary(page, /Images 1 to 1 of 1\./).waitFor();
    expect(await page.getByRole("img", { name: /mine\.png/ }).getAttribute("width")).toBe("5");
    await page.getByLabel(/Your own files/).setInputFiles([file("broken", Buffer.from("not an IDX file"))]);
    await page.locator(".live-status.failed").waitFor();
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("classic networks: descent diverges above the bound, the network learns, Oja finds the component", async () => {
    const { page, conduct } = await site.visit("/examples/gradient-descent.html?descent.learningRate=0.07");
    await summary(page, /It diverges/).waitFor();
    await photograph(page, "descent-1440-light");
    await page.goto(`${site.url}/examples/backpropagation.html?backpropagation.t=1500`);
    const learnt = summary(page, /After 1500 steps E = /);
    await learnt.waitFor({ timeout: 20_000 });
    expect(Number(/(\d+) %/.exec(await learnt.innerText())?.[1])).toBeGreaterThanOrEqual(95);
    await photograph(page, "backpropagation-1440-light");
    await page.goto(`${site.url}/examples/hebbian-learning.html`);
    const oja = await summary(page, /After 300 presentations w = /).innerText();
    expect(Number(/of length ([\d.]+)/.exec(oja)?.[1])).toBeCloseTo(1, 1);
    expect(Number(/, ([\d.]+)° from/.exec(oja)?.[1])).toBeLessThan(5);
    await photograph(page, "hebbian-1440-light");
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("the Gaussian autoencoder redraws its digit when a slider moves, and interpolates", async () => {
    const { page, conduct } = await site.visit("/examples/gaussian-autoencoder.html?as=course");
    await page.waitForSelector("[data-status=ready]");
    const digit = page.getByRole("img", { name: /^f\(z\) for z/ });
    const ink = (): Promise<number> =>
      digit.evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, 28, 28);
        return data.reduce((sum, value, i) => (i % 4 === 0 ? sum + 255 - value : sum), 0);
      });
    await expect.poll(ink).toBeGreaterThan(5000);
    const before = await ink();
    await slide(page, "z3", "2.5");
    await expect.poll(ink).not.toBe(before);
    expect(new URL(page.url()).searchParams.get("z3")).toBe("2.5");
    for (const pad of [0, 1]) await page.getByRole("button", { name: "Take a test image" }).nth(pad).click();
    await page.getByRole("img", { name: "step 8 of 8" }).waitFor();
    expect(await page.getByRole("img", { name: /^sample \d+$/ }).count()).toBe(20);
    await photograph(page, "gaussian-drawn-1440-light");
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it("the deep autoencoder fetches its weights when asked, its digit follows the pointer, and drawings make a path", async () => {
    const { page, conduct } = await site.visit("/examples/autoencoder.html");
    const fetched: string[] = [];
    page.on("request", (request) => fetched.push(request.url()));
    await summary(page, /of the ten nearest test images/).waitFor();
    await page.waitForLoadState("networkidle");
    const bytes = await page.evaluate(() =>
      performance.getEntriesByType("resource").reduce((sum, entry) => {
        const { encodedBodySize, name } = entry as PerformanceResourceTiming;
        return sum + (name.endsWith(".woff2") ? 0 : encodedBodySize);
      }, 0),
    );
    console.info(`/examples/autoencoder.html: ${(bytes / 1000).toFixed(0)} kB before the network is loaded`);
    expect(fetched.filter((url) => url.endsWith(".safetensors"))).toEqual([]);
    await page.getByRole("button", { name: /^Load the network/ }).click();
    await page.waitForSelector("[data-status=ready]", { timeout: 30_000 });
    expect(fetched.filter((url) => url.endsWith(".safetensors")).length).toBe(1);
    const digit = page.getByRole("img", { name: /^f\(z\) for z/ });
    const drawn = (): Promise<string> => digit.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const plane = page.getByRole("application", { name: /^Plane of codes/ });
    const seen = new Set<string>();
    for (const [x, y] of [
      [0.3, 0.3],
      [0.7, 0.6],
      [0.5, 0.8],
    ] as const) {
      const { width, height } = (await plane.boundingBox())!;
      await plane.hover({ position: { x: x * width, y: y * height } });
      await expect.poll(async () => seen.has(await drawn())).toBe(false);
      seen.add(await drawn());
    }
    expect(new URL(page.url()).searchParams.get("x")).toMatch(/^-?[\d.]+$/);
    const before = new URL(page.url()).searchParams.get("x");
    await plane.focus();
    await page.keyboard.press("ArrowLeft");
    expect(Number(new URL(page.url()).searchParams.get("x"))).toBeLessThan(Number(before));
    for (const pad of [0, 1]) await page.getByRole("button", { name: "Take a test image" }).nth(pad).click();
    await page.getByRole("img", { name: "step 8 of 8" }).waitFor();
    await summary(page, /^From z = /).waitFor();
    await photograph(page, "autoencoder-drawn-1440-light");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(400);
    await photograph(page, "autoencoder-drawn-390-dark");
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  // Two trainings, some ten seconds each on an idle machine.
  it("the Gaussian autoencoder learns in the page, halts, takes a step, shows pictures, and its code learns the same", {
    timeout: 300_000,
  }, async () => {
    const { page, conduct } = await site.visit(
      "/examples/gaussian-autoencoder.html?model=here&epochs=1&every=5",
    );
    await page.getByText("Not trained yet: it draws grey.").first().waitFor();
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await page.getByText("Paused at step 1 of 47.").first().waitFor();
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await summary(page, /^After (5|10|15) steps: above, test images/).waitFor();
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    const halted = page.getByText(/^Paused at step \d+ of 47\./).first();
    await halted.waitFor();
    await page.waitForTimeout(500);
    const at = await halted.innerText();
    await page.waitForTimeout(500);
    expect(await halted.innerText()).toBe(at);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByText("Trained here for 47 steps.").first().waitFor({ timeout: 120_000 });
    expect(await page.getByRole("img", { name: /^drawn again \d$/ }).count()).toBe(10);
    const loss = await summary(page, /The loss of a batch went from .* in 47 steps/).innerText();
    expect(Number(/to ([\d.]+) in/.exec(loss)?.[1])).toBeLessThan(0.12);
    await photograph(page, "gaussian-trained-1440-light");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save Loss as CSV" }).click(),
    ]);
    const [, ...lines] = readFileSync(await download.path(), "utf8")
      .trim()
      .split("\r\n");
    const [code] = await exported(page);
    const { printed, files } = runCode(
      code!.replace("optimizer:", "onBatch: ({ loss }) => console.log(loss), optimizer:"),
    );
    const losses = printed.split("\n").map(Number);
    expect(losses.length).toBe(lines.length);
    // The same training: Node's kernels and the browser's round differently, 1e-7 at first, and Adam makes it tenfold at each step.
    for (const [step, line] of lines.slice(0, 4).entries())
      expect(Math.abs(losses[step]! - Number(line.split(",")[1]))).toBeLessThan(1e-4);
    expect(Object.keys(files)).toEqual(["digit.png"]);
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await page.getByText("Not trained yet: it draws grey.").first().waitFor();
    expect(conduct).toEqual({ problems: [], foreign: [] });
    await page.context().close();
  });

  it.skipIf(dataFolder === undefined)(
    "the Gaussian autoencoder trains on MNIST when asked, fetched once and then cached",
    async () => {
      const { page, conduct } = await site.visit("/examples/gaussian-autoencoder.html?model=here&data=mnist");
      const mirror = "https://cdn.jsdelivr.net/gh/fgnt/mnist@master/";
      await mnistFrom(page, mirror);
      await page.getByText("Train fetches mnist first, from a public mirror.").first().waitFor();
      expect(conduct.foreign).toEqual([]);
      await page.getByRole("button", { name: "Train", exact: true }).click();
      await page
        .getByText(/^Training: step \d+ of 2814\./)
        .first()
        .waitFor({ timeout: 60_000 });
      await page.getByRole("button", { name: "Pause", exact: true }).click();
      await page
        .getByText(/^Paused at step/)
        .first()
        .waitFor();
      const fetched = conduct.foreign.length;
      expect(fetched).toBeGreaterThan(0);
      await page.reload();
      await page.getByRole("button", { name: "Train", exact: true }).click();
      await page
        .getByText(/^Training: step \d+ of 2814\./)
        .first()
        .waitFor({ timeout: 60_000 });
      expect(conduct.foreign.length).toBe(fetched);
      expect(conduct.problems).toEqual([]);
      await page.context().close();
    },
  );

  it("a figure is saved as PNG and CSV", async () => {
    const { page } = await site.visit("/examples/lloyd-analysis.html");
    await page.locator(".live-plot svg").first().waitFor();
    const save = async (kind: string): Promise<Buffer> => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: `Save Bias and variance over η as ${kind}` }).click(),
      ]);
      return readFileSync(await download.path());
    };
    expect((await save("PNG")).subarray(1, 4).toString()).toBe("PNG");
    expect((await save("CSV")).toString()).toMatch(/^source,b,eta,bias2,variance,error\r\nmodel,64,0\.005,/);
    await page.context().close();
  });
});

describe.skipIf(!hasBrowser)("cross-origin isolated", () => {
  it("the front page trains under COOP and COEP too", async () => {
    const site = await Site.open({ isolated: true });
    try {
      const { page, conduct } = await site.visit("/");
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      await page.getByRole("button", { name: "Train ten centres" }).click();
      await page.waitForSelector("[data-status=done]", { timeout: 60_000 });
      await photograph(page, "front-trained-1440-light");
      expect(conduct).toEqual({ problems: [], foreign: [] });
    } finally {
      await site.close();
    }
  });
});

describe.skipIf(!hasBrowser)("on WebGPU", () => {
  it("k-means takes the same steps on WebGPU as on WASM, and shows the same centres", async () => {
    const site = await Site.open({ webgpu: true });
    try {
      const { page, conduct } = await site.visit("/examples/k-means.html?backend=wasm&batchSize=256");
      const wasm = await fiveSteps(page, "wasm");
      await page.getByLabel("Backend").selectOption("webgpu");
      const webgpu = await fiveSteps(page, "webgpu");
      await photograph(page, "k-means-webgpu-1440-light");
      expect(webgpu.summary).toMatch(/from 0\.\d{4} to 0\.\d{4} in 5 steps/);
      const [on, off] = [webgpu, wasm].map(({ summary }) => summary.match(/0\.\d{4}/g)!.map(Number));
      for (const [i, loss] of on!.entries()) expect(Math.abs(loss - off![i]!)).toBeLessThan(2e-4);
      // A grey level is 1/255; the centres differ by rounding in float32 only.
      const differences = webgpu.pixels.map((grey, i) => Math.abs(grey - wasm.pixels[i]!));
      expect(webgpu.pixels.length).toBe(10 * 784);
      expect(Math.max(...differences)).toBeLessThanOrEqual(1);
      expect(conduct).toEqual({ problems: [], foreign: [] });
    } finally {
      await site.close();
    }
  });
});

/** Takes five steps on a backend, and returns what the page says of the loss and the grey levels of its centres. */
async function fiveSteps(page: Page, backend: string): Promise<{ summary: string; pixels: number[] }> {
  await page.getByText(`Runs on ${backend}`).first().waitFor({ timeout: 60_000 });
  for (let step = 1; step <= 5; step++) {
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await page.getByText(`step ${step} of`).first().waitFor();
  }
  const text = summary(page, /in 5 steps; on test images it is [\d.]+ after 5\./);
  await text.waitFor();
  const pixels = await page
    .getByRole("img", { name: /^centre \d/ })
    .evaluateAll((canvases) =>
      canvases.flatMap((canvas) =>
        [...(canvas as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, 28, 28).data].filter(
          (_, i) => i % 4 === 0,
        ),
      ),
    );
  return { summary: await text.innerText(), pixels };
}
