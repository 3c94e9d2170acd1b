import { type Reactive, reactive, watch } from "vue";

/** One value of the state: its default, and how it is read from and written to the address. */
export interface Field<T> {
  readonly initial: T;
  /** The value a text stands for; undefined if it stands for none, and the default is taken. */
  read(text: string): T | undefined;
}

/** A number in [min, max]. */
export function number(
  initial: number,
  { min, max, integer = false }: { min: number; max: number; integer?: boolean },
): Field<number> {
  return {
    initial,
    read(text) {
      const value = text.trim() === "" ? Number.NaN : Number(text);
      return value >= min && value <= max && (!integer || Number.isInteger(value)) ? value : undefined;
    },
  };
}

/** One of a few words. */
export function choice<T extends string>(initial: T, options: readonly T[]): Field<T> {
  return { initial, read: (text) => options.find((option) => option === text) };
}

/** A text of 1 to `most` characters. */
export function text(initial: string, { most }: { most: number }): Field<string> {
  return { initial, read: (given) => (given === "" || given.length > most ? undefined : given) };
}

/** Values of a group of fields. */
export type Values<F> = { [name in keyof F]: F[name] extends Field<infer T> ? T : never };

/** Puts every value back to its default. */
export function resetState<F extends Record<string, Field<unknown>>>(state: Values<F>, fields: F): void {
  for (const [name, { initial }] of Object.entries(fields)) Object.assign(state, { [name]: initial });
}

/**
 * State that lives in the page's address: read from it once, and written back whenever it changes, so that a copied
 * link brings back the same example. The seed always stands in the address, other values only where they differ from
 * their default.
 *
 * @param prefix Put before every name, where a page holds several examples.
 */
export function useUrlState<F extends Record<string, Field<unknown>>>(
  fields: F,
  prefix = "",
): Reactive<Values<F>> {
  const query = new URLSearchParams(location.search);
  const entries = Object.entries(fields).map(([name, { initial, read }]) => {
    const text = query.get(prefix + name);
    return [name, (text === null ? undefined : read(text)) ?? initial];
  });
  const state = reactive(Object.fromEntries(entries)) as Reactive<Values<F>>;
  watch(
    state,
    (values) => {
      const next = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(values))
        if (name === "seed" || value !== fields[name]?.initial) next.set(prefix + name, String(value));
        else next.delete(prefix + name);
      const { pathname, hash } = location;
      history.replaceState(history.state, "", `${pathname}?${next}${hash}`);
    },
    { immediate: true },
  );
  return state;
}
