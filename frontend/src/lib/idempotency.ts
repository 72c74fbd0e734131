/** One key for one content: a retry of the same form is the same request, a changed form is a new one. */
export type KeyedRequest = { key: string; fingerprint: string };

export function keyed(previous: KeyedRequest | undefined, payload: unknown): KeyedRequest {
  const fingerprint = JSON.stringify(payload);
  if (previous && previous.fingerprint === fingerprint) return previous;
  return { key: crypto.randomUUID(), fingerprint };
}
