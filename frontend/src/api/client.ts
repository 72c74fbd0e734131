import createClient, { type Middleware } from "openapi-fetch";
import { accessTokenFor } from "~/lib/access";
import { doubt } from "~/lib/connection";
import { getLocale } from "~/lib/locale";
import { hadSession, noteSession } from "~/lib/session";
import { confirmIdentity } from "~/lib/step-up";
import { offline, problemOf } from "./problem";
import type { paths } from "./schema";

/** Answers that say that the service, or a proxy before it, cannot answer now. */
const GONE = [502, 503, 504];

const speaksOurLanguage: Middleware = {
  onRequest({ request, params }) {
    request.headers.set("Accept-Language", getLocale());
    const id = request.url.includes("/v1/service-requests/") ? params.path?.id : undefined;
    // At work one reads as who one is, whatever link was opened in this browser before.
    const follows = !globalThis.location?.pathname.startsWith("/travail/");
    const token = typeof id === "string" && follows ? accessTokenFor(id) : undefined;
    if (!token) return request;
    request.headers.set("Authorization", `Bearer ${token}`);
    // With a session besides, the service would not know who asks.
    return new Request(request, { credentials: "omit" });
  },
  onResponse({ response }) {
    if (GONE.includes(response.status)) doubt();
    else if (response.ok && hadSession()) noteSession();
  },
  onError({ error }) {
    // Given up by the site itself: nobody is missing.
    if (error instanceof DOMException && error.name === "AbortError") return;
    doubt();
    return offline();
  },
};

/** What is sent again, when it was refused until somebody showed once more that it is them. */
const kept = new Map<string, Request>();

const confirmsIdentity: Middleware = {
  onRequest({ request, id }) {
    if (request.method !== "GET") kept.set(id, request.clone());
  },
  async onResponse({ response, id, options }) {
    const again = kept.get(id);
    kept.delete(id);
    if (response.status !== 403 || !again) return;
    const problem = await response
      .clone()
      .json()
      .catch(() => undefined);
    if (problem?.code !== "step_up_required" || !(await confirmIdentity())) return;
    // By itself: as a method of something else a browser's `fetch` refuses.
    const { fetch: send } = options;
    return send(again);
  },
  onError({ id }) {
    kept.delete(id);
  },
};

export const client = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? "http://localhost",
  credentials: "same-origin",
  // The one of the moment: a test may stand in for it.
  fetch: (request) => fetch(request),
  // Repeated keys for lists: kinds=startup&kinds=fablab.
  querySerializer: { array: { style: "form", explode: true } },
});
client.use(speaksOurLanguage, confirmsIdentity);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of a good answer; anything else is thrown as an ApiError. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemOf(response, error);
  return data as T;
}

export function idempotent(key: string) {
  return { "Idempotency-Key": key };
}
