// What a journey needs besides a browser: the API as somebody else uses it, and a look into the database.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PASSWORD } from './stage.mjs';

const tokens = new Map();

/** Calls the API as a demonstration account; the answer's body. */
export async function call(stage, name, method, path, body) {
  const send = (headers, method, path, body) =>
    fetch(stage.url + path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const known = `${stage.url} ${name}`;
  if (!tokens.has(known)) {
    const session = { email: `${name}@demo.lorntech.example`, password: PASSWORD, mode: 'token' };
    tokens.set(known, (await (await send({}, 'POST', '/v1/sessions', session)).json()).access_token);
  }
  const answer = await send({ authorization: `Bearer ${tokens.get(known)}` }, method, path, body);
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

/** Runs a statement as the owner of the server; the values it gives, in lines. */
export function sql(stage, statement) {
  const folder = join(stage.data, 'postgres');
  const environment = { ...process.env, PGPASSWORD: readFileSync(join(folder, 'superuser-password'), 'utf8') };
  const to = ['--host', join(folder, 'socket'), '--username', 'postgres', '--dbname', 'lorntech'];
  const quietly = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--set', 'ON_ERROR_STOP=1'];
  return execFileSync('psql', [...to, ...quietly], { env: environment, input: statement, encoding: 'utf8' }).trim();
}

/** Ends the session of a page, which does not know. */
export async function endSession(stage, page) {
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'lorntech');
  sql(stage, `delete from sessions where token_hash = sha256('${cookie.value}')`);
}
