import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasChromium, isolation, launchOptions, softwareGpu } from "@elbowjs/test-kit/chromium";
import { serveFolder } from "@elbowjs/test-kit/serve-folder";
import { type Browser, chromium, type Page } from "playwright";
import { seesSite } from "./built-site.js";
import { siteFolder } from "./site-folder.js";

/** Whether the tests can run: they need a real browser. */
export const hasBrowser: boolean = seesSite && hasChromium("the pages of the site");

const screenshots = fileURLToPath(new URL("../../../out/screenshots/", import.meta.url));

/** What a page did that it should not have. */
export interface Conduct {
  /** Console errors, uncaught errors, and policy violations. */
  readonly problems: string[];
  /** Addresses outside the site, or above its folder, that were asked for. */
  readonly foreign: string[];
}

/** How a page is looked at. */
export interface Look {
  readonly width?: number;
  readonly scheme?: "light" | "dark";
  /** Whether the visitor asked for less motion. */
  readonly still?: boolean;
}

/** The built site, served, and a browser to look at it. */
export class Site {
  readonly url: string;
  readonly #browser: Browser;
  readonly #close: () => void;

  private constructor(url: string, browser: Browser, close: () => void) {
    this.url = url;
    this.#browser = browser;
    this.#close = close;
  }

  /**
   * Serves the site below `base`; `isolated` adds the headers of cross-origin
   * isolation, `webgpu` a software GPU (SwiftShader).
   */
  static async open({ isolated = false, webgpu = false, base = "/" } = {}): Promise<Site> {
    mkdirSync(screenshots, { recursive: true });
    const { url, close } = await serveFolder(siteFolder, { base, headers: isolated ? isolation : {} });
    const browser = await chromium.launch({
      ...launchOptions,
      args: [...launchOptions.args, ...(webgpu ? softwareGpu : [])],
    });
    return new Site(url.replace(/\/$/, ""), browser, close);
  }

  /** Opens a page of the site, and watches what it does. */
  async visit(
    path: string,
    { width = 1440, scheme = "light", still = false }: Look = {},
  ): Promise<{ page: Page; conduct: Conduct }> {
    const context = await this.#browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      reducedMotion: still ? "reduce" : "no-preference",
      acceptDownloads: true,
    });
    const page = await context.newPage();
    const conduct: Conduct = { problems: [], foreign: [] };
    page.on("pageerror", (error) => conduct.problems.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error")
        conduct.problems.push(`${message.text()} ${message.location().url}`.trim());
    });
    page.on("request", (request) => {
      const { protocol } = new URL(request.url());
      if (protocol.startsWith("http") && !request.url().startsWith(`${this.url}/`))
        conduct.foreign.push(request.url());
    });
    await page.goto(this.url + path);
    return { page, conduct };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#close();
  }
}

/** Pages longer than this are reference, and are photographed at their beginning only. */
const longestPhotograph = 9000;

/** A screenshot of a page, scrolled to its top so that what sticks is where it belongs. */
export async function photograph(page: Page, name: string): Promise<void> {
  const height = await page.evaluate(() => {
    scrollTo(0, 0);
    return document.documentElement.scrollHeight;
  });
  await page.screenshot({
    path: join(screenshots, `docs-${name}.png`),
    fullPage: height < longestPhotograph,
  });
}
