// A picture of every page at three widths, in two themes and three languages.

import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PAGES } from './pages.mjs';
import { open, person, signIn } from './stage.mjs';

const folder = resolve(process.argv[2]);
await mkdir(folder, { recursive: true });
const stage = await open();
let count = 0;
try {
  for (const locale of ['fr-FR', 'de-DE', 'en-GB']) {
    for (const theme of ['light', 'dark']) {
      for (const width of [390, 768, 1440]) {
        const people = new Map();
        for (const { path, as } of PAGES) {
          if (!people.has(as)) {
            const page = await person(stage, { width, theme, locale: as ? 'fr-FR' : locale });
            if (as) await signIn(page, as);
            people.set(as, page);
          }
          const page = people.get(as);
          await page.goto(path);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.waitForLoadState('networkidle');
          const name = `${path === '/' ? 'accueil' : path.slice(1).replace(/[^a-z0-9]+/g, '-')}-${locale.slice(0, 2)}-${theme}-${width}.png`;
          await page.screenshot({ path: join(folder, name), fullPage: true });
          count += 1;
        }
        for (const page of people.values()) await page.context().close();
      }
    }
  }
} finally {
  await stage.close();
}
console.log(`${count} pictures in ${folder}`);
