import { backend, engine } from "@tensorflow/tfjs-core";
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
  const { device } = backend() as unknown as { device: LosableDevice };
  return device.lost.then(({ reason = "unknown", message }) => {
    onLoss();
    return new ElbowBackendError(
      "device-lost",
      `WebGPU: the GPU device was lost (${reason}${message ? `: ${message}` : ""}), and every tensor on it. ` +
        `Call useBackend() again for a new device or another backend, and go on from weights that you had read back.`,
    );
  });
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
