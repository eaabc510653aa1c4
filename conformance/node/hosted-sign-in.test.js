// OAuth 2.0 and OpenID Connect (reference section 8): in the browser, and at the token endpoints.

import assert from "node:assert/strict";
import { ServerResponse } from "node:http";

import {
  APPLICATIONS,
  CALLBACK,
  LIN,
  MIA,
  SIGNED_OUT,
  assertOauthError,
  assertRefused,
  data,
  journeys,
} from "./journey.js";

const journey = journeys();

journey("signs in with pkce", async (at) => {
  const client = at.client();
  const tokens = await at.authorized(client);
  assert.equal(tokens.token_type, "Bearer");
  assert.ok(tokens.expires_in > 0);
  assert.ok(tokens.refresh_token);
  const claims = await client.parseIDToken(tokens.id_token);
  assert.equal(claims.sub, LIN);
  assert.equal(claims.aud, at.sandbox.application("none").appId);
  assert.equal(claims.iss, at.sandbox.facts.issuer);
  assert.equal(claims.nonce, tokens.nonce);
  client.setAccessToken(tokens.access_token);
  assert.equal(data(await client.getProfile({})).userId, LIN);
});

journey("a public client needs pkce", async (at) => {
  const { url } = at.client().buildAuthorizeUrl({ state: "kept" });
  const page = await at.browser.open(url);
  assert.ok(page.url.startsWith(CALLBACK), page.url);
  assert.deepEqual([page.query.error, page.query.state], ["invalid_request", "kept"]);
});

journey("signs in once more when it is forced", async (at) => {
  const client = at.client("client_secret_post");
  const { account, password } = at.sandbox.persona("rich");
  await at.hostedSignIn(client.buildAuthorizeUrl().url);
  const silent = await at.browser.open(client.buildAuthorizeUrl().url);
  assert.ok(silent.url.startsWith(`${CALLBACK}?`), silent.url);
  const forced = await at.browser.open(client.buildAuthorizeUrl({ forced: true }).url);
  assert.equal(forced.status, 200);
  const { code } = await at.agree(await forced.submit({ account, password }));
  assert.ok((await client.getAccessTokenByCode(code)).access_token);
});

journey("the sdk puts no challenge into the address", async (at) => {
  const { url } = at.client().buildAuthorizeUrl({ codeChallenge: "x".repeat(43), codeChallengeMethod: "S256" });
  assert.equal(new URL(url).searchParams.has("code_challenge"), false);
});

journey("every way of saying who the client is redeems a code", async (at) => {
  for (const [method, algorithm] of APPLICATIONS) {
    const client = at.client(method, algorithm);
    const tokens = await at.authorized(client);
    const user = await client.getUserInfoByAccessToken(tokens.access_token);
    assert.deepEqual([user.sub, user.email], [LIN, "lin@example.com"], method);
  }
});

journey("a wrong secret redeems nothing", async (at) => {
  for (const [method, algorithm] of APPLICATIONS.slice(1)) {
    const { url } = at.client(method, algorithm).buildAuthorizeUrl();
    const { code } = await at.hostedSignIn(url);
    const stranger = at.client(method, algorithm, { appSecret: "not the secret" });
    await assertOauthError(() => stranger.getAccessTokenByCode(code), "invalid_client");
  }
});

journey("a code is redeemed once", async (at) => {
  const client = at.client();
  const { code, verifier, access_token } = await at.authorized(client);
  await assertOauthError(() => client.getAccessTokenByCode(code, { codeVerifier: verifier }), "invalid_grant");
  assert.deepEqual(await client.introspectToken(access_token), { active: false });
});

journey("refreshes with rotation", async (at) => {
  for (const [method, algorithm] of APPLICATIONS) {
    const client = at.client(method, algorithm);
    const first = await at.authorized(client);
    const second = await client.getNewAccessTokenByRefreshToken(first.refresh_token);
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.notEqual(second.access_token, first.access_token);
    assert.equal((await client.getUserInfoByAccessToken(second.access_token)).sub, LIN);
  }
});

journey("a refresh token used twice ends the whole family", async (at) => {
  const client = at.client();
  const first = await at.authorized(client);
  const second = await client.getNewAccessTokenByRefreshToken(first.refresh_token);
  await assertOauthError(() => client.getNewAccessTokenByRefreshToken(first.refresh_token), "invalid_grant");
  await assertOauthError(() => client.getNewAccessTokenByRefreshToken(second.refresh_token), "invalid_grant");
  assert.deepEqual(await client.introspectToken(second.access_token), { active: false });
});

journey("reads the user info", async (at) => {
  const client = at.client();
  const { access_token } = await at.authorized(client, "empty", "openid profile email phone");
  const ways = [
    undefined,
    { method: "GET", tokenPlace: "query" },
    { method: "GET", tokenPlace: "header" },
    { method: "POST", tokenPlace: "header" },
    { method: "POST", tokenPlace: "body" },
  ];
  for (const way of ways) {
    const user = await client.getUserInfoByAccessToken(access_token, way);
    assert.deepEqual([user.sub, user.name, user.phone_number], [MIA, "Mia Nováková", "2025550143"]);
  }
  await assertOauthError(() => client.getUserInfoByAccessToken("not a token"), "invalid_token");
});

journey("the sdk sends the token that is set instead of the one it asks about", async (at) => {
  const client = at.client();
  const lin = await at.authorized(client);
  const mia = await at.authorized(client, "empty");
  client.setAccessToken(lin.access_token);
  // Where the SDK means to send the token in the header, the one that is set goes out, and without `Bearer`.
  const inHeader = { method: "GET", tokenPlace: "header" };
  await assertOauthError(() => client.getUserInfoByAccessToken(mia.access_token, inHeader), "invalid_token");
  assert.equal((await client.getUserInfoByAccessToken(mia.access_token)).sub, MIA);
  assert.equal((await client.introspectToken(mia.access_token)).sub, MIA);
  await client.revokeToken(mia.access_token);
  assert.deepEqual(await client.introspectToken(mia.access_token), { active: false });
  assert.equal((await client.introspectToken(lin.access_token)).active, true);
});

journey("introspects online", async (at) => {
  for (const [method, algorithm] of APPLICATIONS) {
    const client = at.client(method, algorithm);
    const { access_token, refresh_token } = await at.authorized(client);
    for (const token of [access_token, refresh_token]) {
      const told = await client.introspectToken(token);
      const { appId } = at.sandbox.application(method, algorithm);
      assert.deepEqual([told.active, told.sub, told.client_id], [true, LIN, appId]);
    }
    assert.deepEqual(await client.introspectToken("not a token"), { active: false });
  }
});

journey("introspects offline", async (at) => {
  const client = at.client();
  const { access_token } = await at.authorized(client);
  const claims = await client.parseAccessToken(access_token);
  assert.deepEqual([claims.sub, claims.iss], [LIN, at.sandbox.facts.issuer]);
  const forged = access_token.replace(/\.(.)([^.]*)$/, (_, first, rest) => `.${first === "A" ? "B" : "A"}${rest}`);
  await assert.rejects(() => client.parseAccessToken(forged), { code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
});

journey("revokes an access token", async (at) => {
  for (const [method, algorithm] of APPLICATIONS) {
    const client = at.client(method, algorithm);
    const { access_token, refresh_token } = await at.authorized(client);
    await client.revokeToken(access_token);
    assert.deepEqual(await client.introspectToken(access_token), { active: false });
    assert.equal((await client.introspectToken(refresh_token)).active, true);
    client.setAccessToken(access_token);
    assertRefused(await client.getIdentities(), 401, 2020);
  }
});

journey("checks an id token with the secret", async (at) => {
  const client = at.client("client_secret_basic", "HS256");
  const tokens = await at.authorized(client);
  const [header] = tokens.id_token.split(".");
  assert.equal(JSON.parse(Buffer.from(header, "base64url")).alg, "HS256");
  const claims = await client.parseIDToken(tokens.id_token);
  assert.deepEqual([claims.sub, claims.nonce], [LIN, tokens.nonce]);
  const stranger = at.client("client_secret_basic", "HS256", { appSecret: "not the secret" });
  await assert.rejects(() => stranger.parseIDToken(tokens.id_token), { code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
});

journey("ends the browsers session", async (at) => {
  const client = at.client();
  const { id_token } = await at.authorized(client);
  const out = client.buildLogoutUrl({ redirectUri: SIGNED_OUT, idToken: id_token, state: "kept" });
  const page = await at.browser.open(out);
  assert.ok(page.url.startsWith(SIGNED_OUT), page.url);
  assert.equal(page.query.state, "kept");
  const { url } = at.client("client_secret_post").buildAuthorizeUrl();
  assert.equal((await at.browser.open(`${url}&prompt=none`)).query.error, "login_required");
});

journey("signs in and out with the redirects of the sdk", async (at) => {
  const client = at.client("client_secret_post");
  const leaving = new ServerResponse({ method: "GET" });
  await client.loginWithRedirect(leaving, { scope: "openid profile" });
  const [cookie] = leaving.getHeader("set-cookie").split(";");
  const query = await at.hostedSignIn(leaving.getHeader("location"));
  const returning = { url: `/callback?${new URLSearchParams(query)}`, headers: { cookie } };
  const tokens = await client.handleRedirectCallback(returning, new ServerResponse({ method: "GET" }));
  assert.equal((await client.getUserInfoByAccessToken(tokens.access_token)).sub, LIN);
  const stranger = { ...returning, url: returning.url.replace(query.state, "another") };
  await assert.rejects(() => client.handleRedirectCallback(stranger, new ServerResponse({ method: "GET" })), /state/);
  const out = new ServerResponse({ method: "GET" });
  await client.logoutWithRedirect(out, { idToken: tokens.id_token, redirectUri: SIGNED_OUT });
  assert.equal((await at.browser.open(out.getHeader("location"))).url, SIGNED_OUT);
});
