// The stage of every journey: the real service with its private PostgreSQL, and a browser.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const PASSWORD = 'un mot de passe pour les essais';
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the service in demonstration mode on a free port and opens a browser; `close` ends both. */
export async function open() {
  const data = await mkdtemp(join(tmpdir(), 'lt-e2e-'));
  const service = spawn(process.env.LORNTECH_BIN, ['serve', '--demo', '--port', '0', '--data-dir', data], {
    env: { ...process.env, LORNTECH_DEMO_PASSWORD: PASSWORD },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const url = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      printed += chunk;
      const found = /LORnTECH is at (\S+)/.exec(printed);
      if (found) resolve(found[1]);
    };
    service.stdout.on('data', read);
    service.stderr.on('data', read);
    service.on('exit', (code) => reject(new Error(`the service ended with ${code}:\n${printed}`)));
  });
  const browser = await chromium.launch({ executablePath: await executable(), args: FLAGS });
  const close = async () => {
    await browser.close();
    const ended = new Promise((resolve) => service.on('exit', resolve));
    service.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  return { url, browser, close };
}

async function executable() {
  const name = process.env.LORNTECH_CHROMIUM;
  return name.includes('/') ? name : `/usr/bin/${name}`;
}

/** A person with a browser of their own. Anything the console complains about is kept in `complaints`. */
export async function person(stage, { width = 1440, locale = 'fr-FR', theme = 'light', worker = false, base = stage.url } = {}) {
  const context = await stage.browser.newContext({
    baseURL: base,
    viewport: { width, height: 900 },
    locale,
    colorScheme: theme,
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
    // What a worker loads passes by `page.route`.
    serviceWorkers: worker ? 'allow' : 'block',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.complaints = [];
  page.on('console', (message) => {
    // A page that asks who is signed in gets 401 when nobody is, and Chromium writes that down.
    const expected = /status of (401|404|409|422)/.test(message.text());
    if (message.type() === 'error' && !expected) page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  return page;
}

/** Signs in one of the demonstration's accounts. */
export async function signIn(page, name) {
  await page.goto('/connexion');
  await page.locator('[name=email]').fill(`${name}@demo.lorntech.example`);
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: /se connecter/i }).click();
  await page.waitForURL((address) => !address.pathname.startsWith('/connexion'));
}

/** What axe-core finds on the page as it stands. */
export async function violations(page) {
  // Evaluated, not added to the page: the site's policy lets no script in, and the debugger is not bound by it.
  await page.evaluate(await readFile(AXE, 'utf8'));
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags } }), tags);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
