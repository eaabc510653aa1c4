// Binding and unbinding an external identity (reference section 6).

import assert from "node:assert/strict";

import { GITHUB, GOOGLE, WECHAT, WECHAT_PC_CONNECTION, assertRefused, data, journeys } from "./journey.js";

const journey = journeys();

async function providers(client) {
  return data(await client.getIdentities()).map(({ provider }) => provider);
}

async function linkUrl(at, { client, tokens }, extIdpConnIdentifier, more = {}) {
  const { appId } = at.sandbox.application("none");
  const link = { extIdpConnIdentifier, appId, idToken: tokens.id_token, ...more };
  return data(await client.generateLinkExtIdpUrl(link)).url;
}

journey("binds an identity in the browser", async (at) => {
  const mia = await at.signedIn("empty");
  const provider = await at.browser.open(await linkUrl(at, mia, "google"));
  assert.equal(provider.status, 200);
  assert.deepEqual(await providers(mia.client), []);
  const result = await provider.submit({}, "noor");
  assert.equal(result.status, 200);
  const identities = data(await mia.client.getIdentities());
  assert.deepEqual(new Set(identities.map((one) => `${one.provider} ${one.extIdpId}`)), new Set([`google ${GOOGLE}`]));
});

journey("comes back to an address that was asked for", async (at) => {
  const mia = await at.signedIn("empty");
  const targetUrl = "http://127.0.0.1:8400/bound";
  const provider = await at.browser.open(await linkUrl(at, mia, "google", { needUrlRedirect: "true", targetUrl }));
  const result = await provider.submit({}, "noor");
  assert.ok(result.url.startsWith(`${targetUrl}?`), result.url);
  assert.equal(result.query.code, "200");
  assert.deepEqual(new Set(await providers(mia.client)), new Set(["google"]));
});

journey("binds nothing when the person cancels", async (at) => {
  const mia = await at.signedIn("empty");
  const provider = await at.browser.open(await linkUrl(at, mia, "google"));
  await provider.submit({}, "cancel");
  assert.deepEqual(await providers(mia.client), []);
});

journey("does not bind what somebody else has", async (at) => {
  const mia = await at.signedIn("empty");
  await (await at.browser.open(await linkUrl(at, mia, "google"))).submit({}, "noor");
  const lin = await at.signedIn("rich");
  const before = await providers(lin.client);
  const result = await (await at.browser.open(await linkUrl(at, lin, "google"))).submit({}, "noor");
  assert.equal(result.status, 409);
  assert.match(result.text, /bound to another account/);
  assert.deepEqual(await providers(lin.client), before);
  assert.deepEqual(new Set(await providers(mia.client)), new Set(["google"]));
});

journey("unbinds every identity of a source", async (at) => {
  const { client } = await at.signedIn("rich");
  assert.equal(data(await client.unlinkExtIdp({ extIdpId: WECHAT })), undefined);
  assert.deepEqual(await providers(client), ["github", "lark", "lark", "lark", "azure-ad"]);
});

journey("refuses to unbind by another kind of id", async (at) => {
  const { client } = await at.signedIn("rich");
  const before = data(await client.getIdentities());
  assertRefused(await client.unlinkExtIdp({ extIdpId: WECHAT_PC_CONNECTION }), 400);
  assertRefused(await client.unlinkExtIdp({ extIdpId: before[0].identityId }), 400);
  assertRefused(await client.unlinkExtIdp({ extIdpId: "no id at all" }), 404);
  assert.deepEqual(data(await client.getIdentities()), before);
});

journey("binds again what was unbound", async (at) => {
  const lin = await at.signedIn("rich");
  const ids = async () => new Set(data(await lin.client.getIdentities()).map(({ identityId }) => identityId));
  const before = await ids();
  data(await lin.client.unlinkExtIdp({ extIdpId: GITHUB }));
  assert.ok(!(await providers(lin.client)).includes("github"));
  await (await at.browser.open(await linkUrl(at, lin, "github"))).submit({}, "rich");
  assert.deepEqual(await ids(), before);
});
