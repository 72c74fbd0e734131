import { type ComponentType, type LazyExoticComponent, lazy as reactLazy } from "react";
import { doubt, getConnection } from "./connection";

/** How long the next tries wait; the last one also while nothing can be reached. */
const WAITS_MS = [300, 600, 1_200, 2_400, 4_800];

const gone = () => !navigator.onLine || getConnection() !== "up";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function load<T>(part: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await part();
    } catch (error) {
      if (tries >= WAITS_MS.length && !gone()) throw error;
      doubt();
      await pause(WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 0);
    }
  }
}

/**
 * `React.lazy`, which takes the whole page away for good when one part cannot be loaded: here that part comes when the
 * connection does, and what stands and was typed stays.
 */
// biome-ignore lint/suspicious/noExplicitAny: as React's own type of it.
export function lazy<T extends ComponentType<any>>(
  part: () => Promise<{ default: T }>,
): LazyExoticComponent<T> {
  return reactLazy(() => load(part));
}
