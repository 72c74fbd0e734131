/** As the service takes them; it looks inside, this only saves the way. */
const MEDIA_TYPES: Record<string, string> = {
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".odt": "application/vnd.oasis.opendocument.text",
  ".csv": "text/csv",
};

export const ENDINGS = Object.keys(MEDIA_TYPES);
/** A little less than the service takes, for people count in thousands. */
export const MOST_BYTES = 20_000_000;
export const MOST_FILES = 10;
/** Before the address of whoever asks is confirmed. */
export const MOST_DRAFT_FILES = 5;

/** By its name: browsers know some of them by other types, or by none. */
export function mediaTypeOf(name: string): string {
  const ending = name.slice(name.lastIndexOf(".")).toLowerCase();
  return MEDIA_TYPES[ending] ?? "application/octet-stream";
}

/** The end of its name, as people say it. */
export function kindOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1).toUpperCase();
}
