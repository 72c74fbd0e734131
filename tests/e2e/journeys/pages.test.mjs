// Every page: it comes with its data, axe-core finds nothing, the console is silent, and nothing is wider than a phone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PAGES } from '../pages.mjs';
import { open, person, signIn, violations } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

for (const { path, as } of PAGES) {
  for (const [width, theme] of [
    [1440, 'light'],
    [320, 'dark'],
  ]) {
    test(`${path}${as ? ` as ${as}` : ''}, ${width} px, ${theme}`, async () => {
      const page = await person(stage, { width, theme });
      if (as) await signIn(page, as);
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      assert.deepEqual(await violations(page), []);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${over} px wider than the screen`);
      assert.ok((await page.title()).includes('LORnTECH'));
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  }
}
