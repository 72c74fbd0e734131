import { sendFile } from "~/api/send";
import type { Organization } from "~/api/types";

export function sendPicture(
  path: string,
  revision: number,
  file: File,
  onProgress: (share: number | undefined) => void,
): Promise<Organization> {
  const headers = {
    // The service looks into the file; a browser goes by its name, and may know none.
    "Content-Type": file.type || "image/png",
    "If-Match": `"${revision}"`,
  };
  return sendFile({ method: "PUT", path, headers, body: file, onProgress });
}
