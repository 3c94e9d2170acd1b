/** Values that no function expects everywhere. Made anew for each call, for a callee may write into them. */
export const odd = [
  () => NaN,
  () => Infinity,
  () => -Infinity,
  () => -0,
  () => -1,
  () => 2.5,
  () => 1e9,
  () => 2 ** 53,
  () => 5e-324,
  () => "",
  () => "__proto__",
  () => "0.1",
  () => true,
  () => ({}),
  () => [],
  () => new Float32Array(0),
  () => Float32Array.of(NaN),
  () => Float64Array.of(1, -2, 1e300),
  () => Uint8Array.of(255, 0, 7),
  () => [[1, 2], [3]],
  () => [[[[]]]],
  () => ["a", undefined, 3],
  () => Object.create(null),
  () => ({ length: 3 }),
  () => ({ data: Float32Array.of(1, 2, 3), shape: [2, 2] }),
  () => ({ data: Float32Array.of(1, 2), shape: [1e9, 1e9] }),
  () => () => NaN,
  () => Symbol("odd"),
  () => 7n,
  () => new Date(NaN),
  () => new Map([[1, 2]]),
  () => Promise.resolve(1),
  () => undefined,
  () => null,
];

const matrix = () => ({ data: Float32Array.from({ length: 8 }, (_, i) => (i % 5) / 5), shape: [4, 2] });
/** What some function takes. */
export const plausible = [
  () => 1,
  () => 2,
  () => 3,
  () => 0.5,
  () => 10,
  () => "a",
  () => [0.1, 0.2, 0.3, 0.4],
  () => [1, 0, 1, 0],
  () => Float32Array.of(0.1, 0.2, 0.3, 0.4),
  () => Float64Array.of(1, 2, 3, 4),
  () => Uint8Array.of(0, 1, 1, 0),
  () => [
    [0, 1],
    [1, 0],
    [2, 2],
  ],
  () => [Float64Array.of(1, 2), Float64Array.of(3, 4)],
  matrix,
  () => ({ width: 2, height: 2, data: Uint8Array.of(0, 64, 128, 255), channels: 1 }),
  () => (x) => x,
  () => () => 0.5,
];
const named = [
  [/seed/i, () => 1],
  [/random|rng/i, () => () => 0.5],
  [/shape/i, () => [2, 2]],
  [/labels|classes|assignments/i, () => Uint8Array.of(0, 1, 1, 0)],
  [/^(points|data|samples|x|xs|input|images|rows)$/i, matrix],
  [/^(k|n|m|size|count|units|epochs|steps|batchSize|width|height)$/, () => 2],
  [/rate|scale|sigma|variance|temperature/i, () => 0.1],
  [/bytes|file/i, () => Uint8Array.of(1, 2, 3, 4)],
];

/** Parameters of a function as its source spells them; of a destructured one the names of its options. */
export function parameters(callee) {
  const source = Function.prototype.toString.call(callee);
  const from = source.indexOf("(");
  if (from < 0) return [];
  const parts = [];
  let depth = 0;
  let part = "";
  for (const character of source.slice(from)) {
    if ("({[".includes(character)) depth++;
    if (")}]".includes(character)) depth--;
    if (depth === 0 || (depth === 1 && character === ",")) {
      parts.push(part);
      part = "";
      if (depth === 0) break;
    } else if (part !== "" || character !== "(") part += character;
  }
  return parts
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) =>
      text.startsWith("{")
        ? { options: [...text.matchAll(/[{,]\s*(\w+)/g)].map(([, name]) => name) }
        : withOptions(/^[.\s]*(\w+)/.exec(text)?.[1] ?? "", source),
    );
}

/** A parameter, with the names of its options if the function says them: where it takes them out of it, or checks them. */
function withOptions(name, source) {
  const options = new Set();
  if (name !== "") {
    for (const [, parts] of source.matchAll(new RegExp(`const \\{([^}]*)\\} = ${name};`, "g")))
      for (const [, option] of parts.matchAll(/(?:^|,)\s*(\w+)/g)) options.add(option);
    for (const [, list] of source.matchAll(new RegExp(`checkOptions\\([^,]+, ${name}, \\[([^\\]]*)\\]`, "g")))
      for (const [, option] of list.matchAll(/"(\w+)"/g)) options.add(option);
  }
  return options.size > 0 ? { name, options: [...options] } : { name };
}

function plausibleFor(parameter, { random, of }) {
  if (parameter?.options) {
    const options = {};
    for (const name of parameter.options)
      if (random() < 0.5) options[name] = plausibleFor({ name }, { random, of });
    return options;
  }
  const maker = named.find(([pattern]) => pattern.test(parameter?.name ?? ""))?.[1];
  return (maker && random() < 0.8 ? maker : of(plausible))();
}

/** The arguments of a function's call of a round: in the first rounds each odd value alone, then one to three, odd or plausible. */
export function argumentsOf(callee, round, source) {
  if (round < odd.length) return [odd[round]()];
  const wanted = parameters(callee);
  const count = Math.max(1, Math.min(5, source.random() < 0.7 ? wanted.length : 1 + source.below(3)));
  const values = Array.from({ length: count }, (_, i) => plausibleFor(wanted[i], source));
  const changed = source.below(count);
  const parameter = wanted[changed];
  if (parameter?.options?.length && source.random() < 0.7)
    values[changed] = { ...values[changed], [source.of(parameter.options)]: source.of(odd)() };
  else values[changed] = source.of(odd)();
  return values;
}

/** Whether a call leaves something out, which TypeScript refuses: an argument, or `undefined` or `null` in its place or inside. */
export function leavesOut(callee, values) {
  const isMissing = (value, depth) => {
    if (value === undefined || value === null) return true;
    if (depth === 2 || typeof value !== "object" || ArrayBuffer.isView(value)) return false;
    return Object.values(value).some((inner) => isMissing(inner, depth + 1));
  };
  return values.length < callee.length || values.some((value) => isMissing(value, 0));
}

export function shown(value) {
  switch (typeof value) {
    case "function":
      return value.name ? `function ${value.name}` : "function";
    case "string":
      return JSON.stringify(value.slice(0, 30));
    case "bigint":
      return `${value}n`;
    case "object": {
      if (value === null) return "null";
      if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${value.length})`;
      if (Array.isArray(value)) return `[${value.slice(0, 4).map(shown).join(", ")}]`;
      const prototype = Object.getPrototypeOf(value);
      if (prototype !== null && prototype !== Object.prototype) return value.constructor?.name ?? "object";
      return `{${Object.entries(value)
        .map(([name, inner]) => `${name}: ${shown(inner)}`)
        .join(", ")}}`;
    }
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
}
