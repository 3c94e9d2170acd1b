/**
 * Lets the event loop go through what waits (a page draws and answers, a signal aborts) and comes back as its next task. By a
 * message, since a hidden tab's timers fire once a second, which would make a training there some twenty times as slow.
 *
 * @see https://developer.chrome.com/blog/timer-throttling-in-chrome-88
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
