import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /(?<!\.test|\.gen)\.tsx?$/.test(entry.name) ? [{ path, text: readFileSync(path, "utf8") }] : [];
  });
}

const CODE = sources("src");

// The first load of a public page has no room for react-aria: it comes with the piece that needs it, when it is needed.
it("keeps react-aria to src/ui/aria, and loads that late", () => {
  const outside = CODE.filter(({ path }) => !path.startsWith("src/ui/aria/"));
  const aria = /from "(react-aria|react-stately|@internationalized\/|@react-aria\/)/;
  expect(outside.filter(({ text }) => aria.test(text)).map(({ path }) => path)).toEqual([]);
  expect(outside.filter(({ text }) => /from "[^"]*\/aria\//.test(text)).map(({ path }) => path)).toEqual([]);
});

// What has nothing to show, and why.
const UNSEEN: Record<string, string> = {
  LeadToError: "moves the focus; Form has one",
  Toasts: "stands in the shell, once for all pages; /design has a button that fills it",
};

it("shows every piece on /design", () => {
  const page = CODE.filter(({ path }) => path.startsWith("src/features/design/"))
    .map(({ text }) => text)
    .join("\n");
  const pieces = CODE.filter(({ path }) => /^src\/ui\/\w+\.tsx$/.test(path)).flatMap(({ text }) =>
    [...text.matchAll(/^export (?:function|const) ([A-Z]\w*[a-z]\w*)/gm)].map((match) => match[1] ?? ""),
  );
  expect(pieces.length).toBeGreaterThan(40);
  const missing = pieces.filter((piece) => !(piece in UNSEEN) && !new RegExp(`<${piece}\\b`).test(page));
  expect(missing).toEqual([]);
});
