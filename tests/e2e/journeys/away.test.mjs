// Nothing there: an address that leads nowhere, a page that fails, a service that is down, a network that is gone.
// Each says what happens, loses nothing, and the last two come back by themselves.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from '../checks.mjs';
import { open, person } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

const THEMES = ['light', 'dark'];
/** Longer than two looks after the service. */
const PATIENT = { timeout: 30_000 };
const headline = (page, name) => page.getByRole('heading', { level: 1, name });
const bar = (page) => page.getByRole('status').filter({ hasText: 'gardé sur cet appareil' });

/** Everything a page asks of the service is answered with 503, until the function it gives is called. */
async function down(page) {
  const problem = { code: 'unavailable', title: 'Indisponible', status: 503 };
  const refuse = (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: problem });
  await page.route(/\/(v1|readyz)/, refuse);
  return () => page.unroute(/\/(v1|readyz)/, refuse);
}

for (const theme of THEMES) {
  test(`an address that leads nowhere is 404 and finds what was meant, ${theme}`, async () => {
    const page = await person(stage, { theme });
    const answer = await page.goto('/fiches/universite-lorraine');
    assert.equal(answer.status(), 404);
    await headline(page, 'Cette page n’existe pas').waitFor();
    assert.deepEqual(await violations(page), []);
    const field = page.getByRole('main').getByRole('searchbox');
    assert.equal(await field.inputValue(), 'universite lorraine');
    await field.press('Enter');
    await page.waitForURL('**/annuaire?q=universite*');
    await page.getByRole('link', { name: /Université de Lorraine/ }).first().waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test(`a page that fails says so and can be tried again, ${theme}`, async () => {
    const page = await person(stage, { theme });
    const nonsense = (route) => route.fulfill({ json: { items: [null] } });
    await page.route('**/v1/objectives*', nonsense);
    await page.goto('/objectifs');
    await headline(page, 'Cette page n’a pas pu s’afficher').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.unroute('**/v1/objectives*', nonsense);
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await headline(page, 'Ce qui a été promis').waitFor();
    await page.context().close();
  });

  test(`a service that is down is said, and the page comes back by itself, ${theme}`, async () => {
    const page = await person(stage, { theme });
    await page.goto('/totems/metz');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('contentinfo').waitFor();
    const up = await down(page);
    await page.getByRole('contentinfo').getByRole('link', { name: 'Les objectifs' }).click();
    await headline(page, 'Le service est momentanément indisponible.').waitFor(PATIENT);
    assert.deepEqual(await violations(page), []);
    assert.equal(await bar(page).count(), 0, 'said once');
    await up();
    await headline(page, 'Ce qui a été promis').waitFor(PATIENT);
    await page.context().close();
  });
}

test('words that were being written stay, with the page around them, while the service is down', async () => {
  const page = await person(stage, { width: 390 });
  await page.goto('/demander?totem=metz&besoin=conseil&etape=totem');
  const service = page.getByRole('radio', { name: /ccompagnement/ });
  if (await service.count()) await service.first().check({ force: true });
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.locator('[name=subject]').fill('Un atelier pour février');
  const up = await down(page);
  // Something on the page asks the service meanwhile, as pages do.
  await page.getByRole('banner').getByRole('button', { name: 'Chercher' }).click();
  await page.getByRole('combobox').fill('atelier');
  await page.getByRole('alert').waitFor(PATIENT);
  await page.keyboard.press('Escape');
  await bar(page).waitFor(PATIENT);
  assert.deepEqual(await violations(page), []);
  assert.equal(await page.locator('[name=subject]').inputValue(), 'Un atelier pour février');
  await up();
  await page.getByText('Le service répond de nouveau.').waitFor(PATIENT);
  await bar(page).waitFor({ state: 'detached' });
  assert.equal(await page.locator('[name=subject]').inputValue(), 'Un atelier pour février');
  await page.context().close();
});

/** A page whose service worker is at work. */
async function worked(options) {
  const page = await person(stage, { ...options, worker: true });
  await page.goto('/sources');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
    }
  });
  return page;
}

for (const theme of THEMES) {
  test(`without a network the page stays, opened anew it says so and comes back by itself, ${theme}`, async () => {
    const page = await worked({ theme });
    await page.context().setOffline(true);
    await bar(page).waitFor(PATIENT);
    await headline(page, 'D’où vient ce que vous lisez').waitFor();
    await page.reload();
    await headline(page, 'Vous êtes hors ligne.').waitFor();
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(await page.evaluate(() => caches.keys()), [], 'nothing is stored');
    await page.context().setOffline(false);
    await headline(page, 'D’où vient ce que vous lisez').waitFor(PATIENT);
    await page.context().close();
  });
}

/** A reverse proxy before the service; `answer` takes its place while it is set. */
async function proxy(t) {
  const state = { answer: undefined };
  const server = http.createServer((request, response) => {
    if (state.answer) {
      response.writeHead(state.answer.status, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end(state.answer.html);
      return;
    }
    const onward = http.request(stage.url + request.url, { method: request.method, headers: request.headers }, (reply) => {
      response.writeHead(reply.statusCode, reply.headers);
      reply.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { state, url: `http://127.0.0.1:${server.address().port}` };
}

for (const theme of THEMES) {
  test(`a proxy without a service shows the page that was built for it, ${theme}`, async (t) => {
    const before = await proxy(t);
    const html = await readFile(join(process.env.LORNTECH_SITE_DIR, 'maintenance.html'), 'utf8');
    before.state.answer = { status: 503, html };
    const page = await person(stage, { theme, base: before.url, locale: 'de-DE' });
    const answer = await page.goto('/sources');
    assert.equal(answer.status(), 503);
    await headline(page, 'Der Dienst ist im Moment nicht verfügbar.').waitFor();
    assert.deepEqual(await violations(page), []);
    before.state.answer = undefined;
    await headline(page, 'D’où vient ce que vous lisez').waitFor(PATIENT);
    const refused = page.complaints.filter((text) => !/status of 503/.test(text));
    assert.deepEqual(refused, []);
    await page.context().close();
  });
}

test('a proxy that does not reach the service is told in the words of the site', async (t) => {
  const before = await proxy(t);
  const page = await person(stage, { base: before.url, worker: true });
  await page.goto('/sources');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  before.state.answer = { status: 502, html: '<h1>Bad Gateway</h1>' };
  await page.reload();
  await headline(page, 'Le service est momentanément indisponible.').waitFor();
  before.state.answer = undefined;
  await headline(page, 'D’où vient ce que vous lisez').waitFor(PATIENT);
  await page.context().close();
});
