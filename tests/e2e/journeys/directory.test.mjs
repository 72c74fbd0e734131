// The search of the directory: completion, what is near, facets with their counts, order, and the list as a file.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from '../checks.mjs';
import { open, PASSWORD, person, signIn } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

const field = (page) => page.getByRole('combobox', { name: 'Chercher dans l’annuaire' });
const option = (page, name) => page.getByRole('option', { name }).first();
const said = (page, words) => page.getByRole('status').filter({ hasText: words });
const listed = async (page, path) => (await page.request.get(`/v1/organizations${path}`)).json();

test('what is typed is completed: by keyboard a record opens, and a town abroad under its French name gives what is near', async () => {
  const page = await person(stage);
  await page.goto('/annuaire');
  // Whoever types while the page is still being drawn types on, and completion comes with the next letter.
  await page.getByRole('checkbox', { name: /^Laboratoire de recherche \(/ }).first().waitFor();
  await field(page).fill('univ');
  await option(page, /Université/).waitFor();
  assert.equal(await field(page).getAttribute('aria-expanded'), 'true');
  assert.deepEqual(await violations(page), []);
  await field(page).press('ArrowDown');
  const active = await field(page).getAttribute('aria-activedescendant');
  const chosen = page.locator(`[id="${active}"]`);
  assert.equal(await chosen.getAttribute('aria-selected'), 'true');
  await field(page).press('Escape');
  assert.equal(await field(page).getAttribute('aria-expanded'), 'false');
  assert.equal(await field(page).inputValue(), 'univ', 'what was typed stays');

  await field(page).fill('Trèves');
  await option(page, /Autour de Trier/).click();
  await page.waitForURL(/near=49\.\d+%2C6\.\d+.*nearby=Trier/);
  assert.equal(await field(page).inputValue(), '');
  const distances = page.locator('main li', { hasText: / km/ }).getByText(/^à [\d,  ]+ km$/);
  await distances.first().waitFor();
  const kilometres = (await distances.allTextContents()).map((text) => Number(text.replace(/[^\d,]/g, '').replace(',', '.')));
  assert.ok(kilometres.length > 5);
  assert.deepEqual(kilometres, kilometres.toSorted((a, b) => a - b), 'the nearest first');
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Ne plus chercher autour de Trier' }).click();
  await page.waitForURL((url) => !url.search.includes('near'));

  await field(page).fill('loria');
  await option(page, /Loria|LORIA|Laboratoire Lorrain/).waitFor();
  await field(page).press('ArrowDown');
  await field(page).press('Enter');
  await page.waitForURL(/\/annuaire\/[a-z]/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('each facet says how many it leaves and leaves as many; the list goes out as a file with the same records', async () => {
  const page = await person(stage);
  await page.goto('/annuaire');
  const facet = page.getByRole('checkbox', { name: /^Laboratoire de recherche \(/ }).first();
  await facet.waitFor();
  const promised = Number((await facet.locator('xpath=..').textContent()).replace(/\D/g, ''));
  // It is checked when the address says so.
  await facet.click();
  await page.waitForURL(/kinds=research_lab/);
  await said(page, new RegExp(`^${promised} fiches`)).waitFor();

  await page.getByRole('main').getByText('Télécharger cette liste').click();
  assert.deepEqual(await violations(page), []);
  for (const face of ['CSV', 'GeoJSON', 'NDJSON']) {
    const address = await page.getByRole('main').getByRole('link', { name: face, exact: true }).getAttribute('href');
    assert.equal(address, `/v1/organizations.${face.toLowerCase()}?kinds=research_lab`);
    const text = await (await page.request.get(address)).text();
    const records =
      face === 'GeoJSON' ? JSON.parse(text).features.length : text.split(/\r?\n(?=[0-9a-f]{8}-|\{"id)/).length - (face === 'CSV' ? 1 : 0);
    assert.equal(records, promised, face);
  }

  await page.getByLabel('Trier').selectOption('-updated_at');
  await page.waitForURL(/sort=-updated_at/);
  const [first] = (await listed(page, '?kinds=research_lab&sort=-updated_at&limit=1')).items;
  await page.locator('main li h2').first().filter({ hasText: first.name }).waitFor();
  await page.getByRole('button', { name: 'Tout effacer' }).click();
  await page.waitForURL((url) => url.search === '');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('on a phone: a typo is mended and said, one’s own place is asked for only when wanted, and a refusal is answered in words', async () => {
  const page = await person(stage, { width: 390 });
  await page.goto('/annuaire?q=univesite loraine');
  await said(page, /voici ce qui répond à/).waitFor();
  await page.getByRole('heading', { level: 2, name: 'Université de Lorraine', exact: true }).waitFor();
  await page.context().grantPermissions([]);
  await page.getByRole('button', { name: 'Autour de moi', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'Votre position n’a pas été donnée' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation({ latitude: 49.11934, longitude: 6.17269 });
  await page.getByRole('button', { name: 'Autour de moi', exact: true }).click();
  await page.waitForURL(/near=49\.119%2C6\.173/);
  await page.getByRole('button', { name: 'Ne plus chercher autour de moi' }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a moderator says what a record belongs to, both records tell of it, and one click confirms that all is right', async () => {
  const page = await person(stage);
  await signIn(page, 'moderator');
  await page.goto('/annuaire/predict/modifier');
  const main = page.getByRole('main');
  await main.getByText(/^Liens avec d’autres acteurs.: 0$/).click();
  await main.getByLabel('Ce lien').selectOption('part_of');
  const search = main.getByRole('combobox', { name: 'Avec quel acteur' });
  await search.fill('université de lorr');
  await option(page, 'Université de Lorraine').waitFor();
  assert.deepEqual(await violations(page), []);
  // Enter before anything is chosen sends nothing; behind an arrow it takes what is found.
  await search.press('Enter');
  await search.fill('université de lorrai');
  await option(page, 'Université de Lorraine').waitFor();
  await search.press('ArrowDown');
  await search.press('Enter');
  await said(page, /^Ajouté.: Fait partie de Université de Lorraine$/).waitFor({ state: 'attached' });
  await main.getByRole('button', { name: 'Enregistrer' }).click();
  await page.waitForURL(/\/annuaire\/predict$/);
  await main.getByRole('link', { name: 'Université de Lorraine' }).click();
  await page.waitForURL(/\/annuaire\/universite-de-lorraine$/);
  await main.getByText('Comprend', { exact: true }).waitFor();
  assert.deepEqual(await violations(page), []);

  await main.getByRole('button', { name: 'Tout est encore juste' }).click();
  await main.getByText(/^Fiche confirmée le /).waitFor();
  await main.getByRole('link', { name: 'Historique de la fiche' }).click();
  await main.getByText('Confirmation').first().waitFor();
  await page.goto('/annuaire/predict/historique');
  await main.getByText('Fait partie de Université de Lorraine').waitFor();
  await page.context().close();
});

test('a search is kept after signing in, and under the account it is paused, renamed, run, deleted and taken back', async () => {
  const page = await person(stage);
  await page.goto('/annuaire?kinds=research_lab&nuts3=FRF33');
  await page.getByRole('link', { name: 'Se connecter pour enregistrer' }).click();
  await page.locator('[name=email]').fill('entrepreneur@demo.lorntech.example');
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Se connecter', exact: true }).click();
  // The codes of a place that can be chosen are that place.
  await page.waitForURL(/\/annuaire\?kinds=research_lab&place=moselle$/);
  await page.getByRole('button', { name: 'Enregistrer cette recherche' }).click();
  const dialog = page.getByRole('dialog');
  const name = dialog.getByLabel('Nom de la recherche');
  assert.equal(await name.inputValue(), 'Laboratoire de recherche, Moselle');
  assert.deepEqual(await violations(page), []);
  await name.fill(' ');
  await dialog.getByRole('button', { name: 'Enregistrer cette recherche' }).click();
  await dialog.getByText('Donnez un nom à cette recherche.').waitFor();
  await name.fill('Labos de Moselle');
  await dialog.getByRole('button', { name: 'Enregistrer cette recherche' }).click();
  await said(page, 'Recherche enregistrée').waitFor();

  await page.goto('/compte/recherches');
  const item = page.locator('main li').filter({ has: page.getByRole('heading', { name: /^Labos de Moselle/ }) });
  await item.getByText('Laboratoire de recherche, Moselle', { exact: true }).waitFor();
  await item.getByRole('button', { name: /^Mettre en pause/ }).click();
  await item.getByText('En pause', { exact: true }).waitFor();
  await item.getByRole('button', { name: /^Reprendre/ }).click();
  await item.getByRole('button', { name: /^Mettre en pause/ }).waitFor();
  await item.getByRole('button', { name: /^Renommer/ }).click();
  await dialog.getByLabel('Nom de la recherche').fill('Labos de Moselle, tous');
  await dialog.getByRole('button', { name: 'Renommer' }).click();
  await said(page, 'Recherche renommée').waitFor();
  await item.getByRole('button', { name: 'Supprimer, Labos de Moselle, tous' }).click();
  const undo = page.getByRole('button', { name: 'Annuler la suppression, Labos de Moselle, tous' });
  await undo.waitFor();
  assert.ok(await undo.evaluate((button) => button === document.activeElement), 'the way back has the focus');
  assert.deepEqual(await violations(page), []);
  await undo.press('Enter');
  const link = item.getByRole('link', { name: 'Labos de Moselle, tous' });
  await link.waitFor();
  await link.click();
  await page.waitForURL(/\/annuaire\?kinds=research_lab&place=moselle$/);
  const { count } = await listed(page, '?kinds=research_lab&nuts3=FRF33&count=true&limit=1');
  await said(page, new RegExp(`^${count} fiches?$`)).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a start-up is proposed with its profile: what is wrong is said at its field, nothing typed is lost, and its page tells of it', async () => {
  const page = await person(stage);
  await signIn(page, 'entrepreneur');
  await page.goto('/annuaire/proposer');
  const main = page.getByRole('main');
  await main.locator('[name=name]').fill('Pousse des essais');
  await main.getByText(/^En dire plus.: Start-up$/).click();
  await main.getByLabel('Étape du parcours').selectOption('growth');
  await main.getByLabel('Ce qu’ils font, en leurs mots').fill('Mesurer l’eau au pied des arbres.');
  await main.getByLabel('Emplois créés').fill('douze');
  const country = main.getByRole('combobox', { name: 'Autres pays' });
  await country.fill('luxem');
  await country.press('ArrowDown');
  await country.press('Enter');
  await said(page, /^Ajouté.: Luxembourg$/).waitFor({ state: 'attached' });
  await main.getByRole('button', { name: 'Ajouter une levée' }).click();
  const round = main.getByRole('group', { name: 'Levée 1' });
  await round.getByLabel('Montant en euros').fill('1 500 000');
  assert.deepEqual(await violations(page), []);
  await main.getByRole('button', { name: 'Proposer la fiche' }).click();
  await main.getByText('Écrivez un nombre entier').waitFor();
  await main.getByText('Donnez une date.').waitFor();
  assert.equal(await main.getByLabel('Emplois créés').evaluate((field) => field === document.activeElement), true);
  assert.deepEqual(await violations(page), []);

  // What was typed stands after a reload, also what was wrong.
  await page.reload();
  await main.getByText(/^En dire plus.: Start-up$/).click();
  assert.equal(await main.getByLabel('Emplois créés').inputValue(), 'douze');
  await main.getByLabel('Emplois créés').fill('12');
  for (const [place, value] of ['31', '3', '2026'].entries()) {
    await round.getByRole('spinbutton').nth(place).click();
    await page.keyboard.type(value);
  }
  await round.getByLabel('Où l’annonce se lit').fill('pas une adresse');
  await main.getByRole('button', { name: 'Proposer la fiche' }).click();
  // The service's refusal stands at the member that it points to.
  await main.locator('[aria-invalid=true]').waitFor();
  assert.equal(await round.getByLabel('Où l’annonce se lit').getAttribute('aria-invalid'), 'true');
  await round.getByLabel('Où l’annonce se lit').fill('exemple.fr/levee');
  await main.getByRole('button', { name: 'Proposer la fiche' }).click();
  await page.waitForURL(/\/annuaire\/pousse-des-essais/);
  await main.getByText(/^31 mars 2026, 1\s500\s000\s€/).waitFor();
  assert.deepEqual(await violations(page), []);

  // Another kind has its own; what the start-up had stays.
  const path = new URL(page.url()).pathname;
  await page.goto(`${path}/modifier`);
  await main.getByText(/^Types d’acteur/).click();
  await main.getByRole('checkbox', { name: 'FabLab' }).check();
  await main.getByText(/^En dire plus.: Start-up et /).click();
  await main.getByLabel('Machines').fill('Découpe laser\n\nTour à bois');
  await main.getByRole('button', { name: 'Enregistrer' }).click();
  await page.waitForURL((url) => url.pathname === path);
  await main.getByText('Découpe laser et Tour à bois').waitFor();
  const record = await (await page.request.get(`/v1/organizations/${path.split('/').at(-1)}`)).json();
  assert.deepEqual(record.profile, { machines: ['Découpe laser', 'Tour à bois'] });
  const source = 'https://exemple.fr/levee';
  assert.deepEqual(record.startup, {
    stage: 'growth',
    pitch: { fr: 'Mesurer l’eau au pied des arbres.' },
    international: ['LU'],
    jobs: 12,
    funding_rounds: [{ closed_on: '2026-03-31', amount: 1_500_000, source_url: source }],
  });
  await page.context().close();
});
