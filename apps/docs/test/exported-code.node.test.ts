import { readFileSync } from "node:fs";
import { shortNumber } from "@elbowjs/figures";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTimeout, builtSite } from "./built-site.js";
import { difference, exported } from "./exported-code.js";
import { runCode } from "./run-code.js";
import { hasBrowser, Site } from "./site.js";

/** The summary below a figure, as soon as it says what is looked for. */
async function summary(page: Page, text: RegExp): Promise<string> {
  const found = page.locator("p.live-summary").filter({ hasText: text }).first();
  await found.waitFor();
  return found.innerText();
}

/** The numbers of a text. */
const numbers = (text: string): number[] => (text.match(/-?\d+(\.\d+)?(e[+-]?\d+)?/g) ?? []).map(Number);

describe.skipIf(!hasBrowser)("code that the examples export, run in Node", () => {
  let site: Site;
  beforeAll(async () => {
    await builtSite();
    site = await Site.open();
  }, buildTimeout);
  afterAll(async () => site?.close());

  it("Lloyd analysis: the learning rates of the page, and a drawing", async () => {
    const { page } = await site.visit("/examples/lloyd-analysis.html?b=8&drift=0.5");
    const said = await summary(page, /For batches of 8/);
    const { printed, files } = runCode((await exported(page))[0]!);
    const [balanced, best] = numbers(printed);
    expect(said).toContain(`equals the variance at η = ${balanced!.toPrecision(4)}`);
    expect(said).toContain(`at η = ${best!.toPrecision(4)}`);
    expect(files["curves.svg"]!.toString()).toMatch(/^<svg/);
    await page.context().close();
  });

  it("graph attention: the cells of the page's staircase", async () => {
    const { page } = await site.visit("/examples/graph-attention.html?side=2&seed=4");
    await page.getByRole("button", { name: "Train" }).click();
    await page
      .locator("p.live-summary")
      .filter({ hasText: /^4 of 4 networks/ })
      .waitFor({ timeout: 60_000 });
    const cells = await page
      .locator("[data-cell]")
      .evaluateAll((found) =>
        Object.fromEntries(found.map((cell) => [cell.getAttribute("data-cell"), cell.textContent])),
      );
    const { printed } = runCode((await exported(page))[0]!);
    const lines = [...printed.matchAll(/distance (\d) layers (\d) accuracy (\S+)/g)];
    expect(lines.length).toBe(4);
    for (const [, distance, layers, accuracy] of lines)
      expect(
        Math.abs(Number(accuracy) - Number.parseFloat(cells[`${distance} ${layers}`]!) / 100),
      ).toBeLessThan(0.0101);
    await page.context().close();
  });

  it("recurrent network: what the page writes", async () => {
    const { page } = await site.visit("/examples/recurrent-network.html?text=ROMEO&seed=4", { still: true });
    await summary(page, /under 5 letters/);
    await page.getByRole("button", { name: "Write" }).click();
    await summary(page, /under 45 letters/);
    const written = await page.locator(".live-status span").first().textContent();
    const { printed } = runCode((await exported(page))[0]!);
    expect(written!.replace("Written: ", "").trim()).toBe(printed);
    await page.context().close();
  });

  it("transliteration: the words of the page and their scores", async () => {
    const { page } = await site.visit("/examples/transliteration.html?word=karim&beams=2", { still: true });
    const said = await summary(page, /The results: /);
    const { printed } = runCode((await exported(page))[0]!);
    const lines = printed.split("\n").map((line) => line.split(" "));
    expect(lines.length).toBe(2);
    for (const [word, score] of lines)
      expect(said).toContain(`${word}\u2069 ${(100 * Math.exp(Number(score))).toFixed(0)}`.slice(0, -1));
    await page.context().close();
  });

  it("character model: the loss on words of unseen roots", async () => {
    const { page } = await site.visit("/examples/character-model.html?layers=1&heads=1&seed=3");
    await page.getByRole("button", { name: "Train" }).click();
    const found = page.locator("p.live-summary").filter({ hasText: /On 500 words of unseen roots/ });
    await found.waitFor({ timeout: 180_000 });
    const said = Number(/roots it is ([\d.]+)\./.exec(await found.innerText())![1]);
    const { printed } = runCode((await exported(page))[0]!);
    expect(Math.abs(Number(printed.split("\n")[0]) - said)).toBeLessThan(0.002);
    await page.context().close();
  }, 300_000);

  it("data: the very picture that the page saves", async () => {
    const { page } = await site.visit("/examples/data.html?label=7&page=2&seed=5");
    await summary(page, /Images 51 to 100 of 600, classes 7\./);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save Images as PNG" }).click(),
    ]);
    const { files } = runCode((await exported(page))[0]!);
    expect(files["page.png"]!.equals(readFileSync(await download.path()))).toBe(true);
    await page.context().close();
  });

  it("classic networks: the numbers of each example at the step where it stands", async () => {
    const { page } = await site.visit("/");
    const open = async (path: string, said: RegExp): Promise<{ said: string; printed: string }> => {
      await page.goto(`${site.url}/examples/${path}`);
      const text = await summary(page, said);
      return { said: text, printed: runCode((await exported(page))[0]!).printed };
    };
    const { said: descent, printed: descends } = await open(
      "gradient-descent.html?descent.t=20",
      /^Step 20: R = /,
    );
    const { said: backpropagation, printed: propagates } = await open(
      "backpropagation.html?backpropagation.t=40",
      /^After 40 steps E = /,
    );
    const { said: hebbian, printed: learns } = await open(
      "hebbian-learning.html?hebbian.t=30",
      /^After 30 presentations w = /,
    );
    const { said: race, printed: races } = await open(
      "optimiser-race.html?race.t=50&race.x=1.5&race.y=0.5",
      /^After 50 steps: /,
    );

    const [w1, w2, value, bound] = numbers(descends);
    expect(descent).toContain(
      `R = ${value!.toPrecision(4)}. It is at (${w1!.toFixed(3)}, ${w2!.toFixed(3)})`,
    );
    expect(descent).toContain(bound!.toFixed(4));
    expect(backpropagation).toContain(`E = ${numbers(propagates)[0]!.toFixed(4)},`);
    const [x, y] = numbers(learns.replace(/Float64Array\(\d+\)/g, ""));
    expect(hebbian).toContain(`w = (${shortNumber(x!)}, ${shortNumber(y!)})`);
    for (const line of races.split("\n")) {
      const [name, objective] = line.split(" ");
      expect(race).toContain(`${name} ${shortNumber(Number(objective))}`);
    }
    expect(races.split("\n").length).toBe(6);
    await page.context().close();
  });

  it("Gaussian autoencoder: the digit of the page, from the trained weights", async () => {
    const { page } = await site.visit("/examples/gaussian-autoencoder.html?z0=1.5&z3=-2");
    await page.waitForSelector("[data-status=ready]");
    await summary(page, /its brightest pixel is 0\.[1-9]/);
    expect(await difference(page)).toBeLessThanOrEqual(1);
    await page.context().close();
  });

  it("draw a 7: the very digits of the page", async () => {
    const { page } = await site.visit("/examples/gaussian-autoencoder.html?seed=2");
    await page.getByRole("button", { name: "4", exact: true }).click();
    await page.getByRole("img", { name: "draw 9: a 4" }).waitFor({ timeout: 60_000 });
    const [, decoded] = /^10 of (\d+) draws/.exec(await summary(page, /^10 of \d+ draws/))!;
    const { printed, files } = runCode((await exported(page))[0]!);
    expect(printed).toBe(`10 digits read as 4, the last of them draw ${Number(decoded) - 1}`);
    expect(Object.keys(files)).toEqual(["digits.png"]);
    await page.context().close();
  });

  it("deep autoencoder: the digit of the page, from the trained weights", async () => {
    const { page } = await site.visit("/examples/autoencoder.html?x=1&y=-2");
    await page.getByRole("button", { name: /^Load the network/ }).click();
    await page.waitForSelector("[data-status=ready]");
    await summary(page, /its brightest pixel is (0\.[1-9]|1\.)/);
    expect(await difference(page)).toBeLessThanOrEqual(1);
    await page.context().close();
  });
});
