import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright";
import { serve } from "./static-server.js";

const executablePath = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);
export const hasBrowser: boolean = executablePath !== undefined;

let browser: Browser | undefined;
export const closeBrowser = async (): Promise<void> => browser?.close();

/** Opens a folder's page in Chromium and waits until it has set `window.printed`. */
export async function printedByPage(folder: string): Promise<string[]> {
  browser ??= await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
  });
  const server = await serve(folder);
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  try {
    await page.goto(server.url);
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
    server.close();
  }
}
