// On paper: what a page says, all of it, within the sheet, and nothing to press.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asked } from '../asking.mjs';
import { open, person, signIn } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

/** The width of an A4 sheet between its margins, in CSS pixels. */
const SHEET = 665;

/** What is on the sheet though it is there to be pressed, and what does not fit on it. */
function wrongOnPaper(page) {
  return page.evaluate(() => {
    const press = 'nav a, footer, button, search, textarea, [role=dialog], a[class*=_button_]';
    const pressed = [...document.querySelectorAll(press)].filter((one) => one.checkVisibility());
    const name = (one) => `${one.tagName.toLowerCase()} ${one.textContent.trim().slice(0, 40)}`;
    const cut = [...document.querySelectorAll('main *')].filter((one) => {
      const hides = getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1;
      return one.checkVisibility() && hides && !one.classList.contains('visually-hidden');
    });
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return [...pressed.map(name), ...cut.map((one) => `cut: ${name(one)}`), ...(over > 0 ? [`${over} px too wide`] : [])];
  });
}

async function print(page) {
  await page.setViewportSize({ width: SHEET, height: 940 });
  await page.emulateMedia({ media: 'print' });
}

for (const path of [
  '/',
  '/annuaire?q=lorraine',
  '/annuaire/universite-de-lorraine',
  '/totems',
  '/totems/metz',
  '/ecosysteme',
  '/candidature',
  '/objectifs',
  '/sources',
  '/nulle-part',
]) {
  test(`${path} on paper`, async () => {
    const page = await person(stage, { theme: 'dark' });
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    await print(page);
    assert.deepEqual(await wrongOnPaper(page), []);
    // Dark on white, whatever the screen shows.
    await page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).color === 'rgb(23, 33, 43)');
    await page.context().close();
  });
}

test('links that lead out are printed with their address, and what is folded away is printed', async () => {
  const page = await person(stage);
  await page.goto('/sources');
  const outward = page.getByRole('main').locator('a[rel~=external]').first();
  await outward.waitFor();
  await print(page);
  assert.match(await outward.evaluate((link) => getComputedStyle(link, '::after').content), /https?:/);
  await page.emulateMedia({ media: 'screen' });
  await page.goto('/objectifs');
  const folded = page.locator('details > *:not(summary)').first();
  await page.locator('summary').first().waitFor();
  assert.equal(await folded.isVisible(), false);
  await print(page);
  const height = await folded.evaluate((one) => one.getBoundingClientRect().height);
  assert.ok(height > 20, `folded away: ${height} px`);
  await page.context().close();
});

test('a request and its file on paper', async () => {
  const subject = 'Un sujet à imprimer';
  const member = await asked(stage, subject);
  await member.goto('/demandes');
  await member.getByRole('link', { name: subject }).click();
  await member.getByRole('heading', { level: 1, name: subject }).waitFor();
  await member.getByText('Nous aimerions en parler avec vous.').waitFor();
  await print(member);
  assert.deepEqual(await wrongOnPaper(member), []);
  assert.ok(await member.getByText(/^MTZ-/).first().isVisible(), 'its reference, to be named on the telephone');
  assert.ok(await member.getByText('Nous aimerions en parler avec vous.').isVisible());

  const agent = await person(stage);
  await signIn(agent, 'agent-metz');
  const id = member.url().split('/').at(-1).split('?')[0];
  await agent.goto(`/travail/metz/${id}`);
  await agent.getByRole('heading', { level: 1, name: subject }).waitFor();
  await agent.getByText('Nous aimerions en parler avec vous.').waitFor();
  await print(agent);
  assert.deepEqual(await wrongOnPaper(agent), []);
  await agent.emulateMedia({ media: 'screen' });
  await agent.goto('/travail/metz');
  await agent.locator('[data-selected]').waitFor();
  await print(agent);
  assert.deepEqual(await wrongOnPaper(agent), []);
  await member.context().close();
  await agent.context().close();
});
