// One's data: a copy that is made and downloaded, a consent given and taken back, a program whose secret is shown once, and
// one that is told of events.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
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

/** A program that answers challenges. */
async function receiver() {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => response.end(JSON.parse(text).data.challenge ?? 'merci'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A failure on the way must not keep the run from ending.
  server.unref();
  return server;
}

test('somebody has a program told of events, sees what it answered, and lets it be', async () => {
  const [page, server] = [await person(stage), await receiver()];
  await signIn(page, 'entrepreneur');
  await page.goto('/compte/clients-api');
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByRole('heading', { name: 'Aucun webhook enregistré' }).waitFor();
  await button(page, 'Enregistrer un webhook').click();
  await page.locator('[name=webhook-url]').fill('https://127.1/');
  await button(page, 'Enregistrer').click();
  await page.getByText(/d’un hôte public, sans identifiants/).waitFor();
  await sound(page);
  const url = `http://127.0.0.1:${server.address().port}/`;
  await page.locator('[name=webhook-url]').fill(url);
  await button(page, 'Enregistrer').click();
  const secret = page.locator('main [role=status] code');
  await secret.waitFor();
  assert.match(await secret.textContent(), /^whsec_/);
  await sound(page);
  await page.getByRole('link', { name: url }).click();
  await page.getByText('Actif', { exact: true }).waitFor();
  assert.equal(await page.getByText(/^whsec_/).count(), 0, 'the secret is shown once');
  await button(page, 'Envoyer un essai').click();
  const test = page.locator('main li').filter({ has: page.getByRole('heading', { name: /^Essai/ }) });
  await test.getByText('Arrivé').waitFor();
  await test.getByText('Réponses (1)').click();
  await test.getByText(/réponse 200 .* merci/).waitFor();
  await test.getByRole('button', { name: /^Renvoyer/ }).click();
  await test.getByText('Réponses (2)').waitFor();
  await sound(page);
  await button(page, 'Mettre en pause').click();
  await page.getByText('En pause', { exact: true }).waitFor();
  await button(page, 'Supprimer').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Supprimer' }).click();
  await page.getByRole('heading', { name: 'Aucun webhook enregistré' }).waitFor();
  server.close();
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
