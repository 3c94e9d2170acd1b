import { onScopeDispose, type Ref, ref } from "vue";
import { motionIsReduced } from "../reduced-motion.js";

/**
 * Walks a position from where it is to the end, in about six seconds; with reduced motion in eight jumps. From the end
 * it starts over.
 */
export function usePlayer(
  position: Ref<number>,
  length: () => number,
): { playing: Ref<boolean>; play(): void; pause(): void; step(): void } {
  const playing = ref(false);
  let timer: ReturnType<typeof setInterval> | undefined;
  const pause = (): void => {
    clearInterval(timer);
    playing.value = false;
  };
  const move = (by: number, from = position.value): void => {
    const next = Math.min(length(), from + by);
    position.value = next;
    if (next >= length()) pause();
  };
  onScopeDispose(pause);
  return {
    playing,
    pause,
    play() {
      pause();
      if (position.value >= length()) position.value = 0;
      playing.value = true;
      const [interval, jumps] = motionIsReduced() ? [1000, 8] : [40, 150];
      timer = setInterval(() => move(Math.max(1, Math.ceil(length() / jumps))), interval);
    },
    step() {
      pause();
      // A value that was just set is read back only after the parent has drawn itself.
      move(1, position.value >= length() ? 0 : position.value);
    },
  };
}
