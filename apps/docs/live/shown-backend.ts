import { type BackendInfo, type UseBackendOptions, useBackend } from "@elbowjs/backend";

/** What a page shows of the backend that a worker runs on: the part of `BackendInfo` that a message can carry. */
export type ShownBackend = Pick<BackendInfo, "name" | "reason">;

/**
 * Chooses a backend in a worker.
 *
 * @param lost Called when the GPU goes away, with the reason; everything computed on it is gone then.
 */
export async function shownBackend(
  wish: UseBackendOptions,
  lost: (message: string) => void,
): Promise<ShownBackend> {
  const info = await useBackend(wish);
  // `BackendInfo` holds a promise on WebGPU, which no message can carry.
  void info.lost?.then(({ message }) => lost(message));
  return { name: info.name, reason: info.reason };
}
