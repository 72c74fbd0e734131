// Against the service of LORNTECH_URL, in demonstration mode.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import {
  ApiError,
  type components,
  createClient,
  type FeedItem,
  follow,
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

/** The access token of a partner that shows a key of its own (RFC 7523). */
async function partnerToken(): Promise<string> {
  const admin = await person("admin");
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const body = {
    name: "Partenaire fictif",
    scopes: ["sync:read" as const],
    keys: [{ kty: "EC" as const, crv: "P-256" as const, kid: "one", x, y }],
  };
  const { id } = await unwrap(admin.POST("/v1/api-clients", { body }));
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    iss: id,
    sub: id,
    aud: baseUrl,
    jti: crypto.randomUUID(),
    exp: Math.floor(Date.now() / 1000) + 60,
  };
  const signed = `${part({ alg: "ES256", kid: "one" })}.${part(claims)}`;
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  const signature = await crypto.subtle.sign(algorithm, pair.privateKey, Buffer.from(signed));
  const token = anybody.POST("/oauth/token", {
    body: {
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: `${signed}.${Buffer.from(signature).toString("base64url")}`,
    },
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
  return (await unwrap(token)).access_token;
}

test("a partner takes over everything, then what has changed since, and begins anew where its cursor leads nowhere", async () => {
  const token = await partnerToken();
  const { count } = await unwrap(
    anybody.GET("/v1/organizations", { params: { query: { count: true, limit: 1 } } }),
  );
  const copy = new Map<string, number>();
  let stored = `${baseUrl}/v1/sync/changes?kind=organization&limit=100`;
  let pages = 0;
  const takeOver = async (from: string) => {
    let restarts = 0;
    for await (const page of follow(from, { token: () => token })) {
      for (const { id, revision, state } of page.items) if (state === "updated") copy.set(id, revision);
      pages += 1;
      restarts += Number(page.restarted);
      stored = page.next;
    }
    return restarts;
  };
  assert.equal(await takeOver(stored), 0);
  assert.equal(copy.size, count);
  assert.ok(pages > 2, `${pages}`);

  const moderator = await person("moderator");
  const body = { name: "Atelier fictif des copies", kinds: ["fablab" as const] };
  const made = await unwrap(moderator.POST("/v1/organizations", { body }));
  const path = { path: { id: made.id } };
  await unwrap(
    moderator.POST("/v1/organizations/{id}/transitions", { params: path, body: { to: "published" } }),
  );
  pages = 0;
  await takeOver(stored);
  assert.equal(pages, 2);
  assert.ok((copy.get(made.id) ?? 0) > made.revision);

  copy.clear();
  assert.equal(await takeOver(stored.replace(/after=[0-9]+/, "after=999999999")), 1);
  assert.equal(copy.size, (count ?? 0) + 1);

  const seen = new Set<string>();
  for await (const { items } of follow<FeedItem>(`${baseUrl}/v1/feeds/organization`)) {
    for (const { id } of items) seen.add(id);
  }
  assert.deepEqual(seen, new Set(copy.keys()));
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
