// Second factors: an authenticator app and its codes, then a passkey on a device that Chromium plays.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { violations } from '../checks.mjs';
import { open, PASSWORD, person, signIn } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open({ named: true });
});
after(async () => {
  await stage?.close();
});

/** What an app with this secret shows, so many steps of 30 seconds from now (RFC 6238). */
function code(secret, steps = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replaceAll(' ', '')].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac('sha1', key).update(step).digest();
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

async function firstStep(page, name) {
  await page.goto('/connexion');
  await page.locator('[name=email]').fill(`${name}@demo.lorntech.example`);
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Se connecter', exact: true }).click();
}

test('somebody sets up an app, signs in with its code and with a recovery code, and confirms that it is them', async () => {
  const page = await person(stage, { width: 390 });
  await signIn(page, 'entrepreneur');
  await page.goto('/compte/securite');
  await page.getByRole('button', { name: 'Installer une application' }).click();
  await page.getByAltText('Code QR pour l’application d’authentification').waitFor();
  assert.deepEqual(await violations(page), []);
  const secret = await page.locator('main code').first().innerText();
  await page.locator('[name=code]').fill('000000');
  await page.getByRole('button', { name: 'Confirmer l’application' }).click();
  await page.getByText(/Ce n’est pas le code affiché maintenant/).waitFor();
  await page.locator('[name=code]').fill(code(secret));
  await page.getByRole('button', { name: 'Confirmer l’application' }).click();
  await page.getByText('Si vous perdez votre téléphone', { exact: false }).waitFor();
  const codes = await page.locator('main li code').allInnerTexts();
  assert.equal(codes.length, 10);
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Je les ai gardés' }).click();
  await page.getByText('Codes restants : 10.').waitFor();

  const elsewhere = await person(stage, { width: 390 });
  await firstStep(elsewhere, 'entrepreneur');
  await elsewhere.locator('[name=totp]').waitFor();
  await elsewhere.locator('[name=totp]').fill('000000');
  await elsewhere.getByRole('button', { name: 'Se connecter', exact: true }).last().click();
  await elsewhere.getByText('Ce n’est pas bon').waitFor();
  assert.deepEqual(await violations(elsewhere), []);
  // The next code is taken a step early; the one that confirmed the app has been used.
  await elsewhere.locator('[name=totp]').fill(code(secret, 1));
  await elsewhere.getByRole('button', { name: 'Se connecter', exact: true }).last().click();
  await elsewhere.waitForURL('**/demandes');

  await firstStep(elsewhere, 'entrepreneur');
  await elsewhere.getByRole('button', { name: 'Prendre un code de secours' }).click();
  await elsewhere.locator('[name=recovery_code]').fill(codes[0].toLowerCase());
  await elsewhere.getByRole('button', { name: 'Se connecter', exact: true }).last().click();
  await elsewhere.waitForURL('**/demandes');

  // What cannot be undone asks again, and then goes on.
  await elsewhere.goto('/compte/securite');
  await elsewhere.route('**/v1/me/recovery-codes', (route) =>
    route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'step_up_required', title: 'Confirmez', status: 403 }),
    }),
    { times: 1 },
  );
  await elsewhere.getByRole('button', { name: 'Faire de nouveaux codes' }).click();
  const dialog = elsewhere.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Prendre un code de secours' }).click();
  await dialog.locator('[name=recovery_code]').fill(codes[1]);
  assert.deepEqual(await violations(elsewhere), []);
  await dialog.getByRole('button', { name: 'Continuer' }).click();
  await elsewhere.getByText('Si vous perdez votre téléphone', { exact: false }).waitFor();
  for (const one of [page, elsewhere]) {
    assert.deepEqual(one.complaints, []);
    await one.context().close();
  }
});

test('somebody registers a passkey, signs in by it alone, and removes it', async () => {
  const page = await person(stage);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
  await signIn(page, 'agent-metz');
  await page.goto('/compte/securite');
  await page.locator('[name=passkey-name]').fill('Ordinateur');
  await page.getByRole('button', { name: 'Ajouter une clé d’accès' }).click();
  await page.getByText('Si vous perdez votre téléphone', { exact: false }).waitFor();
  await page.getByText('Ordinateur').waitFor();
  assert.deepEqual(await violations(page), []);

  await page.context().clearCookies();
  await page.goto('/connexion');
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Se connecter par une clé d’accès' }).click();
  await page.waitForURL('**/travail/metz**');

  await page.goto('/compte/securite');
  await page.getByText(/Dernier usage le/).waitFor();
  await page.getByRole('button', { name: 'Retirer, Ordinateur' }).click();
  await page.getByText('C’est retiré.').waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
