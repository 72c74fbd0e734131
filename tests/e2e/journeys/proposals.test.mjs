// Proposals: a partner region proposes to change a record, its owner answers member by member, and the region reads it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, sql } from '../backstage.mjs';
import { misfits, violations } from '../checks.mjs';
import { open, person, signIn } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

const RECORD = '/v1/organizations/predict';

/** As it stands: nothing for axe-core, nothing that does not fit on a phone. */
async function sound(page) {
  assert.deepEqual(await violations(page), []);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 900 });
  assert.deepEqual(await misfits(page), [], page.url());
  await page.setViewportSize(size);
}

/** What a client that speaks for Luxembourg is answered. */
async function region() {
  const registration = { name: 'Luxembourg', scopes: ['sync:read', 'sync:write'], test: true, authority: 'lu' };
  const { id, client_secret } = await call(stage, 'admin', 'POST', '/v1/api-clients', registration);
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret });
  const { access_token } = await (await fetch(`${stage.url}/oauth/token`, { method: 'POST', body: form })).json();
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
    const reply = await fetch(stage.url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    assert.ok(reply.ok, `${method} ${path}: ${reply.status}`);
    return reply.json();
  };
}

test('an owner accepts one member of what a region proposes and refuses the other, with why', async () => {
  sql(
    stage,
    `insert into grants (account_id, role, organization_id) select a.id, 'owner', o.id from accounts a, organizations o
     where a.email = 'entrepreneur@demo.lorntech.example' and o.slug = 'predict' on conflict do nothing`,
  );
  const luxembourg = await region();
  const { id: target, revision } = await call(stage, 'entrepreneur', 'GET', RECORD);
  const patch = { legal_name: 'Predict SAS', website: 'https://predict.exemple.fr' };
  const reason = 'D’après notre registre.';
  const made = await luxembourg('POST', '/v1/proposals', { target, base_revision: revision, patch, reason });

  const owner = await person(stage);
  await signIn(owner, 'entrepreneur');
  await owner.goto('/annuaire/predict');
  await owner.getByRole('link', { name: 'Lire et répondre' }).click();
  await owner.getByText(reason).waitFor();
  await sound(owner);
  const send = owner.getByRole('button', { name: 'Envoyer la réponse', exact: true });
  await send.click();
  await owner.getByText('Acceptez ou refusez.').first().waitFor();
  const answer = (member, word) => owner.getByRole('group', { name: `Réponse\u202f: ${member}` }).getByText(word, { exact: true });
  await answer('Raison sociale', 'Accepter').click();
  await answer('Site', 'Refuser').click();
  await send.click();
  await owner.getByText('Dites pourquoi, en quelques mots.').waitFor();
  await owner.getByRole('textbox', { name: 'Pourquoi non' }).fill('Ce site n’est pas le nôtre.');
  await sound(owner);
  // What is written stays when the page is read anew.
  await owner.reload();
  assert.equal(await owner.getByRole('textbox', { name: 'Pourquoi non' }).inputValue(), 'Ce site n’est pas le nôtre.');
  await send.click();
  await owner.getByText('Aucune proposition n’attend').waitFor();
  await owner.getByText('Closes', { exact: true }).click();
  await owner.getByText('Ce site n’est pas le nôtre.').waitFor();

  const told = await luxembourg('GET', `/v1/proposals/${made.id}`);
  assert.deepEqual(
    told.members.map(({ member, outcome }) => [member, outcome]),
    [['legal_name', 'accepted'], ['website', 'refused']],
  );
  const changed = await call(stage, 'entrepreneur', 'GET', RECORD);
  assert.deepEqual([changed.legal_name, changed.revision], ['Predict SAS', told.applied_revision]);
  await owner.goto('/annuaire/predict/historique');
  await owner.getByText('proposé par', { exact: false }).first().waitFor();
});
