import { type Connection, getConnection, lookAfterDoubts, setConnection } from "~/lib/connection";

/** Between two looks, in milliseconds; up to twice that, so that not everybody comes back in the same moment. */
const PAUSE = 4000;
/** Whoever does not answer within this time is not there. */
const PATIENCE = 5000;

async function look(): Promise<Connection> {
  try {
    const answer = await fetch("/readyz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok ? "up" : "down";
  } catch {
    return navigator.onLine ? "down" : "offline";
  }
}

/**
 * After a doubt, looks at once and then again and again until the service is there; then `back` is called. A service
 * that says it is ready and still refuses is not asked more often than that either.
 */
export function watchConnection(back: (from: Connection) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looking = false;
  let lastBack = Number.NEGATIVE_INFINITY;

  const again = async () => {
    clearTimeout(timer);
    timer = undefined;
    if (looking) return;
    looking = true;
    const before = getConnection();
    const now = await look();
    looking = false;
    setConnection(now);
    if (now === "up") {
      lastBack = performance.now();
      back(before);
    } else timer = setTimeout(again, PAUSE * (1 + Math.random()));
  };
  const stop = lookAfterDoubts(() => {
    if (looking || timer !== undefined) return;
    timer = setTimeout(again, Math.max(0, lastBack + PAUSE - performance.now()));
  });
  // Lost before anybody listened.
  if (!navigator.onLine) void again();
  window.addEventListener("offline", again);
  window.addEventListener("online", again);
  return () => {
    clearTimeout(timer);
    stop();
    window.removeEventListener("offline", again);
    window.removeEventListener("online", again);
  };
}
