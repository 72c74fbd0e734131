import { stringifySearch } from "~/app/search";
import type { DirectoryFilters } from "~/features/directory/filters";

const attribute = (text: string) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

/** What a partner puts into a page; whatever the filters hold, it stays this one element. */
export function embedCode(origin: string, filters: DirectoryFilters, lang: string, title: string): string {
  const address = `${origin}/embed/map${stringifySearch({ ...filters, lang })}`;
  return `<iframe src="${attribute(address)}" title="${attribute(title)}" width="100%" height="560" style="border: 0" loading="lazy"></iframe>`;
}
