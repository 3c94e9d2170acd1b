import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildTimeout, builtSite } from "./built-site.js";
import { hasBrowser, Site } from "./site.js";
import { siteFolder } from "./site-folder.js";

describe.skipIf(!hasBrowser)("the same folder under any path", () => {
  beforeAll(builtSite, buildTimeout);

  it.for(["/", "/some/deep path/"])(
    "served below %s its pages, links, search, workers, weights and pictures are found",
    async (base) => {
      const site = await Site.open({ base });
      try {
        const { page, conduct } = await site.visit("/");
        const address = () => page.url().replace(/[?#].*/, "");
        await page.getByRole("link", { name: "Examples", exact: true }).first().click();
        await page.getByRole("heading", { level: 1, name: "Live examples" }).waitFor();
        await page.locator('main a[href*="examples/k-means"]').first().click();
        await page.waitForURL("**/examples/k-means.html**");
        await page.getByText(/Runs on wasm/).waitFor();
        await page.getByRole("button", { name: "Step", exact: true }).click();
        await page
          .getByText(/step 1 of/)
          .first()
          .waitFor();

        await page.getByRole("link", { name: "Draw a 7, get a 7", exact: true }).first().click();
        await page.waitForSelector("[data-status=idle]");
        expect(address()).toBe(`${site.url}/examples/gaussian-autoencoder.html`);
        await page.getByRole("main").getByRole("link", { name: "gaussian-vae", exact: true }).click();
        await page.getByRole("heading", { level: 1, name: "@elbowjs/gaussian-vae" }).waitFor();
        expect(address()).toBe(`${site.url}/packages/gaussian-vae.html`);
        const picture = page.locator("img.from-readme").first();
        await expect
          .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
          .toBeGreaterThan(0);

        await page.getByRole("button", { name: "Search" }).click();
        await page
          .getByRole("searchbox")
          .or(page.locator("#localsearch-input"))
          .first()
          .fill("stabilityBound");
        // The packages' own pages name the function too.
        await page.locator('a.result[href*="/api/@elbowjs.classic-nn.html"]').first().click();
        await page.waitForURL("**/api/@elbowjs.classic-nn.html**");
        expect(address()).toBe(`${site.url}/api/@elbowjs.classic-nn.html`);
        await page.getByRole("link", { name: "Results", exact: true }).first().click();
        await page.getByRole("heading", { level: 1, name: "Results" }).waitFor();
        expect(address()).toBe(`${site.url}/results.html`);
        await page.getByRole("link", { name: "Elbow", exact: true }).first().click();
        await page.getByRole("button", { name: "Train ten centres" }).waitFor();
        expect(address()).toBe(`${site.url}/`);
        await page.getByRole("link", { name: "Packages", exact: true }).first().click();
        await page.getByRole("heading", { level: 1, name: "Packages" }).waitFor();
        await page.locator('main a[href*="packages/kmeans-nn"]').first().click();
        await page.getByRole("heading", { level: 1, name: "@elbowjs/kmeans-nn" }).waitFor();
        expect(address()).toBe(`${site.url}/packages/kmeans-nn.html`);
        for (let i = 0; i < 5; i++) await page.goBack();
        await page.getByRole("heading", { level: 1, name: "@elbowjs/gaussian-vae" }).waitFor();
        await page.reload();
        await page.getByRole("heading", { level: 1, name: "@elbowjs/gaussian-vae" }).waitFor();
        expect(conduct).toEqual({ problems: [], foreign: [] });
      } finally {
        await site.close();
      }
    },
  );

  it("no address in it begins at a host's root or at the placeholder it was built for", () => {
    const files = readdirSync(siteFolder, { recursive: true, encoding: "utf8" });
    const wrong = files
      .filter((file) => /\.(html|css)$/.test(file))
      .filter((file) =>
        /<[^>]* (href|src)="\/|url\(\/|\/__base__\//.test(readFileSync(join(siteFolder, file), "utf8")),
      );
    expect(wrong).toEqual([]);
  });
});
