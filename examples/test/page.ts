import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { type Browser, chromium, type Page, type Route } from "playwright";

const executablePath = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

/** Whether there is a browser; where there is none, the tests of pages say that they are skipped. */
export const hasBrowser: boolean = executablePath !== undefined;
if (!hasBrowser) console.warn("SKIPPED: every example that is a page; no Chromium found, set CHROMIUM_PATH");

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

let browser: Browser | undefined;
export const closeBrowser = async (): Promise<void> => browser?.close();

/**
 * Opens a folder's index.html as http://localhost/, with a trap for every error of the page.
 *
 * @param elsewhere Answers requests to other hosts; without it they fail.
 */
export async function openPage(
  folder: string,
  elsewhere: (route: Route, url: URL) => Promise<void> = (route) => route.abort(),
): Promise<{ page: Page; faults: string[] }> {
  browser ??= await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
  });
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.route("**/*", async (route) => {
    const url = new URL(route.request().url());
    if (url.hostname !== "localhost") return elsewhere(route, url);
    const file = join(folder, url.pathname === "/" ? "index.html" : decodeURIComponent(url.pathname));
    if (!existsSync(file)) return route.fulfill({ status: 404 });
    return route.fulfill({ body: readFileSync(file), contentType: types[extname(file)] ?? "text/plain" });
  });
  await page.goto("http://localhost/");
  return { page, faults };
}
