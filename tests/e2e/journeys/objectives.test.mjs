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
