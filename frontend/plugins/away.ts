import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { awayPage } from "../src/away/page";

/** Writes the page for when there is no site (see src/away/page.ts): into the service worker, and as a file for a reverse proxy. */
export function away(root: string): Plugin {
  const read = (path: string) => readFileSync(`${root}/src/${path}`, "utf8");
  return {
    name: "lorntech-away",
    apply: "build",
    async generateBundle() {
      // Not imported above: the words are compiled after this file is read.
      const { m } = await import(`${root}/src/paraglide/messages.js`);
      const { locales } = await import(`${root}/src/paraglide/runtime.js`);
      const page = awayPage(m, locales, read("styles/tokens.css"));
      const worker = read("away/sw.js").replace('"%page%"', () => JSON.stringify(page));
      this.emitFile({ type: "asset", fileName: "sw.js", source: worker });
      this.emitFile({ type: "asset", fileName: "maintenance.html", source: page });
    },
  };
}
