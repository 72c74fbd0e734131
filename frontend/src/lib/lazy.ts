import { type ComponentType, type LazyExoticComponent, lazy as reactLazy } from "react";
import { doubt, getConnection } from "./connection";

/** Tries again each second: so often, and while nothing can be reached. */
async function load<T>(part: () => Promise<T>, left = 9): Promise<T> {
  try {
    return await part();
  } catch (error) {
    if (!left && getConnection() === "up") throw error;
    doubt();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return load(part, left && left - 1);
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
