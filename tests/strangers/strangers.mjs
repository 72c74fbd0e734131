// npm openid-client gets tokens and npm jose checks them, with the address of the service and a client's credentials; npm
// standardwebhooks verifies what webhooks were sent.

import assert from 'node:assert/strict';
import { createRemoteJWKSet, importJWK, jwtVerify } from 'jose';
import * as oauth from 'openid-client';
import { Webhook } from 'standardwebhooks';

const { url, secret, key, session, hooks } = JSON.parse(process.argv[2]);
const issuer = new URL(url);
// The service under test listens on this machine, without TLS.
const options = { algorithm: 'oauth2', execute: [oauth.allowInsecureRequests] };

async function works(id, authentication, scope) {
  const server = await oauth.discovery(issuer, id, undefined, authentication, options);
  const answer = await oauth.clientCredentialsGrant(server, { scope });
  assert.equal(answer.token_type, 'bearer');
  assert.equal(answer.scope, scope);
  const keys = createRemoteJWKSet(new URL(server.serverMetadata().jwks_uri));
  const { payload } = await jwtVerify(answer.access_token, keys, { issuer: url, audience: url, typ: 'at+jwt' });
  assert.equal(payload.client_id, id);
  const about = await oauth.tokenIntrospection(server, answer.access_token);
  assert.equal(about.active, true);
  await oauth.tokenRevocation(server, answer.access_token);
  assert.equal((await oauth.tokenIntrospection(server, answer.access_token)).active, false);
  await assert.rejects(oauth.clientCredentialsGrant(server, { scope: 'admin' }), { error: 'invalid_scope' });
  return keys;
}

const keys = await works(secret.id, oauth.ClientSecretBasic(secret.secret), 'directory:read');
await works(secret.id, oauth.ClientSecretPost(secret.secret), 'directory:read');
const signing = { key: await importJWK(key.jwk, 'ES256'), kid: key.jwk.kid };
await works(key.id, oauth.PrivateKeyJwt(signing), 'sync:read');
const wrong = await oauth.discovery(issuer, secret.id, undefined, oauth.ClientSecretBasic('wrong'), options);
await assert.rejects(oauth.clientCredentialsGrant(wrong), { code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE', status: 401 });
// A person's token is verified by the same keys.
await jwtVerify(session, keys, { issuer: url, audience: url, typ: 'at+jwt' });
console.log('openid-client and jose: tokens by secret (two ways) and by key, checked, asked about, revoked');

for (const [signing, good, place] of hooks.wanted) {
  const { body, headers } = hooks.sent[place];
  const verify = (text) => new Webhook(signing).verify(text, headers);
  if (good) assert.match(verify(body).type, /^webhook\./);
  else assert.throws(() => verify(body));
  assert.throws(() => verify(`${body} `));
}
console.log('standardwebhooks (JavaScript): the same three messages, and no changed one');
