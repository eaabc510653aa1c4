// How the access token gets to the service, and when it is refused (reference sections 1.3 and 5).

import assert from "node:assert/strict";

import { LIN, assertRefused, data, journeys } from "./journey.js";

const journey = journeys();

journey("takes the token raw and after bearer", async (at) => {
  const { client, tokens } = await at.signedIn("rich");
  for (const authorization of [tokens.access_token, `Bearer ${tokens.access_token}`]) {
    client.setAccessToken(authorization);
    assert.equal(data(await client.getProfile({})).userId, LIN);
  }
});

journey("sends the headers of its brand", async (at) => {
  const { client, tokens } = await at.signedIn("rich");
  data(await client.getProfile({ withCustomData: true }));
  const seen = (await at.sandbox.admin("GET", "/requests")).requests.at(-1);
  const headers = Object.fromEntries(seen.headers.map(({ name, value }) => [name, value]));
  const query = Object.fromEntries(seen.query.map(({ name, value }) => [name, value]));
  assert.equal(headers["x-authing-app-id"], at.sandbox.application("none").appId);
  assert.equal(headers["x-genauth-app-id"], undefined);
  assert.deepEqual(query, { withCustomData: "true", withIdentities: "false", withDepartmentIds: "false" });
  assert.equal(JSON.stringify(seen).includes(tokens.access_token), false);
});

journey("refuses a request without a token", async (at) => {
  assertRefused(await at.client().getIdentities(), 401, 2020);
});

journey("refuses a token that is none", async (at) => {
  const { client, tokens } = await at.signedIn("rich");
  for (const wrong of ["not a token", tokens.id_token]) {
    client.setAccessToken(wrong);
    assertRefused(await client.getIdentities(), 401, 2020);
  }
});

journey("refuses an expired token", async (at) => {
  const { client } = await at.signedIn("rich");
  await at.sandbox.admin("POST", "/tokens/expire");
  assertRefused(await client.getIdentities(), 401, 2020);
});

journey("refuses a revoked token", async (at) => {
  const { client } = await at.signedIn("rich");
  await at.sandbox.admin("POST", "/tokens/revoke");
  assertRefused(await client.getIdentities(), 401, 2020);
});

journey("refuses an unknown application", async (at) => {
  const client = at.client("none", "RS256", { appId: "000000000000000000000000" });
  assertRefused(await client.getApplicationEnabledExtIdps(), 404, 2011);
});
