// Book a space at a Totem: what is taken is offered at another time, and what was booked can be cancelled.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from '../checks.mjs';
import { open, person, signIn } from '../stage.mjs';

let stage;
before(async () => {
  stage = await open();
});
after(async () => {
  await stage?.close();
});

/** The first day from the day after tomorrow on when the room is open. */
async function openDay() {
  const at = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
  const path = `/v1/totems/metz/spaces/salle-de-demonstration/availability?from=${at(2)}&to=${at(16)}`;
  const { open } = await (await fetch(stage.url + path)).json();
  return open.find((one) => one.starts_at > at(2)).starts_at.slice(0, 10);
}

const choose = async (page, day, time) => {
  const [year, month, date] = day.split('-');
  const field = page.locator('main form').getByRole('spinbutton');
  for (const [at, value] of [date, month, year].entries()) {
    await field.nth(at).click();
    await page.keyboard.type(String(Number(value)));
  }
  const from = page.getByLabel('À partir de');
  await from.locator(`option:text-is("${time}")`).waitFor({ state: 'attached' });
  await from.selectOption({ label: time });
};

test('a member books a room, another one is offered another time, and it is cancelled', async () => {
  const day = await openDay();
  const page = await person(stage);
  await page.goto('/totems/metz');
  await page.getByRole('link', { name: 'Salle de démonstration' }).click();
  await page.getByRole('heading', { level: 1, name: 'Salle de démonstration' }).waitFor();
  await page.getByText('12,00 € par heure').waitFor();
  // Whoever is not signed in is led there and comes back.
  await page.getByRole('link', { name: 'Se connecter pour réserver' }).waitFor();
  await signIn(page, 'entrepreneur');
  await page.goto('/totems/metz/espaces/salle-de-demonstration');
  await choose(page, day, '10:00');
  assert.deepEqual(await violations(page), []);
  await page.locator('main form').getByRole('button', { name: 'Réserver' }).click();
  await page.getByText('C’est réservé.').waitFor();
  // The table knows it at once: a real one, with the hour and the day as its heads.
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '10:00' }) });
  await row.getByText('complet').waitFor();
  assert.deepEqual(await violations(page), []);

  const other = await person(stage, { width: 390 });
  await signIn(other, 'pilot');
  await other.goto('/totems/metz/espaces/salle-de-demonstration');
  await choose(other, day, '10:00');
  await other.locator('main form').getByRole('button', { name: 'Réserver' }).click();
  const refused = other.getByRole('alert').filter({ hasText: 'Ce n’est pas libre' });
  await refused.waitFor();
  assert.deepEqual(await violations(other), []);
  await refused.getByRole('button', { name: /11:00 – 12:00/ }).click();
  assert.equal(await other.getByLabel('À partir de').locator('option:checked').textContent(), '11:00');
  await other.locator('main form').getByRole('button', { name: 'Réserver' }).click();
  await other.getByText('C’est réservé.').waitFor();
  await other.context().close();

  await page.goto('/compte/reservations');
  await page.getByRole('button', { name: /^Annuler, / }).click();
  const dialog = page.getByRole('dialog');
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole('button', { name: 'Annuler', exact: true }).click();
  await page.getByText('annulée', { exact: true }).waitFor();

  const agent = await person(stage);
  await signIn(agent, 'agent-metz');
  await agent.goto(`/travail/metz/reservations?jour=${day}`);
  const list = agent.getByRole('table');
  await list.getByRole('row', { name: 'Pilote (démonstration)' }).waitFor();
  await list.getByRole('row').filter({ hasText: 'Camille Exemple' }).getByText('annulée').waitFor();
  assert.deepEqual(await violations(agent), []);

  const manager = await person(stage);
  await signIn(manager, 'manager-metz');
  await manager.goto('/travail/metz/reservations');
  await manager.getByRole('button', { name: 'Mettre en pause, Salle de démonstration' }).click();
  await manager.getByLabel('Motif, en français').fill('Travaux de peinture');
  await manager.getByRole('dialog').getByRole('button', { name: 'Mettre en pause' }).click();
  await manager.getByRole('button', { name: 'Rouvrir, Salle de démonstration' }).waitFor();
  await page.goto('/totems/metz/espaces/salle-de-demonstration');
  await page.getByText('Travaux de peinture').waitFor();
  assert.equal(await page.locator('main form').count(), 0, 'nothing new is booked');
  assert.deepEqual([...page.complaints, ...agent.complaints, ...manager.complaints], []);
});
