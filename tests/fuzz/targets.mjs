import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const packages = new URL("../../packages/", import.meta.url);

/** Every public package that is built: a new one joins by being there. */
export function packageNames() {
  return readdirSync(packages).filter((name) => {
    const manifest = new URL(`${name}/package.json`, packages);
    return existsSync(manifest) && !JSON.parse(readFileSync(manifest, "utf8")).private;
  });
}

/** A package's entries, as the exports of its package.json list them. */
export async function entries(name) {
  const folder = new URL(`${name}/`, packages);
  const { exports } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  return Promise.all(
    Object.entries(exports)
      .filter(([, target]) => target.default?.endsWith(".js"))
      .map(async ([subpath, target]) => {
        const file = new URL(target.default, folder);
        return {
          name: `${name}${subpath.slice(1)}`,
          exports: await import(pathToFileURL(fileURLToPath(file)).href),
        };
      }),
  );
}

/** tfjs's WASM backend for a package that computes with it, and tensors among what is plausible. */
export async function startBackend(name, plausible) {
  const manifest = JSON.parse(readFileSync(new URL(`${name}/package.json`, packages), "utf8"));
  if (manifest.peerDependencies?.["@tensorflow/tfjs-core"] === undefined || name === "backend") return;
  const { useBackend } = await import(new URL("backend/dist/index.js", packages).href);
  await useBackend({ prefer: ["wasm"], threads: 1 });
  const { tensor } = await import("@tensorflow/tfjs-core");
  plausible.push(
    () => tensor([0.1, 0.2, 0.3, 0.4], [2, 2]),
    () => tensor([0, 1], [2], "int32"),
    () =>
      tensor(
        Float32Array.from({ length: 64 }, (_, i) => i / 64),
        [1, 8, 8, 1],
      ),
  );
}

const isClass = (value) => /^class\b/.test(Function.prototype.toString.call(value));

/** What of an entry can be called: functions, constructors, and what is static on classes. */
export function targets({ name: entry, exports }) {
  const found = [];
  for (const [name, value] of Object.entries(exports)) {
    const at = `${entry}: ${name}`;
    if (typeof value === "function" && !isClass(value))
      found.push({ name: at, callee: value, call: (values) => value(...values) });
    else if (typeof value === "function") {
      found.push({ name: `new ${at}`, callee: value, call: (values) => new value(...values) });
      for (const method of Object.getOwnPropertyNames(value))
        if (
          typeof Object.getOwnPropertyDescriptor(value, method).value === "function" &&
          method !== "prototype"
        )
          found.push({
            name: `${at}.${method}`,
            callee: value[method],
            call: (values) => value[method](...values),
          });
    } else if (typeof value === "object" && value !== null)
      for (const [method, inner] of Object.entries(value))
        if (typeof inner === "function" && !isClass(inner))
          found.push({ name: `${at}.${method}`, callee: inner, call: (values) => value[method](...values) });
  }
  return found;
}

/** The methods of what a call gave: of its own object or class, not the language's. */
export function methods(result) {
  if (typeof result !== "object" || result === null || ArrayBuffer.isView(result)) return [];
  const names = new Set(Object.keys(result).filter((name) => typeof result[name] === "function"));
  const prototype = Object.getPrototypeOf(result);
  // A tensor and a matrix have their own package's methods.
  const isBuiltIn =
    prototype === null ||
    Object.values(builtIn).includes(prototype) ||
    "dataId" in result ||
    result.klass === "Matrix";
  if (!isBuiltIn)
    for (const name of Object.getOwnPropertyNames(prototype))
      if (
        name !== "constructor" &&
        typeof Object.getOwnPropertyDescriptor(prototype, name).value === "function"
      )
        names.add(name);
  return [...names].filter((name) => name !== "dispose");
}
const builtIn = [Object, Array, Map, Set, Promise, Error, Date, RegExp, ArrayBuffer, Response, URL].map(
  (kind) => kind.prototype,
);
