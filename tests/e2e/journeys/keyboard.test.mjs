// C-63: the main job, a search and the way in, by keyboard alone: no mouse, no script that sets the focus. Wherever
// Tab leads, one sees where that is, and what opened, sent or failed leads the focus on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { focused } from '../checks.mjs';
import { open, PASSWORD, person, settled } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(() => stage?.close());

/** Somebody who has a keyboard, eyes, and nothing else. */
async function typist(options) {
  const page = await person(stage, options);
  const has = (locator) => locator.evaluateAll((all) => all.includes(document.activeElement));
  const press = (key) => page.keyboard.press(key);

  /** Tab until what is meant has the focus. */
  async function reach(locator) {
    await locator.first().waitFor();
    for (let steps = 0; steps < 150; steps += 1) {
      if (await has(locator)) return;
      await press('Tab');
      assert.deepEqual((await focused(page))?.faults ?? [], []);
    }
    assert.fail(`Tab never leads to ${locator}`);
  }
  return {
    page,
    reach,
    press,
    enter: async (locator) => {
      await reach(locator);
      await press('Enter');
    },
    write: async (locator, text) => {
      await reach(locator);
      await page.keyboard.type(text);
    },
    /** A radio button: Tab to its group, then the arrows. */
    choose: async (name) => {
      const wanted = page.getByRole('radio', { name });
      await wanted.waitFor();
      await reach(page.getByRole('group').filter({ has: wanted }).getByRole('radio'));
      if (!(await has(wanted))) await press('ArrowDown');
      for (let steps = 0; steps < 12 && !(await has(wanted)); steps += 1) await press('ArrowDown');
      assert.ok(await has(wanted), `the arrows never lead to ${name}`);
      if (!(await wanted.isChecked())) await press('Space');
      assert.ok(await wanted.isChecked());
      assert.deepEqual((await focused(page)).faults, []);
    },
    headline: (name) => page.getByRole('heading', { level: 1, name }).waitFor(),
    /** Opens the newest mail about something, in what stands for a mail program. */
    openMail: async (about) => {
      await page.goto('/demo/courrier');
      const mail = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: about }) });
      const link = mail.first().getByRole('link');
      await link.waitFor();
      await settled(page);
      await reach(link);
      await press('Enter');
      await page.waitForURL('**/demandes/**');
    },
  };
}

async function signIn(user, name) {
  await user.enter(user.page.getByRole('banner').getByRole('link', { name: 'Se connecter' }));
  await user.headline('Se connecter');
  await user.write(user.page.getByLabel('Adresse électronique'), `${name}@demo.lorntech.example`);
  await user.write(user.page.getByLabel('Mot de passe'), PASSWORD);
  await user.press('Enter');
}

test('C-63: coaching asked for, asked back, answered and closed by keyboard alone', async () => {
  const subject = 'Sans souris jusqu’à la réponse';
  const [asker, agent] = [await typist(), await typist()];
  const { page } = asker;
  const next = () => asker.enter(page.getByRole('button', { name: 'Continuer' }));

  await page.goto('/');
  await asker.enter(page.getByRole('link', { name: /^Un conseil/ }));
  await asker.headline(/À quel Totem/);
  await asker.choose(/^Metz/);
  await next();
  // A step is a page to whoever listens: its headline takes the focus.
  await page.waitForFunction(() => document.activeElement?.localName === 'h1');
  await asker.headline('Racontez-nous');
  await asker.write(page.locator('[name=subject]'), subject);
  await asker.write(page.locator('[name=body]'), 'Nous sommes deux et cherchons un regard extérieur.');
  await next();
  await asker.write(page.locator('[name=name]'), 'Alix Exemple');
  await next();
  // What is missing takes the focus.
  await page.getByText('Écrivez une adresse complète').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'email');
  await page.keyboard.type('alix@exemple.example');
  await next();
  await asker.headline(/Relisez/);
  await asker.enter(page.getByRole('button', { name: 'Envoyer ma demande' }));
  await asker.headline(/confirmez/);

  await asker.openMail(/Confirmez/);
  await asker.enter(page.getByRole('button', { name: 'Confirmer et envoyer ma demande' }));
  await page.getByText('Le Totem de Metz a votre demande.').waitFor();
  // The button is gone, the focus is not.
  await page.waitForFunction(() => document.activeElement?.localName === 'h1');

  const desk = agent.page;
  await desk.goto('/');
  await signIn(agent, 'agent-metz');
  await agent.headline(/Demandes reçues/);
  await agent.enter(desk.getByRole('link', { name: subject }));
  await agent.headline(subject);
  await agent.enter(desk.getByRole('main').getByRole('button', { name: 'Prendre en charge' }));
  await agent.choose('Demander une précision');
  await agent.write(desk.getByRole('textbox', { name: 'Votre question' }), 'Avez-vous un prototype ?');
  await agent.enter(desk.getByRole('button', { name: 'Envoyer la question' }));
  await desk.getByText('La question est envoyée.').waitFor();

  await asker.openMail(/question|précision|Metz/);
  await page.getByText('Avez-vous un prototype ?').waitFor();
  await asker.write(page.getByRole('textbox', { name: 'Votre réponse' }), 'Oui, depuis le printemps.');
  await asker.enter(page.getByRole('button', { name: 'Envoyer', exact: true }));
  await page.getByRole('main').getByText('Oui, depuis le printemps.').waitFor();

  // Back to the inbox by the menu of the account.
  await agent.enter(desk.getByRole('button', { name: 'Mon compte' }));
  await desk.getByRole('menuitem', { name: /Demandes reçues/ }).waitFor();
  await desk.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem');
  assert.deepEqual((await focused(desk)).faults, []);
  await agent.press('Enter');
  await agent.headline(/Demandes reçues/);
  await agent.enter(desk.getByRole('link', { name: subject }));
  await desk.getByRole('main').getByText('Oui, depuis le printemps.').waitFor();
  await agent.choose('Répondre');
  await agent.write(desk.getByRole('textbox', { name: 'Votre réponse' }), 'Venez jeudi à 10 h.');
  await agent.enter(desk.getByRole('button', { name: 'Envoyer la réponse' }));
  await desk.getByText('La réponse est envoyée.').waitFor();

  await asker.openMail(/Réponse à votre demande/);
  await page.getByText('Venez jeudi à 10 h.').waitFor();
  await asker.enter(page.getByRole('button', { name: 'Clôturer la demande' }));
  await page.getByText('Cette demande est close.').waitFor();
  assert.deepEqual([...page.complaints, ...desk.complaints], []);
  await page.context().close();
  await desk.context().close();
});

test('C-63: the directory is searched, filtered and a record opened by keyboard alone', async () => {
  const reader = await typist();
  const { page } = reader;
  await page.goto('/');
  await reader.enter(page.getByRole('banner').getByRole('link', { name: 'L’annuaire' }));
  await reader.headline(/Qui fait quoi/);
  await reader.write(page.getByRole('main').getByRole('combobox', { name: 'Chercher dans l’annuaire' }), 'lorraine');
  await page.waitForURL('**/annuaire?q=lorraine');
  // A choice in a list, by its first letters.
  await reader.write(page.getByRole('combobox', { name: 'Lieu' }), 'Meurthe');
  await page.waitForURL('**place=meurthe_et_moselle**');
  const laboratories = page.getByRole('checkbox', { name: 'Laboratoire' });
  await reader.reach(laboratories);
  await reader.press('Space');
  await page.waitForURL('**kinds=**');
  // The address is there a moment before the page that it asks for.
  await page.getByRole('checkbox', { name: 'Laboratoire', checked: true }).waitFor();
  await settled(page);
  const record = page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link').first();
  const name = await record.textContent();
  await reader.enter(record);
  await reader.headline(name);
  await page.waitForFunction(() => document.activeElement?.localName === 'h1');
  // And back: the filters are still in the address.
  await page.goBack();
  await page.waitForURL('**kinds=**');
  await page.context().close();
});

test('C-63: in, and out again, by keyboard alone', async () => {
  const user = await typist();
  const { page } = user;
  await page.goto('/');
  // The first Tab offers to skip what is on every page.
  await user.enter(page.getByRole('link', { name: 'Aller au contenu' }));
  await page.waitForFunction(() => document.activeElement?.id === 'contenu');
  await page.goto('/connexion');
  await user.headline('Se connecter');
  await user.enter(page.getByRole('main').getByRole('button', { name: 'Se connecter' }));
  await page.getByText('Écrivez votre adresse électronique.').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'email');
  await page.keyboard.type('entrepreneur@demo.lorntech.example');
  await user.write(page.getByLabel('Mot de passe'), PASSWORD);
  await user.press('Enter');
  await user.headline('Mes demandes');
  await user.enter(page.getByRole('button', { name: 'Mon compte' }));
  await page.getByRole('menuitem').first().waitFor();
  await user.press('End');
  assert.deepEqual((await focused(page)).faults, []);
  await user.press('Enter');
  await page.getByText('Vous êtes déconnecté').waitFor();
  await page.context().close();
});
