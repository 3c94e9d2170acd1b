import { shown } from "@elbowjs/arguments";
/** What went wrong, for programs: the text of the error is for people. */
export type ElbowBackendErrorCode =
  | "no-backend"
  | "missing-kernel"
  | "version-mismatch"
  | "out-of-memory"
  | "device-lost";

/** An error of choosing or using a tfjs backend: says what was expected, what was found and what to do. */
export class ElbowBackendError extends Error {
  override readonly name = "ElbowBackendError";
  readonly code: ElbowBackendErrorCode;

  constructor(code: ElbowBackendErrorCode, message: string, options?: ErrorOptions) {
    super(
      typeof message === "string" ? message : shown(message),
      typeof options === "object" ? options : undefined,
    );
    this.code = code;
  }
}
