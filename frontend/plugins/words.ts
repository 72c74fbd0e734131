import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/**
 * Messages of one form as short as they can be. Paraglide compiles each into a function per language and one that
 * chooses; for hundreds of messages that is more than the words (2 KiB of every page's first load).
 */
export function words(root: string): Plugin {
  let catalogues: Record<string, unknown>[] = [];
  return {
    name: "lorntech-words",
    enforce: "pre",
    buildStart() {
      const read = (path: string) => JSON.parse(readFileSync(`${root}/${path}`, "utf8"));
      const locales: string[] = read("project.inlang/settings.json").locales;
      catalogues = locales.map((locale) => read(`messages/${locale}.json`));
    },
    transform(_code, id) {
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
