import { expect, test, vi } from "vitest";
import { keepAccess } from "~/lib/access";
import { answerIdentity } from "~/lib/step-up";
import { client } from "./client";

const refusal = () =>
  new Response(JSON.stringify({ code: "step_up_required", title: "", status: 403 }), {
    status: 403,
    headers: { "Content-Type": "application/problem+json" },
  });

/** A service that refuses the first call until somebody shows that it is them. */
function refusesOnce() {
  const sent: string[] = [];
  const done = new Response("{}", { status: 201, headers: { "Content-Type": "application/json" } });
  const answers = [refusal(), done];
  const fetch = async (request: Request) => {
    sent.push(await request.text());
    return answers.shift() ?? refusal();
  };
  const call = client.POST("/v1/me/email-changes", { body: { email: "camille@exemple.fr" }, fetch });
  return { sent, call };
}

/** Once the question is asked. */
async function answer(sent: string[], confirmed: boolean) {
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  await new Promise((next) => setTimeout(next));
  answerIdentity(confirmed);
}

test("what was refused until somebody shows that it is them is sent again as it was", async () => {
  const { sent, call } = refusesOnce();
  await answer(sent, true);
  expect((await call).response.status).toBe(201);
  expect(sent[1]).toBe(sent[0]);
});

test("who does not show it is refused as before", async () => {
  const { sent, call } = refusesOnce();
  await answer(sent, false);
  expect((await call).response.status).toBe(403);
  expect(sent).toHaveLength(1);
});

const ID = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f";

test.each([
  ["follows by a link is nobody else besides", "/demandes/x", "Bearer abc.def.ghi", "omit"],
  ["works at a Totem is who signed in", "/travail/metz/x", null, "same-origin"],
])("whoever %s", async (_, path, authorization, credentials) => {
  keepAccess(ID, "abc.def.ghi");
  history.replaceState(null, "", path);
  const sent: Request[] = [];
  const fetch = async (request: Request) => {
    sent.push(request);
    return new Response("{}", { headers: { "Content-Type": "application/json" } });
  };
  await client.POST("/v1/service-requests/{id}/messages", {
    params: { path: { id: ID } },
    body: { body: "Merci." },
    fetch,
  });
  expect(sent[0]?.headers.get("Authorization")).toBe(authorization);
  expect(sent[0]?.credentials).toBe(credentials);
  expect(await sent[0]?.json()).toEqual({ body: "Merci." });
});
