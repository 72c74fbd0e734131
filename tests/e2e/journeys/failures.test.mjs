// D-24: every form, while the service is killed, the network is gone, the service is down or busy, somebody else was
// quicker, or the session ends: nothing typed is lost, nothing is done twice, and the words say what to do, in French,
// German and English.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { call, endSession, sql } from '../backstage.mjs';
import { PASSWORD, open, person, signIn } from '../stage.mjs';

const LOCALES = ['fr', 'de', 'en'];
const catalogue = async (locale) =>
  JSON.parse(await readFile(new URL(`../../../frontend/messages/${locale}.json`, import.meta.url), 'utf8'));
const WORDS = Object.fromEntries(await Promise.all(LOCALES.map(async (locale) => [locale, await catalogue(locale)])));

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

const problem = (status, code, headers = {}) => (route) =>
  route.fulfill({ status, headers, contentType: 'application/problem+json', json: { code, status, title: code } });

/** What goes wrong on the way, and the message of the catalogue that says it. */
const FAILURES = [
  { name: 'killed', act: (route) => route.abort('connectionrefused'), says: 'error_offline_title' },
  { name: 'offline', offline: true, says: 'error_offline_title' },
  { name: '503', act: problem(503, 'unavailable', { 'retry-after': '1' }), says: 'error_down_title' },
  { name: '429', act: problem(429, 'too_many_requests', { 'retry-after': '7' }), says: 'error_busy_title', and: /\b7\b/ },
  { name: '401', act: problem(401, 'token_invalid'), says: 'error_signed_out_title', members: true },
  { name: '412', act: problem(412, 'revision_mismatch'), says: 'conflict_title', matched: true },
];

const TEXT = 'Nous relirons votre dossier ensemble mardi à 14 h.';
/** A message of the catalogue, in whichever language. */
const said = (key) => new RegExp(`^(${LOCALES.map((locale) => WORDS[locale][key]).join('|')})$`);
const composer = (page) => page.locator('main form:has(textarea)').last();
const mainForm = (page) => page.locator('main form').last();

/** A request of the entrepreneur that the agent of Metz works on, by the API. */
async function workedOn(subject) {
  const body = { totem_id: 'metz', service_id: 'accompagnement', subject, body: 'Nous cherchons un regard extérieur.' };
  const { id } = await call(stage, 'entrepreneur', 'POST', '/v1/service-requests', body);
  await call(stage, 'agent-metz', 'POST', `/v1/service-requests/${id}/assignments`, {});
  await call(stage, 'agent-metz', 'POST', `/v1/service-requests/${id}/transitions`, { to: 'in_progress' });
  return id;
}

/** One of the ways of an agent to write in a file: what it is called, and what the service holds afterwards. */
const writing = (name, way, done) => ({
  name,
  at: composer,
  as: 'agent-metz',
  call: '/messages',
  matched: true,
  async begin(page) {
    this.id = await workedOn(`D-24 ${name}`);
    await page.goto(`/travail/metz/${this.id}`);
  },
  async fill(page) {
    await composer(page).getByRole('radio', { name: said(way) }).check({ force: true });
    await composer(page).locator('textarea').fill(TEXT);
  },
  async holds(page) {
    assert.equal(await composer(page).locator('textarea').inputValue(), TEXT);
    assert.ok(await composer(page).getByRole('radio', { name: said(way) }).isChecked(), 'it is meant as it was');
  },
  send: (page) => composer(page).locator('[type=submit]').click(),
  done: (page) => page.getByText(said(`${way}_sent`)).waitFor(),
  async effects() {
    const { items } = await call(stage, 'agent-metz', 'GET', `/v1/service-requests/${this.id}/messages`);
    const mine = items.filter(({ body, internal }) => body === TEXT && internal === Boolean(done.internal));
    const { status } = await call(stage, 'agent-metz', 'GET', `/v1/service-requests/${this.id}`);
    assert.equal(status, done.status);
    return mine.length;
  },
  meanwhile() {
    return call(stage, 'entrepreneur', 'POST', `/v1/service-requests/${this.id}/messages`, { body: 'Un mot de plus.' });
  },
});

const FORMS = [
  {
    name: 'signing in',
    at: mainForm,
    call: '/v1/sessions',
    begin: (page) => page.goto('/connexion'),
    async fill(page) {
      await page.locator('[name=email]').fill('entrepreneur@demo.lorntech.example');
      await page.locator('[name=password]').fill(PASSWORD);
    },
    async holds(page, reloaded) {
      assert.equal(await page.locator('[name=email]').inputValue(), 'entrepreneur@demo.lorntech.example');
      // A password is kept nowhere.
      if (!reloaded) assert.equal(await page.locator('[name=password]').inputValue(), PASSWORD);
    },
    again: (page) => page.locator('[name=password]').fill(PASSWORD),
    send: (page) => page.locator('main form [type=submit]').click(),
    done: (page) => page.waitForURL('**/demandes'),
  },
  asking('asking without an account'),
  asking('asking with an account', 'entrepreneur'),
  {
    name: 'replying',
    at: composer,
    as: 'entrepreneur',
    call: '/messages',
    matched: true,
    async begin(page) {
      this.id = await workedOn('D-24 réponse du demandeur');
      await page.goto(`/demandes/${this.id}`);
    },
    fill: (page) => composer(page).locator('textarea').fill(TEXT),
    async holds(page) {
      assert.equal(await composer(page).locator('textarea').inputValue(), TEXT);
    },
    send: (page) => composer(page).locator('[type=submit]').click(),
    done: (page) => page.getByText(said('message_sent')).waitFor(),
    async effects() {
      const { items } = await call(stage, 'entrepreneur', 'GET', `/v1/service-requests/${this.id}/messages`);
      return items.filter(({ body }) => body === TEXT).length;
    },
    meanwhile() {
      return call(stage, 'agent-metz', 'POST', `/v1/service-requests/${this.id}/messages`, { body: 'Un mot de plus.' });
    },
  },
  writing('answering', 'work_answer', { status: 'answered' }),
  writing('asking back', 'work_ask_back', { status: 'waiting_requester' }),
  writing('leaving a note', 'work_note', { status: 'in_progress', internal: true }),
  {
    name: 'refusing',
    at: (page) => page.getByRole('dialog'),
    as: 'agent-metz',
    call: '/transitions',
    matched: true,
    async begin(page) {
      this.id = await workedOn('D-24 refus');
      await page.goto(`/travail/metz/${this.id}`);
      await this.ready(page);
    },
    // Under a dialog nothing else can be reached.
    leave: (page) => page.keyboard.press('Escape'),
    async ready(page) {
      const dialog = page.getByRole('dialog');
      if (!(await dialog.count())) await page.getByRole('button', { name: said('work_refuse') }).click();
      await dialog.waitFor();
    },
    async fill(page) {
      await page.getByRole('dialog').locator('select').selectOption('out_of_area');
      await page.getByRole('dialog').locator('textarea').fill(TEXT);
    },
    async holds(page) {
      assert.equal(await page.getByRole('dialog').locator('textarea').inputValue(), TEXT);
      assert.equal(await page.getByRole('dialog').locator('select').inputValue(), 'out_of_area');
    },
    send: (page) => page.getByRole('dialog').locator('[type=submit]').click(),
    done: (page) => page.getByRole('dialog').waitFor({ state: 'detached' }),
    async effects() {
      const { items } = await call(stage, 'agent-metz', 'GET', `/v1/service-requests/${this.id}/events`);
      return items.filter(({ to, note }) => to === 'rejected' && note === TEXT).length;
    },
    // The answer that is lost takes the way to it off the page, and the refusal stands.
    goneOnceDone: true,
    meanwhile() {
      return call(stage, 'entrepreneur', 'POST', `/v1/service-requests/${this.id}/messages`, { body: 'Un mot de plus.' });
    },
  },
  {
    name: 'proposing an organization',
    at: mainForm,
    as: 'entrepreneur',
    call: '/v1/startups',
    begin: (page) => page.goto('/annuaire/proposer'),
    async fill(page) {
      await page.locator('[name=name]').fill('Atelier D-24');
      await page.locator('[name=summary]').fill(TEXT);
      await page.locator('[name=locality]').fill('Metz');
    },
    async holds(page) {
      assert.equal(await page.locator('[name=name]').inputValue(), 'Atelier D-24');
      assert.equal(await page.locator('[name=summary]').inputValue(), TEXT);
      assert.equal(await page.locator('[name=locality]').inputValue(), 'Metz');
    },
    send: (page) => page.locator('main form [type=submit]').click(),
    done: (page) => page.waitForURL('**/annuaire/atelier-d-24*'),
    effects: () => Number(sql(stage, "select count(*) from organizations where name = 'Atelier D-24'")),
  },
];

/** The questions of /demander, up to the last page; each page is reloaded once it is filled in. */
function asking(name, as) {
  const subject = `D-24 ${name}`;
  const email = 'd-24@exemple.example';
  const next = (page) => page.locator('main form [type=submit]').click();
  const kept = async (page, fields) => {
    await page.reload();
    for (const [field, value] of Object.entries(fields)) {
      assert.equal(await page.locator(`[name=${field}]`).inputValue(), value, field);
    }
    await next(page);
  };
  return {
    name,
    as,
    at: mainForm,
    // Without a session it is a request by mail: the service does not refuse it for that.
    withoutToo: true,
    call: '/v1/service-requests',
    begin: (page) => page.goto('/demander?totem=metz&besoin=conseil&service=accompagnement&etape=details'),
    async fill(page) {
      await page.locator('[name=subject]').fill(subject);
      await page.locator('[name=body]').fill(TEXT);
      await kept(page, { subject, body: TEXT });
      if (as) return;
      await page.locator('[name=name]').fill('Camille Exemple');
      await page.locator('[name=email]').fill(email);
      await kept(page, { name: 'Camille Exemple', email });
    },
    async holds(page) {
      await page.locator('main').getByText(subject).waitFor();
      await page.locator('main').getByText(TEXT).waitFor();
      if (!as) await page.locator('main dd').getByText(email).first().waitFor();
    },
    send: next,
    done: (page) => page.waitForURL(as ? '**/demandes/*' : '**/demander/envoyee'),
    effects: () => Number(sql(stage, `select count(*) from service_requests where subject = '${subject}'`)),
  };
}

/** The calls of a form, and what becomes of them: `fail` says how the next ones go wrong. */
async function watch(page, form) {
  const calls = [];
  let act;
  await page.route(`**${form.call}`, async (route) => {
    const request = route.request();
    if (request.method() !== 'POST') return route.continue();
    calls.push({ key: request.headers()['idempotency-key'], match: request.headers()['if-match'], body: request.postData() });
    return act ? act(route) : route.continue();
  });
  // Nothing is told: what somebody else did is found out by sending.
  await page.route('**/v1/me/stream', (route) => route.abort());
  return { calls, fail: (how) => { act = how; } };
}

const banner = (page, form, words) => form.at(page).locator('[role=alert], [role=status]').filter({ hasText: words });

/** Every failure in every language: said in words, with all that was typed still there. */
async function failEachWay(page, form, fail) {
  for (const locale of LOCALES) {
    await form.leave?.(page);
    await page.getByRole('button', { name: { fr: 'Français', de: 'Deutsch', en: 'English' }[locale] }).click();
    await form.ready?.(page);
    await form.again?.(page);
    for (const failure of FAILURES) {
      if ((failure.members && !form.as) || (failure.matched && !form.matched)) continue;
      if (failure.members && form.withoutToo) continue;
      fail(failure.act);
      if (failure.offline) await page.context().setOffline(true);
      await form.send(page);
      const told = banner(page, form, WORDS[locale][failure.says]);
      await told.waitFor();
      if (failure.and) assert.match(await told.innerText(), failure.and, `${failure.name} in ${locale}`);
      if (failure.offline) await page.context().setOffline(false);
      await form.holds(page);
    }
  }
  fail(undefined);
}

for (const form of FORMS) {
  test(`D-24 ${form.name}`, async () => {
    const page = await person(stage);
    if (form.as) await signIn(page, form.as);
    const { calls, fail } = await watch(page, form);
    await form.begin(page);
    await form.fill(page);
    await failEachWay(page, form, fail);

    if (form.meanwhile) {
      await form.meanwhile();
      await form.send(page);
      const conflict = banner(page, form, WORDS.en.conflict_title);
      await conflict.getByText('Un mot de plus.').waitFor();
      assert.ok((await conflict.innerText()).includes(TEXT), 'what was typed stands beside what there is now');
      await conflict.getByRole('button', { name: WORDS.en.conflict_discard }).click();
      await form.holds(page);
    }

    // Done, and the answer is lost; then the page is left and found again.
    fail(async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    });
    await form.send(page);
    await banner(page, form, WORDS.en.error_offline_title).waitFor();
    if (form.effects) assert.equal(await form.effects(), 1);
    await form.holds(page);
    fail(undefined);
    if (!form.goneOnceDone) {
      await page.reload();
      await form.holds(page, true);
      await form.again?.(page);
    }

    if (form.as && !form.goneOnceDone) {
      // The session ends in the middle; after signing in again the form is as it was.
      await endSession(stage, page);
      await form.send(page);
      if (form.withoutToo) {
        await banner(page, form, WORDS.en.error_signed_out_title).waitFor();
        await page.locator('[name=email]').waitFor();
        await mainForm(page).getByRole('link', { name: WORDS.en.ask_contact_sign_in, exact: true }).last().click();
      } else {
        await banner(page, form, WORDS.en.error_signed_out_title).getByRole('link').click();
      }
      // The page that is left has an address of mail, too, and stands until this one is there: only this one asks for a
      // password.
      const signingIn = page.locator('main form:has([name=password])');
      await signingIn.locator('[name=password]').fill(PASSWORD);
      await signingIn.locator('[name=email]').fill(`${form.as}@demo.lorntech.example`);
      await signingIn.locator('[type=submit]').click();
      await page.waitForURL((address) => !address.pathname.startsWith('/connexion'));
      await form.holds(page, true);
    }
    await form.send(page);
    await form.done(page);
    if (form.effects) {
      assert.equal(await form.effects(), 1, 'done once');
      const { key, body } = calls.at(-1);
      const same = calls.filter((call) => call.body === body);
      assert.ok(same.length > 5, `sent ${same.length} times`);
      assert.deepEqual(new Set(same.map((call) => call.key)), new Set([key]), 'one key for one content');
      assert.match(key, /^[0-9a-f-]{36}$/);
      assert.ok(calls.every((call) => call.body === body || call.key !== key), 'another content has another key');
    }
    if (form.matched) assert.ok(calls.every(({ match }) => /^"\d+"$/.test(match)), 'each names the version it was read at');
    await page.context().close();
  });
}

test('D-24 the service is killed while a question is being asked, and comes back', async () => {
  const page = await person(stage);
  const form = asking('asking while the service is killed');
  const { calls, fail } = await watch(page, form);
  await form.begin(page);
  await form.fill(page);
  await stage.kill();
  await form.send(page);
  await banner(page, form, WORDS.fr.error_offline_title).waitFor();
  await form.holds(page);
  await stage.start();
  // Killed again, this time after the question was stored and before it was answered.
  fail(async (route) => {
    await route.fetch();
    await stage.kill();
    await route.abort('connectionreset');
  });
  await form.send(page);
  await banner(page, form, WORDS.fr.error_offline_title).waitFor();
  fail(undefined);
  await stage.start();
  await page.reload();
  await form.holds(page);
  await form.send(page);
  await form.done(page);
  assert.equal(await form.effects(), 1, 'done once');
  assert.equal(new Set(calls.map(({ key }) => key)).size, 1);
  await page.context().close();
});
