import { pairsOf } from "./pairs-of.js";
import { refusal } from "./refusal.js";
import { shown } from "./shown.js";

/**
 * A kind of value that `typeof` or a prototype can tell. `numbers` are an array, a typed array or whatever else has a length and
 * numbers, NaN among them; `rows` are an array of such, or a Matrix; a `Matrix` is ml-matrix's, a `Tensor` TensorFlow.js's that is not disposed, each
 * known by what it has, so that two copies of those packages do not matter.
 */
export type Kind =
  | "number"
  | "boolean"
  | "string"
  | "function"
  | "object"
  | "array"
  | "iterable"
  | "numbers"
  | "rows"
  | "Matrix"
  | "Tensor"
  | "AbortSignal"
  | "Uint8Array"
  | "Float32Array"
  | "Float64Array";

/** A kind, ` or undefined` behind it for what may be left out; one in brackets for an array of it; names with rules for an object's parts. */
export type KindRule =
  | Kind
  | `${Kind} or undefined`
  | readonly [KindRule]
  | { readonly [name: string]: KindRule };

/**
 * Refuses values of another kind.
 *
 * @param values by name, each with its kind, or with those of its parts; parts that are not named may be anything.
 * @throws TypeError that names the part.
 * @example
 * checkKinds("Gan.fit", { onEpoch: [onEpoch, "function or undefined"], signal: [signal, "AbortSignal or undefined"] });
 * // TypeError: Gan.fit: expected onEpoch to be a function, got "yes"
 * checkKinds("pathFigure", { trace: [trace, { steps: [{ w: "numbers" }] }] });
 * // TypeError: pathFigure: expected trace.steps[3].w to be numbers, got undefined
 */
export function checkKinds(
  caller: string,
  values: Readonly<Record<string, readonly [value: unknown, kind: KindRule]>>,
): void {
  for (const [name, [value, rule]] of pairsOf("checkKinds", values, "kind", isRule))
    checkKind(caller, name, value, rule);
}

const isRule = (rule: unknown): boolean =>
  typeof rule === "string" || (typeof rule === "object" && rule !== null);

function checkKind(caller: string, name: string, value: unknown, rule: KindRule): void {
  if (typeof rule !== "string") {
    if (isList(rule)) {
      if (!Array.isArray(value)) refuse(caller, name, "an array", value);
      for (const [i, part] of value.entries()) checkKind(caller, `${name}[${i}]`, part, rule[0]);
      return;
    }
    if (typeof value !== "object" || value === null) {
      const names = Object.keys(rule).join(", ");
      refuse(caller, name, names === "" ? "an object" : `an object with ${names}`, value);
    }
    for (const [part, inner] of Object.entries(rule))
      checkKind(caller, `${name}.${part}`, (value as Readonly<Record<string, unknown>>)[part], inner);
    return;
  }
  const kind = rule.replace(" or undefined", "") as Kind;
  if (value === undefined && kind !== rule) return;
  if (kind === "numbers") checkListOf(caller, name, value, "numbers", "number");
  else if (kind === "rows") {
    if (!isOfKind(value, "Matrix")) checkListOf(caller, name, value, "rows of numbers", "numbers");
  } else if (!isOfKind(value, kind)) refuse(caller, name, words[kind] ?? withArticle(kind), value);
}

/** Refuses what is not a list, or has something in it that is not of a kind. */
function checkListOf(caller: string, name: string, value: unknown, what: string, kind: Kind): void {
  const length = (value as ArrayLike<unknown> | null | undefined)?.length;
  const isListLike =
    typeof value === "object" &&
    typeof length === "number" &&
    Number.isSafeInteger(length) &&
    length >= 0 &&
    !(value instanceof BigInt64Array || value instanceof BigUint64Array);
  if (!isListLike) refuse(caller, name, what, value);
  // A typed array holds nothing else.
  if (kind === "number" && ArrayBuffer.isView(value)) return;
  for (let i = 0; i < length; i++) checkKind(caller, `${name}[${i}]`, (value as ArrayLike<unknown>)[i], kind);
}

const isList = (rule: Exclude<KindRule, string>): rule is readonly [KindRule] => Array.isArray(rule);

const words: Partial<Record<Kind, string>> = {
  Matrix: "a Matrix of ml-matrix",
  Tensor: "a tensor",
  Uint8Array: "a Uint8Array",
};

function withArticle(kind: Kind): string {
  return `${/^[aeioA]/.test(kind) ? "an" : "a"} ${kind}`;
}

function refuse(caller: string, name: string, expected: string, value: unknown): never {
  throw refusal(
    new TypeError(
      `${typeof caller === "string" ? caller : shown(caller)}: expected ${name} to be ${expected}, got ${shown(value)}`,
    ),
  );
}

function isOfKind(value: unknown, kind: Exclude<Kind, "numbers" | "rows">): boolean {
  switch (kind) {
    case "AbortSignal":
      return value instanceof AbortSignal;
    case "Uint8Array":
      return value instanceof Uint8Array;
    case "Float32Array":
      return value instanceof Float32Array;
    case "Float64Array":
      return value instanceof Float64Array;
    case "array":
      return Array.isArray(value);
    case "iterable":
      return (
        typeof (value as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] === "function"
      );
    case "object":
      return typeof value === "object" && value !== null;
    case "Matrix":
      return (value as { readonly klass?: unknown } | null | undefined)?.klass === "Matrix";
    case "Tensor": {
      const tensor = value as
        | { shape?: unknown; dataSync?: unknown; isDisposed?: unknown }
        | null
        | undefined;
      return (
        Array.isArray(tensor?.shape) && typeof tensor.dataSync === "function" && tensor.isDisposed !== true
      );
    }
    default:
      return typeof value === kind;
  }
}
