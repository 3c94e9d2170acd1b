import { chromium as executable, launchOptions } from "@elbowjs/test-kit/chromium";
import { serveFolder } from "@elbowjs/test-kit/serve-folder";
import { type Browser, chromium } from "playwright";

export const hasBrowser: boolean = executable !== undefined;

let browser: Browser | undefined;
export const closeBrowser = async (): Promise<void> => browser?.close();

/** Opens a folder's page in Chromium and waits until it has set `window.printed`. */
export async function printedByPage(folder: string): Promise<string[]> {
  const server = await serveFolder(folder);
  try {
    return await printedAt(server.url);
  } finally {
    server.close();
  }
}

/** Opens a page in Chromium and waits until it has set `window.printed`. */
export async function printedAt(url: string): Promise<string[]> {
  browser ??= await chromium.launch(launchOptions);
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  try {
    // A development server builds before it answers.
    await page.goto(url, { timeout: 90_000 });
    const printed = await Promise.race([
      page.waitForFunction(() => (globalThis as { printed?: string[] }).printed, undefined, {
        timeout: 60_000,
      }),
      new Promise<never>((_, reject) => page.on("pageerror", reject)),
    ]).catch((error: unknown) => {
      throw new Error(`${error}\n${problems.join("\n")}`);
    });
    return (await printed.jsonValue()) as string[];
  } finally {
    await page.close();
  }
}
