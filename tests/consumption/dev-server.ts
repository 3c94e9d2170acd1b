import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ground } from "./stranger.js";

/** What strangers develop with. */
export const devServerNames = ["vite 7", "vite 8", "webpack", "esbuild"] as const;
export type DevServerName = (typeof devServerNames)[number];

export interface DevServer {
  readonly url: string;
  close(): Promise<unknown>;
}

const packages = [
  "vite7@npm:vite@7",
  "vite8@npm:vite@8",
  "webpack@5",
  "webpack-dev-server@5",
  "esbuild@0.28",
];

let tools: string | undefined;
/** Installs the tools, once, outside of the strangers' projects. */
export function toolFolder(): string {
  if (tools !== undefined) return tools;
  tools = join(ground, "tools");
  mkdirSync(tools);
  writeFileSync(join(tools, "package.json"), "{}");
  const flags = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  execFileSync("npm", ["install", ...flags, ...packages], {
    cwd: tools,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return tools;
}

/** A tool's module, as much of it as its caller declares. */
const toolOf = <T>(name: string): T => createRequire(join(toolFolder(), "package.json"))(name) as T;

interface Vite {
  createServer(config: object): Promise<{
    listen(): Promise<unknown>;
    close(): Promise<unknown>;
    readonly resolvedUrls: { readonly local: readonly string[] };
  }>;
}

async function vite(name: string, root: string): Promise<DevServer> {
  const path = join(toolFolder(), "node_modules", name, "dist/node/index.js");
  const { createServer } = (await import(pathToFileURL(path).href)) as Vite;
  const server = await createServer({
    root,
    configFile: false,
    logLevel: "error",
    cacheDir: join(root, `.${name}`),
    server: { host: "127.0.0.1", port: 0 },
  });
  await server.listen();
  return { url: server.resolvedUrls.local[0]!, close: () => server.close() };
}

type WebpackDevServer = new (
  options: object,
  compiler: object,
) => {
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly server: { address(): AddressInfo };
};

async function webpack(root: string): Promise<DevServer> {
  const compiler = toolOf<(config: object) => object>("webpack")({
    mode: "development",
    context: root,
    entry: "./main.js",
    infrastructureLogging: { level: "error" },
    stats: "errors-warnings",
  });
  const Server = toolOf<WebpackDevServer>("webpack-dev-server");
  const options = { host: "127.0.0.1", port: "auto", hot: false, client: false, static: root };
  const server = new Server(options, compiler);
  await server.start();
  return { url: `http://127.0.0.1:${server.server.address().port}/`, close: () => server.stop() };
}

interface Esbuild {
  context(options: object): Promise<{
    serve(options: object): Promise<{ port: number }>;
    dispose(): Promise<void>;
  }>;
}

async function esbuild(root: string): Promise<DevServer> {
  const built = await toolOf<Esbuild>("esbuild").context({
    entryPoints: [join(root, "main.js")],
    bundle: true,
    format: "esm",
    splitting: true,
    outdir: root,
    entryNames: "bundle",
    absWorkingDir: root,
    logLevel: "error",
    write: false,
  });
  const { port } = await built.serve({ servedir: root, host: "127.0.0.1" });
  return { url: `http://127.0.0.1:${port}/`, close: () => built.dispose() };
}

/** The element by which a page loads `main.js` from each: Vite serves the module itself, the others a bundle. */
export function scriptOf(name: DevServerName): string {
  if (name === "webpack") return '<script defer src="main.js"></script>';
  return `<script type="module" src="${name === "esbuild" ? "bundle.js" : "/main.js"}"></script>`;
}

/** Starts a development server on a folder that has an `index.html` and a `main.js`; without configuration. */
export async function startDevServer(name: DevServerName, root: string): Promise<DevServer> {
  if (name === "webpack") return webpack(root);
  if (name === "esbuild") return esbuild(root);
  return vite(name.replace(" ", ""), root);
}
