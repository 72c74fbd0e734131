// What is there before the pages are looked at: people who signed in, and requests in every state of their life.

import { linkInMail, PASSWORD, person, signIn } from './stage.mjs';

const PEOPLE = ['entrepreneur', 'agent-metz', 'agent-nancy', 'manager-metz', 'pilot', 'moderator', 'admin'];

/** A call of the API as somebody with an access token, or as nobody. */
function caller(url, token) {
  return async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: body && JSON.stringify(body),
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
  const proposal = await member('POST', '/v1/organizations', {
    name: 'Atelier fictif des essais',
    kinds: ['startup'],
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
  const moderator = await as(url, 'moderator');
  await moderator('POST', `/v1/organizations/${sentBack.id}/transitions`, {
    to: 'sent_back',
    reason: 'incomplete',
    note: 'Il manque le site et l’adresse.\nÀ quelle université êtes-vous rattachés ?',
  });
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
  return { ids, states, confirmation: link.slice(url.length), proposal: proposal.slug, sentBack: sentBack.slug, deleted: deleted.slug, claim: claim.id, invitation: invitation.id };
}
