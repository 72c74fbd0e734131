// The main job: an entrepreneur asks the Metz Totem for coaching, an agent answers, the entrepreneur reads the answer.

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

const next = (page) => page.getByRole('button', { name: 'Continuer' }).click();

/** Fills in the pages of /demander up to the last one. */
async function write(page, subject) {
  await page.goto('/');
  await page.getByRole('link', { name: /Un conseil/ }).click();
  await page.getByRole('radio', { name: /Metz/ }).check({ force: true });
  const service = page.getByRole('radio', { name: /ccompagnement/ });
  if (await service.count()) await service.first().check({ force: true });
  await next(page);
  await page.locator('[name=subject]').fill(subject);
  await page.locator('[name=body]').fill('Nous sommes deux, nous avons un prototype et cherchons un regard extérieur.');
  await next(page);
}

for (const width of [1440, 390]) {
  test(`an entrepreneur without an account asks Metz for coaching and reads the answer, ${width} px wide`, async () => {
    const asker = await person(stage, { width });
    const subject = `Préparer une première levée (${width})`;
    const email = `camille-${width}@exemple.example`;
    await write(asker, subject);
    await asker.locator('[name=name]').fill('Camille Exemple');
    await asker.locator('[name=email]').fill(email);
    await next(asker);
    await asker.getByText(subject).first().waitFor();
    assert.deepEqual(await violations(asker), []);
    await asker.getByRole('button', { name: 'Envoyer ma demande' }).click();
    await asker.getByRole('heading', { name: /confirmez/ }).waitFor();

    const confirmation = await linkInMail(asker, email, /Confirmez/);
    await asker.goto(confirmation.link);
    await asker.getByRole('button', { name: 'Confirmer et envoyer ma demande' }).click();
    await asker.getByText('Le Totem de Metz a votre demande.').waitFor();
    assert.ok(!asker.url().includes('acces='), 'the address keeps no secret');
    assert.deepEqual(await violations(asker), []);

    const agent = await person(stage, { width });
    await signIn(agent, 'agent-metz');
    await agent.waitForURL('**/travail/metz**');
    await agent.getByText(subject).first().click();
    await agent.getByRole('button', { name: 'Prendre en charge' }).first().click();
    const answer = 'Venez nous voir mardi : nous relirons votre dossier ensemble.';
    await agent.getByRole('textbox', { name: 'Votre réponse' }).fill(answer);
    await agent.getByRole('button', { name: 'Envoyer la réponse' }).click();
    await agent.getByText('La réponse est envoyée.').waitFor();
    assert.deepEqual(await violations(agent), []);

    const answered = await linkInMail(asker, email, /Réponse à votre demande/);
    assert.match(answered.mail.text, /nous relirons votre dossier/);
    await asker.goto(answered.link);
    await asker.getByText('Le Totem de Metz vous a répondu.').waitFor();
    await asker.getByText(answer).waitFor();
    assert.deepEqual(await violations(asker), []);
    await asker.getByRole('button', { name: 'Clôturer la demande' }).click();
    await asker.getByText('Cette demande est close.').waitFor();
    assert.deepEqual([...asker.complaints, ...agent.complaints], []);
    await asker.context().close();
    await agent.context().close();
  });
}

test('a member asks, the agent asks back, the member replies and cancels', async () => {
  const member = await person(stage);
  await signIn(member, 'entrepreneur');
  const subject = 'Un bureau pour deux personnes';
  await write(member, subject);
  await member.getByRole('button', { name: 'Envoyer ma demande' }).click();
  await member.getByText('Votre demande est envoyée.').or(member.getByText('Le Totem de Metz a votre demande.')).first().waitFor();
  await member.goto('/demandes');
  await member.getByRole('link', { name: subject }).first().waitFor();

  const agent = await person(stage);
  await signIn(agent, 'agent-metz');
  await agent.getByText(subject).first().click();
  await agent.getByRole('button', { name: 'Prendre en charge' }).first().click();
  await agent.getByText('Demander une précision').click();
  await agent.getByRole('textbox', { name: 'Votre question' }).fill('À partir de quand ?');
  await agent.getByRole('button', { name: 'Envoyer la question' }).click();
  await agent.getByText('La question est envoyée.').waitFor();

  await member.getByRole('link', { name: subject }).first().click();
  await member.getByText('À partir de quand ?').waitFor();
  await member.getByRole('textbox', { name: 'Votre réponse' }).fill('À partir de janvier.');
  await member.getByRole('button', { name: 'Envoyer', exact: true }).click();
  await member.getByText('À partir de janvier.').first().waitFor();
  await member.getByRole('button', { name: 'Annuler ma demande' }).click();
  await member.getByRole('button', { name: 'Oui, annuler ma demande' }).click();
  await member.getByText('Vous avez annulé cette demande.').first().waitFor();
  assert.deepEqual([...member.complaints, ...agent.complaints], []);
});

test('three mistakes cost nothing', async () => {
  const page = await person(stage, { width: 390 });
  // Nothing filled in: each field says what is missing, and what was written stays.
  await page.goto('/connexion');
  await page.locator('main').getByRole('button', { name: 'Se connecter', exact: true }).click();
  await page.getByText('Écrivez votre adresse électronique.').waitFor();
  // A wrong password.
  await page.locator('[name=email]').fill('entrepreneur@demo.lorntech.example');
  await page.locator('[name=password]').fill('ce n’est pas le bon');
  await page.locator('main').getByRole('button', { name: 'Se connecter', exact: true }).click();
  await page.getByText('Adresse ou mot de passe inconnus').waitFor();
  assert.equal(await page.locator('[name=email]').inputValue(), 'entrepreneur@demo.lorntech.example');
  // A wrong e-mail address; the page is left and reloaded, and the words are still there.
  await write(page, 'Un atelier pour février');
  await page.locator('[name=name]').fill('Camille Exemple');
  await page.locator('[name=email]').fill('camille@');
  await next(page);
  await page.getByText('Écrivez une adresse complète').waitFor();
  await page.reload();
  assert.equal(await page.locator('[name=name]').inputValue(), 'Camille Exemple');
  // An address that leads nowhere.
  await page.goto('/nulle-part');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await settled(page);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(page.complaints, []);
});
