// What is there before the pages are looked at: people who signed in, and requests in every state of their life.

import { randomUUID } from 'node:crypto';
import { linkInMail, PASSWORD, person, signIn } from './stage.mjs';

const PEOPLE = ['entrepreneur', 'agent-metz', 'agent-nancy', 'manager-metz', 'pilot', 'moderator', 'admin'];

/** A call of the API as somebody with an access token, or as nobody; a text is a file. */
function caller(url, token) {
  return async (method, path, body, headers) => {
    const file = typeof body === 'string';
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(file ? { 'content-type': 'text/csv', 'idempotency-key': randomUUID() } : {}),
        ...(body && !file ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: file ? body : body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
}

async function as(url, name) {
  const credentials = { email: `${name}@demo.lorntech.example`, password: PASSWORD, mode: 'token' };
  const { access_token: token } = await caller(url)('POST', '/v1/sessions', credentials);
  return caller(url, token);
}

const SUBJECTS = {
  submitted: 'Un bureau pour deux personnes à partir de janvier',
  assigned: 'Préparer une première levée de fonds',
  waiting: 'Trouver un laboratoire pour valider notre capteur de débit en eau vive',
  answered: 'Relire notre plan de financement',
  closed: 'Accueillir une réunion de clubs',
  rejected: 'Une aide pour un commerce en Alsace',
  cancelled: 'Un atelier de prototypage en février',
};

/** Of each sort a line: what becomes a record, what is one already, what says nothing, and what says something wrong. */
export const LIST = `Nom;Code postal;Ville;Site internet;SIREN;Remarque
Atelier fictif du bois;88000;Épinal;atelier-fictif.example;;ouvert le mardi
Université de Lorraine;54000;Nancy;en cours;130015506;
;57000;Metz;;;sans nom
Coopérative fictive de mécanique de précision du Val de Fensch;57290;Fameck;bientôt;123456789;
`;

/** Lines that may be a record which is there already. */
const DOUBLES = `Nom;Code postal;Ville;Site internet;SIREN;Remarque
Université de Lorraine;54000;Nancy;universite-fictive.example;;
Université fictive de la Moselle et de la Meurthe;57000;Metz;moselle-fictive.example;130015506;
`;

/** A dry run of the list, to its end, and lines that wait for a decision. */
async function importLists(who) {
  await who('POST', '/v1/import-mappings', {
    name: 'ateliers-fictifs',
    source: { system: 'ateliers-fictifs', name: 'Liste fictive des ateliers', licence: 'Licence Ouverte 2.0' },
    mapping: {
      columns: [
        { from: ['Nom'], to: 'name' },
        { from: ['Code postal'], to: 'postal_code' },
        { from: ['Ville'], to: 'locality' },
        { from: ['Site internet'], to: 'website' },
        { from: ['SIREN'], to: 'siren' },
      ],
      defaults: { kinds: ['fablab'], country: 'FR' },
    },
  });
  const ended = async (query, list) => {
    let one = await who('POST', `/v1/imports?mapping=ateliers-fictifs&${query}`, list);
    while (!one.ended_at) one = await who('GET', `/v1/imports/${one.id}`);
    return one.id;
  };
  return {
    tried: await ended('file_name=ateliers-fictifs.csv&dry_run=true', LIST),
    doubtful: await ended('file_name=doubles-fictifs.csv', DOUBLES),
  };
}

/** The smallest file that is one. */
const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

/** A frozen dossier with its reviews: one begun, two submitted, one that a conflict of interest ended. */
async function review(url) {
  const pilot = await as(url, 'pilot');
  const candidacy = '/v1/candidacies/french-tech-east';
  const { items } = await pilot('GET', `${candidacy}/criteria`);
  await pilot('POST', `${candidacy}/evidence`, {
    criterion: 'pass-french-tech',
    title: 'Entreprises fictives au Pass French Tech',
    kind: 'figure',
    frozen_on: '2019-02-11',
    perimeter: 'Lorraine',
    value: 3,
    source: { title: 'Article fictif des essais', publisher: 'exemple.fr' },
  });
  await pilot('POST', `${candidacy}/evidence`, {
    criterion: 'soutien-public',
    title: 'Acteurs publics de l’annuaire',
    kind: 'directory_query',
    query: { kinds: ['public_body', 'university'] },
  });
  const file = 'name=statuts-fictifs-de-l-association.pdf&criterion=gouvernance&title=Statuts%20fictifs%20de%20l%E2%80%99association';
  await pilot('POST', `${candidacy}/evidence-files?${file}`, PDF, { 'content-type': 'application/pdf' });
  const version = await pilot('POST', `${candidacy}/dossier-versions`, { note: 'Version fictive pour les essais.' });
  const name = async (person) => {
    const email = `${person}@demo.lorntech.example`;
    const { id } = await pilot('POST', `${candidacy}/dossier-versions/${version.id}/reviews`, { email });
    return { id, who: await as(url, person) };
  };
  const scores = (...values) =>
    values.map((score, at) => ({
      criterion: items[at].criterion.code,
      score,
      comment: 'Un commentaire fictif : les pièces montrent l’essentiel, il manque des dates.',
    }));
  const write = ({ id, who }, scores) =>
    who('PATCH', `/v1/dossier-reviews/${id}`, { scores }, {
      'content-type': 'application/merge-patch+json',
      'if-match': '"1"',
    });
  const end = ({ id, who }, to, more) => who('POST', `/v1/dossier-reviews/${id}/transitions`, { to, ...more });
  const [open, submitted, other, recused] = await Promise.all(
    ['entrepreneur', 'agent-metz', 'agent-nancy', 'moderator'].map(name),
  );
  await write(open, scores(4));
  for (const [at, one] of [submitted, other].entries()) {
    await write(one, scores(...items.map((_, place) => (place + 3 * at) % 6)));
    await end(one, 'submitted');
  }
  await end(recused, 'recused', { note: 'Je conseille un des membres du consortium.' });
  return { open: open.id, submitted: submitted.id, recused: recused.id };
}

export async function furnish(stage) {
  const { url } = stage;
  const anonymous = caller(url);
  const member = await as(url, 'entrepreneur');
  const agent = await as(url, 'agent-metz');
  const metz = await anonymous('GET', '/v1/totems/metz');
  const service = metz.services.find((one) => one.status === 'active');
  const ask = async (who, subject, more) => {
    const body = 'Nous sommes deux, nous avons un prototype et cherchons un regard extérieur.\n\nMerci de nous dire qui rencontrer.';
    const request = await who('POST', '/v1/service-requests', {
      totem_id: metz.id,
      service_id: service.id,
      subject,
      body,
      ...more,
    });
    return request.id;
  };
  const move = (who, id, to, more) => who('POST', `/v1/service-requests/${id}/transitions`, { to, ...more });
  const take = (id) => agent('POST', `/v1/service-requests/${id}/assignments`, {});
  const say = (id, body, more) => agent('POST', `/v1/service-requests/${id}/messages`, { body, ...more });

  const ids = {};
  for (const [state, subject] of Object.entries(SUBJECTS)) ids[state] = await ask(member, subject);
  for (const state of ['assigned', 'waiting', 'answered', 'closed']) await take(ids[state]);
  await say(ids.assigned, 'Déjà venue en septembre.', { internal: true });
  await say(ids.waiting, 'Avez-vous un prototype que l’on puisse voir ?', { to: 'waiting_requester' });
  for (const state of ['answered', 'closed']) {
    await say(ids[state], 'Venez nous voir mardi : nous relirons votre dossier ensemble.', { to: 'answered' });
  }
  await move(member, ids.closed, 'closed');
  await move(agent, ids.rejected, 'rejected', { reason: 'out_of_area', note: 'Adressez-vous au guichet de Strasbourg.' });
  await move(member, ids.cancelled, 'cancelled');

  const stranger = 'dominique@exemple.example';
  ids.draft = await ask(anonymous, 'Un conseil pour commencer', {
    contact: { name: 'Dominique Exemple', email: stranger, language: 'fr' },
  });
  const proposal = await member('POST', '/v1/startups', {
    name: 'Atelier fictif des essais',
    stage: 'growth',
    pitch: { fr: 'Des capteurs fictifs pour les communes : ils mesurent l’eau au pied des arbres.' },
    business_model: 'Un abonnement par arbre, payé par les communes.',
    team_size: 7,
    jobs: 12,
    international: ['LU', 'DE'],
    funding_rounds: [
      { closed_on: '2024-05-14', amount: 250_000, instrument: 'grant' },
      { closed_on: '2026-03-31', amount: 1_500_000, instrument: 'equity', source_url: 'https://exemple.fr/levee' },
    ],
    summary: { fr: 'Une fiche fictive, proposée pour les essais.' },
  });
  const sentBack = await member('POST', '/v1/organizations', {
    name: 'Laboratoire fictif de mécanique',
    kinds: ['research_lab'],
    summary: { fr: 'Une fiche fictive, à corriger.' },
    location: { locality: 'Nancy', country: 'FR' },
  });
  for (const [name, query, paused] of [
    ['Fablabs et tiers-lieux des Vosges', { kinds: ['fablab', 'third_place'], nuts3: ['FRF34'] }, false],
    ['Robotique autour de Metz', { q: 'robotique', near: '49.1193,6.1757', radius_km: 20 }, true],
  ]) {
    await member('POST', '/v1/me/saved-searches', { name, query, paused });
  }
  const project = await member('POST', '/v1/projects', {
    name: 'Projet fictif de capteurs',
    summary: 'Un projet inventé pour les essais : mesurer l’eau au pied des arbres.',
    stage: 'talent_detected',
    occurred_on: '2026-01-12',
    needs: ['coaching', 'prototyping', 'premises'],
    totem_id: 'metz',
    commune_code: '57463',
  });
  for (const [to, occurred_on] of [['idea', '2026-03-02'], ['paused', '2026-05-04'], ['resumed', '2026-06-01']]) {
    await member('POST', `/v1/projects/${project.id}/transitions`, { to, occurred_on });
  }
  await ask(member, 'Relire notre étude de marché', { project_id: project.id });
  const room = await anonymous('GET', '/v1/totems/metz/spaces/salle-de-demonstration');
  const soon = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const far = new Date(Date.now() + 17 * 86_400_000).toISOString();
  const seen = await anonymous('GET', `/v1/totems/metz/spaces/${room.slug}/availability?from=${soon}&to=${far}`);
  const begins = new Date(seen.open.find((one) => one.starts_at > soon).starts_at);
  const hours = (more) => new Date(begins.getTime() + more * 3_600_000).toISOString();
  await member('POST', '/v1/bookings', { space_id: room.id, starts_at: hours(1), ends_at: hours(3) });
  await agent('POST', '/v1/bookings', {
    space_id: room.id,
    starts_at: hours(4),
    ends_at: hours(5),
    contact: { name: 'Dominique Exemple', email: 'dominique@exemple.example', language: 'fr' },
  });
  const booked = hours(0).slice(0, 10);
  const moderator = await as(url, 'moderator');
  const returned = await moderator('POST', `/v1/organizations/${sentBack.id}/transitions`, {
    to: 'sent_back',
    reason: 'incomplete',
    note: 'Il manque le site et l’adresse.\nÀ quelle université êtes-vous rattachés ?',
  });
  const relate = (record, relations) =>
    moderator('PATCH', `/v1/organizations/${record.id}`, { relations }, {
      'content-type': 'application/merge-patch+json',
      'if-match': `"${record.revision}"`,
    });
  const related = await member('POST', '/v1/organizations', {
    name: 'Pépinière fictive des essais',
    kinds: ['business_nursery'],
    summary: { fr: 'Une fiche fictive, liée à d’autres.' },
  });
  const nursery = await moderator('POST', `/v1/organizations/${related.id}/transitions`, { to: 'published' });
  const started = { kind: 'accelerated_by', organization_id: 'predict', started_on: '2024-09-01', ended_on: '2025-06-30' };
  await relate(nursery, [{ kind: 'part_of', organization_id: 'universite-de-lorraine' }, started]);
  await relate(returned, [{ kind: 'located_in', organization_id: nursery.id }, started]);
  const { tried, doubtful } = await importLists(moderator);
  await agent('POST', '/v1/organizations/predict/claims', {
    message: 'Je dirige cette entreprise depuis 2024. Notre page « L’équipe » me nomme.',
  });
  const claim = await member('POST', '/v1/organizations/universite-de-lorraine/claims', {
    email: 'camille.exemple@univ-lorraine.fr',
  });
  const deleted = await member('POST', '/v1/organizations', { name: 'Club fictif dissous', kinds: ['association'] });
  await moderator('POST', `/v1/organizations/${deleted.id}/transitions`, { to: 'published' });
  await moderator('POST', `/v1/organizations/${deleted.id}/transitions`, { to: 'deleted', reason: 'closed' });
  const manager = await as(url, 'manager-metz');
  const invitation = await manager('POST', '/v1/invitations', {
    email: 'moderator@demo.lorntech.example',
    role: 'agent',
    totem_id: metz.id,
  });

  const reviews = await review(url);

  const states = {};
  for (const name of PEOPLE) {
    const page = await person(stage);
    await signIn(page, name);
    states[name] = await page.context().storageState();
    await page.context().close();
  }
  const visitor = await person(stage);
  const { link } = await linkInMail(visitor, stranger, /Confirmez/);
  await visitor.context().close();
  return { ids, states, confirmation: link.slice(url.length), proposal: proposal.slug, sentBack: sentBack.slug, related: related.slug, deleted: deleted.slug, claim: claim.id, invitation: invitation.id, tried, doubtful, booked, project: project.id, reviews };
}
