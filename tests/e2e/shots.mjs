// A picture of every page in every state, at three widths, in two themes and three languages:
// DIR/<state>--<width>-<theme>-<language>.png. For a review in minutes, all pictures of a state in one language also
// make one sheet, DIR/sheets/<state>--<language>.png; DIR/index.html leads to them.
//
// node shots.mjs DIR [PATTERN [WIDTH | THEME | LANGUAGE]…]: PATTERN chooses states by name; `768 dark fr` takes these alone.

import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { look } from './checks.mjs';
import { open, person, settled } from './stage.mjs';
import { STATES, show } from './states.mjs';
import { furnish } from './world.mjs';

const chosen = process.argv.slice(4);
const those = (all) => all.filter((one) => chosen.includes(String(one)));
const choice = (all) => (those(all).length > 0 ? those(all) : all);
const LANGUAGES = choice(['fr', 'de', 'en']);
const THEMES = choice(['light', 'dark']);
const WIDTHS = choice([390, 768, 1440]);
const AT_ONCE = 2;

const folder = resolve(process.argv[2]);
const wanted = new RegExp(process.argv[3] ?? '');
const widths = (state) => (state.narrow ? WIDTHS.filter((width) => width === 390) : WIDTHS);
const states = STATES.filter((state) => wanted.test(state.name) && widths(state).length > 0);
const picture = (state, width, theme, language) => `${state.name}--${width}-${theme}-${language}.png`;
let count = 0;
const failed = [];

async function shoot(stage, world, state, language) {
  const first = Math.max(...widths(state));
  const page = await person(stage, { width: first, language, storageState: state.as && world.states[state.as] });
  try {
    await show(page, state, world);
    // A picture holds more than a screen: what comes when it is seen comes for a printer, too.
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    if (!state.unfinished && !state.bare) await settled(page);
    for (const theme of THEMES) {
      for (const width of widths(state).toReversed()) {
        await look(page, { width, theme });
        await page.screenshot({ path: join(folder, picture(state, width, theme, language)), fullPage: true });
        count += 1;
      }
    }
  } catch (error) {
    failed.push(`${state.name} in ${language}: ${error.message.split('\n')[0]}`);
  } finally {
    await page.context().close();
  }
}

/** All pictures of a state, a third of the size: a row per language. */
function sheet(state) {
  const cell = (language, width) => (theme) => {
    const file = `../${picture(state, width, theme, language)}`;
    return `<a href="${file}"><img src="${file}" width="${Math.round(width / 3)}" alt="${width} ${theme}"></a>`;
  };
  const row = (language) =>
    `<h2>${language}</h2><div id="${language}">${widths(state).flatMap((width) => THEMES.map(cell(language, width))).join('')}</div>`;
  return `<!doctype html><meta charset="utf-8"><title>${state.name}</title>
<style>body { font: 14px sans-serif; background: #888 } div { display: inline-flex; gap: 6px; align-items: start; padding: 6px }</style>
<h1>${state.name}${state.as ? ` (${state.as})` : ''}</h1>${LANGUAGES.map(row).join('')}`;
}

async function bind(stage) {
  const context = await stage.browser.newContext({ viewport: { width: 1840, height: 900 } });
  const page = await context.newPage();
  for (const state of states) {
    const file = join(folder, 'sheets', state.name);
    await writeFile(`${file}.html`, sheet(state));
    await page.goto(pathToFileURL(`${file}.html`).href);
    for (const language of LANGUAGES) await page.locator(`#${language}`).screenshot({ path: `${file}--${language}.png` });
  }
  const links = states.map(({ name }) => `<li><a href="sheets/${name}.html">${name}</a>`);
  await writeFile(join(folder, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Pages</title><ul>${links.join('')}</ul>`);
}

await mkdir(join(folder, 'sheets'), { recursive: true });
const stage = await open();
try {
  const world = await furnish(stage);
  const left = states.flatMap((state) => LANGUAGES.map((language) => [state, language]));
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) await shoot(stage, world, ...next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await bind(stage);
} finally {
  await stage.close();
}
console.log(`${count} pictures of ${states.length} states in ${folder}; begin with ${join(folder, 'index.html')}`);
for (const line of failed) console.error(`not taken: ${line}`);
process.exitCode = failed.length > 0 ? 1 : 0;
