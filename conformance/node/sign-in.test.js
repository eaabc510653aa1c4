// `POST /api/v3/signin` (reference section 4) in every way that the SDK offers.

import assert from "node:assert/strict";
import { constants, createPublicKey, publicEncrypt } from "node:crypto";

import { LIN, MIA, assertRefused, data, journeys } from "./journey.js";

const journey = journeys();

/** What a right password is answered for the personas whose account is not in order (reference sections 1.6 and 4). */
const INSTEAD_OF_TOKENS = {
  mfa: 1635,
  "mfa-app": 1636,
  "first-password": 1639,
  "bind-existing": 1640,
  "bind-or-create": 1641,
  incomplete: 1642,
  unlockable: 1643,
  locked: 2005,
  "locked-failures": 2057,
  "must-reset": 2058,
  disabled: 2120008,
  "not-in-tenant": 2130010,
};

/** The tokens are whole, and are this user's. */
async function assertSignedIn(client, answer, userId) {
  const tokens = data(answer);
  assert.equal(tokens.token_type.toLowerCase(), "bearer");
  assert.ok(tokens.expire_in > 0);
  client.setAccessToken(tokens.access_token);
  assert.equal(data(await client.getProfile({})).userId, userId);
  return tokens;
}

journey("signs in by account and password", async (at) => {
  const { email, username, password } = at.sandbox.persona("rich");
  for (const account of [email, username]) {
    const client = at.client();
    const tokens = await assertSignedIn(client, await client.signInByAccountPassword({ account, password }), LIN);
    assert.equal(tokens.refresh_token, undefined);
  }
});

journey("signs in by email and password", async (at) => {
  const client = at.client();
  const { email, password } = at.sandbox.persona("rich");
  await assertSignedIn(client, await client.signInByEmailPassword({ email, password }), LIN);
});

journey("signs in by username and password", async (at) => {
  const client = at.client();
  const { username, password } = at.sandbox.persona("rich");
  await assertSignedIn(client, await client.signInByUsernamePassword({ username, password }), LIN);
});

journey("signs in by phone and password", async (at) => {
  const client = at.client();
  const { phone, password } = at.sandbox.persona("empty");
  await assertSignedIn(client, await client.signInByPhonePassword({ phone, password }), MIA);
});

journey("signs in by credentials with the scopes asked for", async (at) => {
  const client = at.client();
  const { email, password } = at.sandbox.persona("rich");
  const answer = await client.signInByCredentials({
    connection: "PASSWORD",
    passwordPayload: { email, password },
    options: { scope: "openid offline_access" },
  });
  const tokens = await assertSignedIn(client, answer, LIN);
  assert.ok(tokens.refresh_token);
  assert.deepEqual(new Set(tokens.scope.split(" ")), new Set(["openid", "offline_access"]));
});

journey("signs in with a code sent by email", async (at) => {
  const client = at.client();
  const { email } = at.sandbox.persona("rich");
  data(await client.sendEmail({ channel: "CHANNEL_LOGIN", email }));
  const passCode = await at.sandbox.codeFor(email, "CHANNEL_LOGIN");
  await assertSignedIn(client, await client.signInByEmailPassCode({ email, passCode }), LIN);
});

journey("signs in with a code sent by sms", async (at) => {
  const client = at.client();
  const { phone } = at.sandbox.persona("empty");
  data(await client.sendSms({ channel: "CHANNEL_LOGIN", phoneNumber: phone, phoneCountryCode: "+1" }));
  const passCode = await at.sandbox.codeFor(phone, "CHANNEL_LOGIN");
  const answer = await client.signInByPhonePassCode({ phone, passCode, phoneCountryCode: "+1" });
  await assertSignedIn(client, answer, MIA);
});

journey("signs in by ldap", async (at) => {
  const client = at.client();
  const { password } = at.sandbox.persona("rich");
  await assertSignedIn(client, await client.signInByLDAP({ sAMAccountName: "lin.xiao", password }), LIN);
});

journey("signs in by ad", async (at) => {
  const client = at.client();
  const { password } = at.sandbox.persona("rich");
  await assertSignedIn(client, await client.signInByAD({ sAMAccountName: "lin.xiao", password }), LIN);
});

journey("signs in with an encrypted password", async (at) => {
  const client = at.client();
  const { account, password } = at.sandbox.persona("rich");
  const published = (await client.getSystemInfo()).rsa.publicKey;
  const key = published.startsWith("-----")
    ? createPublicKey(published)
    : createPublicKey({ key: Buffer.from(published, "base64"), format: "der", type: "spki" });
  const padding = constants.RSA_PKCS1_PADDING;
  const encrypted = publicEncrypt({ key, padding }, Buffer.from(password)).toString("base64");
  const options = { passwordEncryptType: "rsa" };
  await assertSignedIn(client, await client.signInByAccountPassword({ account, password: encrypted, options }), LIN);
  const clear = await client.signInByAccountPassword({ account, password, options });
  assertRefused(clear, 400);
});

journey("refuses a wrong password", async (at) => {
  const client = at.client();
  const { account } = at.sandbox.persona("rich");
  assertRefused(await client.signInByAccountPassword({ account, password: "not it" }), 403, 2333);
  const nobody = await client.signInByAccountPassword({ account: "nobody@example.com", password: "sandbox" });
  assertRefused(nobody, 403, 2333);
});

journey("answers a step to take instead of tokens", async (at) => {
  const client = at.client();
  for (const [key, code] of Object.entries(INSTEAD_OF_TOKENS)) {
    const { account, password } = at.sandbox.persona(key);
    const answer = await client.signInByAccountPassword({ account, password });
    assert.ok([answer.statusCode, answer.apiCode].includes(code), `${key}: ${JSON.stringify(answer)}`);
    assert.equal(answer.data?.access_token, undefined);
    assert.equal(answer.data?.mfaToken !== undefined, key.startsWith("mfa"), key);
    assertRefused(await client.signInByAccountPassword({ account, password: "not it" }), 403, 2333);
  }
});

journey("sends the secret in the body", async (at) => {
  const client = at.client("client_secret_post");
  const { account, password } = at.sandbox.persona("rich");
  await assertSignedIn(client, await client.signInByAccountPassword({ account, password }), LIN);
  const stranger = at.client("client_secret_post", "RS256", { appSecret: "not the secret" });
  const refused = await stranger.signInByAccountPassword({ account, password });
  assertRefused(refused, 403);
});

journey("sends the secret in the header", async (at) => {
  const client = at.client("client_secret_basic", "HS256");
  const { account, password } = at.sandbox.persona("rich");
  await assertSignedIn(client, await client.signInByAccountPassword({ account, password }), LIN);
  const stranger = at.client("client_secret_basic", "HS256", { appSecret: "not the secret" });
  const refused = await stranger.signInByAccountPassword({ account, password });
  assertRefused(refused, 403);
});
