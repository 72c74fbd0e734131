import { authorization, type Token } from "./client.js";
import { type ApiError, problemOf } from "./problem.js";
import type { components } from "./schema.js";

/** The last that is known of a record. Of two revisions the greater one is newer. */
export type Change = components["schemas"]["Change"];
/** The same in a public feed, which names no revision. */
export type FeedItem = components["schemas"]["FeedItem"];

export type FeedPage<Item = Change> = {
  items: Item[];
  /** Where to go on; to be stored in one transaction with the items. */
  next: string;
  /** There is no more for now: such a page has no items. */
  last: boolean;
  /** The feed begins anew with this page. What has not come again by the last one is gone, without a word. */
  restarted: boolean;
};

export type Following = {
  token?: Token | undefined;
  /** Goes on when there is no more for now, until `signal` ends it. */
  live?: boolean | undefined;
  signal?: AbortSignal | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  /** How to wait; a test does not. */
  rest?: ((milliseconds: number, signal?: AbortSignal) => Promise<void>) | undefined;
};

/** In milliseconds. A request with `wait` is held for 25 seconds at most; one without is not made more often than IDLE. */
const PATIENCE = 60_000;
const IDLE = 5_000;
const FIRST_REST = 1_000;
const LONGEST_REST = 60_000;

/**
 * The pages of `/v1/sync/changes` or of a public feed: from its own address on everything there is, from a stored `next`
 * on what has changed since. While the service is busy or away, it waits and asks again.
 */
export async function* follow<Item = Change>(
  from: string,
  following: Following = {},
): AsyncGenerator<FeedPage<Item>, void> {
  const { live = false, signal, rest = sleep } = following;
  let at = from;
  let restarted = false;
  let failures = 0;
  let told = false;
  for (;;) {
    signal?.throwIfAborted();
    const asked = Date.now();
    const answer = await read<Item>(at, following);
    if ("failed" in answer) {
      const { failed, restart } = answer;
      // What begins anew and is gone at once would go on so for ever.
      if (restart && !restarted) {
        at = within(from, restart, at);
        restarted = true;
        told = false;
        continue;
      }
      if (failed && !passes(failed)) throw failed;
      failures += 1;
      await rest(restAfter(failures, failed), signal);
      continue;
    }
    failures = 0;
    const next = within(from, answer.next, at);
    const last = answer.items.length === 0;
    if (!last && next === at) throw new Error(`${at} holds changes and leads to itself`);
    if (!last || !told) yield { items: answer.items, next, last, restarted };
    restarted = false;
    at = next;
    told = last;
    if (last && !live) return;
    if (last) await rest(Math.max(0, IDLE - (Date.now() - asked)), signal);
  }
}

type Read<Item> =
  | { items: Item[]; next: string }
  | { failed: ApiError | undefined; restart?: string | undefined };

async function read<Item>(
  at: string,
  { token, signal, fetch = globalThis.fetch }: Following,
): Promise<Read<Item>> {
  const headers = { Accept: "application/json", ...(await authorization(token)) };
  const patience = AbortSignal.timeout(PATIENCE);
  try {
    const response = await fetch(at, {
      headers,
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    const restart = response.status === 410 ? restartOf(response.headers.get("Link")) : undefined;
    return { failed: problemOf(response, parsed(text)), restart };
  } catch (error) {
    signal?.throwIfAborted();
    // A page that is none will not become one; what the network did not bring may still come.
    if (error instanceof SyntaxError) throw error;
    return { failed: undefined };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The address in `<…>; rel="restart"`. */
function restartOf(link: string | null): string | undefined {
  return /<([^>]*)>\s*;[^,]*\brel="?restart\b/.exec(link ?? "")?.[1];
}

/** A feed stays where it began: a token must not follow an address to somebody else. */
function within(from: string, address: string, at: string): string {
  const url = new URL(address, at);
  if (url.origin !== new URL(from).origin) throw new Error(`${at} leads away to ${url.origin}`);
  return url.href;
}

function passes({ status }: ApiError): boolean {
  return status === 429 || status >= 500;
}

/** As long as was asked for, else twice as long each time, and not all followers at once. */
function restAfter(failures: number, failed: ApiError | undefined): number {
  if (failed?.retryAfter) return failed.retryAfter * 1000;
  return Math.min(LONGEST_REST, FIRST_REST * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", end, { once: true });
  });
}
