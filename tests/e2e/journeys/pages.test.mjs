// C-63: every page in every state, in light and dark, on a desk and on a telephone. axe-core finds nothing, no text is
// cut off or lost when it is wider, spaced, twice as large or in German, the keyboard reaches everything and one sees
// where it is.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { calm, look, lostFocus, malformed, misfits, misfitsWhenDoubled, misfitsWhenSpaced, violations } from '../checks.mjs';
import { open, person, settled } from '../stage.mjs';
import { STATES, show, unseen } from '../states.mjs';
import { furnish } from '../world.mjs';

let stage;
let world;
const titles = new Map();
before(async () => {
  stage = await open();
  world = await furnish(stage);
});
after(() => stage?.close());

/** Browsers at rest, by what sets them apart. */
const resting = new Map();

/** Closes a page; what the browser has loaded stays in it for the next one, and nothing else. */
async function leave(page, { cookies = [], origins = [] } = {}) {
  const context = page.context();
  await page.evaluate((kept) => {
    localStorage.clear();
    for (const { name, value } of kept) localStorage.setItem(name, value);
  }, origins.flatMap(({ localStorage }) => localStorage));
  await page.close();
  await context.clearCookies();
  await context.addCookies(cookies);
  return context;
}

/** Shows a state to whoever it is of. */
async function visit(state, more, look) {
  const storageState = state.as && world.states[state.as];
  const key = JSON.stringify([state.as, more]);
  const page = await person(stage, { storageState, ...more, context: resting.get(key)?.pop() });
  await show(page, state, world);
  await look(page);
  const context = await leave(page, storageState);
  resting.set(key, [...(resting.get(key) ?? []), context]);
}

/** All findings at once, by where they were found. */
function nothing(findings) {
  assert.deepEqual(Object.fromEntries(Object.entries(findings).filter(([, list]) => list.length > 0)), {});
}

/** German words are the longest of the three languages; the page becomes German where it stands. */
async function inGerman(page, found) {
  const button = page.locator('header button[lang=de]');
  // A map within somebody else's page is in the language of its address.
  if ((await button.count()) === 0) return;
  await look(page, { width: 320 });
  await button.evaluate((one) => one.click());
  await page.locator('html[lang=de]').waitFor({ state: 'attached' });
  await settled(page);
  await calm(page);
  found['320 in German'] = await misfits(page);
  found['320 in German, spaced'] = await misfitsWhenSpaced(page);
}

/** What does not depend on the width is asked on one screen only, what the theme changes in both. */
async function examine(page, state) {
  const found = {};
  const wide = !state.narrow;
  found.markup = await malformed(page);
  if (wide) found['1440 light'] = await violations(page);
  await look(page, { theme: 'dark' });
  if (wide) found['1440 dark'] = await violations(page, { colours: true });
  await look(page, { width: 390 });
  found['390 dark'] = await violations(page);
  await look(page, { theme: 'light' });
  found['390 light'] = await violations(page, { colours: true });
  found['390 spaced'] = await misfitsWhenSpaced(page);
  await look(page, { width: 320 });
  found['320'] = await misfits(page);
  await look(page, { width: wide ? 1280 : 390 });
  if (wide) {
    found['1280'] = await misfits(page);
    found['1280 spaced'] = await misfitsWhenSpaced(page);
    found['1280 doubled'] = await misfitsWhenDoubled(page);
  }
  found.keyboard = await lostFocus(page);
  if (!state.bare && !state.unfinished) await inGerman(page, found);
  found.console = page.complaints.filter((said) => !(state.fails && /status of 500/.test(said)));
  return found;
}

describe('C-63: pages', { concurrency: 3 }, () => {
  for (const state of STATES) {
    test(`${state.name}${state.as ? ` as ${state.as}` : ''}`, async () => {
      await visit(state, { width: state.narrow ? 390 : 1440 }, async (page) => {
        const title = await page.title();
        assert.match(title, /LORnTECH/);
        if (!state.before && !state.act && !state.missing) titles.set(state.name, { title, path: new URL(page.url()).pathname });
        nothing(await examine(page, state));
      });
    });
  }
});

test('every route of the site is among the pages looked at', async () => {
  const files = await readdir(new URL('../../../frontend/src/routes', import.meta.url));
  const routes = files.filter((name) => /\.tsx$/.test(name) && !name.startsWith('__')).map((name) => name.slice(0, -4));
  assert.ok(routes.length > 10);
  assert.deepEqual(unseen(routes, world), []);
});

test('each page has a title of its own', () => {
  const paths = new Map();
  for (const { title, path } of titles.values()) paths.set(title, (paths.get(title) ?? new Set()).add(path));
  const shared = [...paths].filter(([, set]) => set.size > 1).map(([title, set]) => [title, [...set]]);
  assert.deepEqual(shared, []);
});

test('what a page asks of the service first travels with its scripts, and is asked once', async () => {
  for (const path of ['/', '/annuaire', '/annuaire/universite-de-lorraine', '/ecosysteme', '/totems', '/totems/metz', '/candidature', '/objectifs']) {
    const page = await person(stage);
    const asked = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      // What a map or a chart shows is asked for when that is drawn, which is not first.
      const drawn = /\.geojson$|\/(trajectory|consistency)$/.test(pathname);
      if (/^\/(v1|demo)\//.test(pathname) && !drawn) asked.push(pathname + search);
    });
    await page.goto(path);
    await settled(page);
    const links = page.locator('link[rel=preload][as=fetch]');
    const ahead = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    assert.deepEqual(asked.toSorted(), ahead.toSorted(), path);
    const parts = page.locator('link[rel=modulepreload]');
    assert.ok((await parts.evaluateAll((all) => all.filter(({ href }) => /\/assets\/(annuaire|ecosysteme|totems|candidature|objectifs|routes|index)/i.test(href)))).length > 0, path);
    await page.context().close();
  }
});

test('home says how soon a Totem has answered, and no figure where it has not', async () => {
  const page = await person(stage);
  await page.goto('/');
  const row = (city) => page.locator('main li', { has: page.getByRole('heading', { name: city, exact: true }) });
  await row('Metz').getByText('Le jour même').waitFor();
  await row('Épinal').getByText('Pas encore de réponse').waitFor();
  assert.equal(await row('Épinal').getByText('dans le délai promis').count(), 0);
  await page.context().close();
});

test('C-63: signing in asks for nothing to be remembered or copied by hand (3.3.8)', async () => {
  const page = await person(stage);
  await page.goto('/connexion');
  const [email, password] = [page.locator('[name=email]'), page.locator('[name=password]')];
  assert.equal(await email.getAttribute('autocomplete'), 'username');
  assert.equal(await password.getAttribute('autocomplete'), 'current-password');
  // What a password manager does not fill in is pasted.
  await email.fill('collé depuis ailleurs');
  await email.press('Control+A');
  await email.press('Control+X');
  await password.press('Control+V');
  assert.equal(await password.inputValue(), 'collé depuis ailleurs');
  await page.context().close();
});
