// Rights: a manager invites a colleague of another Totem, who accepts and works there until the right is withdrawn.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call } from '../backstage.mjs';
import { misfits, violations } from '../checks.mjs';
import { linkInMail, open, PASSWORD, person, settled, signIn } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

const COLLEAGUE = 'agent-nancy@demo.lorntech.example';
const button = (page, name) => page.getByRole('button', { name, exact: true });
const heading = (page, name) => page.getByRole('heading', { name });

/** As it stands: nothing for axe-core, nothing that does not fit on a phone. */
async function sound(page) {
  assert.deepEqual(await violations(page), []);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 900 });
  assert.deepEqual(await misfits(page), [], page.url());
  await page.setViewportSize(size);
}

async function invite(manager) {
  await manager.locator('[name=email]').fill(COLLEAGUE);
  await button(manager, 'Envoyer l’invitation').click();
  await manager.getByText(`L’invitation est envoyée à ${COLLEAGUE}.`).first().waitFor();
  assert.equal(await manager.locator('[name=email]').inputValue(), '', 'the form is empty for the next one');
}

test('a manager invites, the invited person accepts and works there, the manager withdraws the right', async () => {
  const manager = await person(stage);
  await signIn(manager, 'manager-metz');
  await manager.getByRole('link', { name: 'L’équipe' }).click();
  await heading(manager, /^L’équipe/).waitFor();
  await button(manager, 'Envoyer l’invitation').click();
  await manager.getByText('Écrivez l’adresse de la personne à inviter.').waitFor();
  await invite(manager);
  await heading(manager, COLLEAGUE).waitFor();
  await manager.locator('[name=email]').fill(COLLEAGUE);
  await button(manager, 'Envoyer l’invitation').click();
  await manager.getByText('Cette personne a déjà ce droit, ou une invitation en attente.').waitFor();
  await sound(manager);

  // Whoever got the link but not the mail cannot use it.
  const { link } = await linkInMail(manager, COLLEAGUE, /./);
  const stranger = await person(stage);
  await signIn(stranger, 'entrepreneur');
  await stranger.goto(link);
  await heading(stranger, 'Cette invitation n’est pas pour ce compte').waitFor();
  await sound(stranger);

  // The link asks for sign-in, and leads back.
  const colleague = await person(stage, { width: 390 });
  await colleague.goto(link);
  await colleague.waitForURL('**/connexion?**');
  await colleague.locator('[name=email]').fill(COLLEAGUE);
  await colleague.locator('[name=password]').fill(PASSWORD);
  await colleague.locator('main').getByRole('button', { name: 'Se connecter', exact: true }).click();
  await heading(colleague, /^Invitation/).waitFor();
  await sound(colleague);
  await colleague.goto('/demandes');
  await colleague.getByRole('link', { name: 'Voir et répondre' }).click();
  await button(colleague, 'Accepter l’invitation').click();
  await colleague.waitForURL('**/travail/metz');
  await heading(colleague, /Demandes reçues/).waitFor();
  await colleague.goto(link);
  await colleague.getByText(/^Acceptée le/).waitFor();
  await sound(colleague);

  await manager.goto('/travail/metz/equipe');
  await button(manager, 'Retirer le droit de Agent de Nancy (démonstration)').click();
  await heading(manager, 'Retirer ce droit').waitFor();
  await sound(manager);
  await button(manager, 'Retirer le droit').click();
  await manager.getByText('Le droit est retiré.').waitFor();
  await heading(manager, 'Agent de Nancy (démonstration)').waitFor({ state: 'detached' });
  await colleague.goto('/travail/metz');
  await colleague.getByText('Ces demandes vont à une équipe dont vous ne faites pas partie').waitFor();

  // The last manager stays.
  await button(manager, 'Retirer le droit de Responsable de Metz (démonstration)').click();
  await button(manager, 'Retirer le droit').click();
  await manager.getByText('C’est la dernière personne avec ce droit').waitFor();
  await sound(manager);
  for (const page of [manager, stranger, colleague]) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('an invitation can be declined, or taken back, and its page says so', async () => {
  const manager = await person(stage);
  await signIn(manager, 'manager-metz');
  const colleague = await person(stage);
  await signIn(colleague, 'agent-nancy');

  await manager.goto('/travail/metz/equipe');
  await invite(manager);
  await colleague.goto('/demandes');
  await colleague.getByRole('link', { name: 'Voir et répondre' }).click();
  await button(colleague, 'Refuser').click();
  await colleague.getByText(/^Refusée le/).waitFor();
  await sound(colleague);

  await manager.goto('/travail/metz/equipe');
  await invite(manager);
  await colleague.goto('/demandes');
  await colleague.getByRole('link', { name: 'Voir et répondre' }).click();
  await button(colleague, 'Accepter l’invitation').waitFor();
  await button(manager, `Reprendre l’invitation à ${COLLEAGUE}`).click();
  await heading(manager, 'Reprendre cette invitation').waitFor();
  await sound(manager);
  await button(manager, 'Reprendre l’invitation').click();
  await manager.getByText('L’invitation est reprise.').waitFor();
  // Too late: said in words, and the page shows where it stands now.
  await button(colleague, 'Accepter l’invitation').click();
  await colleague.getByText(/^Reprise le/).waitFor();
  await sound(colleague);
  assert.deepEqual([...manager.complaints, ...colleague.complaints], []);
});

test('an administrator reads the log, by person and by action, in the address', async () => {
  const admin = await person(stage);
  await signIn(admin, 'admin');
  await admin.getByRole('button', { name: 'Mon compte' }).click();
  await admin.getByRole('menuitem', { name: 'Journal des actions' }).click();
  await heading(admin, 'Journal des actions').waitFor();
  await admin.getByLabel('Action', { exact: true }).selectOption('invitation.created');
  await admin.waitForURL('**action=invitation.created**');
  await heading(admin, /^Invitation envoyée/).first().waitFor();
  await admin.getByRole('link', { name: 'Responsable de Metz (démonstration)' }).first().click();
  await admin.waitForURL('**par=**');
  await button(admin, 'Par Responsable de Metz (démonstration)').waitFor();
  // While the list is awaited the old one is pale.
  await settled(admin);
  await sound(admin);
  await admin.reload();
  await button(admin, 'Par Responsable de Metz (démonstration)').click();
  await admin.waitForURL((address) => !address.searchParams.has('par') && address.searchParams.has('action'));
  assert.deepEqual(admin.complaints, []);
});

/** What a partner region says of a record of its own. */
async function say(token, id, revision, more) {
  const data = { name: 'Makerspace d’Esch', kinds: ['fablab'], location: { locality: 'Esch-sur-Alzette', country: 'LU' }, ...more };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ source_revision: revision, data });
  return (await fetch(`${stage.url}/v1/sync/sources/essai/organization/${id}`, { method: 'PUT', headers, body })).status;
}

/** An access token of a client that speaks for Luxembourg. */
async function luxembourg() {
  const registration = { name: 'Luxembourg', scopes: ['sync:write'], authority: 'lu', test: true };
  const { id, client_secret } = await call(stage, 'admin', 'POST', '/v1/api-clients', registration);
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret });
  return (await (await fetch(`${stage.url}/oauth/token`, { method: 'POST', body: form })).json()).access_token;
}

test('a moderator settles what a partner region said, side by side, with a reason', async () => {
  const token = await luxembourg();
  assert.equal(await say(token, '1', 1, { summary: { fr: 'Premier texte' } }), 201);
  assert.equal(await say(token, '1', 1, { summary: { fr: 'Second texte' } }), 409);
  // The same name in the same place, and the number of the first one.
  assert.equal(await say(token, '1', 2, { summary: { fr: 'Premier texte' }, identifiers: [{ scheme: 'LU-RCS', value: 'B12345' }] }), 200);
  assert.equal(await say(token, '1', 2, { summary: { fr: 'Second texte' }, identifiers: [{ scheme: 'LU-RCS', value: 'B12345' }] }), 409);
  assert.equal(await say(token, '2', 1, { identifiers: [{ scheme: 'LU-RCS', value: 'B12345' }] }), 201);

  const moderator = await person(stage);
  await signIn(moderator, 'moderator');
  await moderator.goto('/moderation');
  await moderator.getByRole('link', { name: 'Régions partenaires' }).click();
  await heading(moderator, 'Aucune région n’est suivie').waitFor();
  const entries = moderator.locator('main li').filter({ has: moderator.getByRole('heading', { name: 'Makerspace d’Esch' }) });
  await entries.nth(2).waitFor();
  await sound(moderator);

  // What was said of a revision that is past cannot be taken over any more.
  await button(moderator, 'Reprendre ce que dit la région, Makerspace d’Esch').first().click();
  await moderator.getByRole('dialog').getByRole('button', { name: 'Reprendre ce que dit la région' }).click();
  await moderator.getByText('Dites pourquoi, en quelques mots.').waitFor();
  await sound(moderator);
  await moderator.getByLabel('Pourquoi').fill('Vérifié par téléphone.');
  await moderator.getByRole('dialog').getByRole('button', { name: 'Reprendre ce que dit la région' }).click();
  await moderator.getByRole('dialog').getByRole('alert').waitFor();
  await sound(moderator);
  await moderator.getByRole('dialog').getByRole('button', { name: 'Ne rien décider' }).click();
  await button(moderator, 'Garder ce qui est ici, Makerspace d’Esch').first().click();
  assert.equal(await moderator.getByLabel('Pourquoi').inputValue(), 'Vérifié par téléphone.', 'what was written stays');
  await moderator.getByRole('dialog').getByRole('button', { name: 'Garder ce qui est ici' }).click();
  await moderator.getByText('Ce qui était là reste.').first().waitFor();
  await entries.nth(2).waitFor({ state: 'detached' });

  const second = entries.first();
  await second.getByRole('cell', { name: 'Second texte' }).waitFor();
  await second.getByRole('cell', { name: 'Premier texte' }).waitFor();
  await second.getByText(/^Pareil des deux côtés.*Nom.*Type/).first().waitFor();
  await button(moderator, 'Reprendre ce que dit la région, Makerspace d’Esch').click();
  await moderator.getByLabel('Pourquoi').fill('Le second texte est le bon.');
  await moderator.getByRole('dialog').getByRole('button', { name: 'Reprendre ce que dit la région' }).click();
  await moderator.getByText('Le contenu de la région est repris.').first().waitFor();
  await entries.nth(1).waitFor({ state: 'detached' });

  // Its likely match is the other one, by the number.
  await entries.first().getByText(/même numéro.*Makerspace d’Esch/).waitFor();
  await button(moderator, 'Garder les deux fiches, Makerspace d’Esch').click();
  await moderator.getByLabel('Pourquoi').fill('Deux établissements.');
  await moderator.getByRole('dialog').getByRole('button', { name: 'Garder les deux fiches' }).click();
  await heading(moderator, 'Rien à régler').waitFor();
  await sound(moderator);

  await moderator.getByText('Réglés', { exact: true }).click();
  await moderator.waitForURL('**vue=regles**');
  await moderator.getByText('Le second texte est le bon.').waitFor();
  assert.equal(await entries.count(), 3);
  await sound(moderator);
  await moderator.goto('/annuaire/makerspace-desch');
  await moderator.getByText('Second texte').first().waitFor();
  assert.deepEqual(moderator.complaints, []);
});
