import { forget, recall, remember } from "./storage";

// The session itself is a cookie that scripts cannot read. This says only that there was one, and when it was used last
// in any tab, so that visitors who never signed in cause no refused call, and nobody's session ends without a word.
const KEY = "lorntech.session";

/** A session that is not used ends after this time (`IDLE` in api/src/auth/middleware.rs). */
export const IDLE_MS = 30 * 60_000;

export function hadSession(): boolean {
  return recall(KEY, "plain") !== undefined;
}

/** Somebody signed in, or is signed in and was answered. */
export function noteSession() {
  remember(KEY, Date.now(), "plain");
}

export function forgetSession() {
  forget(KEY);
}

/** How long the session still lasts when nothing happens. */
export function sessionLeft(): number {
  return Number(recall(KEY, "plain")) + IDLE_MS - Date.now();
}
