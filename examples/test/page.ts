import { hasChromium, launchOptions } from "@elbowjs/test-kit/chromium";
import { serveFolder } from "@elbowjs/test-kit/serve-folder";
import { type Browser, chromium, type Page, type Route } from "playwright";

/** Whether there is a browser; where there is none, the tests of pages say that they are skipped. */
export const hasBrowser: boolean = hasChromium("every example that is a page");

let browser: Browser | undefined;
export const closeBrowser = async (): Promise<void> => browser?.close();

/**
 * Serves a folder and opens its index.html, with a trap for every error of the page.
 *
 * @param elsewhere Answers requests to other hosts; without it they fail.
 */
export async function openPage(
  folder: string,
  elsewhere: (route: Route, url: URL) => Promise<void> = (route) => route.abort(),
): Promise<{ page: Page; faults: string[] }> {
  browser ??= await chromium.launch(launchOptions);
  const server = await serveFolder(folder);
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.route(
    (url) => !url.href.startsWith(server.url),
    (route) => elsewhere(route, new URL(route.request().url())),
  );
  page.on("close", () => server.close());
  await page.goto(server.url);
  return { page, faults };
}
