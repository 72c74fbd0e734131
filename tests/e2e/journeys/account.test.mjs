// An account's life: sign up, confirm, change the password, come back after forgetting it, close.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from '../checks.mjs';
import { linkInMail, open, person, settled, signIn } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

const FIRST = 'brouette violon carafe';
const SECOND = 'valise tambour girafe';
const THIRD = 'pelouse cerise horloge';

async function signInWith(page, email, password) {
  await page.goto('/connexion');
  await page.locator('[name=email]').fill(email);
  await page.locator('[name=password]').fill(password);
  await page.locator('main').getByRole('button', { name: 'Se connecter' }).click();
}

for (const width of [1440, 390]) {
  test(`somebody opens an account, changes its password, forgets it and closes it, ${width} px wide`, async () => {
    const page = await person(stage, { width });
    const email = `dominique-${width}@exemple.example`;
    await page.goto('/connexion');
    await page.getByRole('link', { name: 'Ouvrir un compte' }).click();
    await page.getByRole('button', { name: 'Recevoir le lien' }).click();
    await page.getByText('Écrivez votre nom.').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.locator('[name=name]').fill('Dominique Essai');
    await page.locator('[name=email]').fill(email);
    await page.getByRole('button', { name: 'Recevoir le lien' }).click();
    await page.getByText(`Un courriel est parti vers ${email}.`).waitFor();
    assert.deepEqual(await violations(page), []);

    const confirmation = await linkInMail(page, email, /Ouvrez votre compte/);
    await page.goto(confirmation.link);
    const chosen = page.locator('[name=new-password]');
    await chosen.fill('password1234');
    await page.getByRole('button', { name: 'Ouvrir mon compte' }).click();
    await page.getByText(/Trop courant/).waitFor();
    assert.ok(!page.url().includes('acces='), 'the address keeps no secret');
    assert.deepEqual(await violations(page), []);
    await chosen.fill(FIRST);
    await page.getByRole('button', { name: 'Ouvrir mon compte' }).click();
    await page.waitForURL('**/demandes');
    await page.getByText('Votre compte est ouvert.', { exact: true }).waitFor();

    await page.goto('/compte');
    await page.getByText('Cette session').waitFor();
    await page.locator('[name=current-password]').fill('pas celui-là');
    await page.locator('[name=new-password]').fill(SECOND);
    await page.getByRole('button', { name: 'Changer de mot de passe' }).click();
    await page.getByText('Ce n’est pas votre mot de passe actuel.').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.locator('[name=current-password]').fill(FIRST);
    await page.getByRole('button', { name: 'Changer de mot de passe' }).click();
    await page.getByText('Votre mot de passe a changé.').waitFor();
    await page.locator('[name=name]').fill('Dominique Nouvel');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('C’est enregistré.').waitFor();

    // Elsewhere, with the password forgotten: every session ends, this one too.
    const elsewhere = await person(stage, { width });
    await signInWith(elsewhere, email, FIRST);
    await elsewhere.getByRole('alert').waitFor();
    await elsewhere.getByRole('link', { name: /Mot de passe oublié/ }).click();
    await elsewhere.getByRole('heading', { name: 'Mot de passe oublié' }).waitFor();
    await elsewhere.locator('[name=email]').fill(email);
    await elsewhere.getByRole('button', { name: 'Recevoir le lien' }).click();
    await elsewhere.getByText(`Un courriel est parti vers ${email}.`).waitFor();
    const reset = await linkInMail(elsewhere, email, /nouveau mot de passe/);
    await elsewhere.goto(reset.link);
    await elsewhere.locator('[name=new-password]').fill(THIRD);
    await elsewhere.getByRole('button', { name: 'Garder ce mot de passe' }).click();
    await elsewhere.waitForURL('**/compte');
    await page.goto('/compte');
    await page.waitForURL('**/connexion**');
    await elsewhere.goto(reset.link);
    await elsewhere.locator('[name=new-password]').fill(SECOND);
    await elsewhere.getByRole('button', { name: 'Garder ce mot de passe' }).click();
    await elsewhere.getByRole('heading', { name: 'Ce lien n’est plus valable' }).waitFor();
    assert.deepEqual(await violations(elsewhere), []);

    await signInWith(page, email, THIRD);
    await page.waitForURL((address) => !address.pathname.startsWith('/connexion'));
    await page.goto('/compte');
    await page.getByRole('button', { name: /^Fermer,/ }).first().click();
    await page.getByText('Session fermée.').waitFor();
    await elsewhere.goto('/compte');
    await elsewhere.waitForURL('**/connexion**');
    await page.getByRole('button', { name: 'Fermer mon compte' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Des demandes qu’un Totem a traitées/).waitFor();
    assert.deepEqual(await violations(page), []);
    await dialog.getByRole('button', { name: 'Fermer mon compte' }).click();
    await page.getByText(/Votre compte est fermé. Il sera effacé le/).waitFor();
    await linkInMail(page, email, /Votre compte est fermé/);
    // What a page says no to is answered with 4xx, which Chromium writes down; nothing else was.
    for (const one of [page, elsewhere]) {
      assert.deepEqual(one.complaints.filter((text) => !/status of 410/.test(text)), []);
      await one.context().close();
    }
  });
}

test('a session that nobody uses says that it is about to end, and is kept on request', async () => {
  const page = await person(stage, { width: 390 });
  await page.clock.install();
  await signIn(page, 'entrepreneur');
  await settled(page);
  await page.goto('/compte');
  await settled(page);
  const warning = page.getByRole('status').filter({ hasText: 'Votre session se termine' });
  await page.clock.fastForward('24:00');
  assert.equal(await warning.count(), 0);
  await page.clock.fastForward('01:30');
  await warning.waitFor();
  assert.deepEqual(await violations(page), []);
  const used = page.waitForResponse('**/v1/me');
  await warning.getByRole('button', { name: 'Rester connecté' }).press('Enter');
  assert.equal((await used).status(), 200);
  await warning.waitFor({ state: 'detached' });
  await page.clock.fastForward('24:00');
  assert.equal(await warning.count(), 0, 'it is counted anew');
  await page.context().close();
});
