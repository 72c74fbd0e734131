// The stage of every journey: the real service with its private PostgreSQL, a browser, and people.

import { execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'node:test';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

export const PASSWORD = 'un mot de passe pour les essais';
export const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Maps are drawn without a graphics card, and nothing else as if there were one.
  '--disable-gpu-compositing',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** A page is looked at for seconds: that long no script earns back what it costs to be optimised. */
const UNOPTIMISED = '--js-flags=--no-opt';

/** The service in demonstration mode, once it says where it is. */
async function launch(data, port, more = []) {
  const service = spawn(process.env.LORNTECH_BIN, ['serve', '--demo', '--port', port, '--data-dir', data, ...more], {
    env: { ...process.env, LORNTECH_DEMO_PASSWORD: PASSWORD, LORNTECH_WEBHOOK_ADDRESSES: '127.0.0.1' },
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
  const end = async (signal) => {
    const ended = new Promise((resolve) => service.on('exit', resolve));
    service.kill(signal);
    await ended;
  };
  return { url, end };
}

function freePort() {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(String(port)));
    });
  });
}

/**
 * Starts the service on a free port, with `named` under a name, as passkeys need it; `stop` ends it. `kill` ends it as a crash does, `start` brings it back where it
 * was, with what it had stored.
 */
export async function serve({ named = false } = {}) {
  const prepared = process.env.LORNTECH_E2E_PREPARED;
  const data = await mkdtemp(join(prepared ? dirname(prepared) : tmpdir(), 'lt-e2e-'));
  // Where the service runs as root, PostgreSQL runs as somebody else, who must get through to its data.
  await chmod(data, 0o755);
  // Not by Node, which would make all of it its own.
  if (prepared) await promisify(execFile)('cp', ['-a', `${prepared}/.`, data]);
  const port = named ? await freePort() : '0';
  let service = await launch(data, port, named ? ['--public-url', `http://localhost:${port}`] : []);
  const { url } = service;
  const stop = async () => {
    await service?.end('SIGTERM');
    await rm(data, { recursive: true, force: true });
  };
  const kill = async () => {
    await service.end('SIGKILL');
    service = undefined;
  };
  const start = async () => {
    service = await launch(data, new URL(url).port);
  };
  return { url, data, stop, kill, start };
}

export function chromiumPath() {
  const name = process.env.LORNTECH_CHROMIUM;
  return name.includes('/') ? name : `/usr/bin/${name}`;
}

/** The service, as `serve` gives it, and a browser; `close` ends both. */
export async function open(options) {
  const service = await serve(options);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...FLAGS, UNOPTIMISED] });
  const close = async () => {
    await browser.close();
    await service.stop();
  };
  return { ...service, browser, close };
}

/**
 * A person with a browser of their own: `locale` is the browser's, `language` the one chosen on the site,
 * `storageState` that of somebody who signed in before. Anything the console complains about is kept in `complaints`.
 * With `context` the browser is that of somebody with the same options, who has left nothing in it but what it loaded.
 */
export async function person(stage, options = {}) {
  const { width = 1440, theme = 'light', language = 'fr', locale = 'fr-FR', storageState } = options;
  const { worker = false, base = stage.url } = options;
  const context = options.context ?? (await newContext(stage, { width, theme, language, locale, storageState, worker, base }));
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.complaints = [];
  watch(page);
  for (const way of ['goto', 'reload']) {
    const go = page[way].bind(page);
    page[way] = async (...where) => {
      const answer = await go(...where);
      // What the service wrote stands until the site has taken its place.
      await page.waitForFunction(() => !document.querySelector('#root > main'));
      return answer;
    };
  }
  page.on('console', (message) => {
    // A page that asks who is signed in gets 401 when nobody is, and Chromium writes that down.
    // So does React when a page that is missing, locked or failing becomes the page that says so.
    const expected = /status of (401|403|404|409|410|422)|^ApiError: /.test(message.text());
    // The places of one account on the stream of events are few, and those of pages just left are free after seconds.
    const full = /status of 429/.test(message.text()) && message.location().url.endsWith('/stream');
    if (message.type() === 'error' && !expected && !full) page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  return page;
}

async function newContext(stage, { width, theme, language, locale, storageState, worker, base }) {
  const context = await stage.browser.newContext({
    baseURL: base,
    viewport: { width, height: 900 },
    locale,
    colorScheme: theme,
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
    // What a worker loads passes by `page.route`.
    serviceWorkers: worker ? 'allow' : 'block',
    storageState,
  });
  await context.addInitScript(() => {
    window.arrived = new Set();
    const note = (list) => list.getEntries().forEach((entry) => window.arrived.add(entry.name));
    new PerformanceObserver(note).observe({ type: 'resource', buffered: true });
  });
  if (language !== 'fr') {
    await context.addInitScript((chosen) => localStorage.setItem('lorntech.locale', chosen), language);
  }
  return context;
}

/** Pages that are open. */
const shown = new Set();

/** What the pages showed, and what became of what they asked for last. */
async function seen(t) {
  for (const page of shown) {
    const text = await page.evaluate(() => document.body.innerText).catch(String);
    t.diagnostic([page.url(), ...page.log.slice(-25), `under way: ${pending(page)}`, text.slice(0, 1500)].join('\n'));
  }
}
// Pictures and Lighthouse have the same stage and no tests.
if (process.env.NODE_TEST_CONTEXT) afterEach((t) => (t.passed === false ? seen(t) : undefined));

const pending = (page) => [...page.underWay].map((request) => `${request.method()} ${request.url()}`).join(', ');

/** Counts what is on its way, for `settled`, and keeps what came of it. */
function watch(page) {
  const underWay = new Set();
  page.log = [];
  shown.add(page);
  page.on('close', () => shown.delete(page));
  const note = async (request) => {
    const response = request.failure() ? undefined : await request.response().catch(() => undefined);
    const came = response?.status() ?? request.failure()?.errorText;
    page.log.push(`${new Date().toISOString().slice(14, 23)} ${came} ${request.method()} ${request.url()}`);
  };
  let left = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest()) left = [...underWay];
    // A stream of events never ends.
    if (!request.url().endsWith('/stream')) underWay.add(request);
  });
  // What a page had asked for that is left may end without a word.
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame()) return;
    for (const request of left) underWay.delete(request);
    left = [];
  });
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => {
    underWay.delete(request);
    void note(request);
  });
  page.underWay = underWay;
}

/** So long nothing takes here; whoever waits longer looks at what has arrived. */
const LOST_MS = 20_000;

/**
 * What the page has, whatever was said of it: the end of what was fetched ahead and then wanted is not always told.
 * Asked of an observer, since `performance` says nothing where a test holds the clock.
 */
async function drop(page) {
  const there = new Set(await page.evaluate(() => [...window.arrived]));
  for (const request of page.underWay) if (there.has(request.url())) page.underWay.delete(request);
}

/** Waits until the page has what it asked for, its fonts and its footer, and has shown it. */
export async function settled(page) {
  await page.locator('footer').waitFor({ state: 'attached' });
  await page.locator('[data-loading]').first().waitFor({ state: 'detached' });
  const late = Date.now() + 120_000;
  for (let quiet = 0; quiet < 3; ) {
    if (Date.now() > late) throw new Error(`still under way: ${pending(page)}`);
    await page.evaluate(() => document.fonts.ready.then(() => new Promise((next) => requestAnimationFrame(() => setTimeout(next, 20)))));
    if (Date.now() > late - 120_000 + LOST_MS) await drop(page);
    quiet = page.underWay.size === 0 ? quiet + 1 : 0;
  }
}

/** Signs in one of the demonstration's accounts. */
export async function signIn(page, name) {
  await page.goto('/connexion');
  await page.locator('[name=email]').fill(`${name}@demo.lorntech.example`);
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Se connecter', exact: true }).click();
  await page.waitForURL((address) => !address.pathname.startsWith('/connexion'));
}

/** The newest mail to this address about something, and the link in it; waits until it is there. */
export async function linkInMail(page, address, about) {
  // Away from the page that the link may lead to: where only the part behind # differs, nothing is loaded again.
  await page.goto('/demo/courrier');
  const found = async () => {
    const { items } = await (await page.request.get('/demo/mailbox.json')).json();
    return items.find((mail) => mail.to.includes(address) && about.test(mail.subject));
  };
  for (let tries = 0; tries < 100; tries += 1) {
    const mail = await found();
    if (mail) return { mail, link: /https?:\/\/\S+/.exec(mail.text)[0] };
    await page.waitForTimeout(100);
  }
  throw new Error(`no mail to ${address} about ${about}`);
}
