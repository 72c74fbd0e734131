// Every page of the site in its main states: what a check or a picture starts from.
//
// A state has a `name` (of its pictures) and leads to `path` (of the world, where it depends on what is there), `as`
// somebody or as nobody. `before` prepares answers of the service, `act` does on the page what brings the state about.
// `narrow`: only where the screen is narrow. `unfinished`: the page is still loading; or, where pieces of it load for
// ever, what shows that it is there. `fails`: the service does. `missing`: nothing is there. `bare`: a page that is not
// the site's own program.

import { PASSWORD, settled } from './stage.mjs';
import { LIST } from './world.mjs';

const SERVER_ERROR = {
  status: 500,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: '/problems/internal_error', title: 'Erreur', status: 500, code: 'internal_error' }),
};

/** Types the first day on which a space is open, from the day after tomorrow on: in the evening nothing of today is left. */
async function chooseOpenDay(page, space) {
  const at = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
  const answer = await page.request.get(`${new URL(page.url()).origin}${space}/availability?from=${at(2)}&to=${at(16)}`);
  const [year, month, date] = (await answer.json()).open.find((one) => one.starts_at > at(2)).starts_at.slice(0, 10).split('-');
  const field = page.locator('main form').getByRole('spinbutton');
  for (const [place, value] of [date, month, year].entries()) {
    await field.nth(place).click();
    await page.keyboard.type(String(Number(value)));
  }
}

const TAKEN = {
  status: 409,
  contentType: 'application/problem+json',
  body: JSON.stringify({
    type: '/problems/space_taken',
    title: 'Déjà réservé',
    status: 409,
    code: 'space_taken',
    taken: [{ starts_at: '2027-01-13T09:00:00Z', ends_at: '2027-01-13T11:00:00Z', reason: 'taken' }],
    free: [
      { starts_at: '2027-01-13T11:00:00Z', ends_at: '2027-01-13T13:00:00Z' },
      { starts_at: '2027-01-14T09:00:00Z', ends_at: '2027-01-14T11:00:00Z' },
    ],
  }),
};

const refuse = (pattern) => (page) => page.route(pattern, (route) => route.fulfill(SERVER_ERROR));
const never = (pattern) => (page) => page.route(pattern, () => {});
/** A draft kept on this device, as somebody left it. */
const draft = (key, value, store = 'local') => (page) =>
  page.addInitScript(
    ([key, value, store]) => (store === 'local' ? localStorage : sessionStorage).setItem(key, value),
    [key, JSON.stringify(value), store],
  );
/** As if this provider of sign-in were set up; further answers by pattern. */
const provided =
  (answers = {}) =>
  async (page) => {
    const items = [{ id: 'essai', name: 'Fournisseur d’essai' }];
    for (const [pattern, [status, body]] of Object.entries({ '**/v1/sessions/oidc': [200, { items }], ...answers })) {
      const contentType = status < 400 ? 'application/json' : 'application/problem+json';
      await page.route(pattern, (route) => route.fulfill({ status, contentType, body: JSON.stringify(body) }));
    }
  };
const refused = (status, code, title, detail) => [status, { type: `/problems/${code}`, code, title, status, detail }];
const CALLBACK = '**/v1/sessions/oidc/essai/callback';
const IDENTITY = {
  id: '01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f',
  provider: { id: 'essai', name: 'Fournisseur d’essai' },
  created_at: '2026-09-14T08:30:00Z',
  last_used_at: '2026-11-02T16:05:00Z',
};
const HOOK = {
  id: '01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f',
  url: 'https://annuaire.exemple.fr/evenements',
  types: ['organization.updated', 'organization.removed'],
  status: 'active',
  revision: 3,
  created_at: '2026-11-02T16:05:00Z',
  updated_at: '2026-11-02T16:05:00Z',
};
const sent = (id, type, status, answers, more) => ({
  id: `01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e${id}`,
  event_id: `01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1f${id}`,
  type,
  status,
  occurred_at: '2026-11-26T08:30:00Z',
  answers: answers.map((answer) => ({ at: '2026-11-26T08:30:01Z', duration_ms: 84, ...answer })),
  ...more,
});
const SENT_TO_HOOK = [
  sent('01', 'organization.updated', 'waiting', [{ status: 503, body: 'Service en maintenance' }, { at: '2026-11-26T08:35:01Z', error: 'timeout', duration_ms: 15000 }], { next_attempt_at: '2026-11-26T09:05:00Z' }),
  sent('02', 'organization.removed', 'failed', [{ error: 'unreachable' }]),
  sent('03', 'webhook.test', 'delivered', [{ status: 204 }]),
];
/** As if this webhook were registered, and had been sent something. */
const hooked = (more) => async (page) => {
  await page.route('**/v1/webhooks?**', (route) => route.fulfill({ json: { items: [{ ...HOOK, ...more }] } }));
  await page.route(/\/v1\/webhooks\/[^/?]+$/, (route) => route.fulfill({ json: { ...HOOK, ...more } }));
  await page.route('**/v1/webhooks/*/deliveries?**', (route) => route.fulfill({ json: { items: SENT_TO_HOOK } }));
};
const region = (more) => ({
  authority: 'lu',
  url: 'https://lorntech.exemple.lu',
  position: 18_430,
  head: 18_430,
  taken_over: 1742,
  loading: false,
  read_at: '2026-11-27T08:30:00Z',
  caught_up_at: '2026-11-27T08:30:00Z',
  ...more,
});
const REGIONS = [
  region(),
  region({ authority: 'de-sl', url: 'https://tech.beispiel-saar.de', position: 12_102, head: 12_530, caught_up_at: '2026-11-26T16:05:00Z' }),
  region({ authority: 'de-tr', url: 'https://regionales-verzeichnis.beispiel-trier.de', failing_since: '2026-11-26T21:15:00Z', last_error: 'it cannot be reached', read_at: '2026-11-26T21:10:00Z', caught_up_at: '2026-11-26T21:10:00Z' }),
];
const HALTED = region({ authority: 'de-sl', url: 'https://tech.beispiel-saar.de', loading: true, halted: '120 of 300 records did not come when everything was read anew' });
const SAID = {
  name: 'Makerspace fictif d’Esch',
  kinds: ['fablab', 'third_place'],
  summary: { fr: 'Un atelier ouvert à tous, six jours sur sept.', de: 'Eine Werkstatt für alle, an sechs Tagen der Woche.' },
  website: 'https://makerspace.exemple.lu',
  phone: '+352 26 54 01 00',
  identifiers: [{ scheme: 'LU-RCS', value: 'B12345' }],
  location: { address: '12, rue de l’Exemple', postal_code: '4362', locality: 'Esch-sur-Alzette', country: 'LU' },
};
const HELD = { ...SAID, kinds: ['fablab'], summary: { fr: 'Un atelier ouvert à tous.' }, phone: '+352 26 54 01 99', territory: 'lu' };
const between = (number, more) => ({
  id: `01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e${number}`,
  authority: 'lu',
  system: 'guichet',
  kind: 'organization',
  external_id: '4711',
  reason: 'revision_conflict',
  source_revision: 7,
  record_id: '01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e90',
  name: SAID.name,
  data: SAID,
  current: HELD,
  status: 'open',
  allowed_transitions: ['taken', 'dismissed'],
  revision: 1,
  created_at: '2026-11-26T16:05:00Z',
  ...more,
});
const like = (likeness, more) => ({ id: '01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e91', slug: 'makerspace-fictif', likeness, data: { ...SAID, name: 'Makerspace fictif', sectors: ['Fabrication'], ...more } });
const CONFLICTS = [
  between('01', { likely_matches: [like('name_and_place')] }),
  between('02', { reason: 'number_taken', detail: 'LU-RCS B12345', external_id: '4712', allowed_transitions: ['dismissed'], likely_matches: [like('number')] }),
  between('03', { authority: 'de-sl', system: 'lorntech', external_id: '01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e92', reason: 'invalid_record', detail: '/kinds too_short', record_id: undefined, current: undefined, name: 'Werkstatt ohne Art', data: { name: 'Werkstatt ohne Art', kinds: [] }, allowed_transitions: ['dismissed'] }),
  between('04', { data: { reason: 'consent_withdrawn', merged_into: null }, current: { ...HELD, name: 'Atelier fictif de Differdange' }, name: '4713', external_id: '4713' }),
];
const SETTLED = [
  between('05', { status: 'taken', allowed_transitions: [], current: undefined, note: 'Vérifié par téléphone avec l’atelier.', settled_at: '2026-11-27T08:30:00Z' }),
  between('06', { status: 'dismissed', reason: 'number_taken', detail: 'LU-RCS B12345', allowed_transitions: [], current: undefined, note: 'Deux établissements d’une même société.', settled_at: '2026-11-27T08:45:00Z' }),
];
const ack = (partner, modified, more) => ({
  partner,
  kind: 'organization',
  id: `01920c1e-7b5a-7c3e-9d4f-2a6b8c0d2${modified}`,
  modified,
  reason: 'consent_withdrawn',
  authority: 'fr-lorraine',
  status: 'open',
  overdue: false,
  since: '2026-11-26T16:05:00Z',
  ...more,
});
const ACKS = [
  ack('lu', 101, { overdue: true, since: '2026-10-12T08:30:00Z' }),
  ack('de-sl', 102, { reason: 'erased' }),
  ack('de-tr', 102, { status: 'acknowledged', acknowledged_at: '2026-11-26T16:07:00Z' }),
];
/** As if these regions were followed, and had said this. */
const regions = (followed, conflicts) => async (page) => {
  await page.route('**/v1/partners', (route) => route.fulfill({ json: { items: followed } }));
  await page.route('**/v1/sync/conflicts?**', (route) => route.fulfill({ json: { items: conflicts } }));
  await page.route('**/v1/sync/acks?**', (route) => route.fulfill({ json: { items: conflicts.length > 0 ? ACKS : [] } }));
};
const RECORD = { id: '01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e90', slug: 'universite-de-lorraine', name: 'Université de Lorraine' };
const proposed = (member, before, proposed, more) => ({ member, proposed, before, current: before, changed_since: false, ...more });
const proposal = (number, more) => ({
  id: `01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1f${number}`,
  target: RECORD.id,
  organization: RECORD,
  authority: 'lu',
  base_revision: 7,
  target_revision: 9,
  reason: 'Nos étudiants arrivent par cette adresse, et le nom légal est celui du registre.',
  members: [
    proposed('website', 'https://ancien.exemple.fr', 'https://exemple.fr'),
    proposed('summary', { fr: 'Une université.' }, { fr: 'Une université ouverte sur trois frontières.', de: 'Eine Universität an drei Grenzen.' }, { current: { fr: 'Une université pluridisciplinaire.' }, changed_since: true }),
    proposed('legal_name', undefined, 'Université de Lorraine (EPSCP)'),
  ],
  status: 'open',
  allowed_transitions: ['settled'],
  revision: 1,
  created_at: '2026-11-26T08:00:00Z',
  ...more,
});
const PROPOSALS = [proposal('01'), proposal('02', { authority: 'de-sl', reason: 'Die Anschrift hat sich geändert.', members: [proposed('location', { address: '34, cours Léopold', postal_code: '54000', locality: 'Nancy', country: 'FR' }, { address: '36, cours Léopold', postal_code: '54000', locality: 'Nancy', country: 'FR' })] })];
const ANSWERED = [
  proposal('03', { status: 'settled', allowed_transitions: [], settled_at: '2026-11-27T08:30:00Z', members: [proposed('website', 'https://ancien.exemple.fr', 'https://exemple.fr', { outcome: 'accepted' }), proposed('legal_name', undefined, 'Université', { outcome: 'refused', reason: 'Le nom du registre est plus long.' })] }),
  proposal('04', { status: 'withdrawn', allowed_transitions: [], settled_at: '2026-11-27T08:10:00Z', members: [proposed('website', 'https://ancien.exemple.fr', 'https://exemple.fr')] }),
  proposal('05', { status: 'ended', allowed_transitions: [], organization: undefined, members: [proposed('website', 'https://ancien.exemple.fr', 'https://exemple.fr')] }),
];
/** As if regions had proposed this. */
const proposals = (open, over = []) => async (page) => {
  await page.route('**/v1/proposals?**', (route) =>
    route.fulfill({ json: { items: route.request().url().includes('settled=true') ? over : open } }),
  );
};
const submit = (page) => page.locator('main form [type=submit]').first().click();
const click = (selector) => (page) => page.locator(selector).first().click();
const press = (key) => async (page) => {
  await page.keyboard.press(key);
  await page.getByRole('dialog').waitFor();
};
const find = (words) => async (page) => {
  await press('/')(page);
  if (!words) return;
  await page.keyboard.type(words);
  await page.locator('[role=dialog] [role=status] > p:not([class*=loading])').waitFor();
};
/** As where WebGL is switched off. */
export const withoutWebGL = (page) =>
  page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind.startsWith('webgl') ? null : getContext.call(this, kind, ...rest);
    };
  });
/** Waits until a map is drawn. */
const drawn = (page) => page.locator('[data-drawn]').waitFor();
/** Opens what is in the middle of a map, with the keyboard. */
const picked = async (page) => {
  await drawn(page);
  await page.locator('canvas').focus();
  await page.keyboard.press('Enter');
  await page.locator('main section[class*=picked]').waitFor();
};
/** An import as it stands now, but for these members. */
const importAs = (more) => (page) =>
  page.route(/\/v1\/imports\/[^/?]+$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), ...more } });
  });
/** Chooses the list and goes on so many steps. */
const importing = (steps) => async (page) => {
  const next = async () => {
    await submit(page);
    await page.waitForURL(/nouveau\/./);
  };
  const buffer = Buffer.from(LIST);
  await page.locator('input[type=file]').setInputFiles({ name: 'Ateliers fictifs 2026.csv', mimeType: 'text/csv', buffer });
  await next();
  await page.locator('[name=name]').waitFor();
  if (steps === 1) return;
  await page.locator('main option[value="ateliers-fictifs"]').waitFor({ state: 'attached' });
  await page.locator('main select').first().selectOption('ateliers-fictifs');
  await submit(page);
  await page.waitForURL(/lignes$/);
};
const openAll = (page) => page.evaluate(() => document.querySelectorAll('main details').forEach((one) => (one.open = true)));

/** With what a start-up has besides, down to the date of a round, which comes last. */
const openRounds = async (page) => {
  await openAll(page);
  await page.getByRole('spinbutton').first().waitFor();
};

/** What somebody has typed of a start-up, and of a funder. */
const UNSAID = { netFloor: '', machines: '', desks: '', ticketMin: '', ticketMax: '', instruments: [], supervisors: '' };
const YOUNG = {
  name: 'Jeune pousse fictive',
  kind: 'startup',
  particulars: {
    ...UNSAID,
    stage: 'growth',
    pitch: 'Des capteurs fictifs pour les communes.',
    businessModel: 'Un abonnement par arbre.',
    teamSize: '7',
    jobs: '12',
    international: ['LU', 'DE', 'BE'],
    rounds: [{ closedOn: '2026-03-31', amount: '1 500 000', instrument: 'equity', sourceUrl: 'exemple.fr/levee' }],
  },
};
const FUNDER = {
  name: 'Fonds fictif',
  kind: 'funder',
  particulars: { ...YOUNG.particulars, ticketMin: 'dix mille', ticketMax: '500 000', instruments: ['equity', 'prize'], rounds: [] },
};

/** A history of some days, which a database of today has not. */
const someDays = async (page) => {
  const point = (on, count) => ({ on, count, query: `/v1/statistics/organizations?as_of=${on}` });
  const points = [point('2027-01-04', 38), point('2027-01-09', 40), point('2027-01-20', 37), point('2027-02-02', 44)];
  const answer = (body) => (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify(body) });
  const at = { known_at: '2027-02-02T16:00:00Z', known_from: '2027-01-04T08:00:00Z' };
  await page.route('**/v1/statistics/series*', answer({ ...at, points }));
  const named = { organization_id: '01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f', slug: 'universite-de-lorraine', name: 'Université de Lorraine' };
  const items = [named, { organization_id: '01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e40' }];
  await page.route('**/v1/statistics/organizations*', answer({ items }));
};
/** As if no Totem had answered anything yet. */
const unanswered = (page) =>
  page.route('**/v1/totems/statistics', async (route) => {
    const response = await route.fetch();
    const { totems, ...rest } = await response.json();
    const bare = totems.map(({ median_days, p90_days, ...one }) => ({ ...one, due: 0, in_time: 0 }));
    await route.fulfill({ response, json: { ...rest, totems: bare } });
  });
/** As if the objectives had been measured: one behind, one ahead. */
const measured = (page) =>
  page.route('**/v1/objectives/trajectories', async (route) => {
    const response = await route.fetch();
    const { items } = await response.json();
    const source = { title: 'Comptage fictif des essais', publisher: 'exemple.fr', date_inferred: false };
    const judged = (state, gap) => ({ state, reason: 'judged', actual: { observation_id: HOOK.id, on: '2026-09-30', value: 12_000, gap, source } });
    const states = [judged('off_track', -1240), judged('on_track', 86)];
    await route.fulfill({ response, json: { items: items.map((one, at) => ({ ...one, ...states[at] })) } });
  });
const sendNothing = async (page) => {
  await page.locator('main form button[type=submit]').first().click();
};

const WAVE = '/travail-candidature/labels/metropole-french-tech/metropole-french-tech-vague-1';
const board = (change) => (page) =>
  page.route('**/v1/waves/*/board', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change(await response.json()) });
  });
/** The last number of candidates was told wrongly. */
const withdrawn = board(({ candidates, ...wave }) => ({
  ...wave,
  candidates: candidates.slice(0, -1),
  withdrawn: [
    {
      ...candidates.at(-1),
      kind: 'candidates',
      withdrawn: { at: '2026-11-27T09:30:00Z', reason: 'L’article compte les lauréats d’une autre vague.' },
    },
  ],
}));
const nothingTold = board((wave) => ({ ...wave, dates: [], candidates: [], laureates: [], territories: [] }));

const ASKED = {
  subject: 'Préparer une première levée de fonds',
  body: 'Nous sommes deux, nous avons un prototype et cherchons un regard extérieur.\n\nQui pouvons-nous rencontrer ?',
  name: 'Camille Exemple',
  email: 'camille@exemple.example',
  phone: '+33 6 00 00 00 00',
  language: 'fr',
};
const SENT = { reference: 'LT-2027-0001', email: ASKED.email, city: 'Metz', days: 3 };
const asking = (step) => `/demander?besoin=conseil&totem=metz&service=accompagnement&etape=${step}`;

export const STATES = [
  { name: 'accueil', path: '/' },
  { name: 'accueil-menu', path: '/', narrow: true, act: click('[aria-controls=menu-mobile]') },
  { name: 'accueil-chargement', path: '/', before: never('**/v1/**'), unfinished: true },
  { name: 'accueil-sans-reponse', path: '/', before: unanswered },
  { name: 'accueil-mesures', path: '/', before: measured },
  { name: 'accueil-erreur', path: '/', before: refuse('**/v1/**'), fails: true },

  { name: 'annuaire', path: '/annuaire' },
  { name: 'annuaire-recherche', path: '/annuaire?q=lorraine' },
  { name: 'annuaire-filtres', path: '/annuaire?kinds=startup&place=vosges', act: openAll },
  { name: 'annuaire-vide', path: '/annuaire?q=zzzzzz' },
  { name: 'annuaire-chargement', path: '/annuaire', before: never('**/v1/organizations?**'), unfinished: true },
  { name: 'annuaire-erreur', path: '/annuaire', before: refuse('**/v1/organizations?**'), fails: true },
  { name: 'annuaire-carte', path: '/annuaire?kinds=university&vue=carte', act: drawn },
  { name: 'annuaire-carte-choix', path: '/annuaire?q=loria&vue=carte', act: picked },
  {
    name: 'annuaire-carte-absente',
    path: '/annuaire?vue=carte',
    before: withoutWebGL,
  },
  {
    name: 'annuaire-integrer',
    path: '/annuaire?kinds=startup&vue=carte',
    act: async (page) => {
      await page.getByRole('button', { name: /votre site|Ihre Website|your site/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'carte-partenaire', path: '/embed/map?kinds=university&kinds=research_lab', act: drawn },
  { name: 'ecosysteme', path: '/ecosysteme', act: openAll },
  { name: 'ecosysteme-serie', path: '/ecosysteme', before: someDays, act: openAll },
  {
    name: 'ecosysteme-serie-liste',
    path: '/ecosysteme',
    before: someDays,
    act: async (page) => {
      await openAll(page);
      await page.getByRole('button', { name: /^40/ }).click();
      await page.getByRole('dialog').getByRole('listitem').nth(1).waitFor();
    },
  },
  { name: 'ecosysteme-serie-erreur', path: '/ecosysteme', before: refuse('**/v1/statistics/series*'), fails: true },
  { name: 'ecosysteme-erreur', path: '/ecosysteme', before: refuse('**/v1/statistics'), fails: true },
  { name: 'organisation-moderation', path: '/annuaire/universite-de-lorraine', as: 'moderator' },
  { name: 'organisation', path: '/annuaire/universite-de-lorraine' },
  { name: 'organisation-liens', path: ({ related }) => `/annuaire/${related}` },
  { name: 'confirmer', path: '/annuaire/universite-de-lorraine/confirmer#acces=essai-essai' },
  { name: 'confirmer-sans-lien', path: '/annuaire/universite-de-lorraine/confirmer' },
  {
    name: 'confirmer-lien-passe',
    path: '/annuaire/universite-de-lorraine/confirmer#acces=essai-essai',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Tout est encore juste|Alles stimmt noch|All is still right)/ }).click();
      await page.locator('main').getByText(/30 (jours|Tage|days)/).waitFor();
    },
  },
  {
    name: 'confirmer-merci',
    path: ({ related }) => `/annuaire/${related}/confirmer`,
    as: 'moderator',
    // Not written: others look at the same record meanwhile.
    before: (page) =>
      page.route('**/confirmations', async (route) => {
        const record = await page.request.get(route.request().url().replace('/confirmations', ''));
        const body = { ...(await record.json()), confirmed_on: '2026-11-27' };
        await route.fulfill({ status: 201, contentType: 'application/json', body: JSON.stringify(body) });
      }),
    act: async (page) => {
      await page.getByRole('button', { name: /^(Tout est encore juste|Alles stimmt noch|All is still right)/ }).click();
      await page.locator('main').getByText(/^(Merci|Danke|Thank you)/).waitFor();
    },
  },
  { name: 'organisation-absente', path: '/annuaire/nulle-part', missing: true },
  { name: 'organisation-erreur', path: '/annuaire/universite-de-lorraine', before: refuse('**/v1/organizations/**'), fails: true },
  { name: 'organisation-proposee', path: ({ proposal }) => `/annuaire/${proposal}`, as: 'entrepreneur' },
  { name: 'organisation-a-corriger', path: ({ sentBack }) => `/annuaire/${sentBack}`, as: 'entrepreneur' },
  { name: 'organisation-moderee', path: ({ proposal }) => `/annuaire/${proposal}`, as: 'moderator' },
  {
    name: 'organisation-refuser',
    path: ({ proposal }) => `/annuaire/${proposal}`,
    as: 'moderator',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Refuser|Ablehnen|Refuse)/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'modifier', path: ({ sentBack }) => `/annuaire/${sentBack}/modifier`, as: 'entrepreneur', act: openAll },
  {
    name: 'modifier-fautes',
    path: ({ sentBack }) => `/annuaire/${sentBack}/modifier`,
    as: 'entrepreneur',
    act: async (page) => {
      await page.locator('[name=name]').fill('');
      await submit(page);
    },
  },
  {
    name: 'modifier-liens',
    path: ({ sentBack }) => `/annuaire/${sentBack}/modifier`,
    as: 'entrepreneur',
    act: async (page) => {
      await openAll(page);
      await page.locator('main [type=search]').fill('université de lor');
      await page.locator('main [role=option]').first().click();
      await page.locator('main [role=option]').first().waitFor({ state: 'detached' });
    },
  },
  {
    name: 'modifier-start-up',
    path: ({ proposal }) => `/annuaire/${proposal}/modifier`,
    as: 'entrepreneur',
    act: openRounds,
  },
  { name: 'modifier-autrui', path: '/annuaire/universite-de-lorraine/modifier', as: 'entrepreneur' },
  { name: 'fiche-etape-absente', path: '/annuaire/universite-de-lorraine/nulle-part', as: 'entrepreneur', missing: true },
  { name: 'prise-en-charge', path: '/annuaire/universite-de-lorraine/prise-en-charge', as: 'entrepreneur' },
  {
    name: 'prise-en-charge-moderation',
    path: '/annuaire/universite-de-lorraine/prise-en-charge',
    as: 'entrepreneur',
    act: async (page) => {
      await page.locator('main [type=radio]').nth(1).click({ force: true });
      await submit(page);
      await page.locator('main [aria-invalid=true]').waitFor();
    },
  },
  {
    name: 'prise-en-charge-autre-domaine',
    path: '/annuaire/universite-de-lorraine/prise-en-charge',
    as: 'entrepreneur',
    act: async (page) => {
      await page.locator('[name=email]').fill('camille@exemple.example');
      await submit(page);
      await page.locator('main [aria-invalid=true]').waitFor();
    },
  },
  {
    name: 'prise-en-charge-lien',
    path: ({ claim }) => `/prises-en-charge/${claim}#acces=essai-essai`,
    as: 'entrepreneur',
  },
  { name: 'prise-en-charge-lien-inconnu', path: ({ claim }) => `/prises-en-charge/${claim}` },
  { name: 'prise-en-charge-d-autrui', path: ({ claim }) => `/prises-en-charge/${claim}`, as: 'agent-metz' },
  { name: 'moderation-prises-en-charge', path: '/moderation?vue=prises-en-charge', as: 'moderator' },
  { name: 'historique', path: ({ sentBack }) => `/annuaire/${sentBack}/historique`, as: 'entrepreneur' },
  { name: 'historique-vide', path: '/annuaire/universite-de-lorraine/historique' },
  { name: 'historique-erreur', path: '/annuaire/universite-de-lorraine/historique', before: refuse('**/history?**'), fails: true },
  { name: 'reunir', path: ({ sentBack }) => `/annuaire/${sentBack}/reunir`, as: 'moderator' },
  {
    name: 'reunir-choisie',
    path: ({ sentBack }) => `/annuaire/${sentBack}/reunir`,
    as: 'moderator',
    act: async (page) => {
      await page.locator('main [type=search]').fill('université de lorraine');
      await page.locator('main [type=radio]').first().click({ force: true });
      await page.locator('main [type=submit]').waitFor();
    },
  },
  { name: 'reunir-sans-droit', path: ({ sentBack }) => `/annuaire/${sentBack}/reunir`, as: 'entrepreneur' },
  { name: 'organisation-supprimee', path: ({ deleted }) => `/annuaire/${deleted}`, missing: true },
  { name: 'moderation', path: '/moderation', as: 'moderator' },
  { name: 'moderation-a-corriger', path: '/moderation?status=sent_back', as: 'moderator' },
  { name: 'moderation-vide', path: '/moderation?status=suspended', as: 'moderator' },
  { name: 'moderation-sans-droit', path: '/moderation', as: 'entrepreneur' },
  { name: 'moderation-chargement', path: '/moderation', as: 'moderator', before: never('**/v1/reviews?**'), unfinished: true },
  { name: 'moderation-erreur', path: '/moderation', as: 'moderator', before: refuse('**/v1/reviews?**'), fails: true },
  { name: 'imports', path: '/imports', as: 'moderator' },
  {
    name: 'imports-vide',
    path: '/imports',
    as: 'moderator',
    before: (page) => page.route('**/v1/imports?**', (route) => route.fulfill({ json: { items: [] } })),
  },
  { name: 'imports-sans-droit', path: '/imports', as: 'entrepreneur' },
  { name: 'imports-chargement', path: '/imports', as: 'moderator', before: never('**/v1/imports?**'), unfinished: true },
  { name: 'imports-erreur', path: '/imports', as: 'moderator', before: refuse('**/v1/imports?**'), fails: true },
  { name: 'import-fichier', path: '/imports/nouveau', as: 'moderator', act: submit },
  { name: 'import-colonnes', path: '/imports/nouveau', as: 'moderator', act: importing(1) },
  {
    name: 'import-colonnes-fautes',
    path: '/imports/nouveau',
    as: 'moderator',
    act: async (page) => {
      await importing(1)(page);
      await page.locator('[name="source.system"]').fill('Pas court');
      await submit(page);
      await page.locator('main [aria-invalid=true]').first().waitFor();
    },
  },
  { name: 'import-lignes', path: '/imports/nouveau', as: 'moderator', act: importing(2) },
  {
    name: 'import-confirmer',
    path: '/imports/nouveau',
    as: 'moderator',
    act: async (page) => {
      await importing(2)(page);
      await page.locator('main button[class*=secondary]').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'import-resultats', path: ({ tried }) => `/imports/${tried}`, as: 'moderator' },
  { name: 'import-non-repris', path: ({ tried }) => `/imports/${tried}?resultat=conflict`, as: 'moderator', act: openAll },
  { name: 'import-doublons', path: ({ doubtful }) => `/imports/${doubtful}`, as: 'moderator' },
  { name: 'import-a-trancher', path: ({ doubtful }) => `/imports/${doubtful}?resultat=a-trancher`, as: 'moderator', act: openAll },
  {
    name: 'import-tout-autre',
    path: ({ doubtful }) => `/imports/${doubtful}?resultat=a-trancher`,
    as: 'moderator',
    act: (page) => page.getByRole('button', { name: 'Toutes celles qui restent sont d’autres fiches' }).click(),
  },
  { name: 'import-rien-a-trancher', path: ({ tried }) => `/imports/${tried}?resultat=a-trancher`, as: 'moderator' },
  {
    name: 'import-a-trancher-erreur',
    path: ({ doubtful }) => `/imports/${doubtful}?resultat=a-trancher`,
    as: 'moderator',
    before: refuse('**/v1/imports/*/results?**'),
    fails: true,
  },
  {
    name: 'import-en-cours',
    path: ({ tried }) => `/imports/${tried}`,
    as: 'moderator',
    before: importAs({ status: 'running', ended_at: null, allowed_transitions: ['cancelled'] }),
  },
  {
    name: 'import-interrompu',
    path: ({ tried }) => `/imports/${tried}`,
    as: 'moderator',
    before: importAs({ status: 'failed', failure: { code: 'broken_json', detail: 'Le JSON du fichier s’interrompt ou n’est plus du JSON à l’octet 512.' } }),
  },
  { name: 'import-absent', path: '/imports/nulle-part', as: 'moderator', missing: true },
  { name: 'fiches', path: '/compte/fiches', as: 'entrepreneur' },
  { name: 'fiches-vide', path: '/compte/fiches', as: 'agent-metz' },
  { name: 'fiches-erreur', path: '/compte/fiches', as: 'entrepreneur', before: refuse('**/v1/me/organizations?**'), fails: true },
  { name: 'recherches', path: '/compte/recherches', as: 'entrepreneur' },
  { name: 'recherches-vide', path: '/compte/recherches', as: 'agent-metz' },
  { name: 'recherches-chargement', path: '/compte/recherches', as: 'entrepreneur', before: never('**/v1/me/saved-searches'), unfinished: true },
  { name: 'recherches-erreur', path: '/compte/recherches', as: 'entrepreneur', before: refuse('**/v1/me/saved-searches'), fails: true },
  {
    name: 'annuaire-enregistrer',
    path: '/annuaire?q=robotique&kinds=startup&place=moselle',
    as: 'entrepreneur',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Enregistrer cette|Diese Suche|Save this)/ }).click();
      await page.locator('[role=dialog] [name=search-name]').waitFor();
    },
  },
  { name: 'proposer', path: '/annuaire/proposer', as: 'entrepreneur' },
  { name: 'proposer-fautes', path: '/annuaire/proposer', as: 'entrepreneur', act: submit },
  { name: 'proposer-start-up', path: '/annuaire/proposer', as: 'entrepreneur', before: draft('lorntech.propose', YOUNG), act: openRounds },
  {
    name: 'proposer-financeur-fautes',
    path: '/annuaire/proposer',
    as: 'entrepreneur',
    before: draft('lorntech.propose', FUNDER),
    act: async (page) => {
      await openAll(page);
      await page.locator('[name="profile.ticket_min"]').waitFor();
      await submit(page);
      await page.locator('main [aria-invalid=true]').first().waitFor();
    },
  },

  { name: 'totems', path: '/totems' },
  { name: 'totem-metz', path: '/totems/metz' },
  { name: 'totem-nancy', path: '/totems/nancy' },
  { name: 'totem-epinal', path: '/totems/epinal' },
  { name: 'totem-thionville', path: '/totems/thionville' },
  { name: 'compte-agent', path: '/compte', as: 'agent-metz' },
  { name: 'totem-chiffres', path: '/totems/metz/chiffres' },
  { name: 'totem-chiffres-agent', path: '/totems/metz/chiffres?periode=5-ans', as: 'agent-metz' },
  { name: 'totem-chiffres-vide', path: '/totems/epinal/chiffres' },
  { name: 'totem-chiffres-erreur', path: '/totems/metz/chiffres', before: refuse('**/statistics**'), fails: true },
  { name: 'totem-absent', path: '/totems/strasbourg', missing: true },
  { name: 'espace', path: '/totems/metz/espaces/bureaux-de-demonstration' },
  { name: 'espace-membre', path: '/totems/metz/espaces/salle-de-demonstration', as: 'entrepreneur' },
  {
    name: 'espace-pris',
    path: '/totems/metz/espaces/bureaux-de-demonstration',
    as: 'entrepreneur',
    before: (page) => page.route('**/v1/bookings', (route) => route.fulfill(TAKEN)),
    act: async (page) => {
      await chooseOpenDay(page, '/v1/totems/metz/spaces/bureaux-de-demonstration');
      await page.locator('main form select option[value]:not([value=""])').first().waitFor({ state: 'attached' });
      await submit(page);
      await page.locator('main [role=alert]').waitFor();
    },
  },
  {
    name: 'espace-serie-fautes',
    path: '/totems/metz/espaces/bureaux-de-demonstration',
    as: 'agent-metz',
    act: async (page) => {
      for (const at of [0, 1]) await page.locator('main form [role=switch]').nth(at).click({ force: true });
      await submit(page);
      await page.locator('main [aria-invalid=true]').first().waitFor();
    },
  },
  {
    name: 'espace-en-pause',
    path: '/totems/metz/espaces/salle-de-demonstration',
    before: (page) =>
      page.route('**/spaces/salle-de-demonstration', async (route) => {
        const response = await route.fetch();
        const paused = { status: 'paused', pause_reason: { fr: 'Travaux jusqu’au 15 janvier.' } };
        await route.fulfill({ response, json: { ...(await response.json()), ...paused } });
      }),
  },
  {
    name: 'espace-erreur',
    path: '/totems/metz/espaces/salle-de-demonstration',
    before: refuse('**/availability?**'),
    fails: true,
  },
  { name: 'reservations', path: '/compte/reservations', as: 'entrepreneur' },
  { name: 'reservations-vide', path: '/compte/reservations', as: 'moderator' },
  {
    name: 'reservations-annuler',
    path: '/compte/reservations',
    as: 'entrepreneur',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Annuler|Absagen|Cancel), / }).first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'reservations-erreur', path: '/compte/reservations', as: 'entrepreneur', before: refuse('**/v1/bookings?**'), fails: true },
  { name: 'projets-vide', path: '/compte/projets', as: 'moderator' },
  { name: 'projets-agent', path: '/compte/projets', as: 'agent-metz' },
  { name: 'projets-erreur', path: '/compte/projets', as: 'entrepreneur', before: refuse('**/v1/projects?**'), fails: true },
  { name: 'projet-nouveau-fautes', path: '/compte/projets/nouveau', as: 'entrepreneur', act: submit },
  { name: 'projet', path: ({ project }) => `/compte/projets/${project}`, as: 'entrepreneur' },
  { name: 'travail-reservations', path: ({ booked }) => `/travail/metz/reservations?jour=${booked}`, as: 'agent-metz' },
  { name: 'travail-reservations-vide', path: '/travail/metz/reservations?jour=2020-01-06', as: 'manager-metz' },
  {
    name: 'travail-espace-modifier',
    path: '/travail/metz/reservations?jour=2020-01-06',
    as: 'manager-metz',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Modifier|Ändern|Edit), / }).first().click();
      await page.locator('[role=dialog] form').waitFor();
    },
  },

  { name: 'demander', path: '/demander' },
  { name: 'demander-fautes', path: '/demander', act: submit },
  { name: 'demander-mots', path: '/demander?mots=un+bureau', act: (page) => page.getByText('Metz').first().waitFor() },
  { name: 'demander-totem', path: '/demander?besoin=conseil&etape=totem' },
  { name: 'demander-service', path: '/demander?besoin=conseil&totem=metz&etape=totem' },
  { name: 'demander-details', path: asking('details') },
  { name: 'demander-details-fautes', path: asking('details'), act: submit },
  { name: 'demander-details-remplis', path: asking('details'), before: draft('lorntech.ask', ASKED) },
  { name: 'demander-vous', path: asking('vous'), before: draft('lorntech.ask', { ...ASKED, name: '', email: '' }) },
  {
    name: 'demander-vous-fautes',
    path: asking('vous'),
    before: draft('lorntech.ask', { ...ASKED, name: '', email: 'camille@' }),
    act: submit,
  },
  { name: 'demander-relecture', path: asking('relecture'), before: draft('lorntech.ask', ASKED) },
  {
    name: 'demander-relecture-membre',
    path: asking('relecture'),
    as: 'entrepreneur',
    before: draft('lorntech.ask', ASKED),
  },
  {
    name: 'demander-refusee',
    path: asking('relecture'),
    before: async (page) => {
      await draft('lorntech.ask', ASKED)(page);
      await refuse('**/v1/service-requests')(page);
    },
    act: submit,
    fails: true,
  },
  { name: 'envoyee', path: '/demander/envoyee', before: draft('lorntech.sent', SENT, 'session') },
  { name: 'envoyee-oubliee', path: '/demander/envoyee' },

  { name: 'candidature', path: '/candidature' },
  { name: 'candidature-travail', path: '/travail-candidature/', as: 'pilot' },
  { name: 'candidature-plan', path: '/travail-candidature/french-tech-east', as: 'pilot' },
  { name: 'candidature-criteres', path: '/travail-candidature/french-tech-east/criteres', as: 'pilot' },
  ...['document', 'directory_query'].map((kind) => ({
    name: `candidature-criteres-${kind === 'document' ? 'fichier' : 'recherche'}`,
    path: '/travail-candidature/french-tech-east/criteres',
    as: 'pilot',
    act: async (page) => {
      await page.locator('main select').nth(1).selectOption(kind);
      if (kind === 'document') await submit(page);
      else await page.getByRole('checkbox').nth(1).check();
    },
  })),
  {
    name: 'candidature-criteres-retirer',
    path: '/travail-candidature/french-tech-east/criteres',
    as: 'pilot',
    act: async (page) => {
      await page.locator('main table button').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'candidature-criteres-dangereux',
    path: '/travail-candidature/french-tech-east/criteres',
    as: 'pilot',
    before: async (page) => {
      const change = async (route) => {
        const response = await route.fetch();
        const list = await response.json();
        const [first, second] = list.items.flatMap((one) => one.evidence).filter((one) => one.file_status);
        first.file_status = 'infected';
        list.items.find(({ evidence }) => evidence.includes(first)).state = 'unmet';
        if (second) second.file_status = 'pending';
        await route.fulfill({ response, json: list });
      };
      await page.route('**/v1/candidacies/*/criteria', change);
    },
  },
  {
    name: 'candidature-criteres-erreur',
    path: '/travail-candidature/french-tech-east/criteres',
    as: 'pilot',
    before: refuse('**/v1/candidacies/*/criteria'),
    fails: true,
  },
  { name: 'candidature-etapes', path: '/travail-candidature/french-tech-east/etapes', as: 'pilot' },
  { name: 'candidature-dossier', path: '/travail-candidature/french-tech-east/dossier', as: 'pilot' },
  {
    name: 'candidature-dossier-commentaires',
    path: '/travail-candidature/french-tech-east/dossier',
    as: 'pilot',
    act: (page) => page.locator('main summary', { hasText: /^Commentaires/ }).first().click(),
  },
  {
    name: 'candidature-dossier-sans-evaluation',
    path: '/travail-candidature/french-tech-east/dossier',
    as: 'pilot',
    before: async (page) => {
      await page.route('**/dossier-versions/*/reviews', (route) => route.fulfill({ json: { items: [] } }));
      await page.route('**/dossier-versions/*/review-summary', (route) => route.fulfill({ json: { open: 0, submitted: 0, recused: 0, criteria: [] } }));
    },
  },
  {
    name: 'candidature-dossier-evaluations-erreur',
    path: '/travail-candidature/french-tech-east/dossier',
    as: 'pilot',
    before: async (page) => {
      await refuse('**/dossier-versions/*/reviews')(page);
      await refuse('**/dossier-versions/*/review-summary')(page);
    },
    fails: true,
  },
  { name: 'evaluations', path: '/compte/evaluations', as: 'entrepreneur' },
  { name: 'evaluations-vide', path: '/compte/evaluations', as: 'manager-metz' },
  { name: 'evaluations-erreur', path: '/compte/evaluations', as: 'entrepreneur', before: refuse('**/v1/me/dossier-reviews?**'), fails: true },
  { name: 'evaluation', path: ({ reviews }) => `/compte/evaluations/${reviews.open}`, as: 'entrepreneur' },
  { name: 'evaluation-fautes', path: ({ reviews }) => `/compte/evaluations/${reviews.open}`, as: 'entrepreneur', act: submit },
  {
    name: 'evaluation-conflit',
    path: ({ reviews }) => `/compte/evaluations/${reviews.open}`,
    as: 'entrepreneur',
    act: async (page) => {
      await page.locator('main button').nth(1).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'evaluation-soumise', path: ({ reviews }) => `/compte/evaluations/${reviews.submitted}`, as: 'agent-metz' },
  { name: 'evaluation-fermee', path: ({ reviews }) => `/compte/evaluations/${reviews.recused}`, as: 'moderator' },
  { name: 'evaluation-absente', path: '/compte/evaluations/nulle-part', as: 'entrepreneur', missing: true },
  { name: 'candidature-signer', path: '/travail-candidature/french-tech-east/signer', as: 'entrepreneur' },
  { name: 'candidature-refusee', path: '/travail-candidature/', as: 'entrepreneur' },
  { name: 'labels', path: '/travail-candidature/labels', as: 'pilot' },
  { name: 'labels-vide', path: '/travail-candidature/labels', as: 'pilot', before: (page) => page.route('**/v1/label-programmes', (route) => route.fulfill({ json: { items: [] } })) },
  { name: 'labels-erreur', path: '/travail-candidature/labels', as: 'pilot', before: refuse('**/v1/label-programmes'), fails: true },
  { name: 'labels-sans-droit', path: '/travail-candidature/labels', as: 'entrepreneur' },
  { name: 'label', path: '/travail-candidature/labels/metropole-french-tech', as: 'pilot', act: openAll },
  {
    name: 'label-criteres',
    path: '/travail-candidature/labels/capitales-french-tech',
    as: 'pilot',
    act: async (page) => {
      await page.locator('main li button').first().click();
      await page.locator('main li form [type=submit]').click();
    },
  },
  {
    name: 'label-corriger',
    path: '/travail-candidature/labels/metropole-french-tech',
    as: 'pilot',
    act: (page) => page.locator('main li button').nth(1).click(),
  },
  { name: 'label-absent', path: '/travail-candidature/labels/nulle-part', as: 'pilot', missing: true },
  { name: 'vague', path: WAVE, as: 'pilot', before: withdrawn },
  {
    name: 'vague-territoire',
    path: WAVE,
    as: 'pilot',
    act: async (page) => {
      await page.locator('main select').first().selectOption('territory');
      await submit(page);
    },
  },
  {
    name: 'vague-retirer',
    path: WAVE,
    as: 'pilot',
    act: async (page) => {
      await page.locator('main li button').first().click();
      await page.getByRole('dialog').locator('[type=submit]').click();
    },
  },
  { name: 'vague-vide', path: WAVE, as: 'pilot', before: nothingTold },
  { name: 'vague-chargement', path: WAVE, as: 'pilot', before: never('**/v1/waves/*/board'), unfinished: true },
  { name: 'vague-erreur', path: WAVE, as: 'pilot', before: refuse('**/v1/waves/*/board'), fails: true },
  { name: 'vague-absente', path: '/travail-candidature/labels/metropole-french-tech/nulle-part', as: 'pilot', missing: true },
  { name: 'objectifs', path: '/objectifs', act: openAll },
  { name: 'objectifs-erreur', path: '/objectifs', before: refuse('**/trajectory**'), fails: true },
  { name: 'objectifs-tenir', path: '/compte/objectifs', as: 'pilot' },
  { name: 'objectif-nouveau', path: '/compte/objectifs/nouveau', as: 'pilot' },
  { name: 'objectif-nouveau-erreurs', path: '/compte/objectifs/nouveau', as: 'pilot', act: sendNothing },
  { name: 'objectif-nouveau-sans-droit', path: '/compte/objectifs/nouveau', as: 'entrepreneur' },
  { name: 'objectif-nouveau-erreur', path: '/compte/objectifs/nouveau', as: 'pilot', before: refuse('**/v1/indicators*'), fails: true },
  { name: 'indicateurs', path: '/compte/objectifs/indicateurs', as: 'pilot' },
  { name: 'indicateurs-erreurs', path: '/compte/objectifs/indicateurs', as: 'pilot', act: sendNothing },
  {
    name: 'indicateurs-version',
    path: '/compte/objectifs/indicateurs',
    as: 'pilot',
    act: async (page) => {
      await page.locator('main select').selectOption('emplois-numeriques');
      await page.locator('main details').waitFor();
      await openAll(page);
    },
  },
  { name: 'objectifs-tenir-sans-droit', path: '/compte/objectifs', as: 'entrepreneur' },
  { name: 'sources', path: '/sources' },
  // Some of its pieces are shown while they wait.
  { name: 'design', path: '/design', unfinished: 'main section h2' },
  { name: 'design-ouvert', path: '/design', act: openAll, unfinished: 'main section h2' },
  { name: 'accessibilite', path: '/accessibilite' },
  { name: 'securite', path: '/compte/securite', as: 'entrepreneur' },
  {
    name: 'securite-installer',
    path: '/compte/securite',
    as: 'entrepreneur',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Installer une application|App einrichten|Set up an app)$/ }).click();
      // Whoever signed in more than ten minutes ago shows first that it is them.
      const dialog = page.getByRole('dialog');
      await page.locator('[name=code]').or(dialog).waitFor();
      if (await dialog.count()) {
        await dialog.locator('input').fill(PASSWORD);
        await dialog.locator('[type=submit]').click();
        await page.locator('[name=code]').waitFor();
      }
    },
  },
  { name: 'securite-chargement', path: '/compte/securite', as: 'entrepreneur', before: never('**/second-factors'), unfinished: true },
  { name: 'securite-erreur', path: '/compte/securite', as: 'entrepreneur', before: refuse('**/second-factors'), fails: true },
  {
    name: 'connexion-second-facteur',
    path: '/connexion',
    before: (page) =>
      page.route('**/v1/sessions', (route) =>
        route.fulfill({
          status: 202,
          contentType: 'application/json',
          body: JSON.stringify({ challenge: 'x', expires_in: 300, methods: ['totp', 'recovery_code'] }),
        }),
      ),
    act: async (page) => {
      await page.locator('[name=email]').fill('camille@exemple.example');
      await page.locator('[name=password]').fill('x');
      await submit(page);
      await page.locator('[name=totp]').waitFor();
    },
  },
  { name: 'connexion', path: '/connexion' },
  { name: 'connexion-fautes', path: '/connexion', act: submit },
  {
    name: 'connexion-refusee',
    path: '/connexion?retour=/demandes',
    act: async (page) => {
      await page.locator('[name=email]').fill('personne@exemple.example');
      await page.locator('[name=password]').fill('ce n’est pas le bon');
      await submit(page);
      await page.locator('main [role=alert]').waitFor();
    },
  },
  { name: 'connexion-fournisseurs', path: '/connexion', before: provided() },
  {
    name: 'connexion-fournisseur-absent',
    path: '/connexion',
    before: provided({ '**/v1/sessions/oidc/essai': refused(404, 'not_found', 'Introuvable') }),
    act: async (page) => {
      await page.getByRole('button', { name: /Fournisseur d’essai/ }).click();
      await page.locator('main [role=alert]').waitFor();
    },
  },
  { name: 'inscription-fournisseurs', path: '/compte/inscription', before: provided() },
  { name: 'retour', path: '/compte/retour/essai?state=x&code=y', before: never(CALLBACK), unfinished: true },
  {
    name: 'retour-refuse',
    path: '/compte/retour/essai?state=x&code=y',
    before: provided({ [CALLBACK]: refused(401, 'provider_sign_in_refused', 'Connexion non aboutie', 'La connexion par Fournisseur d’essai n’a pas abouti, et personne n’est connecté. Recommencez depuis la page de connexion, dans le même navigateur.') }),
  },
  {
    name: 'retour-abandon',
    path: '/compte/retour/essai?state=x&error=access_denied',
    before: provided({ [CALLBACK]: refused(401, 'provider_sign_in_refused', 'Connexion non aboutie', 'La connexion par Fournisseur d’essai n’a pas abouti, et personne n’est connecté. Recommencez depuis la page de connexion, dans le même navigateur.') }),
  },
  { name: 'retour-vide', path: '/compte/retour/essai', before: provided() },
  {
    name: 'retour-a-relier',
    path: '/compte/retour/essai?state=x&code=y',
    before: provided({ [CALLBACK]: refused(409, 'identity_link_required', 'Compte à relier') }),
  },
  { name: 'relier', path: '/compte/relier/essai', as: 'entrepreneur', before: provided() },
  {
    name: 'relier-deja',
    path: '/compte/relier/essai',
    as: 'entrepreneur',
    before: provided({ '**/v1/me/identities': refused(409, 'identity_taken', 'Identité déjà reliée', 'Cette identité Fournisseur d’essai est déjà reliée à un compte.') }),
    act: async (page) => {
      await page.getByRole('button', { name: /^(Relier|Verknüpfen|Link)$/ }).click();
      await page.locator('main [role=alert]').waitFor();
    },
  },
  { name: 'compte-a-relier', path: '/compte', as: 'entrepreneur', before: provided() },
  {
    name: 'compte-detacher',
    path: '/compte',
    as: 'entrepreneur',
    before: provided({ '**/v1/me/identities': [200, { items: [IDENTITY] }] }),
    act: async (page) => {
      await page.getByRole('button', { name: /^(Détacher|Verknüpfung entfernen|Unlink), / }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'compte-sans-mot-de-passe',
    path: '/compte',
    as: 'entrepreneur',
    before: async (page) => {
      await provided({ '**/v1/me/identities': [200, { items: [IDENTITY] }] })(page);
      await page.route('**/v1/me', async (route) => {
        const response = await route.fetch();
        const me = await response.json();
        await route.fulfill({ response, json: { ...me, account: { ...me.account, has_password: false } } });
      });
    },
  },
  { name: 'inscription', path: '/compte/inscription' },
  { name: 'inscription-fautes', path: '/compte/inscription', act: submit },
  {
    name: 'inscription-envoyee',
    path: '/compte/inscription',
    act: async (page) => {
      await page.locator('[name=name]').fill('Dominique Exemple');
      await page.locator('[name=email]').fill('dominique.exemple@exemple.example');
      await submit(page);
      await page.locator('main [class*=banner]').first().waitFor();
    },
  },
  { name: 'oubli', path: '/compte/oubli' },
  // With a token that opens nothing: what is on these pages does not depend on it until something is sent.
  { name: 'ouvrir', path: '/compte/ouvrir#acces=quelque-chose' },
  { name: 'mot-de-passe', path: '/compte/mot-de-passe#acces=quelque-chose' },
  { name: 'mot-de-passe-fautes', path: '/compte/mot-de-passe#acces=quelque-chose', act: submit },
  { name: 'adresse', path: '/compte/adresse#acces=quelque-chose' },
  { name: 'lien-perdu', path: '/compte/ouvrir' },
  { name: 'compte-absent', path: '/compte/nulle-part', missing: true },
  { name: 'compte', path: '/compte', as: 'entrepreneur' },
  {
    name: 'compte-fermer',
    path: '/compte',
    as: 'entrepreneur',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Fermer mon compte|Mein Konto schließen|Close my account)$/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'donnees', path: '/compte/donnees', as: 'entrepreneur', act: openAll },
  { name: 'donnees-chargement', path: '/compte/donnees', as: 'entrepreneur', before: never('**/v1/me/{exports,consents,personal-data}'), unfinished: true },
  { name: 'donnees-erreur', path: '/compte/donnees', as: 'entrepreneur', before: refuse('**/v1/me/{exports,consents,personal-data}'), fails: true },
  { name: 'notifications', path: '/compte/notifications', as: 'agent-metz' },
  { name: 'notifications-erreur', path: '/compte/notifications', as: 'agent-metz', before: refuse('**/v1/me/notification-settings'), fails: true },
  { name: 'desabonnement-perdu', path: '/compte/desabonnement' },
  { name: 'clients', path: '/compte/clients-api', as: 'entrepreneur' },
  {
    name: 'clients-fautes',
    path: '/compte/clients-api',
    as: 'admin',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Enregistrer un client|Client registrieren|Register a client)$/ }).click();
      await page.getByRole('dialog').locator('form [type=submit]').click();
    },
  },
  { name: 'webhooks', path: '/compte/webhooks', as: 'entrepreneur', before: hooked({ status: 'pending' }) },
  { name: 'webhooks-vide', path: '/compte/webhooks', as: 'entrepreneur' },
  { name: 'webhooks-erreur', path: '/compte/webhooks', as: 'entrepreneur', before: refuse('**/v1/webhooks?**'), fails: true },
  {
    name: 'webhook',
    path: `/compte/webhooks/${HOOK.id}`,
    as: 'entrepreneur',
    before: hooked({ failing_since: '2026-11-26T08:30:01Z', former_secret_until: '2026-11-27T08:00:00Z' }),
    act: openAll,
  },
  {
    name: 'webhook-desactive',
    path: `/compte/webhooks/${HOOK.id}`,
    as: 'entrepreneur',
    before: hooked({ status: 'disabled', disabled_reason: 'failing' }),
  },
  { name: 'personnes', path: '/administration/personnes', as: 'admin' },
  {
    name: 'personnes-compte',
    path: '/administration/personnes',
    as: 'admin',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Voir le compte|Konto ansehen|See the account)/ }).first().click();
      await page.getByRole('dialog').locator('[href^="mailto:"]').waitFor();
    },
  },
  { name: 'personnes-interdit', path: '/administration/personnes', as: 'agent-metz' },
  { name: 'courrier', path: '/demo/courrier' },
  { name: 'chercher', path: '/objectifs', act: find() },
  { name: 'chercher-resultats', path: '/objectifs', act: find('metz') },
  { name: 'chercher-rien', path: '/objectifs', act: find('zzzzzz') },
  { name: 'raccourcis', path: '/objectifs', act: press('?') },
  { name: 'introuvable', path: '/nulle-part', missing: true },
  { name: 'probleme', path: '/problems/not_found', bare: true },

  { name: 'demandes', path: '/demandes', as: 'entrepreneur' },
  { name: 'demandes-vide', path: '/demandes', as: 'pilot' },
  { name: 'demande-a-confirmer', path: ({ confirmation }) => confirmation },
  { name: 'demande-verrouillee', path: ({ ids }) => `/demandes/${ids.submitted}` },
  ...['submitted', 'assigned', 'waiting', 'answered', 'closed', 'rejected', 'cancelled'].map((state) => ({
    name: `demande-${state}`,
    path: ({ ids }) => `/demandes/${ids[state]}`,
    as: 'entrepreneur',
  })),
  { name: 'demande-envoyee', path: ({ ids }) => `/demandes/${ids.submitted}?envoyee=1`, as: 'entrepreneur' },
  {
    name: 'demande-expiree',
    path: ({ ids }) => `/demandes/${ids.cancelled}`,
    as: 'entrepreneur',
    before: (page, { ids }) =>
      page.route(`**/v1/service-requests/${ids.cancelled}`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), status: 'expired' } });
      }),
  },
  {
    name: 'demande-reunie',
    path: ({ ids }) => `/demandes/${ids.rejected}`,
    as: 'entrepreneur',
    // As if it had been joined to another one.
    before: (page, { ids }) =>
      page.route(`**/v1/service-requests/${ids.rejected}`, async (route) => {
        const response = await route.fetch();
        const merged = { reason: 'duplicate', merged_into: { id: ids.assigned, reference: 'LT-2027-0002' } };
        await route.fulfill({ response, json: { ...(await response.json()), ...merged } });
      }),
  },
  {
    name: 'demande-annuler',
    path: ({ ids }) => `/demandes/${ids.submitted}`,
    as: 'entrepreneur',
    act: (page) => page.getByRole('button', { name: /Annuler ma demande|zurückziehen|Cancel my request/ }).click(),
  },

  { name: 'travail', path: '/travail/metz', as: 'agent-metz' },
  { name: 'travail-responsable', path: '/travail/metz', as: 'manager-metz' },
  { name: 'travail-filtre', path: '/travail/metz?status=waiting_requester', as: 'agent-metz' },
  { name: 'travail-sans-resultat', path: '/travail/metz?assigned=me&status=triage', as: 'agent-metz' },
  { name: 'travail-chiffres', path: '/travail/metz?in_time=true&status=answered&status=closed&status=rejected&submitted_on_gte=2026-01-01', as: 'agent-metz' },
  { name: 'travail-vide', path: '/travail/nancy', as: 'agent-nancy' },
  { name: 'travail-interdit', path: '/travail/nancy', as: 'agent-metz' },
  { name: 'travail-chargement', path: '/travail/metz', as: 'agent-metz', before: never('**/inbox**'), unfinished: true },
  {
    name: 'totem-charte',
    path: '/totems/metz',
    act: async (page) => {
      await page.getByText(/^(La charte des Totems|Die Charta der Totems|The charter of the Totems)$/).click();
      await page.locator('main details li').first().waitFor();
    },
  },
  { name: 'services', path: '/travail/metz/services', as: 'manager-metz' },
  { name: 'services-agent', path: '/travail/metz/services', as: 'agent-metz' },
  {
    name: 'services-pause',
    path: '/travail/metz/services',
    as: 'manager-metz',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Mettre en pause|Aussetzen|Pause)/ }).first().click();
      await page.getByRole('dialog').locator('[type=submit]').click();
    },
  },
  { name: 'lieu', path: '/travail/metz/services/le-lieu', as: 'manager-metz' },
  {
    name: 'lieu-fautes',
    path: '/travail/metz/services/le-lieu',
    as: 'manager-metz',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Ajouter une fermeture|Schließung hinzufügen|Add a closure)$/ }).click();
      await page.getByLabel(/lundi|Montag|Monday/).fill('le matin');
      await submit(page);
    },
  },
  { name: 'service', path: '/travail/metz/services/accompagnement', as: 'manager-metz', act: openAll },
  { name: 'service-nouveau', path: '/travail/metz/services/nouveau', as: 'manager-metz' },
  { name: 'service-fautes', path: '/travail/metz/services/nouveau', as: 'manager-metz', act: submit },
  { name: 'service-interdit', path: '/travail/metz/services/accompagnement', as: 'agent-metz' },
  { name: 'equipe', path: '/travail/metz/equipe', as: 'agent-metz' },
  { name: 'equipe-responsable', path: '/travail/metz/equipe', as: 'manager-metz' },
  { name: 'equipe-fautes', path: '/travail/metz/equipe', as: 'manager-metz', act: submit },
  {
    name: 'equipe-retirer',
    path: '/travail/metz/equipe',
    as: 'manager-metz',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Retirer le droit de|.*das Recht entziehen|Withdraw the right of)/ }).first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'invitation', path: ({ invitation }) => `/invitations/${invitation}`, as: 'moderator' },
  { name: 'invitation-envoyee', path: ({ invitation }) => `/invitations/${invitation}`, as: 'manager-metz' },
  { name: 'invitation-autre', path: ({ invitation }) => `/invitations/${invitation}`, as: 'entrepreneur', missing: true },
  { name: 'demandes-invitation', path: '/demandes', as: 'moderator' },
  { name: 'droits', path: '/administration/droits', as: 'admin' },
  { name: 'droits-interdit', path: '/administration/droits', as: 'agent-metz' },
  { name: 'regions', path: '/administration/regions', as: 'moderator', before: regions(REGIONS, CONFLICTS) },
  { name: 'regions-a-autoriser', path: '/administration/regions', as: 'admin', before: regions([HALTED], []) },
  { name: 'regions-reglees', path: '/administration/regions?vue=regles', as: 'moderator', before: regions(REGIONS, SETTLED) },
  {
    name: 'regions-decider',
    path: '/administration/regions',
    as: 'moderator',
    before: regions(REGIONS, CONFLICTS),
    act: async (page) => {
      await page.locator('main li button').first().click();
      await page.getByRole('dialog').locator('[type=submit]').click();
      await page.getByRole('dialog').locator('[aria-invalid=true]').waitFor();
    },
  },
  { name: 'regions-vide', path: '/administration/regions', as: 'moderator' },
  { name: 'regions-chargement', path: '/administration/regions', as: 'moderator', before: never('**/v1/{partners,proposals?**,sync/conflicts?**,sync/acks?**}'), unfinished: true },
  { name: 'regions-erreur', path: '/administration/regions', as: 'moderator', before: refuse('**/v1/{partners,proposals?**,sync/conflicts?**,sync/acks?**}'), fails: true },
  { name: 'regions-interdit', path: '/administration/regions', as: 'agent-metz' },
  { name: 'propositions', path: '/administration/regions', as: 'moderator', before: proposals(PROPOSALS) },
  {
    name: 'propositions-fautes',
    path: '/annuaire/universite-de-lorraine/propositions',
    as: 'moderator',
    before: proposals(PROPOSALS),
    act: async (page) => {
      await page.getByText(/^(Refuser|Ablehnen|Refuse)$/).first().click();
      await page.locator('main form [type=submit]').first().click();
      await page.locator('main [aria-invalid=true]').waitFor();
    },
  },
  {
    name: 'propositions-closes',
    path: '/annuaire/universite-de-lorraine/propositions',
    as: 'moderator',
    before: proposals(PROPOSALS, ANSWERED),
    act: async (page) => {
      await page.getByText(/^(Closes|Erledigt|Closed)$/).click();
      await page.locator('main li li').first().waitFor();
    },
  },
  { name: 'propositions-vide', path: '/annuaire/universite-de-lorraine/propositions', as: 'moderator' },
  { name: 'fiche-proposee', path: '/annuaire/universite-de-lorraine', as: 'moderator', before: proposals(PROPOSALS) },
  { name: 'journal', path: '/administration/journal', as: 'admin' },
  { name: 'journal-filtre', path: '/administration/journal?action=invitation.created', as: 'admin' },
  { name: 'journal-interdit', path: '/administration/journal', as: 'agent-metz' },
  { name: 'dossier', path: ({ ids }) => `/travail/metz/${ids.submitted}`, as: 'agent-metz' },
  { name: 'dossier-suivi', path: ({ ids }) => `/travail/metz/${ids.assigned}`, as: 'agent-metz', act: openAll },
  {
    name: 'dossier-fautes',
    path: ({ ids }) => `/travail/metz/${ids.assigned}`,
    as: 'agent-metz',
    act: submit,
  },
  {
    name: 'dossier-confier',
    path: ({ ids }) => `/travail/metz/${ids.submitted}`,
    as: 'agent-metz',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Confier|Zuteilen|Assign)/ }).click();
      await page.getByRole('dialog').getByRole('radio').first().waitFor({ state: 'attached' });
    },
  },
  {
    name: 'dossier-modeles',
    path: ({ ids }) => `/travail/metz/${ids.assigned}`,
    as: 'agent-metz',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Modèles de réponse|Antwortvorlagen|Answer templates)/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: /^(Nouveau modèle|Neue Vorlage|New template)/ }).click();
      await page.getByRole('dialog').getByRole('textbox').first().waitFor();
    },
  },
  {
    name: 'dossier-refus',
    path: ({ ids }) => `/travail/metz/${ids.submitted}`,
    as: 'agent-metz',
    act: async (page) => {
      await page.getByRole('button', { name: /^(Refuser|Ablehnen|Decline)/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'compte-menu',
    path: '/totems',
    as: 'agent-metz',
    act: async (page) => {
      await page.locator('header [aria-haspopup]').press('Enter');
      await page.getByRole('menu').waitFor();
    },
  },
];

/** Brings a page to a state. */
export async function show(page, state, world) {
  await state.before?.(page, world);
  await page.goto(typeof state.path === 'string' ? state.path : state.path(world));
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (state.unfinished) await page.locator(state.unfinished === true ? '[data-loading]' : state.unfinished).first().waitFor();
  else if (!state.bare) await settled(page);
  if (!state.act) return;
  await state.act(page, world);
  if (!state.unfinished) await settled(page);
}

/** The file routes of the site that no state shows. */
export function unseen(routes, world) {
  const paths = STATES.map(({ path }) => (typeof path === 'string' ? path : path(world)).split(/[?#]/)[0]);
  return routes.filter((route) => {
    const parts = route.split('.').filter((part) => part !== 'index' && !part.startsWith('_'));
    const pattern = new RegExp(`^/${parts.join('/').replace(/\/\$$/, '(/.*)?').replace(/\$\w+/g, '[^/]+')}$`);
    return !paths.some((path) => pattern.test(path));
  });
}
