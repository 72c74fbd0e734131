// The public reads the promise and opens the numbers behind it; a pilot writes down what was counted, approves it, and the
// course moves.

import assert from 'node:assert/strict';
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

/** One of the objectives, where it is read. */
const objective = (page, name) => page.getByRole('main').locator('li').filter({ has: page.getByRole('heading', { name }) });

test('what a pilot approves moves the course that everybody reads', async () => {
  const reader = await person(stage);
  await reader.goto('/objectifs');
  const smes = objective(reader, 'PME du numérique');
  await smes.getByText('Ces annonces ne vont pas ensemble').waitFor();
  await smes.getByText(/environ 2\u202f667 PME, soit 6,99\u202f% par an/).waitFor();
  await smes.getByText(/\+100\u202f%, soit 12,25\u202f% par an.* font 3\u202f000, non 4\u202f000/).waitFor();
  await smes.getByText(/\+50\s% de PME du numérique, pour atteindre 4\s000, en 6 ans/).waitFor();
  const jobs = objective(reader, 'Emplois du numérique');
  await jobs.getByText('Pas encore mesuré').waitFor();
  await jobs.getByText('7,18\u202f% par an').waitFor();
  assert.deepEqual(await violations(reader), []);

  const pilot = await person(stage);
  await signIn(pilot, 'pilot');
  await pilot.goto('/compte/objectifs');
  await pilot.getByText('Rien n’a encore été saisi. Commencez ci-dessous.').waitFor();
  const form = pilot.getByRole('main').locator('section').filter({ has: pilot.getByRole('heading', { name: 'Saisir une mesure' }) });
  await form.getByRole('button', { name: 'Garder comme brouillon' }).click();
  await form.getByText('Donnez un jour entier.').waitFor();
  // A table is tried before it is taken.
  const table = 'date;value;source_title;source_publisher\n2018-11-01;12 400;Enquête d’essai;Essai\n2019-11-01;beaucoup;Enquête d’essai;Essai\n';
  await pilot.locator('input[type=file]').setInputFiles({ name: 'emplois.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await pilot.getByRole('button', { name: 'Essayer sans rien changer' }).click();
  await pilot.getByRole('row', { name: /3 Refusée value Attendu/ }).waitFor();
  assert.deepEqual(await violations(pilot), []);
  await pilot.getByRole('button', { name: 'Importer ces lignes' }).click();
  await pilot.getByRole('button', { name: /^Approuver 12\s400/ }).click();
  await pilot.getByText('En retard', { exact: true }).waitFor();
  await pilot.getByText(/Il manque .* emplois par rapport à la trajectoire, au 1er novembre 2018/).waitFor();

  // What everybody reads has moved with it, and each number opens where it comes from.
  // (Who has just read it keeps it for a minute.)
  const other = await person(stage);
  await other.goto('/objectifs');
  const moved = objective(other, 'Emplois du numérique');
  await moved.getByText('En retard', { exact: true }).waitFor();
  await moved.getByText('Les nombres et d’où ils viennent').click();
  await moved.getByText('12\u202f400, le 1er novembre 2018').waitFor();
  const calculation = await moved.getByRole('link', { name: /Le calcul de la trajectoire/ }).getAttribute('href');
  const answer = await (await other.request.get(calculation)).json();
  assert.equal(answer.actual.value, 12_400);
  assert.equal(answer.state, 'off_track');
});

test('a pilot says what is counted, says it better, and states what was promised', async () => {
  const pilot = await person(stage);
  await signIn(pilot, 'pilot');
  await pilot.goto('/compte/objectifs');
  await pilot.getByRole('main').getByRole('link', { name: 'Ce qui est compté' }).click();
  const define = pilot.getByRole('button', { name: 'Définir cet indicateur' });
  await define.click();
  assert.equal(await pilot.getByText('Dites-le en quelques mots.').count(), 3);
  assert.deepEqual(await violations(pilot), []);
  await pilot.getByLabel('Nom de l’indicateur').fill('Emplois du numérique dans les Vosges');
  await pilot.getByLabel('Unité').fill('emplois');
  await pilot.getByLabel('De qui').fill('Établissements des Vosges, codes NAF 62 et 63');
  await define.click();
  await pilot.getByText('L’indicateur est défini.').waitFor();
  // What it means is said better, and what it meant stays readable.
  await pilot.getByLabel('De qui').fill('Établissements des Vosges, codes NAF 58.2, 62 et 63');
  await pilot.getByRole('button', { name: 'Garder cette version' }).click();
  await pilot.getByText('Toutes les versions (2)').click();
  await pilot.getByText('Établissements des Vosges, codes NAF 62 et 63').waitFor();

  await pilot.getByRole('link', { name: 'Nouvel objectif' }).click();
  const keep = pilot.getByRole('button', { name: 'Enregistrer cet objectif' });
  await keep.click();
  await pilot.getByText('Dites ce qui doit changer.').waitFor();
  await pilot.getByText('Donnez un nombre d’années, de 1 à 50.').waitFor();
  assert.deepEqual(await violations(pilot), []);
  await pilot.getByLabel('Ce qui doit changer').fill('Emplois du numérique dans les Vosges');
  await pilot.getByLabel('Les mots de l’annonce').fill('Un quart d’emplois en plus en cinq ans');
  for (const [place, value] of ['1', '3', '2026'].entries()) {
    await pilot.locator('main form').getByRole('spinbutton').nth(place).click();
    await pilot.keyboard.type(value);
  }
  await pilot.getByLabel('Titre de la source').fill('Feuille de route');
  await pilot.getByLabel('Qui la publie').fill('Essai');
  await pilot.getByLabel('Indicateur', { exact: true }).selectOption('emplois-du-numerique-dans-les-vosges');
  await pilot.getByLabel('Nombre', { exact: true }).fill('-150');
  await pilot.getByLabel('En combien d’années').fill('5');
  await pilot.getByLabel('Dans les mots de la source').fill('un quart en plus');
  await keep.click();
  // What the service finds is said at the field that it is about.
  await pilot.getByText('Entre -99.9 et 100000.').waitFor();
  await pilot.getByLabel('Nombre', { exact: true }).fill('25');
  await keep.click();
  await pilot.getByText('L’objectif est enregistré.').waitFor();

  const reader = await person(stage);
  await reader.goto('/objectifs');
  const stated = objective(reader, 'Emplois du numérique dans les Vosges');
  await stated.getByText('Un quart d’emplois en plus en cinq ans').waitFor();
  await stated.getByText('4,56\u202f% par an').waitFor();

  // Of one day of history no course is made up.
  await reader.goto('/ecosysteme');
  await reader.getByText(/^L’historique commence le .*rien n’est reconstitué d’avant/).waitFor();
});
