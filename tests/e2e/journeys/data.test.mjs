// One's data: a copy that is made and downloaded, a consent given and taken back, a program whose secret is shown once.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
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

async function sound(page) {
  assert.deepEqual(await violations(page), []);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 900 });
  assert.deepEqual(await misfits(page), [], page.url());
  await page.setViewportSize(size);
}

test('somebody takes a copy of their data, gives and withdraws a consent, and registers a program', async () => {
  const page = await person(stage);
  await signIn(page, 'entrepreneur');
  await page.goto('/compte/donnees');
  await page.getByText('Aucune copie pour le moment.').waitFor();
  await button(page, 'Demander une copie').click();
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'Télécharger').click()]);
  assert.equal(file.suggestedFilename(), 'lorntech-data.zip');
  assert.equal((await readFile(await file.path())).subarray(0, 2).toString(), 'PK');
  await sound(page);

  const consent = page.getByRole('switch', { name: 'Mes coordonnées dans l’annuaire' });
  assert.equal(await consent.isChecked(), false);
  await consent.press('Space');
  await page.getByText('Votre accord est enregistré.').first().waitFor();
  await consent.press('Space');
  await page.getByText('Votre accord est retiré.').first().waitFor();
  await page.getByText('Ce que vous avez dit, et quand').click();
  await page.getByText(/accord retiré/).waitFor();
  await page.getByText(/accord donné/).waitFor();
  await sound(page);

  await page.getByRole('link', { name: 'Clients d’API' }).click();
  await page.getByRole('heading', { name: 'Aucun client enregistré' }).waitFor();
  await button(page, 'Enregistrer un client').click();
  await page.locator('[name=client-name]').fill('Annuaire du réseau');
  await page.locator('[name=client-origins]').fill('https://annuaire.exemple.fr');
  await button(page, 'Enregistrer').click();
  const secret = page.locator('main [role=status] code');
  await secret.waitFor();
  assert.match(await secret.textContent(), /^lt_/);
  await sound(page);
  await page.reload();
  await page.getByRole('heading', { name: 'Annuaire du réseau' }).waitFor();
  assert.equal(await page.getByText(/^lt_/).count(), 0, 'the secret is shown once');
  await page.getByRole('button', { name: /^Renouveler le secret/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Renouveler le secret' }).click();
  await secret.waitFor();
  await button(page, 'Je l’ai gardé').click();
  await page.getByRole('button', { name: /^Supprimer/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Supprimer' }).click();
  await page.getByRole('heading', { name: 'Aucun client enregistré' }).waitFor();

  // A letter is ended by its link, without a sign-in, and comes back by the switch.
  await page.goto('/compte/notifications');
  const receipts = page.getByRole('group', { name: 'Accusés de réception' }).getByRole('switch', { name: 'Par courriel' });
  await receipts.press('Space');
  await page.getByText('C’est enregistré.').first().waitFor();
  await page.reload();
  await receipts.waitFor();
  assert.equal(await receipts.isChecked(), false);
  await page.getByText('Toujours envoyé').waitFor();
  await sound(page);
});

test('an administrator finds somebody and ends their sessions', async () => {
  const [admin, other] = [await person(stage), await person(stage)];
  await signIn(other, 'pilot');
  await signIn(admin, 'admin');
  await admin.goto('/administration/personnes');
  await admin.getByRole('searchbox').fill('pilot@demo.lorntech.example');
  const open = admin.getByRole('button', { name: /^Voir le compte/ });
  await admin.waitForFunction(() => document.querySelectorAll('main li').length === 1);
  assert.ok(!admin.url().includes('pilot'), 'no name in the address');
  await open.click();
  await admin.getByText('pilot@demo.lorntech.example').waitFor();
  assert.deepEqual(await violations(admin), []);
  await button(admin, 'Fermer toutes ses sessions').click();
  await admin.getByText('Sessions ouvertes : 0').waitFor();
  await other.goto('/compte');
  await other.waitForURL('**/connexion**');
});
