// A project goes its way: kept, accompanied by a Totem, asked for, told step by step, and counted where it is accompanied.

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

test('an entrepreneur keeps a project, asks for it, and goes on; the Totem sees where it stands', async () => {
  const name = 'Projet fictif du parcours';
  const page = await person(stage, { width: 390 });
  await signIn(page, 'entrepreneur');
  await page.goto('/demandes');
  await page.getByRole('main').getByRole('link', { name: 'Projets' }).click();
  await page.getByRole('link', { name: 'Nouveau projet' }).first().click();
  await page.getByLabel('Nom du projet').fill(name);
  await page.getByLabel('Accompagnement', { exact: true }).check();
  await page.getByLabel('Prototypage').check();
  const commune = page.getByRole('combobox', { name: /^Commune/ });
  await commune.fill('Metz');
  await page.locator('[role=option]').filter({ hasText: /^Metz/ }).first().click();
  await page.getByLabel('Totem qui accompagne').selectOption({ label: 'Metz, TCRM-Blida' });
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Enregistrer le projet' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();

  // What answers its needs is near, and asked for from here.
  await page.getByText('à vol d’oiseau depuis Metz').waitFor();
  const services = page.getByRole('link', { name: 'Accompagnement', exact: true });
  await services.first().click();
  await page.getByLabel('En une ligne').fill('Relire notre dossier');
  await page.getByLabel('Votre demande').fill('Nous aimerions un regard extérieur sur notre dossier.');
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByRole('heading', { level: 1, name: 'Relisez, puis envoyez' }).waitFor();
  await page.getByRole('main').getByText(name).waitFor();
  await page.getByRole('button', { name: 'Envoyer ma demande' }).click();
  await page.getByRole('link', { name: 'Voir le projet' }).click();
  await page.getByRole('link', { name: 'Relire notre dossier' }).waitFor();

  await page.getByRole('button', { name: /^Passer à.: Création$/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^À noter/).fill('Statuts déposés.');
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole('button', { name: /^Passer à/ }).click();
  await page.locator('[aria-current=step]').filter({ hasText: 'Création' }).waitFor();

  const agent = await person(stage);
  await signIn(agent, 'agent-metz');
  await agent.goto('/compte/projets');
  const figures = agent.getByRole('table');
  await figures.getByRole('button', { name: /^1, Création, En cours/ }).click();
  await agent.getByText('Création, En cours').waitFor();
  assert.deepEqual(await violations(agent), []);
  await agent.getByRole('link', { name }).click();
  await agent.getByText('Camille Exemple (démonstration)').waitFor();
  assert.equal(await agent.getByRole('button', { name: 'Abandonner le projet' }).count(), 0, 'giving up is its owner’s');

  // Given up only when asked twice, and taken up again.
  await page.getByRole('button', { name: 'Abandonner le projet' }).click();
  await dialog.getByRole('button', { name: 'Abandonner le projet' }).click();
  await page.getByRole('button', { name: 'Reprendre le projet' }).waitFor();
  assert.deepEqual([...page.complaints, ...agent.complaints], []);
});
