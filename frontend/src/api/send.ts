import { doubt } from "~/lib/connection";
import { getLocale } from "~/lib/locale";
import { hadSession } from "~/lib/session";
import { offline, problemOf } from "./problem";

type Sending = {
  method: "PUT" | "POST";
  path: string;
  headers: Record<string, string>;
  body: Blob;
  /** Hears how much of it has left, from 0 to 1, or that nobody can tell. */
  onProgress?: ((share: number | undefined) => void) | undefined;
  /** Gives it up. */
  signal?: AbortSignal | undefined;
};

/** Sends a file and says how much of it has left, which fetch cannot tell. */
export function sendFile<T>(sending: Sending): Promise<T> {
  // Who follows a request by its link would be two people at once with the session's cookie, and fetch alone leaves
  // that out.
  return sending.headers.Authorization && hadSession() ? withoutSession(sending) : withProgress(sending);
}

async function withoutSession<T>({ method, path, headers, body, onProgress, signal }: Sending): Promise<T> {
  onProgress?.(undefined);
  const response = await fetch(path, {
    method,
    headers: { ...headers, "Accept-Language": getLocale() },
    body,
    credentials: "omit",
    signal: signal ?? null,
  }).catch((error) => {
    if (signal?.aborted) throw error;
    doubt();
    throw offline();
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(response, answer);
  return answer as T;
}

function withProgress<T>({ method, path, headers, body, onProgress, signal }: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader("Accept-Language", getLocale());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    };
    signal?.addEventListener("abort", () => request.abort());
    request.onabort = () => reject(new DOMException("given up", "AbortError"));
    request.onerror = () => {
      doubt();
      reject(offline());
    };
    request.onload = () => {
      let answer: unknown;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // No answer of the service's own: its status says the rest.
      }
      if (request.status >= 200 && request.status < 300) resolve(answer as T);
      else reject(problemOf(new Response(null, { status: request.status }), answer));
    };
    request.send(body);
  });
}
