// What every test has: a fresh sandbox, the SDK with its calls counted, and a browser.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import sdk from "authing-node-sdk";

import { Browser } from "./browser.js";
import { Calls, counted } from "./counted.js";
import { Sandbox } from "./sandbox.js";

export const CALLBACK = "http://127.0.0.1:8400/callback";
export const SIGNED_OUT = "http://127.0.0.1:8400/signed-out";

// What the sandbox comes with (assets/sandbox/personas.toml).
export const LIN = "62f20932a1b2c3bcc10d9601";
export const MIA = "62f20932a1b2c3bcc10d9602";
export const WECHAT = "62f2093271a2b3cc10d966ee";
export const GITHUB = "62f2093271a2b3cc10d966ef";
export const GOOGLE = "62f2093271a2b3cc10d966f2";
export const WECHAT_PC_CONNECTION = "605492ac41b2c3d4e5f60701";

/** The ways in which applications say who they are, with the algorithm of their ID tokens. */
export const APPLICATIONS = [
  ["none", "RS256"],
  ["client_secret_post", "RS256"],
  ["client_secret_basic", "HS256"],
];

/**
 * A file's tests share one sandbox, one after the other; each begins with everything as it was at the start. The function
 * that is returned adds a test: a sentence, and what to do with the journey.
 */
export function journeys(suite = "node") {
  const calls = new Calls(suite);
  let sandbox;
  before(async () => {
    sandbox = await Sandbox.start();
  });
  after(async () => {
    assert.equal(await sandbox.stop(), 0, "the sandbox's status");
  });
  return (sentence, run) =>
    test(sentence, async () => {
      await sandbox.reset();
      calls.test = sentence;
      await run(new Journey(sandbox, calls));
    });
}

/** One test's way through the service. */
class Journey {
  constructor(sandbox, calls) {
    this.sandbox = sandbox;
    this.calls = calls;
    this.browser = new Browser(sandbox.host);
  }

  /** The SDK for the application with this way of saying who it is. */
  client(method = "none", algorithm = "RS256", options = {}) {
    const application = this.sandbox.application(method, algorithm);
    const client = new sdk.AuthenticationClient({
      appId: application.appId,
      appSecret: method === "none" ? undefined : application.secret,
      appHost: this.sandbox.host,
      tokenEndPointAuthMethod: method,
      introspectionEndPointAuthMethod: method,
      revocationEndPointAuthMethod: method,
      redirectUri: CALLBACK,
      ...options,
    });
    return counted(client, this.calls);
  }

  /** The SDK with somebody's access token, and the tokens of the sign-in. */
  async signedIn(key, method = "none", algorithm = "RS256") {
    const client = this.client(method, algorithm);
    const { account, password } = this.sandbox.persona(key);
    const tokens = data(await client.signInByAccountPassword({ account, password }));
    client.setAccessToken(tokens.access_token);
    return { client, tokens };
  }

  /** Signs in on the hosted page, in a browser where nobody is signed in yet, agrees where asked, and comes back. */
  async hostedSignIn(url, key = "rich") {
    this.browser = new Browser(this.sandbox.host);
    const { account, password } = this.sandbox.persona(key);
    const page = await this.browser.open(url);
    return this.agree(await page.submit({ account, password }));
  }

  /** Agrees on the consent page, where there is one; the parameters that come back to the application. */
  async agree(page) {
    const last = page.status === undefined ? page : await page.submit({}, "allow");
    const { origin, pathname } = new URL(last.url);
    assert.equal(origin + pathname, CALLBACK);
    return last.query;
  }

  /** A sign-in in the browser, from the address to the tokens. */
  async authorized(client, key = "rich", scope = "openid profile email offline_access") {
    const { url, state, nonce } = client.buildAuthorizeUrl({ scope });
    const verifier = client.generateCodeChallenge();
    const challenge = client.getCodeChallengeDigest({ codeChallenge: verifier, method: "S256" });
    // The SDK has all that PKCE needs and no way to put it into the address (reference section 8.2).
    const withPkce = `${url}&code_challenge=${challenge}&code_challenge_method=S256`;
    const query = await this.hostedSignIn(withPkce, key);
    assert.equal(query.state, state);
    const tokens = await client.getAccessTokenByCode(query.code, { codeVerifier: verifier });
    return { ...tokens, nonce, code: query.code, verifier };
  }
}

/** The `data` of an envelope that says success (reference section 1.4). */
export function data(answer) {
  assert.equal(answer.statusCode, 200, JSON.stringify(answer));
  assert.equal(typeof answer.message, "string");
  return answer.data;
}

/** The envelope says no, with these codes and a message, and carries no data. */
export function assertRefused(answer, statusCode, apiCode) {
  assert.deepEqual([answer.statusCode, answer.apiCode], [statusCode, apiCode], JSON.stringify(answer));
  assert.notEqual(answer.message, "");
  assert.equal("data" in answer, false);
}

/** The call fails with this OAuth error, at one of the HTTP statuses that go with it (RFC 6749, section 5.2). */
export async function assertOauthError(call, error) {
  await assert.rejects(call, (failure) => {
    assert.equal(failure.response?.data?.error, error, String(failure));
    assert.equal(failure.response.status, ["invalid_client", "invalid_token"].includes(error) ? 401 : 400);
    return true;
  });
}
