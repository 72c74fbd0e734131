/** The service looks at so much of a file to find out what it is. */
const SAMPLE = 256 * 1024;
const LINE_FEED = 0x0a;

/** The beginning of a file, up to the end of a line; a small one whole. */
export async function beginning(file: Blob): Promise<Blob> {
  if (file.size <= SAMPLE) return file;
  const bytes = new Uint8Array(await file.slice(0, SAMPLE).arrayBuffer());
  const last = bytes.lastIndexOf(LINE_FEED);
  // In one line, as JSON often is: what breaks off is left out by the service.
  if (last < 0) return file.slice(0, SAMPLE);
  // The second byte of a mark in UTF-16, where the small one comes first.
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 1 : 0;
  return file.slice(0, last + 1 + wide);
}
