import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  chromium as executable,
  hasChromium,
  isolation,
  launchOptions,
  softwareGpu,
} from "@elbowjs/test-kit/chromium";
import { serveFolder } from "@elbowjs/test-kit/serve-folder";
import { type BrowserContext, chromium, type Page } from "playwright";
import { build } from "vite";
import { afterAll } from "vitest";
import { folder, mnist } from "./child.js";
import { throttlingBrowser } from "./throttling-browser.js";

export const hasBrowser: boolean = hasChromium("tabs, devices and Chromium's settings");

/** What page/main.js puts on the window; functions given to `page.evaluate` run there. */
export interface Tools {
  useBackend(options: object): Promise<{ name: string }>;
  KMeansNetwork: new (
    options: object,
  ) => {
    init(from: string, data: unknown): Promise<void>;
    fit(data: unknown, options: object): Promise<unknown>;
    inertia(data: unknown): Promise<number>;
  };
  GaussianVae: {
    create(options: object): Promise<{ fit(images: unknown, options: object): Promise<unknown> }>;
  };
  openDataset(
    name: string,
    options: object,
  ): Promise<{ train: { size: number; features: number }; source: string }>;
  backend(): { device: { destroy(): void } };
  ready?: boolean;
  epochs: number;
  outcome?: string;
}

/** A Chromium of its own with tabs of page/. */
export interface BrowserTabs {
  readonly context: BrowserContext;
  /** The data files that were asked for. */
  readonly fetched: string[];
  tab(): Promise<Page>;
  close(): Promise<void>;
}

const pageFolder = folder();
afterAll(pageFolder.remove);
let page: Promise<string> | undefined;
/** Builds the page, once for all tabs of a test file. */
async function builtPage(): Promise<string> {
  const outDir = join(pageFolder.path, "page");
  await build({
    root: fileURLToPath(new URL("page", import.meta.url)),
    configFile: false,
    logLevel: "error",
    build: { outDir, emptyOutDir: true, minify: false, target: "esnext" },
  });
  return outDir;
}

/**
 * Starts Chromium on the page.
 *
 * @param webgpu With SwiftShader's software GPU, or without WebGPU.
 * @param isolated Whether pages are cross-origin isolated.
 * @param throttles Whether a tab behind another is hidden and its timers slow, as users have it. Default false.
 */
export async function browserTabs({
  webgpu,
  isolated,
  throttles = false,
}: {
  webgpu: boolean;
  isolated: boolean;
  throttles?: boolean;
}): Promise<BrowserTabs> {
  page ??= builtPage();
  const outDir = await page;
  const place = folder();
  const gpu = webgpu ? softwareGpu : ["--disable-features=WebGPU"];
  const [profile, args] = [join(place.path, "profile"), ["--no-sandbox", ...gpu]];
  const launched = throttles ? await throttlingBrowser(executable!, profile, args) : undefined;
  const context =
    launched?.context ??
    (await chromium.launchPersistentContext(profile, {
      ...launchOptions,
      args,
    }));
  const server = await serveFolder(outDir, { headers: isolated ? isolation : {} });
  const fetched: string[] = [];
  await context.route("**/mnist/*", (route) => {
    const { pathname } = new URL(route.request().url());
    fetched.push(pathname);
    return route.fulfill({ path: join(mnist ?? "", pathname.slice("/mnist/".length)) });
  });
  return {
    context,
    fetched,
    async tab() {
      const page = await context.newPage();
      await page.goto(server.url);
      await page.waitForFunction(() => (globalThis as unknown as Tools).ready);
      return page;
    },
    async close() {
      await (launched ?? context).close();
      server.close();
      place.remove();
    },
  };
}

/** Starts a training that counts its epochs and says how it ended; `prefer` undefined takes what there is. */
export async function startTraining(page: Page, prefer: string | undefined, epochs: number): Promise<string> {
  return page.evaluate(
    async ([prefer, epochs]) => {
      const tools = globalThis as unknown as Tools;
      const { name } = await tools.useBackend(prefer ? { prefer: [prefer], allowSoftwareGpu: true } : {});
      const { train } = await tools.openDataset("digits", { size: { train: 300, test: 1 } });
      const net = new tools.KMeansNetwork({ k: 10, features: 784 });
      await net.init("k-means++", train);
      delete tools.outcome;
      tools.epochs = 0;
      net
        .fit(train, {
          epochs,
          batchSize: 50,
          onEpoch: () => {
            tools.epochs += 1;
          },
        })
        .then(() => net.inertia(train))
        .then(
          (inertia) => {
            tools.outcome = `done ${inertia.toFixed(2)}`;
          },
          (error: Error) => {
            tools.outcome = `${error.name}: ${error.message}`;
          },
        );
      return name;
    },
    [prefer, epochs] as const,
  );
}

/** How many epochs a training has done. */
export const epochsDone = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as Tools).epochs);

/** How a training ended: `done <inertia>`, or its error. */
export async function outcome(page: Page): Promise<string> {
  // Asked again and again from here: the page's own clock and its frames stand still in a hidden tab.
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const ended = await page.evaluate(() => (globalThis as unknown as Tools).outcome);
    if (ended !== undefined) return ended;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(
    `outcome: expected the training to end within a minute, got ${await epochsDone(page)} epochs`,
  );
}
