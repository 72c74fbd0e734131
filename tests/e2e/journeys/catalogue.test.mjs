// A manager decides what is asked; whoever asks, on a telephone and in another language, is asked just that.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from '../checks.mjs';
import { linkInMail, open, person, signIn } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

/** The last question of the form, as it is opened for being written. */
const lastQuestion = (page) => page.locator('[data-question]').last();

test('a manager changes the questions of a service, and somebody without an account answers them on a telephone', async () => {
  const manager = await person(stage);
  await signIn(manager, 'manager-metz');
  await manager.goto('/travail/metz');
  await manager.getByRole('link', { name: 'Les services', exact: true }).click();
  await manager.getByRole('link', { name: 'Modifier Accompagnement' }).click();
  await manager.getByRole('heading', { name: 'Modifier le service « Accompagnement »' }).waitFor();
  assert.deepEqual(await violations(manager), []);

  // A choice that has to be answered, and a figure that is asked with one answer only.
  await manager.getByRole('button', { name: 'Ajouter une question' }).click();
  await lastQuestion(manager).getByLabel('Question', { exact: true }).fill('Êtes-vous déjà venu ?');
  await lastQuestion(manager).getByLabel('Type de réponse').selectOption('choice');
  for (const [at, answer] of ['Oui', 'Non'].entries()) {
    await lastQuestion(manager).getByRole('button', { name: 'Ajouter une réponse' }).click();
    await lastQuestion(manager).getByLabel(`Réponse ${at + 1}`, { exact: true }).fill(answer);
  }
  await lastQuestion(manager).getByRole('switch', { name: 'Réponse obligatoire' }).check({ force: true });
  await manager.getByRole('button', { name: 'Ajouter une question' }).click();
  await lastQuestion(manager).getByLabel('Question', { exact: true }).fill('Combien de fois ?');
  await lastQuestion(manager).getByLabel('Type de réponse').selectOption('number');
  await lastQuestion(manager).getByLabel('Au moins (facultatif)').fill('1');
  await lastQuestion(manager).getByLabel('Quand la poser ?').selectOption({ label: 'Êtes-vous déjà venu ?' });
  // Something is wrong still: it is said where it is.
  await manager.getByRole('button', { name: 'Enregistrer' }).click();
  await manager.getByText('Choisissez au moins une réponse.').waitFor();
  await lastQuestion(manager).getByLabel('Oui').check();

  // By the keyboard alone the choice comes first, and the arrow stays where the fingers are.
  const up = manager.getByRole('button', { name: 'Monter « Êtes-vous déjà venu ? »' });
  await up.focus();
  for (let left = 3; left > 0; left--) {
    await manager.keyboard.press('Enter');
    await manager.waitForFunction(() => document.activeElement?.getAttribute('data-move') === 'up');
  }
  assert.match(await manager.locator('[data-question]').first().innerText(), /Êtes-vous déjà venu/);
  // The page shows what will be asked.
  const preview = manager.getByRole('complementary');
  await preview.getByText('Êtes-vous déjà venu ?').waitFor();
  assert.equal(await preview.getByLabel(/Combien de fois/).count(), 0);
  await preview.getByRole('radio', { name: 'Oui' }).check({ force: true });
  await preview.getByLabel(/Combien de fois/).waitFor();
  await manager.getByRole('button', { name: 'Enregistrer' }).click();
  await manager.getByText('« Accompagnement » est enregistré.').waitFor();
  assert.deepEqual(await violations(manager), []);

  const asker = await person(stage, { width: 390 });
  await asker.goto('/demander');
  await asker.locator('[name=words]').fill('parler de mon projet');
  const found = asker.getByRole('link', { name: 'Accompagnement (Metz)' });
  await found.waitFor();
  assert.deepEqual(await violations(asker), []);
  await found.click();
  await asker.locator('[name=body]').fill('Nous sommes deux, nous avons un prototype.');
  await asker.getByRole('button', { name: 'Continuer' }).click();
  await asker.getByText('Le Totem a besoin de cette réponse.').waitFor();
  await asker.getByRole('radio', { name: 'Oui' }).check({ force: true });
  await asker.getByLabel(/Combien de fois/).fill('zéro');
  await asker.getByRole('button', { name: 'Continuer' }).click();
  await asker.getByText('Écrivez un nombre, en chiffres.').waitFor();
  await asker.getByLabel(/Combien de fois/).fill('3');
  assert.deepEqual(await violations(asker), []);
  // What was answered outlives a reload.
  await asker.reload();
  assert.equal(await asker.getByLabel(/Combien de fois/).inputValue(), '3');
  await asker.getByRole('button', { name: 'Continuer' }).click();
  await asker.locator('[name=name]').fill('Camille Exemple');
  await asker.locator('[name=email]').fill('camille@exemple.example');
  await asker.getByRole('button', { name: 'Continuer' }).click();
  await asker.locator('dt', { hasText: 'Combien de fois ?' }).waitFor();
  await asker.getByRole('button', { name: 'Envoyer ma demande' }).click();
  await asker.getByRole('heading', { name: /confirmez/ }).waitFor();
  const { link } = await linkInMail(asker, 'camille@exemple.example', /Confirmez/);
  await asker.goto(link);
  await asker.getByRole('button', { name: 'Confirmer et envoyer ma demande' }).click();
  await asker.getByText('Êtes-vous déjà venu ?').waitFor();

  // Another question takes its place, and the site still reads what was asked.
  await manager.getByRole('link', { name: 'Modifier Accompagnement' }).click();
  await manager.getByText(/1\. Êtes-vous déjà venu/).click();
  await manager.getByRole('button', { name: 'Retirer cette question Êtes-vous déjà venu ?' }).click();
  await manager.getByRole('button', { name: 'Remettre « Êtes-vous déjà venu ? »' }).waitFor();
  await manager.getByText(/Combien de fois/).first().click();
  await manager.getByRole('button', { name: 'Retirer cette question Combien de fois ?' }).click();
  await manager.getByRole('button', { name: 'Enregistrer' }).click();
  await manager.getByText('« Accompagnement » est enregistré.').waitFor();
  await manager.goto('/travail/metz');
  await manager.getByText('parler de mon projet').first().click();
  await manager.getByText('Êtes-vous déjà venu ?').waitFor();
  await manager.getByText('Combien de fois ?').waitFor();
  assert.deepEqual([...manager.complaints, ...asker.complaints], []);
  await manager.context().close();
  await asker.context().close();
});

test('somebody asks in German, and a service that pauses says why', async () => {
  const manager = await person(stage);
  await signIn(manager, 'manager-metz');
  await manager.goto('/travail/metz/services');
  await manager.getByRole('button', { name: 'Mettre en pause Financement' }).click();
  const dialog = manager.getByRole('dialog');
  await dialog.getByLabel('Pourquoi, en français').fill('Complet ce mois-ci.');
  await dialog.getByLabel('Pourquoi, en allemand').fill('Diesen Monat ausgebucht.');
  await dialog.getByRole('button', { name: 'Mettre en pause' }).click();
  await manager.getByText('« Financement » est en pause.').waitFor();

  const asker = await person(stage, { language: 'de', locale: 'de-DE' });
  await asker.goto('/totems/metz');
  await asker.getByText('Diesen Monat ausgebucht.').waitFor();
  await asker.goto('/demander?mots=Wir+suchen+ein+B%C3%BCro');
  await asker.getByRole('link', { name: 'Räume und Immobilien (Metz)' }).click();
  await asker.getByText('Sprache der Leistung: Französisch.', { exact: false }).waitFor();
  await asker.locator('[name=body]').fill('Wir sind zu zweit und suchen ab Januar ein Büro.');
  await asker.getByRole('radio', { name: 'Ein Büro' }).check({ force: true });
  await asker.getByLabel(/Wie viel Fläche/).fill('20,5');
  await asker.getByRole('button', { name: 'Weiter' }).click();
  await asker.locator('[name=name]').fill('Alex Beispiel');
  await asker.locator('[name=email]').fill('alex@beispiel.example');
  await asker.getByRole('button', { name: 'Weiter' }).click();
  await asker.getByText('20,5').waitFor();
  assert.deepEqual(await violations(asker), []);
  await asker.locator('main').getByRole('button', { name: 'Anfrage absenden' }).click();
  await asker.waitForURL('**/demander/envoyee');
  const { mail } = await linkInMail(asker, 'alex@beispiel.example', /Bestätigen/);
  assert.match(mail.text, /Büro/);

  await manager.getByRole('button', { name: 'Rouvrir Financement' }).click();
  await manager.getByText('« Financement » est de nouveau ouvert.').waitFor();
  assert.deepEqual([...manager.complaints, ...asker.complaints], []);
});

test('a manager closes the site for some days, and whoever looks at it reads when and why', async () => {
  const manager = await person(stage);
  await signIn(manager, 'manager-metz');
  await manager.goto('/travail/metz/services');
  const names = () => manager.locator('main h2').allTextContents();
  await manager.getByRole('button', { name: /^Monter/ }).first().waitFor();
  const [first, second] = await names();
  await manager.getByRole('button', { name: `Monter « ${second} »` }).click();
  await manager.getByText(`« ${second} » est maintenant en position 1.`).waitFor();
  await manager.reload();
  await manager.getByRole('button', { name: `Monter « ${first} »` }).waitFor();
  assert.deepEqual((await names()).slice(0, 2), [second, first]);

  await manager.getByRole('link', { name: 'Le lieu : horaires, contact, fermetures' }).click();
  await manager.getByLabel('lundi').fill('au matin');
  await manager.getByLabel('Téléphone').fill('+33 3 00 00 00 00');
  await manager.getByRole('button', { name: 'Enregistrer' }).click();
  await manager.getByText('Écrivez les heures ainsi').first().waitFor();
  await manager.getByLabel('lundi').fill('9h-12h, 14h-18h');
  await manager.getByRole('button', { name: 'Ajouter une fermeture' }).click();
  for (const [label, day] of [['Premier jour', '20400102'], ['Dernier jour', '20400106']]) {
    const [year, month, date] = [day.slice(0, 4), day.slice(4, 6), day.slice(6)];
    await manager.getByRole('group', { name: label }).getByRole('spinbutton').first().click();
    await manager.keyboard.type(date + month + year);
  }
  await manager.getByLabel('Raison').fill('Inventaire');
  assert.deepEqual(await violations(manager), []);
  await manager.getByRole('button', { name: 'Enregistrer' }).click();
  await manager.getByText('Le lieu est à jour.').waitFor();

  const visitor = await person(stage);
  await visitor.goto('/totems/metz');
  await visitor.getByText('Inventaire').waitFor();
  await visitor.getByText('09:00 – 12:00, 14:00 – 18:00').waitFor();
  await visitor.getByRole('link', { name: '+33 3 00 00 00 00' }).waitFor();
  assert.deepEqual([...manager.complaints, ...visitor.complaints], []);
});
