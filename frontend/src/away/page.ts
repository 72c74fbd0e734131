// The page for when the site itself cannot be loaded: shown by the service worker without a network, and by a reverse
// proxy without the service. It needs nothing but itself, in all languages; written when the site is built.
import { createHash } from "node:crypto";

type Messages = typeof import("../paraglide/messages.js").m;
type Locale = typeof import("../paraglide/runtime.js").locales[number];

const STYLE = `
* { box-sizing: border-box; margin: 0; }
html { font-size: 106.25%; }
body { min-height: 100dvh; display: grid; align-content: center; padding: 48px clamp(16px, 6vw, 72px);
  background: var(--paper); color: var(--ink); font-family: var(--text); line-height: 1.55; }
main { display: grid; gap: 48px; width: 100%; max-width: 44rem; margin-inline: auto; }
section { display: grid; justify-items: start; gap: 16px; }
section[hidden] { display: none; }
h1 { font-family: var(--headline); font-size: var(--size-1); line-height: 1.15; letter-spacing: -0.018em; text-wrap: balance; }
p { font-size: var(--size-lead); }
button { min-height: 46px; padding: 9px 20px; border: 1px solid transparent; border-radius: 6px; background: var(--primary);
  color: var(--on-primary); font: 600 1rem/1.25 var(--text); cursor: pointer; }
button:hover { background: var(--primary-hover); }
button:focus-visible { outline: 3px solid var(--mirabelle); outline-offset: 2px; box-shadow: 0 0 0 2px var(--ink); }
`;

const SCRIPT = `
const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const theme = kept("lorntech.theme");
if (theme) document.documentElement.dataset.theme = theme;
const sections = [...document.querySelectorAll("section")];
const wanted = [kept("lorntech.locale"), ...navigator.languages.map((tag) => tag.slice(0, 2)), sections[0].lang];
const lang = wanted.find((one) => sections.some((section) => section.lang === one));
for (const section of sections) section.hidden = section.lang !== lang;
document.documentElement.lang = lang;
const words = () => {
  for (const one of document.querySelectorAll("[data-offline]")) {
    one.dataset.down ??= one.textContent;
    one.textContent = navigator.onLine ? one.dataset.down : one.dataset.offline;
  }
  document.title = sections.find((section) => !section.hidden).querySelector("h1").textContent + " · LORnTECH";
};
let timer;
const again = async () => {
  clearTimeout(timer);
  words();
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (answer.status < 500) return location.reload();
  } catch {}
  timer = setTimeout(again, 4000 * (1 + Math.random()));
};
for (const button of document.querySelectorAll("button")) button.addEventListener("click", again);
addEventListener("online", again);
addEventListener("offline", words);
words();
timer = setTimeout(again, 4000 * (1 + Math.random()));
`;

const LOGO = `<svg viewBox="0 0 32 32" width="48" height="48" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#0F4C75"/>
<path d="M21 4c-5 4 1 7-3 11s-8 3-7 6 6 2 4 7" fill="none" stroke="#FBFAF5" stroke-width="3" stroke-linecap="round"/>
<circle cx="18" cy="15" r="3.6" fill="#F4B63F"/></svg>`;

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

export function awayPage(m: Messages, locales: readonly Locale[], tokens: string): string {
  const style = tokens + STYLE;
  const sections = locales.map((locale) => {
    const say = (message: (inputs: object, options: { locale: Locale }) => string) =>
      escaped(message({}, { locale }));
    return `<section lang="${locale}">
<h1 data-offline="${say(m.away_offline_title)}">${say(m.away_title)}</h1>
<p>${say(m.away_kept)}</p>
<p data-offline="${say(m.away_offline_text)}">${say(m.away_text)}</p>
<button type="button">${say(m.away_retry)}</button>
</section>`;
  });
  return `<!doctype html>
<html lang="${locales[0]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; style-src ${hash(style)}; script-src ${hash(SCRIPT)}">
<title>LORnTECH</title>
<style>${style}</style>
</head>
<body>
<main>
${LOGO}
${sections.join("\n")}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
