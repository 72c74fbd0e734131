import { doubt } from "~/lib/connection";
import { getLocale } from "~/lib/locale";
import { offline, problemOf } from "./problem";

type Sending = {
  method: "PUT" | "POST";
  path: string;
  headers: Record<string, string>;
  body: Blob;
  /** Hears how much of it has left, from 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
  /** Gives it up. */
  signal?: AbortSignal | undefined;
};

/** Sends a file and says how much of it has left, which fetch cannot tell. */
export function sendFile<T>({ method, path, headers, body, onProgress, signal }: Sending): Promise<T> {
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
