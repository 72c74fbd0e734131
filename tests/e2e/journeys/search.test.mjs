// Search from anywhere: from every page, by keyboard alone, over the real directory.

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

const field = (page) => page.getByRole('combobox', { name: 'Chercher sur tout le site' });

test('slash opens the search, words find a record, arrows and Enter open it', async () => {
  const page = await person(stage);
  await page.goto('/objectifs');
  await page.getByRole('contentinfo').waitFor();
  await page.keyboard.press('/');
  await field(page).waitFor();
  assert.equal(await field(page).inputValue(), '', 'the slash itself is not typed');
  assert.deepEqual(await violations(page), []);
  await page.keyboard.type('universite de lorraine');
  await page.getByRole('option', { name: /Université de Lorraine/ }).first().waitFor();
  assert.match(await page.getByRole('status').filter({ hasText: /résultat/ }).textContent(), /^\d+ résultats?$/);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/annuaire/universite-de-lorraine');
  await page.getByRole('heading', { level: 1, name: /Université de Lorraine/ }).waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('Ctrl-K opens it from a field too, Escape gives the field back', async () => {
  const page = await person(stage);
  await page.goto('/annuaire');
  const filter = page.getByRole('combobox', { name: 'Chercher dans l’annuaire' });
  await filter.fill('a/b');
  await page.getByRole('contentinfo').waitFor();
  await page.keyboard.type('/');
  assert.equal(await filter.inputValue(), 'a/b/', 'a slash in a field is a slash');
  await page.keyboard.press('Control+k');
  await field(page).waitFor();
  await page.keyboard.press('Escape');
  await field(page).waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'search');
  await page.context().close();
});

test('Enter on words alone goes to the directory with them', async () => {
  const page = await person(stage);
  await page.goto('/');
  await page.getByRole('banner').getByRole('button', { name: 'Chercher' }).click();
  await field(page).fill('lorraine');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/annuaire?q=lorraine');
  await page.getByRole('heading', { level: 1, name: 'Qui fait quoi, et où' }).waitFor();
  assert.equal(await page.getByRole('combobox', { name: 'Chercher dans l’annuaire' }).inputValue(), 'lorraine');
  await page.context().close();
});

for (const theme of ['light', 'dark']) {
  test(`on a phone, what is not found leads to a Totem with the words kept, ${theme}`, async () => {
    const page = await person(stage, { width: 390, theme });
    await page.goto('/totems/metz');
    await page.getByRole('banner').getByRole('button', { name: 'Chercher' }).click();
    await field(page).fill('xylophone quantique');
    await page.getByText('Rien ne correspond').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('option', { name: /Demander à un Totem avec ces mots/ }).click();
    await page.waitForURL('**/demander?mots=*');
    await page.getByRole('radio', { name: /Un conseil/ }).check({ force: true });
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByRole('radio', { name: /Metz/ }).check({ force: true });
    const service = page.getByRole('radio', { name: /ccompagnement/ });
    if (await service.count()) await service.first().check({ force: true });
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.locator('[name=subject]').waitFor();
    assert.equal(await page.locator('[name=subject]').inputValue(), 'xylophone quantique');
    await page.context().close();
  });
}

test('an agent finds a request of the inbox; question mark shows the keys, and they can be switched off', async () => {
  const subject = 'Relire notre plan de lancement';
  await (await asked(stage, subject)).context().close();
  const agent = await person(stage);
  await signIn(agent, 'agent-metz');
  await agent.goto('/sources');
  await agent.getByRole('contentinfo').waitFor();
  await agent.keyboard.press('/');
  await field(agent).fill('plan lancement');
  await agent.getByRole('option', { name: subject }).first().click();
  await agent.waitForURL('**/travail/metz/*');
  await agent.getByRole('heading', { level: 1, name: subject }).waitFor();

  await agent.keyboard.press('?');
  await agent.getByRole('heading', { name: 'Raccourcis clavier' }).waitFor();
  assert.deepEqual(await violations(agent), []);
  await agent.getByRole('switch').uncheck({ force: true });
  await agent.keyboard.press('Escape');
  await agent.getByRole('dialog').waitFor({ state: 'detached' });
  await agent.keyboard.press('/');
  await agent.keyboard.press('Control+k');
  await field(agent).waitFor();
  assert.equal(await agent.getByRole('dialog').count(), 1, 'slash opened nothing');
  assert.deepEqual(agent.complaints, []);
  await agent.context().close();
});
