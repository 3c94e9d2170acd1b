import { onScopeDispose, type Ref, ref, watch } from "vue";

/**
 * A text that follows another one, but at most every two seconds: what a screen reader can read out while a figure
 * changes many times a second.
 */
export function settledText(source: () => string, interval = 2000): Ref<string> {
  const settled = ref(source());
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(source, () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      settled.value = source();
    }, interval);
  });
  onScopeDispose(() => clearTimeout(timer));
  return settled;
}
