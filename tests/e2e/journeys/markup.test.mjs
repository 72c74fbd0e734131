// C-42: whatever the database holds is shown as text: no dialog, no script, no request, no address but those of the
// web, in the first HTML of the service as on the site, and as narrow as a phone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, sql } from '../backstage.mjs';
import { open, person, signIn } from '../stage.mjs';

const RUN = 'globalThis.__ran=1,alert(1)';
/** Everything at once, in as little as a line of a form takes. */
const HOSTILE = [
  `<img src=x onerror="${RUN}">`,
  `<svg/onload=${RUN}>`,
  `"'><script>${RUN}</script>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>">`,
  `[a](javascript:${RUN}) ![b](data:image/svg+xml,<svg/onload=${RUN}>)`,
  '\u202Egnp.exe\u2066',
  'Anticonstitutionnellement'.repeat(8),
].join(' ');
/** What of it has to be seen. */
const SEEN = '<img src=x onerror=';
const ADDRESSES = ['javascript:alert(1)', ' \tJaVaScRiPt:alert(1)', 'data:text/html,<script>alert(1)</script>', 'vbscript:alert(1)'];

/** Columns that hold words, by table. The rest is names of our own, which the API reads as such. */
const WORDS = {
  organizations: ['name', 'alternate_names', 'legal_name', 'summary', 'description', 'address', 'locality', 'postal_code', 'sectors', 'pitch', 'business_model', 'headcount_range'],
  organization_identifiers: ['value'],
  sources: ['name', 'publisher', 'licence', 'attribution'],
  totems: ['name', 'city', 'description', 'features', 'street', 'postal_code', 'facts'],
  totem_services: ['name', 'description'],
  candidacies: ['name', 'programme', 'lead', 'members', 'summary'],
  candidacy_events: ['note', 'sources'],
  label_programmes: ['name', 'description', 'calls', 'sources'],
  label_waves: ['name', 'facts'],
  milestones: ['title', 'detail', 'date_words', 'sources'],
  objectives: ['name', 'unit', 'announcement', 'baseline', 'targets', 'context'],
  accounts: ['name'],
  service_requests: ['subject', 'body', 'contact_name', 'contact_phone'],
  request_messages: ['body', 'author_name'],
  request_events: ['note', 'actor_name'],
  legal_forms: ['label'],
  activities: ['label'],
};
/** Columns that hold an address. */
const LINKS = { organizations: ['website', 'source_url', 'source_external_id'], sources: ['url', 'licence_url'] };
/** Members within JSON that hold an address, and those that are a name of ours, a date or a number. */
const LINK_MEMBERS = new Set(['url', 'website']);
const OURS = /^(kind|type|precision|status|state|scheme|system|operator|country|code|commune_code|nuts3|qualifier|outcome|slug|on|.*_on)$/;

let stage;
let request;
let turn = 0;

/** The same value with every text in it hostile. */
function poisoned(value, name) {
  if (Array.isArray(value)) return value.map((item) => poisoned(item, name));
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, OURS.test(member) ? inner : poisoned(inner, member)]));
  }
  if (typeof value !== 'string') return value;
  return LINK_MEMBERS.has(name) ? ADDRESSES[(turn += 1) % ADDRESSES.length] : `${HOSTILE} ${value.slice(-20)}`;
}

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** Every row that a page shows, with everything hostile in it. */
function poison() {
  for (const [table, columns] of Object.entries(WORDS)) {
    const known = new Map(sql(stage, `select column_name, udt_name from information_schema.columns where table_schema = 'public' and table_name = '${table}'`).split('\n').map((line) => line.split('|')));
    const sets = columns.map((column) => {
      assert.ok(known.has(column), `${table}.${column}`);
      if (known.get(column) === '_text') return `${column} = array[${quoted(HOSTILE)}]`;
      if (known.get(column) === 'text') return `${column} = ${quoted(HOSTILE)} || ' ' || right(${column}, 20)`;
      return undefined;
    });
    const key = { organization_identifiers: 'value', legal_forms: 'code', activities: 'code', sources: 'system' }[table] ?? 'id';
    // Some have to differ from each other.
    const links = (LINKS[table] ?? []).map((column) => `${column} = (array[${ADDRESSES.map(quoted)}])[1 + abs(hashtext(${key}::text)) % ${ADDRESSES.length}] || '#' || ${key}`);
    const plain = [...sets.filter(Boolean), ...links];
    const json = columns.filter((column) => known.get(column) === 'jsonb');
    // Enough of the directory for its pages; all of everything else.
    const shown = `(select id from organizations where slug = 'universite-de-lorraine' or name < 'B')`;
    const some = { organizations: `where id in ${shown}`, organization_identifiers: `where organization_id in ${shown}` }[table] ?? '';
    const rows = json.length === 0 ? [] : JSON.parse(sql(stage, `select coalesce(json_agg(json_build_object('id', ${key}, ${json.map((c) => `'${c}', ${c}`).join(', ')})), '[]') from ${table} ${some}`));
    const changes = rows.map(({ id, ...row }) => {
      const values = Object.entries(row).filter(([, value]) => value !== null);
      return values.length === 0 ? '' : `update ${table} set ${values.map(([column, value]) => `${column} = ${quoted(JSON.stringify(poisoned(value, column)))}`).join(', ')} where ${key} = '${id}';`;
    });
    sql(stage, `begin; ${plain.length > 0 ? `update ${table} set ${plain.join(', ')} ${some};` : ''} ${changes.join('\n')} commit;`);
  }
}

before(async () => {
  stage = await open();
  const body = { totem_id: 'metz', service_id: 'accompagnement', subject: HOSTILE.slice(0, 60), body: `Une demande : ${SEEN}` };
  request = await call(stage, 'entrepreneur', 'POST', '/v1/service-requests', body);
  const path = `/v1/service-requests/${request.id}`;
  await call(stage, 'agent-metz', 'POST', `${path}/assignments`, {});
  await call(stage, 'agent-metz', 'POST', `${path}/transitions`, { to: 'in_progress', note: `Note ${SEEN}` });
  await call(stage, 'agent-metz', 'POST', `${path}/messages`, { body: `Réponse ${SEEN}` });
  await call(stage, 'agent-metz', 'POST', `${path}/messages`, { body: `Entre nous ${SEEN}`, internal: true });
});
after(async () => {
  await stage?.close();
});

/** Pages with who sees them; those that are public have a first HTML of their own. */
const PAGES = [
  { path: '/' },
  { path: '/annuaire' },
  { path: '/annuaire/universite-de-lorraine' },
  { path: '/totems' },
  { path: '/totems/metz' },
  { path: '/demander?totem=metz&besoin=conseil&etape=totem' },
  { path: '/candidature' },
  { path: '/objectifs' },
  { path: '/sources' },
  { path: '/demandes', as: 'entrepreneur' },
  { path: '/demandes/ID', as: 'entrepreneur' },
  { path: '/travail/metz', as: 'agent-metz' },
  { path: '/travail/metz/ID', as: 'agent-metz' },
];

/** What must not be in any page: read in the page itself. */
function look() {
  const bad = [];
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on') || name === 'srcdoc') bad.push(`${element.tagName} ${name}`);
      if (!['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster'].includes(name)) continue;
      if (element.tagName === 'META') continue;
      const { protocol } = new URL(value, location.href);
      const own = element.tagName === 'LINK' && protocol === 'data:' && value.startsWith('data:image/');
      if (!['http:', 'https:', 'mailto:', 'tel:'].includes(protocol) && !own) bad.push(`${element.tagName} ${name} ${value}`);
    }
    if (['IFRAME', 'OBJECT', 'EMBED', 'BASE'].includes(element.tagName)) bad.push(element.tagName);
    if (element.tagName === 'SCRIPT' && !element.src && element.type !== 'application/ld+json') bad.push('an inline script');
  }
  for (const data of document.querySelectorAll('script[type="application/ld+json"]')) JSON.parse(data.textContent);
  return { bad, ran: globalThis.__ran !== undefined };
}

/** What makes a page wider than its screen: read in the page itself. */
function wider() {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const over = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
  return over.filter((element) => !over.includes(element.parentElement)).map((element) => `${element.tagName}.${element.className} ${element.textContent.slice(0, 20)}`);
}

/** Whatever a page does that it must not. */
function watch(page) {
  const done = [];
  page.on('dialog', (dialog) => {
    done.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (asked) => {
    if (!asked.url().startsWith(`${stage.url}/`) || /\/x$/.test(new URL(asked.url()).pathname)) done.push(`a request: ${asked.url()}`);
  });
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) done.push(message.text());
  });
  return done;
}

test('C-42 the site shows hostile text as text, everywhere', async () => {
  poison();
  const people = new Map();
  const wide = [];
  for (const { path, as } of PAGES) {
    if (!people.has(as)) {
      const page = await person(stage, { width: 320 });
      if (as) await signIn(page, as);
      people.set(as, { page, done: watch(page) });
    }
    const { page, done } = people.get(as);
    await page.goto(path.replace('ID', request.id));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('main').getByText(SEEN).filter({ visible: true }).first().waitFor();
    await page.waitForLoadState('networkidle');
    const { bad, ran } = await page.evaluate(look);
    assert.deepEqual({ bad, ran, done }, { bad: [], ran: false, done: [] }, path);
    wide.push(...(await page.evaluate(wider)).map((what) => `${path}: ${what}`));
  }
  for (const { page } of people.values()) await page.context().close();
  assert.deepEqual(wide, [], 'a word that is too long for a line is broken');
});

test('C-42 the first HTML shows it as text too, before any script', async () => {
  poison();
  const context = await stage.browser.newContext({ baseURL: stage.url, javaScriptEnabled: false });
  const page = await context.newPage();
  const done = watch(page);
  for (const { path } of PAGES.filter(({ as }) => !as)) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200, path);
    assert.match(answer.headers()['content-security-policy'], /script-src 'self';/, path);
    const { bad, ran } = await page.evaluate(look);
    assert.deepEqual({ bad, ran, done }, { bad: [], ran: false, done: [] }, path);
    if (!['/demander', '/sources'].some((own) => path.startsWith(own))) {
      assert.ok((await page.locator('body').innerText()).includes(SEEN), `${path} says what there is`);
    }
  }
  await context.close();
});

test('C-42 what a form is given comes back as text, and an address that is none of the web is refused', async () => {
  const page = await person(stage);
  const done = watch(page);
  await signIn(page, 'entrepreneur');
  await page.goto('/annuaire/proposer');
  await page.locator('[name=name]').fill(`Atelier ${SEEN}`);
  await page.locator('[name=summary]').fill(`<svg onload=${RUN}> **gras** <b>gras</b>`);
  await page.locator('[name=website]').fill('https:javascript:alert(1)');
  await page.locator('main form [type=submit]').click();
  await page.locator('[name=website][aria-invalid=true]').waitFor();
  await page.locator('[name=website]').fill('');
  await page.locator('main form [type=submit]').click();
  await page.waitForURL('**/annuaire/atelier-*');
  await page.getByRole('heading', { level: 1, name: SEEN }).waitFor();
  await page.getByText('<svg onload=').waitFor();
  const { bad, ran } = await page.evaluate(look);
  assert.deepEqual({ bad, ran, done }, { bad: [], ran: false, done: [] });
  await page.context().close();
});
