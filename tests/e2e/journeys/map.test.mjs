// The directory on its map, the figures of the ecosystem, the map on a partner's page, and a logo: by people.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { violations } from '../checks.mjs';
import { open, person, signIn } from '../stage.mjs';
import { withoutWebGL } from '../states.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

const drawn = (page) => page.locator('[data-drawn]').waitFor();
/** How many records the page says that the list has. */
const count = async (page) => Number((await page.locator('main [role=status]', { hasText: /fiche/ }).textContent()).replace(/\D/g, ''));
const counted = (page, want) =>
  page.waitForFunction((want) => new RegExp(`^${want}\\D`).test(document.querySelector('main [role=status]')?.textContent ?? ''), want);

test('list and map go in step: with the keyboard the map is moved, the list follows, and what is in the middle opens', async () => {
  const page = await person(stage);
  await page.goto('/annuaire?kinds=research_lab');
  await drawn(page);
  const all = await count(page);
  // In and down until part of the map is left; no key reaches the page beneath.
  await page.locator('canvas').focus();
  await page.keyboard.press('+');
  await page.waitForURL(/bbox=/);
  await page.waitForFunction((all) => {
    const said = document.querySelector('main [role=status]')?.textContent ?? '';
    return /\d/.test(said) && Number(said.replace(/\D/g, '')) < all;
  }, all);
  const [west, south, east, north] = new URL(page.url()).searchParams.get('bbox').split(',').map(Number);
  const api = await (await page.request.get(`/v1/organizations?kinds=research_lab&count=true&bbox=${west},${south},${east},${north}`)).json();
  await counted(page, api.count);
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction((before) => !location.search.includes(before), encodeURIComponent(`${west},${south}`));

  // Gathered records part, until one is left, or those that stand in one place.
  const picked = page.getByRole('region', { name: 'Choisi sur la carte' });
  await page.goto('/annuaire?q=loria');
  await drawn(page);
  await page.locator('canvas').focus();
  await page.keyboard.press('Enter');
  await picked.getByRole('link', { name: /Laboratoire Lorrain/ }).waitFor();
  assert.deepEqual(await violations(page), []);

  // Pointing at an entry of the list shows it on the map, and back.
  await page.getByRole('heading', { level: 2, name: /Laboratoire Lorrain/ }).hover();
  await page.locator('main li[data-lit]').waitFor();
  await picked.getByRole('link', { name: /Laboratoire Lorrain/ }).click();
  await page.getByRole('heading', { level: 1, name: /Laboratoire Lorrain/ }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('on a phone the map comes when it is wanted, and without WebGL a sentence says why there is none', async () => {
  const page = await person(stage, { width: 390 });
  const scripts = [];
  page.on('request', (request) => scripts.push(request.url()));
  await page.goto('/annuaire?kinds=university');
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await page.waitForLoadState('networkidle');
  assert.equal(scripts.filter((url) => /MapDrawing|maplibre|basemap/.test(url)).length, 0, 'nobody asked for a map yet');
  await page.getByRole('button', { name: 'Voir la carte' }).click();
  await drawn(page);
  assert.equal(await page.locator('main h2').first().isVisible(), false);
  assert.ok(scripts.every((url) => url.startsWith(stage.url) || url.startsWith('blob:') || url.startsWith('data:')), 'all of it comes from here');
  await page.getByRole('button', { name: 'Voir la liste' }).click();
  await page.locator('main h2').first().waitFor();
  await page.context().close();

  const without = await person(stage);
  await withoutWebGL(without);
  await without.goto('/annuaire?kinds=university');
  await without.getByText(/Ce navigateur ne dessine pas de carte/).waitFor();
  assert.ok((await without.getByRole('heading', { level: 2 }).count()) > 5);
  await without.context().close();
});

test('a figure of the ecosystem opens the list that it counts', async () => {
  const page = await person(stage);
  await page.goto('/ecosysteme');
  for (const title of ['Par type d’acteur', 'Par commune', 'Par domaine']) {
    const row = page.getByRole('table', { name: title, exact: true }).getByRole('row').nth(2);
    const figure = Number((await row.getByRole('cell').textContent()).replace(/\D/g, ''));
    assert.ok(figure > 0);
    await row.getByRole('link').click();
    await page.waitForURL(/\/annuaire\?/);
    await counted(page, figure);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'L’écosystème en chiffres' }).waitFor();
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a partner shows the map on a page of its own, in its language and without a cookie', async () => {
  const page = await person(stage);
  await page.goto('/annuaire?kinds=research_lab&vue=carte');
  await page.getByRole('button', { name: 'Mettre cette carte sur votre site' }).click();
  await page.getByRole('dialog').getByLabel('Langue de la carte').selectOption('de');
  const code = await page.getByLabel('Le code à copier').inputValue();
  assert.match(code, /^<iframe src="http:\/\/127\.0\.0\.1:\d+\/embed\/map\?kinds=research_lab&amp;lang=de"/);
  await page.context().close();

  // Another host than ours, as a browser sees it.
  const partner = createServer((_, response) => response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Partenaire</title>${code}`));
  await new Promise((ready) => partner.listen(0, '127.0.0.1', ready));
  try {
    const visitor = await person(stage, { base: `http://localhost:${partner.address().port}` });
    await visitor.goto('/');
    const frame = visitor.frameLocator('iframe');
    await frame.getByRole('heading', { name: /^\d+ Einträge auf der Karte$/ }).waitFor();
    await frame.locator('[data-drawn]').waitFor();
    const back = frame.getByRole('link', { name: /Verzeichnis öffnen/ });
    assert.equal(await back.getAttribute('href'), '/annuaire?kinds=research_lab');
    assert.equal(await back.getAttribute('target'), '_blank');
    assert.deepEqual(await visitor.context().cookies(), []);
    await visitor.context().close();
  } finally {
    partner.close();
  }
});

/** A picture of this browser's own making. */
const drawing = (page, side) =>
  page.evaluate(async (side) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = side;
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#0f4c75';
    pen.fillRect(0, 0, side, side / 2);
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, side);

test('a moderator gives a record its logo; what is refused is said in words, and it can be taken away', async () => {
  const page = await person(stage);
  await signIn(page, 'moderator');
  await page.goto('/annuaire/universite-de-lorraine');
  const field = page.getByLabel('Image du logo');
  const give = async (name, buffer) => field.setInputFiles({ name, mimeType: 'image/png', buffer });
  await give('texte.png', Buffer.from('ceci n’est pas une image'));
  await page.getByRole('button', { name: 'Enregistrer le logo' }).click();
  await page.getByText('Format attendu : PNG, JPEG, WebP.').waitFor();
  await give('point.png', Buffer.from(await drawing(page, 8)));
  await page.getByRole('button', { name: 'Enregistrer le logo' }).click();
  await page.getByText('Au moins 32 pixels de chaque côté.').waitFor();
  await give('logo.png', Buffer.from(await drawing(page, 300)));
  await page.getByRole('img', { name: 'Aperçu du logo choisi' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Enregistrer le logo' }).click();
  const logo = page.getByRole('img', { name: 'Logo actuel de Université de Lorraine' });
  await logo.waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('main img')].every((one) => one.complete && one.naturalWidth > 0));
  assert.match(await logo.getAttribute('src'), /^\/v1\/logos\/[0-9a-f]{32}\/256$/);

  const visitor = await person(stage);
  await visitor.goto('/annuaire?q=universite de lorraine');
  const shown = visitor.locator('main li', { hasText: 'Université de Lorraine' }).first().locator('img');
  await shown.waitFor();
  assert.equal(await shown.getAttribute('alt'), '', 'beside its name it says nothing more');
  await visitor.context().close();

  await page.getByRole('button', { name: 'Retirer le logo' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retirer le logo' }).click();
  await logo.waitFor({ state: 'detached' });
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a small map on the page of a record and of a Totem is drawn when it is seen, asks the API for nothing more, and leaves the address in words', async () => {
  for (const [path, address] of [
    ['/annuaire/universite-de-lorraine', /Nancy/],
    ['/totems/metz', /Metz/],
  ]) {
    const page = await person(stage, { width: 390 });
    const asked = [];
    page.on('request', (request) => request.url().includes('/v1/') && asked.push(new URL(request.url()).pathname));
    // What is 200 pixels below the screen is loaded already.
    await page.setViewportSize({ width: 390, height: 200 });
    await page.goto(path);
    const map = page.getByRole('region', { name: /^Carte.: / });
    await page.getByRole('main').getByText(address).first().waitFor();
    assert.equal(await page.locator('canvas').count(), 0);
    const before = asked.length;
    await page.locator('main [class*=_place_]').first().scrollIntoViewIfNeeded();
    await drawn(page);
    await map.first().waitFor();
    assert.deepEqual(asked.slice(before), []);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
  const page = await person(stage, { width: 390 });
  await withoutWebGL(page);
  await page.goto('/annuaire/universite-de-lorraine');
  await page.locator('main [class*=_place_]').first().scrollIntoViewIfNeeded();
  await page.getByText('L’adresse est écrite à côté').waitFor();
  await page.context().close();
});
