import { checkKinds } from "@elbowjs/arguments";

/** Names of this process's standard output, `-` among them as in most programs. */
export const isStdout = (path: string): boolean =>
  ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].includes(path);

/**
 * Writes to stdout, and waits until it is out. The stream also emits the error, for which `runProgram` has a listener.
 *
 * @throws Error if it cannot be: a full disk, a reader that is gone.
 */
export function print(content: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(content, (error) => (error ? reject(error) : resolve()));
  });
}

/** Writes a line for people, on stderr: stdout is for the result. */
export function say(text: string): void {
  checkKinds("say", { text: [text, "string"] });
  process.stderr.write(`${text}\n`);
}
