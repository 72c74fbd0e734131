// People at work answer without the mouse; members find what is theirs beside their pages.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asked } from '../asking.mjs';
import { violations } from '../checks.mjs';
import { open, person, signIn } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

test('an agent moves, takes, replies and goes back with single keys, wherever the focus is', async () => {
  const member = await asked(stage, 'Premier sujet', 'Deuxième sujet');
  await member.goto('/demandes');
  const own = member.getByRole('navigation', { name: 'Mon espace' });
  assert.equal(await own.getByRole('link', { name: 'Mes demandes' }).getAttribute('aria-current'), 'page');
  await member.getByRole('link', { name: 'Premier sujet' }).waitFor();
  assert.deepEqual(await violations(member), []);
  await member.context().close();

  const agent = await person(stage);
  await signIn(agent, 'agent-metz');
  const chosen = agent.locator('[data-selected] a');
  const row = (subject) => chosen.filter({ hasText: subject }).waitFor();
  await row('Premier sujet');
  // A press beside everything takes the focus away from every control.
  await agent.mouse.click(5, 880);
  await agent.keyboard.press('j');
  await row('Deuxième sujet');
  await agent.keyboard.press('k');
  await row('Premier sujet');

  await agent.keyboard.press('?');
  const keys = agent.getByRole('dialog');
  for (const words of ['demande suivante', 'demande précédente', 'prendre la demande en charge', 'répondre', 'chercher sur tout le site']) {
    await keys.getByText(words, { exact: true }).waitFor();
  }
  assert.deepEqual(await violations(agent), []);
  await agent.keyboard.press('j');
  await agent.keyboard.press('Escape');
  await keys.waitFor({ state: 'detached' });
  await row('Premier sujet');

  await agent.keyboard.press('a');
  const field = agent.getByRole('textbox', { name: 'Votre réponse' });
  await field.waitFor();
  await agent.keyboard.press('r');
  await agent.keyboard.type('ja, ?');
  assert.equal(await field.inputValue(), 'ja, ?', 'letters in the field are letters');
  await agent.keyboard.press('Escape');
  await agent.keyboard.press('j');
  await row('Deuxième sujet');
  await agent.keyboard.press('Enter');
  await agent.getByRole('heading', { level: 1, name: 'Deuxième sujet' }).waitFor();
  await agent.keyboard.press('Escape');
  await agent.waitForURL('**/travail/metz?demande=*');
  await row('Deuxième sujet');
  assert.deepEqual(agent.complaints, []);
  await agent.context().close();
});

test('a request goes to another Totem with its file, and whoever asked sees where it is', async () => {
  const member = await asked(stage, 'Pour un autre Totem');
  const agent = await person(stage);
  await signIn(agent, 'agent-metz');
  await agent.getByRole('link', { name: 'Pour un autre Totem' }).first().click();
  await agent.getByRole('button', { name: 'Transmettre…' }).click();
  const dialog = agent.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Transmettre la demande' }).click();
  await dialog.getByText('Choisissez un Totem.').waitFor();
  assert.deepEqual(await violations(agent), []);
  const choose = async (label, name) => {
    const field = dialog.getByLabel(label);
    await field.selectOption(await field.locator('option').filter({ hasText: name }).getAttribute('value'));
  };
  await choose('À quel Totem', 'Nancy');
  await dialog.getByLabel('Pour quel service').waitFor();
  assert.equal(await dialog.getByLabel('Pour quel service').inputValue(), 'accompagnement');
  await dialog.getByLabel('Pourquoi ce Totem').fill('Vos locaux sont à Nancy.');
  await dialog.getByRole('button', { name: 'Transmettre la demande' }).click();
  await agent.getByText('La demande est transmise au Pôle Renaissance.').waitFor();
  await agent.waitForURL('**/travail/metz');
  // The list stands still under its reader until it is read anew.
  await agent.reload();
  await agent.getByRole('navigation').first().waitFor();
  await agent.getByRole('link', { name: 'Pour un autre Totem' }).waitFor({ state: 'detached' });
  assert.deepEqual(agent.complaints, []);
  await agent.context().close();

  await member.goto('/demandes');
  await member.getByRole('link', { name: 'Pour un autre Totem' }).click();
  await member.getByText('Transmise au Pôle Renaissance').waitFor();
  await member.getByText('Vos locaux sont à Nancy.').waitFor();
  assert.deepEqual(await violations(member), []);
  await member.context().close();

  const there = await person(stage);
  await signIn(there, 'agent-nancy');
  await there.getByRole('link', { name: 'Pour un autre Totem' }).click();
  await there.getByRole('button', { name: 'Prendre en charge' }).click();
  await there.getByRole('textbox', { name: 'Votre réponse' }).waitFor();
  await there.context().close();
});

test('an agent joins what somebody asked twice, and the first request leads on to the other', async () => {
  const member = await asked(stage, 'Une fois', 'Encore une fois');
  const agent = await person(stage);
  await signIn(agent, 'agent-metz');
  await agent.getByRole('link', { name: /Encore une fois/ }).first().click();
  const found = agent.getByText('a d’autres demandes ouvertes ici');
  await found.waitFor();
  const line = agent.getByRole('listitem').filter({ hasText: 'Une fois (' });
  await line.getByRole('button', { name: /^Réunir à celle-ci/ }).click();
  const dialog = agent.getByRole('dialog');
  await dialog.getByText('Cela ne se défait pas.', { exact: false }).waitFor();
  assert.deepEqual(await violations(agent), []);
  await dialog.getByRole('button', { name: 'Réunir à celle-ci' }).click();
  await agent.getByText(/est réunie à cette demande/).waitFor();
  await agent.getByText(/^Réunie avec MTZ-/).waitFor();

  await member.goto('/demandes');
  await member.getByRole('link', { name: 'Une fois', exact: true }).click();
  await member.getByText('Votre demande continue sous la référence').waitFor();
  assert.deepEqual(await violations(member), []);
  await member.getByRole('link', { name: 'Suivre cette demande' }).click();
  await member.getByRole('heading', { level: 1, name: 'Encore une fois' }).waitFor();
  assert.deepEqual([...agent.complaints, ...member.complaints], []);
});
