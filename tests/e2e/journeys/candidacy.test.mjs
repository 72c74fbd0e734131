// A pilot plans, sees what a delay moves before it is made, closes gaps with evidence, freezes the dossier and begins
// another one; everybody reads what came of it.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { violations } from '../checks.mjs';
import { open, person, signIn } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

/** Types a day into the parts of its field. */
async function type(page, within, label, [day, month, year]) {
  const parts = within.getByRole('group', { name: label }).getByRole('spinbutton');
  for (const [at, value] of [day, month, year].entries()) {
    await parts.nth(at).click();
    await page.keyboard.type(String(Number(value)));
  }
}

async function plan(page, title, day, after) {
  await page.getByLabel('Intitulé').fill(title);
  await type(page, page.locator('main'), /^Date prévue/, day);
  if (after) await page.getByLabel('Vient après').selectOption({ label: after });
  await page.locator('main form [type=submit]').click();
  await page.getByRole('rowheader', { name: title }).waitFor();
}

async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return readFile(await download.path());
}

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

/** A file is attached with the mouse, and had again; a search is counted before it is frozen, and taken away again. */
async function attaches(pilot) {
  const submit = pilot.locator('main form [type=submit]');
  await pilot.getByLabel('Critère', { exact: true }).selectOption('gouvernance');
  await pilot.getByLabel('Nature', { exact: true }).selectOption('document');
  await submit.click();
  await pilot.getByText('Choisissez un fichier.').waitFor();
  const chosen = pilot.waitForEvent('filechooser');
  // The control lies over the whole zone.
  await pilot.locator('input[type=file]').click();
  await (await chosen).setFiles({ name: 'statuts.pdf', mimeType: 'application/pdf', buffer: PDF });
  assert.equal(await pilot.getByLabel('Intitulé').inputValue(), 'statuts');
  assert.deepEqual(await violations(pilot), []);
  await submit.click();
  await pilot.getByRole('rowheader', { name: 'statuts' }).waitFor();
  assert.deepEqual(await saved(pilot, 'Télécharger statuts.pdf'), PDF);

  await pilot.getByLabel('Critère', { exact: true }).selectOption('soutien-public');
  await pilot.getByLabel('Nature', { exact: true }).selectOption('directory_query');
  await pilot.getByLabel('Intitulé').fill('Écoles et universités');
  await pilot.getByRole('checkbox', { name: /^Université ou grande école/ }).check();
  const answer = await pilot.request.get('/v1/organizations?kinds=university&count=true&limit=1');
  const found = String((await answer.json()).count);
  await pilot.getByRole('status').filter({ hasText: new RegExp(`^${found} fiches? trouvées?$`) }).waitFor();
  assert.deepEqual(await violations(pilot), []);
  await pilot.getByRole('button', { name: 'Figer la recherche' }).click();
  const row = pilot.getByRole('row', { name: /^Écoles et universités/ });
  await row.getByRole('cell', { name: found, exact: true }).waitFor();
  assert.match(await row.innerText(), /[0-9a-f]{64}/);
  await pilot.getByRole('button', { name: 'Retirer « Écoles et universités »' }).click();
  await pilot.getByRole('dialog').getByRole('button', { name: 'Retirer' }).click();
  await row.waitFor({ state: 'detached' });
}

/** What is missing is said first; then a version is frozen, had as a file, and held against the one before it. */
async function freezes(pilot) {
  await pilot.getByRole('link', { name: 'Dossier', exact: true }).click();
  await pilot.getByText('Aucune version figée pour le moment').waitFor();
  await pilot.getByRole('link', { name: /aucune preuve/ }).first().waitFor();
  const freeze = async (note, number) => {
    await pilot.getByLabel(/^Note/).fill(note);
    await pilot.getByRole('button', { name: 'Figer le dossier' }).click();
    await pilot.getByRole('rowheader', { name: `${number} ${note}`, exact: true }).waitFor();
  };
  await freeze('Première lecture', '1');
  await pilot.getByRole('link', { name: 'Recommandations' }).click();
  await pilot.getByLabel('Ce qui est recommandé').fill('Ouvrir la gouvernance.');
  await type(pilot, pilot.locator('main'), /^Donnée le/, ['01', '03', '2019']);
  await pilot.getByLabel('Titre de la source').fill('Avis du comité');
  await pilot.getByLabel('Qui la publie').fill('Mission French Tech');
  await pilot.getByRole('button', { name: 'Ajouter une recommandation' }).click();
  await pilot.getByLabel('Réponse').fill('Le bureau compte sept entrepreneurs.');
  await pilot.getByRole('button', { name: 'Garder la réponse' }).click();
  await pilot.getByText('C’est enregistré.').waitFor();
  await pilot.getByRole('link', { name: 'Dossier', exact: true }).click();
  await freeze('Après l’avis', '2');
  await pilot.getByRole('rowheader', { name: 'Ouvrir la gouvernance.' }).waitFor();
  assert.deepEqual(await violations(pilot), []);
  const row = pilot.getByRole('row', { name: /Après l’avis/ });
  const content = await saved(pilot, 'Télécharger la version 2 en JSON');
  const hash = createHash('sha256').update(content).digest('hex');
  assert.match(await row.innerText(), new RegExp(hash));
  const { evidence, recommendations } = JSON.parse(content);
  assert.match(recommendations[0].answer, /sept entrepreneurs/);
  const shown = evidence.find(({ shows }) => shows.kind === 'document').shows;
  const sha256 = createHash('sha256').update(PDF).digest('hex');
  assert.deepEqual([shown.name, shown.size, shown.sha256], ['statuts.pdf', PDF.length, sha256]);
  const pdf = await saved(pilot, 'Télécharger la version 2 en PDF');
  assert.match(pdf.subarray(0, 8).toString(), /^%PDF-1/);
}

/** Another file is begun, and deposited after it was asked whether that is meant. */
async function begins(pilot) {
  await pilot.goto('/travail-candidature/');
  await pilot.getByLabel('Nom').fill('Candidature des essais');
  await pilot.getByLabel('Territoire').fill('Lorraine');
  await pilot.getByLabel('Porté par').fill('Le Sillon Lorrain');
  await pilot.getByLabel(/^Villes/).fill('Metz, Nancy');
  await pilot.getByLabel('En quelques phrases').fill('Un dossier pour les essais.');
  await pilot.getByRole('button', { name: 'Commencer' }).click();
  await pilot.getByRole('heading', { name: 'Candidature des essais' }).waitFor();
  await pilot.getByRole('link', { name: 'Étapes' }).click();
  await type(pilot, pilot.locator('main'), /^Date de l’étape/, ['02', '11', '2026']);
  await pilot.getByLabel('Titre de la source').fill('Dépôt');
  await pilot.getByLabel('Qui la publie').fill('Le Sillon Lorrain');
  await pilot.getByRole('button', { name: 'Ajouter une étape' }).click();
  await pilot.getByText('Passer à « Déposée » ?').waitFor();
  assert.deepEqual(await violations(pilot), []);
  await pilot.getByRole('button', { name: 'Confirmer l’étape' }).click();
  await pilot.getByRole('rowheader', { name: 'Déposée' }).waitFor();
}

test('a pilot plans, sees what a delay moves, and closes gaps with evidence', async () => {
  const pilot = await person(stage);
  await signIn(pilot, 'pilot');
  await pilot.goto('/travail-candidature/');
  await pilot.getByRole('link', { name: /French Tech East/ }).click();
  await plan(pilot, 'Bilan à rendre', ['01', '03', '2027']);
  await plan(pilot, 'Confirmation attendue', ['01', '04', '2027'], 'Bilan à rendre');
  await pilot.getByRole('button', { name: 'Changer la date : Bilan à rendre' }).click();
  const dialog = pilot.getByRole('dialog');
  await type(pilot, dialog, /^Date prévue/, ['08', '03', '2027']);
  await dialog.getByRole('button', { name: 'Voir ce que cela déplace' }).click();
  await dialog.getByText(/^Confirmation attendue.* avril 2027 au .*8 avril 2027$/).waitFor();
  assert.deepEqual(await violations(pilot), []);
  await dialog.getByRole('button', { name: 'Changer la date' }).click();
  await dialog.waitFor({ state: 'detached' });
  const row = pilot.getByRole('row', { name: /^Confirmation attendue/ });
  assert.match(await row.innerText(), /8 avril 2027/);

  await pilot.getByRole('link', { name: 'Critères et preuves' }).click();
  const gap = pilot.getByRole('link', { name: /Au moins 5 entreprises au Pass French Tech – / });
  await gap.waitFor();
  const steps = { Lorraine: '3 sur 5', Alsace: undefined };
  for (const [perimeter, left] of Object.entries(steps)) {
    await pilot.getByLabel('Intitulé').fill(`Pass French Tech, ${perimeter}`);
    await pilot.getByLabel('Nombre', { exact: true }).fill('3');
    await type(pilot, pilot.locator('main'), /^À la date du/, ['11', '02', '2019']);
    await pilot.getByLabel('Source : qui le publie').fill('reseau-healthtech.fr');
    await pilot.getByLabel(/^Périmètre/).fill(perimeter);
    await pilot.locator('main form [type=submit]').click();
    await pilot.getByRole('rowheader', { name: `Pass French Tech, ${perimeter}` }).waitFor();
    if (left) await pilot.getByRole('link', { name: left }).waitFor();
  }
  await pilot.getByText('6 pour 5 demandés').waitFor();
  await gap.and(pilot.getByText(/sur 5/)).waitFor({ state: 'detached' });
  assert.deepEqual(await violations(pilot), []);

  await attaches(pilot);
  await freezes(pilot);
  await begins(pilot);
  assert.deepEqual(pilot.complaints, []);
  await pilot.context().close();

  const reader = await person(stage, { width: 390 });
  await reader.goto('/candidature');
  await reader.getByRole('heading', { name: 'French Tech East parmi 13 Capitales French Tech' }).waitFor();
  await reader.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await reader.getByRole('heading', { name: 'Les territoires de la vague' }).waitFor();
  await reader.getByRole('rowheader', { name: 'Nancy-Metz' }).waitFor();
  for (const count of ['environ 20', '16', '15']) {
    await reader.locator('dd', { hasText: count }).first().waitFor();
  }
  assert.deepEqual(await violations(reader), []);
  assert.deepEqual(reader.complaints, []);
  await reader.context().close();
});

/** What a source tells of a wave, in the fields that its kind has. */
async function tells(pilot, publisher, count) {
  await pilot.getByLabel('De quoi elle parle').selectOption('candidates');
  await pilot.getByLabel('Nombre', { exact: true }).fill(count);
  await pilot.getByLabel('Titre de la source').fill('Les candidats de la vague');
  await pilot.getByLabel('Qui la publie').fill(publisher);
  await pilot.getByRole('button', { name: 'Ajouter ce fait' }).click();
  await pilot.getByRole('button', { name: `Retirer : Candidats : ${count}, ${publisher}` }).waitFor();
}

test('a pilot keeps what sources tell of a wave, and withdraws what is wrong with the reason', async () => {
  const pilot = await person(stage);
  await signIn(pilot, 'pilot');
  await pilot.goto('/candidature');
  // What comes below is asked for when it is seen.
  await pilot.keyboard.press('End');
  await pilot.getByRole('link', { name: /^Tenir à jour/ }).first().click();
  await pilot.getByRole('heading', { name: 'Nombre de candidats' }).waitFor();
  await pilot.getByRole('button', { name: 'Ajouter ce fait' }).click();
  await pilot.getByText('Écrivez un nombre entier.').waitFor();
  assert.deepEqual(await violations(pilot), []);
  await tells(pilot, 'essai-un.fr', '17');
  await tells(pilot, 'essai-deux.fr', '18');

  await pilot.getByRole('button', { name: 'Retirer : Candidats : 17, essai-un.fr' }).press('Enter');
  const dialog = pilot.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Retirer ce fait' }).click();
  await dialog.getByText('Dites pourquoi : tout le monde le lira.').waitFor();
  assert.deepEqual(await violations(pilot), []);
  await dialog.getByLabel('Pourquoi').fill('L’article parle d’une autre vague.');
  await dialog.getByRole('button', { name: 'Retirer ce fait' }).click();
  await dialog.waitFor({ state: 'detached' });
  await pilot.getByRole('heading', { name: 'Faits retirés' }).waitFor();
  await pilot.getByText('L’article parle d’une autre vague.').waitFor();
  assert.equal(await pilot.getByRole('button', { name: /essai-un\.fr$/ }).count(), 0);
  assert.equal(await pilot.getByRole('button', { name: /essai-deux\.fr$/ }).count(), 1);
  assert.deepEqual(await violations(pilot), []);

  await pilot.getByRole('link', { name: 'Le label' }).click();
  await pilot.getByText('Ajouter une vague', { exact: true }).first().click();
  await pilot.getByLabel('Nom de la vague').fill('Vague des essais');
  await pilot.getByRole('button', { name: 'Ajouter une vague' }).click();
  await pilot.getByRole('heading', { name: 'Vague des essais' }).waitFor();
  await pilot.getByText('Rien n’est encore dit de cette vague.').waitFor();

  await pilot.getByRole('link', { name: 'Labels, appels et vagues' }).click();
  await pilot.getByRole('link', { name: 'Capitales French Tech' }).click();
  await pilot.getByText('Ouvrir un appel', { exact: true }).first().click();
  await pilot.getByLabel('Nom de l’appel').fill('Appel des essais');
  await pilot.getByLabel('Titre de la source').fill('Appel à candidatures');
  await pilot.getByLabel('Qui la publie').fill('exemple.fr');
  await pilot.getByRole('button', { name: 'Ouvrir un appel' }).click();
  const call = pilot.getByRole('listitem').filter({ has: pilot.getByRole('heading', { name: 'Appel des essais' }) });
  await call.getByRole('button', { name: /^Corriger l’appel/ }).click();
  await call.getByLabel('Ce que dit l’appel').fill('Ouvert à tous les territoires.');
  await call.getByRole('button', { name: 'Corriger l’appel' }).click();
  await call.getByText('Ouvert à tous les territoires.', { exact: true }).waitFor();
  await call.getByRole('button', { name: /^Fixer les critères/ }).click();
  await call.getByLabel('Ce qui est demandé').fill('Une équipe');
  await call.getByLabel('Titre de la source').fill('Cahier des charges');
  await call.getByLabel('Qui la publie').fill('exemple.fr');
  await call.getByRole('button', { name: /^Fixer les critères/ }).click();
  await call.getByText(/^Fixer les critères de «.Appel des essais.».\?$/).waitFor();
  assert.deepEqual(await violations(pilot), []);
  await call.getByRole('button', { name: 'Fixer ces critères' }).click();
  await call.getByText(/^Critères, version 1, depuis/).waitFor();
  await call.getByText('Une équipe').waitFor();
  assert.deepEqual(pilot.complaints, []);
  await pilot.context().close();
});
