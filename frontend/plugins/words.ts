import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

type Settings = { locales: string[]; baseLocale: string };

/**
 * Messages of one form as short as they can be. Paraglide compiles each into a function per language and one that
 * chooses; for hundreds of messages that is more than the words (2 KiB of every page's first load). Its runtime, too, is
 * cut down to what is used: it would also read languages from cookies, headers and addresses (1.5 KiB).
 */
export function words(root: string): Plugin {
  let catalogues: Record<string, unknown>[] = [];
  let runtime = "";
  return {
    name: "lorntech-words",
    enforce: "pre",
    buildStart() {
      const read = (path: string) => JSON.parse(readFileSync(`${root}/${path}`, "utf8"));
      const { locales, baseLocale } = read("project.inlang/settings.json") as Settings;
      runtime = [
        `export const locales = ${JSON.stringify(locales)};`,
        `export const baseLocale = ${JSON.stringify(baseLocale)};`,
        "export const experimentalStaticLocale = undefined;",
        "export let getLocale = () => baseLocale;",
        "export const overwriteGetLocale = (next) => { getLocale = next; };",
      ].join("\n");
      catalogues = locales.map((locale) => read(`messages/${locale}.json`));
    },
    transform(_code, id) {
      if (id.endsWith("/src/paraglide/runtime.js")) return { code: runtime, map: null };
      const key = /\/src\/paraglide\/messages\/(\w+)\.js$/.exec(id)?.[1];
      if (!key) return;
      const texts = catalogues.map((catalogue) => catalogue[key]);
      // Those with several forms, or with signs of the format escaped, stay Paraglide's.
      if (!texts.every((text) => typeof text === "string" && !text.includes("\\"))) return;
      const given = texts.map((text) => JSON.stringify(text)).join(", ");
      const code = `import { say } from "${root}/src/lib/say.ts";\nexport const ${key} = /* @__PURE__ */ say(${given});`;
      return { code, map: null };
    },
  };
}
