import { ElbowDataError } from "@elbowjs/mnist-data";

const titles = { mnist: "MNIST", "fashion-mnist": "Fashion-MNIST" };

/**
 * What to tell a visitor of an error. Where a published dataset could not be had, the package speaks to programmers, of
 * folders and variables; a visitor can try again, or take other data.
 */
export function failureText(error: unknown, name: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const isFetched = name in titles;
  if (!isFetched || !(error instanceof ElbowDataError)) return message;
  const reason = navigator.onLine ? "none of its mirrors sent it whole" : "this device is offline";
  return `${titles[name as keyof typeof titles]} could not be fetched: ${reason}. Try again, take the generated digits, or open your own copy of its files on the page “Data”.`;
}
