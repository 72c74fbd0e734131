import { person, signIn } from './stage.mjs';

/** The member asks the Metz Totem for coaching, past the form: for journeys that begin with requests. */
export async function asked(stage, ...subjects) {
  const member = await person(stage);
  await signIn(member, 'entrepreneur');
  await member.evaluate(async (subjects) => {
    const { services } = await (await fetch('/v1/totems/metz')).json();
    const { id } = services.find((one) => one.family === 'coaching');
    for (const subject of subjects) {
      const body = { totem_id: 'metz', service_id: id, subject, body: 'Nous aimerions en parler avec vous.' };
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
      const answer = await fetch('/v1/service-requests', { method: 'POST', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(await answer.text());
    }
  }, subjects);
  return member;
}
