// Imports: a moderator brings in a list of a ministry, tries it, imports it; a second time nothing changes. Lines
// with faults and doubles say so, and a large file is stopped on its way.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { call } from '../backstage.mjs';
import { misfits, violations } from '../checks.mjs';
import { open, person, signIn } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

const button = (page, name) => page.getByRole('button', { name, exact: true });
const heading = (page, name) => page.getByRole('heading', { name });
const chip = (page, name) => page.getByRole('button', { name: new RegExp(`^${name}\\s?\\d`) });
const csv = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

/** As it stands: nothing for axe-core, nothing that does not fit on a phone. */
async function sound(page) {
  // Until another part of the lines is there, those shown before are dimmed.
  await page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
  assert.deepEqual(await violations(page), [], page.url());
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 900 });
  assert.deepEqual(await misfits(page), [], page.url());
  await page.setViewportSize(size);
}

async function choose(page, file) {
  await page.goto('/imports/nouveau');
  await page.locator('input[type=file]').setInputFiles(file);
  await button(page, 'Regarder le fichier').click();
  await heading(page, 'Dire ce que sont les colonnes').waitFor();
}

/** How many lines became what, as the chips say it. */
async function counts(page) {
  const texts = await page.getByRole('group', { name: 'Ce qu’elles sont devenues' }).getByRole('button').allTextContents();
  return Object.fromEntries(texts.map((text) => /^(.*?)\s*([\d\s]+)$/u.exec(text).slice(1)));
}

/** Sends the file in earnest, from wherever that is offered. */
async function importIt(page) {
  await button(page, 'Importer pour de bon').click();
  const sure = page.getByRole('dialog');
  await sure.getByText(/deviennent des fiches de l’annuaire/).waitFor();
  const tried = page.url();
  await button(sure, 'Importer pour de bon').click();
  await page.waitForURL((address) => address.href !== tried);
  // The trial is over as well, and says so until the import has taken its place.
  await page.getByText('Rien n’a été changé').waitFor({ state: 'detached' });
  await page.getByText('Terminé', { exact: true }).waitFor();
}

test('a list is looked at, mended, tried, imported, and changes nothing the second time', async () => {
  const list = await readFile(new URL('../../imports/files/etablissements_esr.csv', import.meta.url));
  const file = { name: 'etablissements_esr.csv', mimeType: 'text/csv', buffer: list };
  const page = await person(stage);
  await signIn(page, 'moderator');
  await page.goto('/moderation');
  await page.getByRole('link', { name: 'Imports de l’annuaire' }).click();
  await heading(page, 'Aucun import pour le moment').waitFor();
  await sound(page);
  await page.getByRole('link', { name: 'Importer un fichier' }).click();

  // What is no list is refused before anything is sent.
  await heading(page, 'Choisir le fichier').waitFor();
  await page.getByText(/52,4.Mo/).first().waitFor();
  await button(page, 'Regarder le fichier').click();
  await page.getByText('Choisissez un fichier.').waitFor();
  await page.locator('input[type=file]').setInputFiles({ ...file, name: 'liste.xlsx' });
  await page.getByText(/liste\.xlsx/).waitFor();
  await sound(page);

  await page.locator('input[type=file]').setInputFiles(file);
  await button(page, 'Regarder le fichier').click();
  await heading(page, 'Dire ce que sont les colonnes').waitFor();
  await page.getByText('CSV, séparateur « ; », UTF-8').waitFor();
  const field = (name) => page.getByLabel(name, { exact: true });
  assert.equal(await field('libellé').inputValue(), 'name');
  assert.equal(await field('siren').inputValue(), 'siren');
  await field('libellé').selectOption('');
  await field('Nature des organisations').selectOption('university');
  await button(page, 'Enregistrer et voir les lignes').click();
  await page.getByText('Une colonne doit devenir le nom de la fiche.').waitFor();
  await field('libellé').selectOption({ label: 'Nom' });
  await page.locator('[name="source.system"]').fill('Établissements !');
  await button(page, 'Enregistrer et voir les lignes').click();
  await page.getByText('Des lettres sans accents').waitFor();
  await page.locator('[name="source.system"]').fill('esr');
  await page.locator('[name="source.name"]').fill('Principaux établissements d’enseignement supérieur');
  await page.locator('[name="source.licence"]').fill('Licence Ouverte 2.0');
  await page.locator('[name="source.licence_url"]').fill('pas une adresse');
  await page.locator('[name=name]').fill('esr');
  await button(page, 'Enregistrer et voir les lignes').click();
  await page.locator('[name="source.licence_url"][aria-invalid=true]').waitFor();
  await sound(page);
  await page.locator('[name="source.licence_url"]').fill('https://www.etalab.gouv.fr/licence-ouverte-open-licence');
  await button(page, 'Enregistrer et voir les lignes').click();

  await heading(page, 'Vérifier les premières lignes').waitFor();
  await page.getByRole('listitem').filter({ hasText: 'École normale supérieure de Lyon' }).first().waitFor();
  await sound(page);
  // Back and forth, nothing is lost.
  await page.goBack();
  assert.equal(await page.locator('[name="source.system"]').inputValue(), 'esr');
  await page.goForward();
  await button(page, 'Lancer un essai à blanc').click();

  await page.getByText('Rien n’a été changé').waitFor();
  const tried = await counts(page);
  assert.ok(Number(tried['Nouvelle fiche']) > 0, JSON.stringify(tried));
  await sound(page);
  await importIt(page);
  assert.deepEqual(await counts(page), tried, 'what was tried is what happens');

  // The same list again, by the mapping that was kept.
  await choose(page, file);
  await page.getByLabel('Partir de').selectOption('esr');
  assert.equal(await page.locator('[name="source.licence"]').inputValue(), 'Licence Ouverte 2.0');
  await button(page, 'Enregistrer et voir les lignes').click();
  await heading(page, 'Vérifier les premières lignes').waitFor();
  await importIt(page);
  assert.deepEqual(await counts(page), { Toutes: tried.Toutes, 'Sans changement': tried.Toutes });
  await page.getByRole('link', { name: 'Imports de l’annuaire' }).click();
  await page.getByRole('link', { name: 'etablissements_esr.csv' }).nth(2).waitFor();
  await sound(page);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('what may be a record already is compared and decided, by keyboard and on a phone, and is not asked about again', async () => {
  const page = await person(stage, { width: 390 });
  await signIn(page, 'moderator');
  const text = [
    'id;nom;ville;site;siren',
    '1;Université de Lorraine;Nancy;universite-comparee.example;',
    '2;Université des essais;Metz;essais.example;130015506',
    '3;Institut des essais;Metz;;130015506',
    '4;École des essais;Metz;;130015506',
  ].join('\n');
  await choose(page, csv('doublons.csv', text));
  await page.locator('main details').evaluateAll((all) => all.forEach((one) => (one.open = true)));
  await page.getByLabel('id', { exact: true }).selectOption('external_id');
  await page.getByLabel('site', { exact: true }).selectOption('website');
  await page.getByLabel('siren', { exact: true }).selectOption('siren');
  await page.getByLabel('Nature des organisations').selectOption('university');
  await page.locator('[name="source.licence"]').fill('CC0');
  await button(page, 'Enregistrer et voir les lignes').click();
  await heading(page, 'Vérifier les premières lignes').waitFor();
  await importIt(page);
  await page.getByText('4 lignes ressemblent à des fiches de l’annuaire et attendent votre décision').waitFor();
  await page.getByRole('link', { name: 'Comparer et trancher' }).click();
  const left = (words) => page.locator('main [role=status]').getByText(words).waitFor();
  await left('Il reste 4 lignes à trancher');
  const line = (name) => page.getByRole('main').getByRole('listitem').filter({ hasText: name });
  const first = line('universite-comparee.example');
  await first.getByRole('table').getByRole('rowheader', { name: 'Site web' }).waitFor();
  await sound(page);
  await first.getByRole('button', { name: /^C’est la même fiche/ }).focus();
  await page.keyboard.press('Enter');
  await left('Il reste 3 lignes à trancher');
  // Whoever has no mouse goes on from there.
  assert.ok(await page.evaluate(() => document.activeElement?.textContent.startsWith('Il reste')));
  await line('Université des essais').getByRole('button', { name: /^Laisser de côté/ }).click();
  await left('Il reste 2 lignes à trancher');
  await button(page, 'Toutes celles qui restent sont d’autres fiches').click();
  await button(page.getByRole('dialog'), 'Créer les fiches').click();
  await page.getByText('Plus rien à trancher').waitFor();
  await sound(page);
  assert.deepEqual(await counts(page), { Toutes: '4', 'À trancher': '0', 'Non reprise': '1', 'Nouvelle fiche': '2', 'Mise à jour': '1' });

  await choose(page, csv('doublons.csv', text));
  await page.getByLabel('Partir de').selectOption('doublons');
  await button(page, 'Enregistrer et voir les lignes').click();
  await heading(page, 'Vérifier les premières lignes').waitFor();
  await importIt(page);
  assert.deepEqual(await counts(page), { Toutes: '4', 'Sans changement': '4' });
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('lines say what is wrong with them, a deleted record is not made again, and a large file can be stopped', async () => {
  const page = await person(stage, { width: 390 });
  await signIn(page, 'moderator');
  const text = 'nom;ville;site;siren\nAtelier des essais;Metz;page Facebook;123456789\nUniversité de Lorraine;Nancy;;\n;Nancy;;\n';
  await choose(page, csv('essais.csv', text));
  // What is not recognised is folded away, and said by hand.
  await page.locator('main details').evaluateAll((all) => all.forEach((one) => (one.open = true)));
  await page.getByLabel('site', { exact: true }).selectOption('website');
  await page.getByLabel('siren', { exact: true }).selectOption('siren');
  await page.getByLabel('Nature des organisations').selectOption('association');
  await page.locator('[name="source.licence"]').fill('CC0');
  await button(page, 'Enregistrer et voir les lignes').click();
  await heading(page, 'Vérifier les premières lignes').waitFor();
  await page.getByText('Valeurs laissées de côté').waitFor();
  await page.getByText('« page Facebook »').waitFor();
  await importIt(page);
  const lines = page.getByRole('main').getByRole('listitem');
  await lines.filter({ hasText: 'Ligne 4' }).getByText('Refusée').waitFor();
  await sound(page);

  await chip(page, 'Non reprise').click();
  await page.waitForURL('**?resultat=conflict');
  const doubt = lines.filter({ hasText: 'Comparer avec' }).first();
  await doubt.getByText(/Une fiche existe peut-être déjà/).waitFor();
  await sound(page);
  await chip(page, 'Toutes').click();

  // Whoever deletes a record does not want it back with the next list.
  const { items } = await call(stage, 'moderator', 'GET', '/v1/organizations?q=atelier%20des%20essais');
  const { id } = items.find(({ name }) => name === 'Atelier des essais');
  await call(stage, 'moderator', 'POST', `/v1/organizations/${id}/transitions`, { to: 'deleted', reason: 'closed' });
  await page.reload();
  await lines.filter({ hasText: 'Ligne 2' }).getByText('Cette fiche n’est plus là, ou vous ne pouvez pas la voir.').waitFor();
  await choose(page, csv('essais.csv', text.replace('page Facebook', 'essais.example')));
  await page.getByLabel('Partir de').selectOption('essais');
  await button(page, 'Enregistrer et voir les lignes').click();
  await heading(page, 'Vérifier les premières lignes').waitFor();
  await importIt(page);
  await lines.filter({ hasText: 'Ligne 2' }).getByText(/La fiche a été supprimée/).waitFor();
  await sound(page);

  const many = Array.from({ length: 100_000 }, (_, place) => `Essai ${place};Metz;;`).join('\n');
  await choose(page, csv('beaucoup.csv', `nom;ville;site;siren\n${many}\n`));
  await page.getByLabel('Partir de').selectOption('essais');
  await button(page, 'Enregistrer et voir les lignes').click();
  await button(page, 'Lancer un essai à blanc').click();
  await page.getByText('Vous pouvez quitter cette page').waitFor();
  await sound(page);
  await button(page, 'Annuler').click();
  await button(page.getByRole('dialog'), 'Annuler l’import').click();
  await page.getByText('Cet import a été annulé').waitFor();
  assert.equal(await page.getByText('Vous pouvez quitter cette page').count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
