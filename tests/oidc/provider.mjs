// A provider of OpenID Connect as ProConnect is one: the same engine, codes of a minute, ES256, signed userinfo, and no
// parameter that it does not know. Whoever names an account is let in. Prints its address when it listens.
//
// node provider.mjs REDIRECT_URI [PORT]
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

const [redirectUri, port = "0"] = process.argv.slice(2);
const PARAMETERS = new Set(
  "client_id response_type redirect_uri scope state nonce code_challenge code_challenge_method".split(" "),
);

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = { ...privateKey.export({ format: "jwk" }), kid: "one", alg: "ES256", use: "sig" };

/** Who somebody is, by the name that they give: “inconnu” has an address that nobody has seen. */
function person(name) {
  return {
    accountId: name,
    claims: () => ({
      sub: `sub-${name}`,
      email: `${name}@exemple.fr`,
      email_verified: name !== "inconnu",
      given_name: "Camille",
      usual_name: "Essai",
    }),
  };
}

function setUp(issuer) {
  return new Provider(issuer, {
    clients: [
      {
        client_id: "lorntech",
        client_secret: "0123456789abcdef0123456789abcdef",
        // Of a native client the port of a loopback address does not count.
        application_type: redirectUri.startsWith("http:") ? "native" : "web",
        redirect_uris: [redirectUri],
        response_types: ["code"],
        grant_types: ["authorization_code"],
        token_endpoint_auth_method: "client_secret_post",
        id_token_signed_response_alg: "ES256",
        userinfo_signed_response_alg: "ES256",
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ["of a test"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], given_name: ["given_name"], usual_name: ["usual_name"] },
    conformIdTokenClaims: true,
    enabledJWA: { idTokenSigningAlgValues: ["ES256"], userinfoSigningAlgValues: ["ES256"] },
    features: { devInteractions: { enabled: false }, jwtUserinfo: { enabled: true } },
    findAccount: (_, id) => person(id),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    ttl: { AuthorizationCode: 60, AccessToken: 300, IdToken: 300, Grant: 300, Interaction: 300, Session: 300 },
    // Whoever signs in here wants to.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope([...oidc.requestParamScopes].join(" "));
      await grant.save();
      return grant;
    },
  });
}

const FORM = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Fournisseur d’essai</title>
<form method="post"><label>Identifiant <input name="name" autofocus></label> <button>Continuer</button></form></html>`;

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString());
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, issuer);
  if (url.pathname === "/auth") {
    const unknown = [...url.searchParams.keys()].find((name) => !PARAMETERS.has(name));
    if (unknown) return response.writeHead(400).end(`Y000400: ${unknown}`);
  }
  if (!url.pathname.startsWith("/interaction/")) return provider.callback()(request, response);
  if (request.method === "GET") {
    // A native client is always asked whether it may, which nobody wants to read here.
    const { prompt } = await provider.interactionDetails(request, response);
    if (prompt.name === "consent") return provider.interactionFinished(request, response, { consent: {} });
    return response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(FORM);
  }
  const name = (await body(request)).get("name");
  const result = name ? { login: { accountId: name } } : { error: "access_denied" };
  return provider.interactionFinished(request, response, result);
});

let issuer;
let provider;
server.listen(Number(port), "127.0.0.1", () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  provider = setUp(issuer);
  console.log(issuer);
});
