// The browser's part of passkeys. Where it cannot read the options as JSON, it offers none.
import { client, unwrap } from "~/api/client";

export function hasPasskeys(): boolean {
  return (
    typeof PublicKeyCredential !== "undefined" &&
    "parseRequestOptionsFromJSON" in PublicKeyCredential &&
    // A service without a name takes none.
    !/^[\d.]+$|^\[/.test(location.hostname)
  );
}

// The contract leaves its members to WebAuthn, so there is no type to check against.
const given = (credential: Credential | null) => (credential as PublicKeyCredential).toJSON() as never;

/** What the browser shows for a question of the service; fails when its holder lets it be. */
export async function showPasskey() {
  const { challenge, public_key } = await unwrap(client.POST("/v1/sessions/passkey-challenges"));
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(public_key as never);
  return { challenge, credential: given(await navigator.credentials.get({ publicKey })) };
}

export async function makePasskey(name: string) {
  const { challenge, public_key } = await unwrap(client.POST("/v1/me/passkey-challenges"));
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(public_key as never);
  const credential = given(await navigator.credentials.create({ publicKey }));
  return unwrap(client.POST("/v1/me/passkeys", { body: { challenge, credential, name } }));
}

/** Its holder closed the browser's window, or let it wait: nothing to complain about. */
export function wasDropped(error: unknown): boolean {
  return error instanceof DOMException;
}
