import { backend, engine, getBackend } from "@tensorflow/tfjs-core";
import { ElbowBackendError } from "./errors.js";

interface LosableDevice {
  readonly lost: Promise<{ readonly reason?: string; readonly message: string }>;
}

/**
 * Waits for the loss of the GPU that tfjs's WebGPU backend, the one in use, works on: a driver reset, a laptop that
 * switches cards, a browser that takes the device back.
 *
 * @param onLoss called at the loss, before the promise is fulfilled.
 * @returns a promise of the error, fulfilled at the loss and pending until then.
 */
export function gpuLoss(onLoss: () => void): Promise<ElbowBackendError> {
  return lossOfDevice().then((error) => {
    onLoss();
    return error;
  });
}

/** A read from a lost device may fail a moment before the device says that it is lost. Milliseconds. */
const patience = 200;

/**
 * What a failure of work on tfjs's backend comes from: on WebGPU with a device that is lost, the ElbowBackendError
 * `device-lost`, whose cause is the failure; anywhere else the failure itself.
 *
 * @example
 * try { await train(); } catch (error) { throw await gpuFailure(error); }
 */
export async function gpuFailure(error: unknown): Promise<unknown> {
  if (getBackend() !== "webgpu" || error instanceof ElbowBackendError) return error;
  const pending = new Promise<undefined>((resolve) => setTimeout(resolve, patience));
  const loss = await Promise.race([lossOfDevice(), pending]);
  if (loss === undefined) return error;
  loss.cause = error;
  return loss;
}

async function lossOfDevice(): Promise<ElbowBackendError> {
  const { device } = backend() as unknown as { device: LosableDevice };
  const { reason = "unknown", message } = await device.lost;
  return new ElbowBackendError(
    "device-lost",
    `WebGPU: the GPU device was lost (${reason}${message ? `: ${message}` : ""}), and every tensor on it. ` +
      `Call useBackend() again for a new device or another backend, and go on from weights that you had read back.`,
  );
}

/** Lets go of a WebGPU backend whose device is lost, so that the next use starts a new one. */
export function discardLostGpu(): void {
  const factory = engine().findBackendFactory("webgpu");
  try {
    engine().removeBackend("webgpu");
  } catch {
    // Disposal talks to the dead device, after the backend has left the registry.
  }
  engine().registerBackend("webgpu", factory, 3);
}
