import { readFileSync } from "node:fs";
import { join } from "node:path";
import { contrast, seriesColors } from "@elbowjs/figures";
import { encode } from "fast-png";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTimeout, builtSite } from "./built-site.js";
import { hasBrowser, Site } from "./site.js";
import { siteFolder } from "./site-folder.js";

const status = (page: Page) => page.locator(".live-status > span").first();
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Waits for what a page will say, also on a busy machine. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });

describe.skipIf(!hasBrowser)("the site shuts nobody out", () => {
  let site: Site;
  beforeAll(async () => {
    await builtSite();
    site = await Site.open();
  }, buildTimeout);
  afterAll(async () => site?.close());

  it("the focus stays on the button that trains, and Enter pauses", async () => {
    const { page } = await site.visit("/examples/k-means.html");
    await page.waitForSelector("[data-status=ready]");
    await button(page, "Train").focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-status=running]");
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe("Pause");
    await page.keyboard.press("Enter");
    await soon(() => status(page).innerText()).toMatch(/^Paused: step \d+ of 940/);
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe("Train");
    await page.context().close();
  });

  it("a screen reader is told at most every few seconds what a training does", async () => {
    const { page } = await site.visit("/examples/k-means.html?epochs=100");
    await page.waitForSelector("[data-status=ready]");
    await page.evaluate(() => {
      const counts = { changes: 0 };
      Object.assign(globalThis, { counts });
      for (const region of document.querySelectorAll("[role=status], [aria-live]"))
        new MutationObserver(() => counts.changes++).observe(region, {
          characterData: true,
          childList: true,
          subtree: true,
        });
    });
    await button(page, "Train").click();
    await page.waitForTimeout(6000);
    const { changes } = await page.evaluate(
      () => (globalThis as unknown as { counts: { changes: number } }).counts,
    );
    // Three figures and the status, each at most every two seconds.
    expect(changes).toBeLessThanOrEqual(12);
    await page.context().close();
  });

  it("a dataset chosen in a list is fetched when its button is pressed, and offline the page says what to do", async () => {
    for (const [path, label, press] of [
      ["/examples/k-means.html", "Data", "Train"],
      ["/examples/data.html", "Dataset", "Open"],
    ] as const) {
      const { page, conduct } = await site.visit(path);
      await page.locator(".live-status").waitFor();
      await page.waitForTimeout(2000);
      await page.getByLabel(label, { exact: true }).selectOption("mnist");
      await page.waitForTimeout(1000);
      expect(conduct.foreign).toEqual([]);
      await page.context().setOffline(true);
      await button(page, press).click();
      await page.locator(".live-status.failed").waitFor({ timeout: 60_000 });
      await soon(() => status(page).innerText()).toMatch(
        /^MNIST could not be fetched: this device is offline\. Try again/,
      );
      expect(await status(page).innerText()).not.toMatch(/ELBOW_DATA_DIR|dataDir/);
      await button(page, "Try again").waitFor();
      await page.context().close();
    }
  });

  it("a picture that cannot be read is named, and the others are opened", async () => {
    const { page } = await site.visit("/examples/data.html");
    const png = encode({ width: 5, height: 4, channels: 1, depth: 8, data: new Uint8Array(20).fill(30) });
    const file = (name: string, content: Uint8Array) => ({
      name,
      mimeType: "image/png",
      buffer: Buffer.from(content),
    });
    await page
      .getByLabel(/Your own files/)
      .setInputFiles([file("one.png", png), file("broken.png", new Uint8Array(9)), file("two.png", png)]);
    await soon(() => status(page).innerText()).toMatch(
      /: 2 in all\. Could not be read as pictures: broken\.png\.$/,
    );
    expect(await page.getByRole("img", { name: /(one|two)\.png/ }).count()).toBe(2);
    await page.context().close();
  });

  it("Step and Reset work in every classic example from the first load", async () => {
    const { page } = await site.visit("/");
    for (const name of ["gradient-descent", "backpropagation", "hebbian-learning", "optimiser-race"]) {
      await page.goto(`${site.url}/examples/${name}.html`);
      const place = page
        .locator(".live-field")
        .filter({ hasText: /^(Step|Presentation)/ })
        .locator("output");
      await page.getByRole("button", { name: "Step", exact: true }).click({ timeout: 60_000 });
      await soon(() => place.innerText()).toBe("1");
      await page.getByRole("button", { name: "Reset", exact: true }).click();
      await soon(() => place.innerText()).toBe("0");
    }
    await page.context().close();
  });

  it("a number that is not used is marked, with the one that is", async () => {
    const { page } = await site.visit("/examples/k-means.html");
    const epochs = page.getByLabel("Epochs");
    await epochs.fill("0");
    await epochs.press("Enter");
    await epochs.blur();
    expect(await epochs.getAttribute("aria-invalid")).toBe("true");
    await page.getByText("Not used: it runs with 10.").waitFor();
    await epochs.fill("2");
    await epochs.blur();
    expect(await epochs.getAttribute("aria-invalid")).toBe("false");
    await page.context().close();
  });

  it("colours of lines have 3:1 and those of digits 4.5:1, light and dark, and lines differ among themselves", async () => {
    for (const scheme of ["light", "dark"] as const) {
      const { page } = await site.visit("/examples/k-means.html", { scheme });
      const colors = await page.evaluate(() => {
        const style = getComputedStyle(document.documentElement);
        const of = (name: string, from: number, to: number) =>
          Array.from({ length: to - from + 1 }, (_, i) =>
            style.getPropertyValue(`--${name}-${from + i}`).trim(),
          );
        return {
          paper: style.getPropertyValue("--vp-c-bg").trim(),
          lines: of("series", 1, 10),
          digits: of("digit", 0, 9),
        };
      });
      const paper = /^#[0-9a-f]{6}$/.test(colors.paper) ? colors.paper : "#ffffff";
      for (const line of colors.lines) expect(contrast(line, paper), line).toBeGreaterThanOrEqual(3);
      for (const digit of colors.digits) expect(contrast(digit, paper), digit).toBeGreaterThanOrEqual(4.5);
      expect(colors.lines).toEqual(seriesColors.map((pair) => pair[scheme]));
      await page.context().close();
    }
  });

  it("an address that leads nowhere gives a page with a style, whose links lead on from any depth", async () => {
    const { page, conduct } = await site.visit("/");
    const body = readFileSync(join(siteFolder, "404.html"), "utf8");
    for (const path of ["/nope", "/examples/nope", "/api/deeper/nope"]) {
      await page.route(`**${path}`, (route) =>
        route.fulfill({ status: 404, contentType: "text/html", body }),
      );
      await page.goto(site.url + path);
      expect(await page.evaluate(() => getComputedStyle(document.body).display)).toBe("grid");
      await page.getByRole("link", { name: "Live examples" }).click();
      await page.getByRole("heading", { name: "Live examples", level: 1 }).waitFor();
      expect(new URL(page.url()).pathname).toBe("/examples/");
    }
    expect(conduct.problems.filter((text) => !text.includes("404"))).toEqual([]);
    await page.context().close();
  });

  it("what comes below an example does not jump while it loads", async () => {
    for (const width of [1440, 390])
      for (const name of [
        "k-means",
        "lloyd-analysis",
        "gaussian-autoencoder",
        "data",
        "optimiser-race",
        "backpropagation",
        "gradient-descent",
        "hebbian-learning",
      ]) {
        const { page } = await site.visit("/", { width });
        await page.addInitScript(() => {
          Object.assign(globalThis, { shift: 0 });
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              (globalThis as unknown as { shift: number }).shift += (
                entry as unknown as { value: number }
              ).value;
          }).observe({ type: "layout-shift", buffered: true });
        });
        await page.goto(`${site.url}/examples/${name}.html`);
        await page.waitForTimeout(3000);
        const shift = await page.evaluate(() => (globalThis as unknown as { shift: number }).shift);
        console.info(`layout shift of ${name} at ${width} px: ${shift.toFixed(3)}`);
        expect.soft(shift, `${name} at ${width} px`).toBeLessThanOrEqual(0.05);
        await page.context().close();
      }
  });
});
