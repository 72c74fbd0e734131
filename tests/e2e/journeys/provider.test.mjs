// Sign-in by a provider, through the engine that ProConnect runs on: a new person, one who gives up, and one whose
// address has an account already, who signs in to it first and confirms the link.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from '../checks.mjs';
import { linkInMail, open, PASSWORD, person } from '../stage.mjs';

const NAME = 'Fournisseur d’essai';
const CHOSEN = 'brouette violon carafe';

let stage;
let provider;
let folder;
before(async () => {
  // The port of a loopback address does not count there, and that of the service is not known yet.
  const script = new URL('../../oidc/provider.mjs', import.meta.url).pathname;
  provider = spawn('node', [script, 'http://127.0.0.1/compte/retour/essai'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const issuer = await new Promise((resolve, reject) => {
    provider.stdout.once('data', (line) => resolve(String(line).trim()));
    provider.once('exit', (code) => reject(new Error(`the provider ended with ${code}`)));
  });
  folder = await mkdtemp(join(tmpdir(), 'lt-provider-'));
  process.env.LORNTECH_OIDC_PROVIDERS = join(folder, 'providers.json');
  const settings = {
    id: 'essai',
    name: NAME,
    issuer,
    client_id: 'lorntech',
    client_secret: '0123456789abcdef0123456789abcdef',
    scopes: ['email', 'given_name', 'usual_name'],
    signed_userinfo: true,
  };
  await writeFile(process.env.LORNTECH_OIDC_PROVIDERS, JSON.stringify([settings]));
  stage = await open();
});
after(async () => {
  await stage?.close();
  provider?.kill();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Goes to the provider, and says there who one is; without a name, one is not let in. */
async function goBy(page, name) {
  await page.getByRole('button', { name: `Continuer avec ${NAME}` }).click();
  await page.getByLabel('Identifiant').fill(name);
  await page.getByRole('button', { name: 'Continuer' }).click();
}

test('somebody new signs in by a provider, chooses a password besides, and never loses the last way in', async () => {
  const page = await person(stage, { width: 390 });
  await page.goto('/connexion');
  await goBy(page, '');
  await page.getByRole('heading', { name: 'Connexion abandonnée' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.locator('main').getByRole('link', { name: 'Se connecter' }).click();

  await goBy(page, 'camille');
  await page.waitForURL('**/demandes');
  await page.goto('/compte');
  await page.getByText('Votre compte n’a pas de mot de passe').waitFor();
  await page.getByRole('button', { name: `Détacher, ${NAME}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Détacher' }).click();
  await page.getByText('Choisissez d’abord un mot de passe').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Garder le lien' }).click();

  await page.getByRole('button', { name: 'Recevoir un lien pour en choisir un' }).click();
  await page.getByText('Un courriel est parti vers camille@exemple.fr.').waitFor();
  const { link } = await linkInMail(page, 'camille@exemple.fr', /nouveau mot de passe/);
  await page.goto(link);
  await page.locator('[name=new-password]').fill(CHOSEN);
  await page.locator('main form [type=submit]').click();
  await page.waitForURL('**/compte');
  await page.getByRole('button', { name: `Détacher, ${NAME}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Détacher' }).click();
  await page.getByText(`Votre compte n’est plus relié à ${NAME}.`).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('whoever has an account signs in to it first and confirms the link', async () => {
  const page = await person(stage);
  // Its address is one that nobody has verified, so that it matches nobody.
  await page.goto('/compte/inscription');
  await goBy(page, 'inconnu');
  await page.getByRole('heading', { name: `Encore une étape pour relier ${NAME}` }).waitFor();
  assert.ok(!/code=|state=/.test(page.url()), 'the address keeps no code');
  assert.deepEqual(await violations(page), []);
  await page.locator('main').getByRole('link', { name: 'Se connecter' }).click();
  await page.locator('[name=email]').fill('entrepreneur@demo.lorntech.example');
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('main form [type=submit]').click();
  await page.waitForURL('**/compte/relier/essai');
  await page.getByText('au compte entrepreneur@demo.lorntech.example').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Relier', exact: true }).click();
  await page.getByText(`Votre compte est relié à ${NAME}.`).waitFor();
  await page.getByRole('button', { name: `Détacher, ${NAME}` }).waitFor();

  // From now on the provider is enough.
  const again = await person(stage);
  await again.goto('/connexion?retour=/compte');
  await goBy(again, 'inconnu');
  await again.waitForURL('**/compte');
  await again.getByText('entrepreneur@demo.lorntech.example').first().waitFor();
  assert.deepEqual([...page.complaints, ...again.complaints], []);
});
