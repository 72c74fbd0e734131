import { offline, problemOf } from "~/api/problem";
import type { Organization } from "~/api/types";
import { doubt } from "~/lib/connection";
import { getLocale } from "~/lib/locale";

/** Sends a picture and says how much of it has left, which fetch cannot tell. */
export function sendPicture(
  path: string,
  revision: number,
  file: File,
  onProgress: (share: number) => void,
): Promise<Organization> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", path);
    // The service looks into the file; a browser goes by its name, and may know none.
    request.setRequestHeader("Content-Type", file.type || "image/png");
    request.setRequestHeader("If-Match", `"${revision}"`);
    request.setRequestHeader("Accept-Language", getLocale());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onerror = () => {
      doubt();
      reject(offline());
    };
    request.onload = () => {
      let body: unknown;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // No answer of the service's own: its status says the rest.
      }
      if (request.status === 200) resolve(body as Organization);
      else reject(problemOf(new Response(null, { status: request.status }), body));
    };
    request.send(file);
  });
}
