import { ElbowBackendError } from "./errors.js";

/** The files that Node loads of tfjs's core and backends, all CommonJS. */
const entries = /[\\/]dist[\\/](tf-(?:core|backend-\w+)\.node)\.js$/;

/**
 * Refuses tfjs packages of different versions in one process. They would share an engine, and run each other's kernels: what
 * comes of that depends on which was imported first. tfjs publishes core and backends together and asks for equal versions.
 *
 * Sees what Node has loaded so far; a page's bundle does not say what it is made of.
 *
 * @throws ElbowBackendError `version-mismatch` with each version and where it was loaded from.
 */
export function checkTfjsVersions(): void {
  const module = globalThis.process?.getBuiltinModule?.("node:module");
  if (module === undefined) return;
  const require = module.createRequire(process.execPath); // from anywhere: paths are absolute
  const found = new Map<string, string>();
  for (const path of Object.keys(require.cache)) {
    if (!entries.test(path)) continue;
    const folder = path.replace(entries, "");
    const { name, version } = require(`${folder}/package.json`) as { name: string; version: string };
    if (!found.has(version)) found.set(version, `${name} ${version} (${folder})`);
  }
  if (found.size <= 1) return;
  throw new ElbowBackendError(
    "version-mismatch",
    `useBackend: expected one version of tfjs, got ${[...found.values()].join(" and ")}. ` +
      "Find who asks for which with `npm ls @tensorflow/tfjs-core`, and install one version of all @tensorflow packages.",
  );
}
