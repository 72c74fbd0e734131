// Against the service of LORNTECH_URL, in demonstration mode.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import {
  ApiError,
  type components,
  createClient,
  idempotent,
  ifMatch,
  items,
  type LorntechClient,
  unwrap,
} from "./index.js";

const { LORNTECH_URL: baseUrl = "", LORNTECH_PASSWORD: password = "" } = process.env;

const anybody = createClient({ baseUrl, language: "de" });

async function person(name: string): Promise<LorntechClient> {
  const email = `${name}@demo.lorntech.example`;
  const session = await unwrap(anybody.POST("/v1/sessions", { body: { email, password, mode: "token" } }));
  assert.ok(session && "access_token" in session);
  return createClient({ baseUrl, token: async () => session.access_token });
}

test("a list is read to its end", async () => {
  const query = { kinds: ["funder" as const, "university" as const], limit: 12 };
  const page = await unwrap(
    anybody.GET("/v1/organizations", { params: { query: { ...query, count: true } } }),
  );
  const found: components["schemas"]["OrganizationSummary"][] = [];
  const read = (cursor?: string) =>
    unwrap(anybody.GET("/v1/organizations", { params: { query: { ...query, cursor } } }));
  for await (const one of items(read)) found.push(one);
  assert.ok(found.length > query.limit);
  assert.equal(found.length, page.count);
  assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
});

test("a problem is an error with its code and its words", async () => {
  const call = unwrap(anybody.GET("/v1/organizations/{id}", { params: { path: { id: "niemand" } } }));
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.status, error.code], [404, "not_found"]);
    assert.match(error.problem.title, /nicht/i);
    return true;
  });
});

test("what a proxy answers is an error too", async () => {
  const fetch = async () => new Response("<html>", { status: 503, headers: { "Retry-After": "30" } });
  const away = createClient({ baseUrl, fetch });
  await assert.rejects(unwrap(away.GET("/v1/totems")), { status: 503, code: "unexpected", retryAfter: 30 });
});

test("sent twice with one key it is one request, and a change goes in under the version that was read", async () => {
  const member = await person("entrepreneur");
  const body = {
    totem_id: "metz",
    service_id: "accompagnement",
    subject: "Un conseil",
    body: "Par où commencer ?",
  };
  const header = idempotent();
  const [made, again] = [
    await unwrap(member.POST("/v1/service-requests", { params: { header }, body })),
    await unwrap(member.POST("/v1/service-requests", { params: { header }, body })),
  ];
  assert.equal(made.id, again.id);
  const step = (revision: number) =>
    unwrap(
      member.POST("/v1/service-requests/{id}/transitions", {
        params: { path: { id: made.id }, header: ifMatch({ revision }) },
        body: { to: "cancelled" },
      }),
    );
  await assert.rejects(step(made.revision + 1), { status: 412, code: "revision_mismatch" });
  assert.equal((await step(made.revision)).status, "cancelled");
});

test("the first example of the README runs as it is written", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  assert.match(example, /https:\/\/lorntech\.example/);
  const program = new URL("readme.js", import.meta.url);
  await writeFile(
    program,
    example.replaceAll("https://lorntech.example", baseUrl).replaceAll("console.log", "said.push"),
  );
  const said: string[] = [];
  Object.assign(globalThis, { said });
  await import(program.href);
  assert.ok(said.length > 20, `${said}`);
});
