// A certified relying party that is not ours, openid-client, signs in (reference section 8). It checks every answer and
// every token by the specifications, so that what passes here is OpenID Connect and not only what our own client takes.

import "./webcrypto.js";

import assert from "node:assert/strict";

import * as openid from "openid-client";

import { counted } from "./counted.js";
import { APPLICATIONS, CALLBACK, LIN, SIGNED_OUT, journeys } from "./journey.js";

const journey = journeys("openid-client");

const SCOPE = "openid profile email offline_access";

/** The library with its calls counted, configured for an application by discovery. */
async function discovered(at, method = "none", algorithm = "RS256") {
  const client = counted(openid, at.calls);
  const { appId, secret } = at.sandbox.application(method, algorithm);
  const authentication = {
    none: () => openid.None(),
    client_secret_post: () => openid.ClientSecretPost(secret),
    client_secret_basic: () => openid.ClientSecretBasic(secret),
  }[method]();
  const metadata = { client_secret: secret ?? undefined, id_token_signed_response_alg: algorithm };
  const config = await client.discovery(new URL(at.sandbox.facts.issuer), appId, metadata, authentication, {
    // The sandbox is on loopback, where plain HTTP is good enough.
    execute: [openid.allowInsecureRequests],
  });
  if (algorithm === "RS256") openid.enableNonRepudiationChecks(config);
  return { client, config };
}

/** A sign-in up to the address that the browser comes back to, with what has to be checked there. */
async function returned(at, { client, config }, more = {}) {
  const checks = {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
    idTokenExpected: true,
  };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: SCOPE,
    prompt: "consent",
    code_challenge: await client.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: "S256",
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...more,
  });
  const query = await at.hostedSignIn(url.href);
  return { address: new URL(`${CALLBACK}?${new URLSearchParams(query)}`), checks };
}

async function signedIn(at, party) {
  const { address, checks } = await returned(at, party);
  return party.client.authorizationCodeGrant(party.config, address, checks);
}

/** The call fails with this OAuth error in a JSON body at this HTTP status. */
async function assertError(call, error, status = 400) {
  await assert.rejects(call, (failure) => {
    assert.deepEqual([failure.code, failure.error, failure.status], ["OAUTH_RESPONSE_BODY_ERROR", error, status]);
    return true;
  });
}

journey("discovers the service", async (at) => {
  const { config } = await discovered(at);
  const server = config.serverMetadata();
  assert.equal(server.issuer, at.sandbox.facts.issuer);
  assert.equal(server.supportsPKCE("S256"), true);
  for (const endpoint of ["authorization", "token", "userinfo", "revocation", "introspection", "end_session"]) {
    assert.ok(server[`${endpoint}_endpoint`].startsWith(at.sandbox.facts.issuer), endpoint);
  }
  assert.deepEqual(new Set(server.id_token_signing_alg_values_supported), new Set(["RS256", "HS256"]));
});

journey("signs in and validates the id token", async (at) => {
  for (const [method, algorithm] of APPLICATIONS) {
    const party = await discovered(at, method, algorithm);
    const tokens = await signedIn(at, party);
    const claims = tokens.claims();
    assert.equal(claims.sub, LIN);
    assert.equal(claims.iss, at.sandbox.facts.issuer);
    assert.equal(claims.aud, at.sandbox.application(method, algorithm).appId);
    assert.ok(tokens.expires_in > 0);
    assert.ok(tokens.refresh_token);
  }
});

journey("refreshes and reads the user info", async (at) => {
  for (const [method, algorithm] of APPLICATIONS) {
    const party = await discovered(at, method, algorithm);
    const { client, config } = party;
    const first = await signedIn(at, party);
    const second = await client.refreshTokenGrant(config, first.refresh_token);
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.equal(second.claims().sub, LIN);
    const user = await client.fetchUserInfo(config, second.access_token, LIN);
    assert.deepEqual([user.sub, user.name, user.email], [LIN, "林晓", "lin@example.com"]);
    await assertError(() => client.refreshTokenGrant(config, first.refresh_token), "invalid_grant");
    await assertError(() => client.refreshTokenGrant(config, second.refresh_token), "invalid_grant");
  }
});

journey("introspects and revokes", async (at) => {
  for (const [method, algorithm] of APPLICATIONS) {
    const party = await discovered(at, method, algorithm);
    const { client, config } = party;
    const { access_token, refresh_token } = await signedIn(at, party);
    const told = await client.tokenIntrospection(config, access_token);
    assert.deepEqual([told.active, told.sub], [true, LIN]);
    await client.tokenRevocation(config, refresh_token, { token_type_hint: "refresh_token" });
    assert.equal((await client.tokenIntrospection(config, access_token)).active, false);
    await assertError(() => client.refreshTokenGrant(config, refresh_token), "invalid_grant");
  }
});

journey("ends the session", async (at) => {
  const party = await discovered(at);
  const { client, config } = party;
  const { id_token } = await signedIn(at, party);
  const url = client.buildEndSessionUrl(config, {
    id_token_hint: id_token,
    post_logout_redirect_uri: SIGNED_OUT,
    state: "kept",
  });
  const page = await at.browser.open(url.href);
  assert.equal(page.url, `${SIGNED_OUT}?state=kept`);
});

journey("a wrong verifier redeems nothing", async (at) => {
  const party = await discovered(at);
  const { address, checks } = await returned(at, party);
  const wrong = { ...checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() };
  await assertError(() => party.client.authorizationCodeGrant(party.config, address, wrong), "invalid_grant");
});

journey("a code is good once", async (at) => {
  const party = await discovered(at);
  const { address, checks } = await returned(at, party);
  const { access_token } = await party.client.authorizationCodeGrant(party.config, address, checks);
  await assertError(() => party.client.authorizationCodeGrant(party.config, address, checks), "invalid_grant");
  assert.equal((await party.client.tokenIntrospection(party.config, access_token)).active, false);
});

journey("a code is good at its own address only", async (at) => {
  const party = await discovered(at);
  const { address, checks } = await returned(at, party);
  address.port = "8401";
  await assertError(() => party.client.authorizationCodeGrant(party.config, address, checks), "invalid_grant");
});

journey("an unregistered address gets nothing", async (at) => {
  const party = await discovered(at);
  const url = party.client.buildAuthorizationUrl(party.config, {
    redirect_uri: "http://127.0.0.1:8400/elsewhere",
    scope: SCOPE,
    code_challenge: await openid.calculatePKCECodeChallenge(openid.randomPKCECodeVerifier()),
    code_challenge_method: "S256",
  });
  const page = await at.browser.open(url.href);
  assert.equal(page.status, 400);
});

journey("an error comes back with the state", async (at) => {
  const party = await discovered(at);
  const { client, config } = party;
  const expectedState = client.randomState();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: SCOPE,
    prompt: "none",
    code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
    code_challenge_method: "S256",
    state: expectedState,
  });
  const { url: address } = await at.browser.open(url.href);
  await assert.rejects(
    () => client.authorizationCodeGrant(config, new URL(address), { expectedState }),
    (failure) => failure.code === "OAUTH_AUTHORIZATION_RESPONSE_ERROR" && failure.error === "login_required",
  );
});
