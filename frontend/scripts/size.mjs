// First-load JavaScript of the public pages: the entry, the page's own chunk and everything they import, gzipped.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_KIB = 120;
const PUBLIC = [
  "routes/index.tsx",
  "routes/annuaire.index.tsx",
  "routes/annuaire.$slug.tsx",
  "routes/ecosysteme.tsx",
  "routes/totems.index.tsx",
  "routes/totems.$slug.tsx",
  "routes/candidature.tsx",
  "routes/objectifs.tsx",
  "routes/sources.tsx",
  "routes/demander.index.tsx",
];

const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));
const gzipped = new Map();

function weigh(file) {
  if (!gzipped.has(file)) gzipped.set(file, gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length);
  return gzipped.get(file);
}

function closure(key, into) {
  if (into.has(key)) return;
  into.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, into);
}

const theme = gzipSync(readFileSync("dist/theme.js"), { level: 9 }).length;
let tooBig = 0;
for (const page of PUBLIC) {
  const own = Object.keys(manifest).filter((key) => key.startsWith(`src/${page}?`));
  if (own.length === 0) throw new Error(`no chunk for ${page}`);
  const keys = new Set();
  for (const key of ["index.html", ...own]) closure(key, keys);
  const files = [...new Set([...keys].map((key) => manifest[key].file))];
  const kib = (theme + files.reduce((sum, file) => sum + weigh(file), 0)) / 1024;
  if (kib > LIMIT_KIB) tooBig++;
  console.log(`${kib.toFixed(1).padStart(7)} KiB  ${page}${kib > LIMIT_KIB ? "  over the limit" : ""}`);
  if (process.argv.includes("--files")) {
    for (const file of files.sort((a, b) => weigh(b) - weigh(a))) {
      console.log(`          ${(weigh(file) / 1024).toFixed(1).padStart(6)}  ${file}`);
    }
  }
}
console.log(`limit ${LIMIT_KIB} KiB gzip of JavaScript on first load`);
process.exit(tooBig > 0 ? 1 : 0);
