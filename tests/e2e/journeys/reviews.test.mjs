// A reviewer scores: asked by a pilot, with the keyboard, over a reload, until it is locked; another one has a conflict of
// interest. The pilot reads what it comes to.

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

const DOSSIER = '/travail-candidature/french-tech-east/dossier';

async function names(pilot, email, name) {
  await pilot.getByLabel('Adresse de l’évaluateur').fill(email);
  await pilot.getByRole('button', { name: 'Confier l’évaluation' }).click();
  await pilot.getByRole('rowheader', { name }).waitFor();
}

async function opens(reviewer) {
  await reviewer.goto('/compte/evaluations');
  await reviewer.getByRole('link', { name: /French Tech East/ }).click();
  await reviewer.getByRole('button', { name: 'Lire le dossier (PDF)' }).waitFor();
}

/** By keyboard alone: Tab to the scores, a digit, Tab to the comment, words; then the next criterion. */
async function scores(reviewer, count, score) {
  await reviewer.getByRole('radio').first().focus();
  for (let at = 0; at < count; at += 1) {
    await reviewer.keyboard.press(String(score));
    assert.equal(await reviewer.locator(':focus').getAttribute('type'), 'radio');
    await reviewer.keyboard.press('Tab');
    await reviewer.keyboard.type(`Vaut ${score}.`);
    // What is shown for the next criterion may hold links on the way.
    for (let step = 0; step < 20; step += 1) {
      await reviewer.keyboard.press('Tab');
      if (at + 1 === count || (await reviewer.locator(':focus[type=radio]').count()) > 0) break;
    }
  }
}

test('a reviewer scores with the keyboard, another one has a conflict of interest, and the pilot reads what it comes to', async () => {
  const pilot = await person(stage);
  await signIn(pilot, 'pilot');
  await pilot.goto(DOSSIER);
  await pilot.getByRole('button', { name: 'Figer le dossier' }).click();
  await pilot.getByRole('rowheader', { name: '1', exact: true }).waitFor();
  await names(pilot, 'entrepreneur@demo.lorntech.example', 'Camille Exemple');
  await names(pilot, 'moderator@demo.lorntech.example', 'Modération');
  await pilot.getByLabel('Adresse de l’évaluateur').fill('personne@exemple.fr');
  await pilot.getByRole('button', { name: 'Confier l’évaluation' }).click();
  await pilot.getByText('Rien n’existe sous cette référence').waitFor();
  assert.deepEqual(await violations(pilot), []);
  // What somebody has scored goes with them: that is read first, and may be left.
  const back = () => pilot.getByRole('button', { name: /^Retirer l’évaluation de .*Modération/ }).click();
  const taking = pilot.getByRole('dialog');
  await back();
  assert.deepEqual(await violations(pilot), []);
  await taking.getByRole('button', { name: 'Ne pas la retirer' }).click();
  await taking.waitFor({ state: 'detached' });
  await back();
  await taking.getByRole('button', { name: 'Retirer', exact: true }).click();
  await pilot.getByRole('rowheader', { name: 'Modération' }).waitFor({ state: 'detached' });
  await names(pilot, 'moderator@demo.lorntech.example', 'Modération');

  const reviewer = await person(stage);
  await signIn(reviewer, 'entrepreneur');
  await opens(reviewer);
  assert.deepEqual(await violations(reviewer), []);
  const count = await reviewer.getByLabel(/^Commentaire/).count();
  assert.ok(count > 1, `${count} criteria`);
  await scores(reviewer, 1, 2);
  // Reloaded before it was saved: it is there still.
  await reviewer.reload();
  assert.equal(await reviewer.getByLabel(/^Commentaire/).first().inputValue(), 'Vaut 2.');
  await reviewer.getByText('à enregistrer').waitFor();
  await reviewer.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await reviewer.getByText('tout est enregistré').waitFor();
  // Not before all are scored.
  await reviewer.getByRole('button', { name: 'Soumettre', exact: true }).click();
  assert.equal(await reviewer.getByText('Choisissez une note.').count(), count - 1);
  assert.equal(await reviewer.locator(':focus').getAttribute('type'), 'radio');
  assert.deepEqual(await violations(reviewer), []);
  await reviewer.getByLabel(/^Commentaire/).first().fill('');
  await scores(reviewer, count, 4);
  await reviewer.getByRole('button', { name: 'Soumettre', exact: true }).click();
  await reviewer.getByRole('button', { name: 'Confirmer et soumettre' }).click();
  await reviewer.getByText('Personne d’autre n’a encore soumis').waitFor();
  assert.equal(await reviewer.getByRole('cell', { name: 'Vaut 4.' }).count(), count);
  assert.deepEqual(await violations(reviewer), []);
  assert.deepEqual(reviewer.complaints, []);
  await reviewer.context().close();

  const partial = await person(stage, { width: 390 });
  await signIn(partial, 'moderator');
  await opens(partial);
  await partial.getByLabel(/^Commentaire/).first().fill('Un mot.');
  await partial.getByRole('button', { name: 'Déclarer un conflit d’intérêts' }).click();
  const dialog = partial.getByRole('dialog');
  await dialog.getByLabel('Votre conflit d’intérêts').fill('Je conseille un des membres.');
  assert.deepEqual(await violations(partial), []);
  await dialog.getByRole('button', { name: 'Déclarer et fermer le dossier' }).click();
  await partial.getByText('Ce dossier vous est fermé').waitFor();
  assert.equal(await partial.getByLabel(/^Commentaire/).count(), 0);
  await partial.reload();
  await partial.getByText('Je conseille un des membres.').waitFor();
  assert.equal(await partial.evaluate(() => JSON.stringify({ ...localStorage }).includes('Un mot.')), false);
  assert.deepEqual(await violations(partial), []);
  assert.deepEqual(partial.complaints, []);
  await partial.context().close();

  await pilot.reload();
  await pilot.getByRole('row', { name: 'Camille Exemple' }).filter({ hasText: 'Soumise' }).waitFor();
  await pilot.getByRole('row', { name: 'Je conseille un des membres' }).waitFor();
  const spread = pilot.getByRole('region', { name: 'Répartition des notes' });
  assert.equal(await spread.getByRole('cell', { name: '4', exact: true }).count(), count);
  await pilot.getByText(/^Commentaires/).first().click();
  await pilot.getByRole('listitem').filter({ hasText: 'Camille Exemple' }).filter({ hasText: '4 sur 5' }).first().waitFor();
  assert.deepEqual(await violations(pilot), []);
  // The refusal of the address that nobody has.
  assert.deepEqual(pilot.complaints.filter((one) => !/422/.test(one)), []);
  await pilot.context().close();
});
