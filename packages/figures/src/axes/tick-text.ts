import { checkKinds } from "@elbowjs/arguments";

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** An integer as superscript. */
const superscript = (value: number): string =>
  String(value).replace(/./g, (digit) => (digit === "-" ? "⁻" : raised[Number(digit)]!));

/** A number with a true minus sign. */
const signed = (text: string): string => text.replace("-", "−");

/**
 * A number for a label: about three digits, plain where that is short, else with a power of ten.
 *
 * @throws TypeError for what is no number.
 */
export function shortNumber(value: number): string {
  if (typeof value !== "number") checkKinds("shortNumber", { value: [value, "number"] });
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e5)) return signed(String(Number(value.toPrecision(3))));
  if (!Number.isFinite(value)) return signed(String(value));
  return powerOfTen(Number(value.toPrecision(3)));
}

function powerOfTen(value: number): string {
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  const power = `10${superscript(Number(exponent))}`;
  return signed(mantissa === "1" ? power : mantissa === "-1" ? `-${power}` : `${mantissa}·${power}`);
}

/**
 * How the ticks of one axis are written: all with the same number of decimals, thousands set apart, and powers of ten below 0.001
 * and from a million on.
 */
export function tickTexts(values: readonly number[]): string[] {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest !== 0 && (largest < 1e-3 || largest >= 1e6))
    return values.map((value) => (value === 0 ? "0" : powerOfTen(Number(value.toPrecision(6)))));
  const decimals = Math.max(0, ...values.map(decimalsOf));
  return values.map((value) => signed(grouped(value.toFixed(decimals))));
}

/** A power of ten of a logarithmic axis: plain numbers where all of its decades are short, else powers but for 0.1, 1 and 10. */
export function decadeText(exponent: number, [lowest, highest]: readonly [number, number]): string {
  const isPlain = (lowest >= -3 && highest <= 4) || Math.abs(exponent) <= 1;
  return isPlain ? tickTexts([Number(`1e${exponent}`)])[0]! : `10${superscript(exponent)}`;
}

/** How many decimals a number has, rounding errors aside. */
const decimalsOf = (value: number): number =>
  (String(Number(value.toPrecision(10))).split(".")[1] ?? "").length;

/** 12345.6 as 12 345.6, from five digits on, with a narrow space that does not break. */
function grouped(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const spaced = whole.replace("-", "").length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") : whole;
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
