// Files with a request and its messages: chosen, sent, lost on the way, taken back, read by the other side.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { misfits, violations } from '../checks.mjs';
import { linkInMail, open, person, signIn } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const pdf = (name) => ({ name, mimeType: 'application/pdf', buffer: PDF });
const next = (page) => page.getByRole('button', { name: 'Continuer' }).click();
const choose = (page, ...files) => page.locator('input[type=file]').setInputFiles(files);

/** Fills in the pages of /demander up to the one with the words. */
async function begin(page, subject) {
  await page.goto('/');
  await page.getByRole('link', { name: /Un conseil/ }).click();
  await page.getByRole('radio', { name: /Metz/ }).check({ force: true });
  const service = page.getByRole('radio', { name: /ccompagnement/ });
  if (await service.count()) await service.first().check({ force: true });
  await next(page);
  await page.locator('[name=subject]').fill(subject);
  await page.locator('[name=body]').fill('Nous sommes deux, nous avons un prototype et cherchons un regard extérieur.');
}

/** Saves a file by its button; its bytes. */
async function save(page, name) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Télécharger ${name}` }).click(),
  ]);
  assert.equal(download.suggestedFilename(), name);
  return readFile(await download.path());
}

test('a member asks with files, the agent answers with one and keeps one among agents', async () => {
  const member = await person(stage, { width: 390 });
  await signIn(member, 'entrepreneur');
  const subject = 'Un prototype à montrer';
  await begin(member, subject);
  await choose(member, pdf('plan.pdf'), pdf('à retirer.pdf'));
  await member.getByRole('button', { name: 'Retirer à retirer.pdf' }).press('Enter');
  assert.deepEqual(await violations(member), []);
  await next(member);
  await member.getByRole('button', { name: 'Envoyer ma demande' }).click();
  await member.getByRole('button', { name: 'Télécharger plan.pdf' }).waitFor();
  assert.deepEqual(await violations(member), []);
  assert.deepEqual(await misfits(member), []);
  assert.deepEqual(await save(member, 'plan.pdf'), PDF);

  const agent = await person(stage);
  await signIn(agent, 'agent-metz');
  await agent.getByText(subject).first().click();
  assert.deepEqual(await save(agent, 'plan.pdf'), PDF);
  // What is chosen before the service has answered stays chosen: a note must not become an answer.
  let answer;
  const chosen = new Promise((resolve) => {
    answer = resolve;
  });
  await agent.route(/\/assignments$/, async (route) => {
    await chosen;
    await route.continue();
  });
  await agent.getByRole('button', { name: 'Prendre en charge' }).first().click();
  await agent.getByText('Note interne').click();
  answer();
  await agent.getByText('La demande est à vous.').waitFor();
  await agent.getByRole('textbox', { name: /Note pour l’équipe/ }).fill('Entre nous');
  await choose(agent, pdf('entre nous.pdf'));
  await agent.getByRole('button', { name: 'Télécharger entre nous.pdf' }).waitFor();
  await agent.getByRole('button', { name: 'Garder la note' }).click();
  await agent.getByText('Entre nous', { exact: true }).waitFor();
  await agent.getByText('Répondre', { exact: true }).first().click();
  await agent.getByRole('textbox', { name: 'Votre réponse' }).fill('Voici notre avis.');
  await choose(agent, pdf('avis.pdf'));
  await agent.getByRole('button', { name: 'Télécharger avis.pdf' }).waitFor();
  assert.deepEqual(await violations(agent), []);
  await agent.getByRole('button', { name: 'Envoyer la réponse' }).click();
  await agent.getByText('La réponse est envoyée.').waitFor();

  assert.deepEqual(await save(member, 'avis.pdf'), PDF);
  assert.equal(await member.getByText('entre nous.pdf').count(), 0);
  assert.deepEqual([...member.complaints, ...agent.complaints], []);
});

test('what is lost on the way, refused or taken back is said, and no file is sent twice', async () => {
  const asker = await person(stage, { width: 390 });
  const email = 'camille-fichiers@exemple.example';
  await begin(asker, 'Des fichiers, par un téléphone');
  await asker.getByText('Des fichiers à joindre').waitFor();
  await next(asker);
  await asker.locator('[name=name]').fill('Camille Exemple');
  await asker.locator('[name=email]').fill(email);
  await next(asker);
  await asker.getByRole('button', { name: 'Envoyer ma demande' }).click();
  await asker.getByRole('heading', { name: /confirmez/ }).waitFor();
  const confirmation = await linkInMail(asker, email, /Confirmez/);
  await asker.goto(confirmation.link);

  // The service looks into it, and says why not.
  await choose(asker, { name: 'page.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<script>alert(1)</script>') });
  await asker.getByText('Le contenu n’est pas celui d’un fichier PDF.').waitFor();
  assert.deepEqual(await violations(asker), []);
  await asker.getByRole('button', { name: 'Retirer page.pdf' }).press('Enter');

  // The connection is lost behind the service's back: what was sent has arrived, and the answer has not.
  const uploads = /\/documents\?/;
  await asker.route(uploads, async (route) => {
    await route.fetch();
    await route.abort('connectionreset').catch(() => {});
  });
  await choose(asker, pdf('plan.pdf'));
  await asker.getByText(/La connexion s’est perdue/).waitFor();
  await asker.unroute(uploads);
  await asker.getByRole('button', { name: 'Réessayer d’envoyer plan.pdf' }).press('Enter');
  await asker.getByRole('button', { name: 'Télécharger plan.pdf' }).waitFor();
  assert.equal(await asker.getByRole('button', { name: 'Télécharger plan.pdf' }).count(), 1, 'sent once');

  // One that is on its way is given up; one that has arrived is taken back.
  let leave;
  const held = new Promise((resolve) => {
    leave = resolve;
  });
  await asker.route(uploads, async (route) => {
    await held;
    await route.abort().catch(() => {});
  });
  await choose(asker, pdf('long.pdf'));
  await asker.getByRole('progressbar', { name: 'Envoi de long.pdf' }).waitFor();
  await asker.getByRole('button', { name: 'Annuler l’envoi de long.pdf' }).press('Enter');
  await asker.getByText('long.pdf').waitFor({ state: 'detached' });
  leave();
  await asker.unroute(uploads);
  await choose(asker, pdf('en trop.pdf'));
  await asker.getByRole('button', { name: 'Retirer en trop.pdf' }).click();
  await asker.getByText('en trop.pdf').waitFor({ state: 'detached' });
  assert.deepEqual(await misfits(asker), []);

  await asker.getByRole('button', { name: 'Confirmer et envoyer ma demande' }).click();
  await asker.getByText('Le Totem de Metz a votre demande.').waitFor();
  await asker.getByRole('button', { name: 'Télécharger plan.pdf' }).waitFor();
  assert.deepEqual(await violations(asker), []);

  // Somebody else signs in in that browser: whoever follows by the link is still one person.
  const follow = asker.url();
  await signIn(asker, 'entrepreneur');
  await asker.goto(follow);
  await asker.getByRole('textbox', { name: /message/i }).fill('Voici la suite.');
  await choose(asker, pdf('suite.pdf'));
  await asker.getByRole('button', { name: 'Télécharger suite.pdf' }).waitFor();
  assert.deepEqual(asker.complaints.filter((said) => !/ERR_CONNECTION_RESET|ERR_FAILED/.test(said)), []);
});

test('a service asks for a file, and a question begun on a telephone goes on at a computer', async () => {
  const manager = await person(stage);
  await signIn(manager, 'manager-metz');
  await manager.goto('/travail/metz/services');
  await manager.getByRole('link', { name: 'Modifier Accompagnement' }).click();
  await manager.getByRole('button', { name: 'Ajouter une question' }).click();
  const last = manager.locator('[data-question]').last();
  await last.getByLabel('Question', { exact: true }).fill('Votre présentation');
  await last.getByLabel('Type de réponse').selectOption('file');
  await last.getByRole('switch', { name: 'Réponse obligatoire' }).check({ force: true });
  assert.deepEqual(await violations(manager), []);
  await manager.getByRole('button', { name: 'Enregistrer' }).click();
  await manager.getByText('« Accompagnement » est enregistré.').waitFor();

  const telephone = await person(stage, { width: 390 });
  await signIn(telephone, 'entrepreneur');
  const kept = telephone.waitForResponse((answer) => answer.url().endsWith('/v1/me/drafts/service_request') && answer.request().method() === 'PUT' && answer.ok());
  const subject = 'Une présentation à lire';
  await begin(telephone, subject);
  await kept;

  const computer = await person(stage);
  await signIn(computer, 'entrepreneur');
  await computer.goto('/demander');
  await computer.getByText(/Un brouillon d’un autre appareil/).waitFor();
  assert.deepEqual(await violations(computer), []);
  await computer.getByRole('button', { name: 'Continuer ce brouillon' }).click();
  await computer.locator('[name=subject]').waitFor();
  assert.equal(await computer.locator('[name=subject]').inputValue(), subject);
  await next(computer);
  await computer.getByText('Le Totem a besoin de ce fichier.').waitFor();
  await computer.getByLabel('Votre présentation').setInputFiles([pdf('présentation.pdf')]);
  assert.deepEqual(await violations(computer), []);
  await next(computer);
  await computer.locator('dd', { hasText: 'présentation.pdf' }).waitFor();
  await computer.getByRole('button', { name: 'Envoyer ma demande' }).click();
  // It leaves by itself once the file has arrived.
  await computer.getByText('Votre demande est envoyée.').first().waitFor();
  await computer.getByRole('button', { name: 'Télécharger présentation.pdf' }).waitFor();
  assert.deepEqual(await violations(computer), []);
  await telephone.goto('/demander');
  await telephone.getByRole('heading').first().waitFor();
  assert.equal(await telephone.getByText(/Un brouillon d’un autre appareil/).count(), 0);

  const agent = await person(stage);
  await signIn(agent, 'agent-metz');
  await agent.getByText(subject).first().click();
  await agent.locator('dt', { hasText: 'Votre présentation' }).waitFor();
  assert.deepEqual(await save(agent, 'présentation.pdf'), PDF);
  assert.deepEqual([...manager.complaints, ...telephone.complaints, ...computer.complaints, ...agent.complaints], []);
});
