// The pieces on /design, worked by keyboard alone in a browser and judged by axe-core while they are open; long words
// in them; the page on paper. As a page it is judged with all others.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from '../checks.mjs';
import { open, person } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

async function design(who) {
  const page = await person(stage, who);
  await page.goto('/design');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('combobox', { name: /Ville|Stadt|City/ }).first().waitFor();
  return page;
}

/** The part of the page that shows this piece. */
const piece = (page, name) => page.locator(`article#${name}`);

/** All that is drawn or loaded when it comes into view. */
async function lookAtAll(page) {
  for (const name of ['ChartFrame', 'MapFrame', 'Timeline', 'WhenSeen']) await piece(page, name).scrollIntoViewIfNeeded();
  await piece(page, 'ChartFrame').getByRole('img').nth(1).waitFor();
  await piece(page, 'MapFrame').locator('svg').first().waitFor();
}

for (const [language, width, theme] of [['de', 320, 'light'], ['en', 768, 'dark']]) {
  test(`every piece in ${language}, ${width} px, ${theme}`, async () => {
    const page = await design({ language, width, theme });
    await lookAtAll(page);
    assert.deepEqual(await violations(page), []);
    // No piece runs out of its place, even where the screen is wide enough for that.
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('article[id] [data-wide], article[id] div > p + *')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'visible')
        .map((element) => element.closest('article').id),
    );
    assert.deepEqual(wide, []);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('a combobox is narrowed, taken from and left by keyboard', async () => {
  const page = await design();
  const field = piece(page, 'Combobox').getByRole('combobox').nth(1);
  await field.focus();
  await page.keyboard.type('epi');
  const options = page.getByRole('listbox').getByRole('option');
  await options.filter({ hasText: 'Épinal' }).waitFor();
  assert.equal(await options.count(), 1);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.equal(await field.inputValue(), 'Épinal');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('xyz');
  await piece(page, 'Combobox').getByRole('paragraph').filter({ hasText: 'Rien ne correspond à' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  assert.equal(await field.inputValue(), 'Épinal');
  assert.deepEqual(page.complaints, []);
});

test('a date is typed, or taken from a calendar, by keyboard', async () => {
  const page = await design();
  const group = piece(page, 'DateField').getByRole('group').first();
  await group.getByRole('spinbutton').first().focus();
  await page.keyboard.type('0701');
  await page.keyboard.type('2027');
  assert.equal((await group.innerText()).replace(/\s/g, ''), '07/01/2027');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('grid').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal((await group.innerText()).replace(/\s/g, ''), '14/01/2027');
  // A part taken away and left: the field says so, and sends no other day than the one it shows.
  await group.getByRole('spinbutton').first().focus();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await group.getByRole('button').focus();
  await page.keyboard.press('Tab');
  await page.getByText('Il manque une partie de la date').waitFor();
  assert.deepEqual(page.complaints, []);
});

for (const [name, opener] of [['Dialog', 'Ouvrir le dialogue'], ['Drawer', 'Ouvrir le tiroir']]) {
  test(`a ${name} holds the keyboard and gives it back`, async () => {
    const page = await design({ width: 390, theme: 'dark' });
    const button = page.getByRole('button', { name: opener });
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    assert.deepEqual(await violations(page), []);
    for (let presses = 0; presses < 8; presses += 1) {
      await page.keyboard.press('Tab');
      assert.ok(await dialog.evaluate((element) => element.contains(document.activeElement)), 'the focus left the dialog');
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.ok(await button.evaluate((element) => element === document.activeElement), 'the focus is not back');
    assert.deepEqual(page.complaints, []);
  });
}

test('menu, tabs, table and form answer to the keyboard', async () => {
  const page = await design();
  await piece(page, 'Menu').getByRole('button').focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: 'Répondre' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText('L’exemple est enregistré.').waitFor();

  await piece(page, 'Tabs').getByRole('tab', { selected: true }).focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await piece(page, 'Tabs').getByRole('tabpanel').innerText(), 'Rien pour l’instant');

  const table = piece(page, 'Table').getByRole('table').first();
  await table.getByRole('button', { name: 'Personnes' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  assert.equal(await table.getByRole('columnheader', { name: 'Personnes' }).getAttribute('aria-sort'), 'descending');
  assert.match(await table.getByRole('row').nth(1).innerText(), /Laboratoire fictif/);

  const form = piece(page, 'Form');
  await form.getByRole('button', { name: 'Envoyer la demande' }).focus();
  await page.keyboard.press('Enter');
  assert.ok(await form.getByRole('textbox', { name: 'Votre nom' }).evaluate((field) => field === document.activeElement));
  assert.deepEqual(page.complaints, []);
});

test('on paper what is folded is open, and what was never seen is drawn', async () => {
  const page = await design();
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await piece(page, 'ChartFrame').getByRole('img').first().waitFor();
  const figures = piece(page, 'ChartFrame').getByRole('table').first();
  assert.ok((await figures.boundingBox())?.height > 100, 'the figures of the chart are folded away');
});
