// What a signed-in person reads and changes about the account (reference sections 3 and 5).

import assert from "node:assert/strict";

import { LIN, WECHAT, data, journeys } from "./journey.js";

const journey = journeys();

journey("reads the profile", async (at) => {
  const { client } = await at.signedIn("rich");
  const profile = data(await client.getProfile({}));
  assert.equal(profile.userId, LIN);
  assert.deepEqual([profile.username, profile.status], ["linxiao", "Activated"]);
  assert.equal(profile.name, "林晓");
  assert.equal(profile.identities, undefined);
  assert.equal(profile.customData, undefined);
});

journey("reads what the profile has on request", async (at) => {
  const { client } = await at.signedIn("rich");
  const profile = data(await client.getProfile({ withCustomData: true }));
  assert.deepEqual(profile.customData, { team: "identity", badge: 1207 });
  assert.equal(profile.identities, undefined);
  const other = data(await client.getProfile({ withIdentities: true }));
  assert.equal(other.customData, undefined);
  assert.equal(other.identities.length, 7);
  assert.deepEqual(other.identities, data(await client.getIdentities()));
});

journey("reads the departments on request", async (at) => {
  const { client } = await at.signedIn("rich");
  assert.equal(data(await client.getProfile({})).departmentIds, undefined);
  const profile = data(await client.getProfile({ withDepartmentIds: true }));
  assert.deepEqual(profile.departmentIds, ["62f20932716fbcc10d966ee5", "62f20932716fbcc10d966ee6"]);
});

journey("changes the profile", async (at) => {
  const { client } = await at.signedIn("rich");
  const changes = { nickname: "Xiaolin", city: "Hangzhou", gender: "F" };
  const pick = ({ nickname, city, gender }) => ({ nickname, city, gender });
  assert.deepEqual(pick(data(await client.updateProfile(changes))), changes);
  const profile = data(await client.getProfile({}));
  assert.deepEqual(pick(profile), changes);
  assert.equal(profile.name, "林晓");
});

journey("lists the identities", async (at) => {
  const { client } = await at.signedIn("rich");
  const identities = data(await client.getIdentities());
  assert.deepEqual(
    identities.map(({ provider, type }) => `${provider} ${type}`),
    [
      "wechat unionid",
      "wechat openid",
      "github openid",
      "lark union_id",
      "lark open_id",
      "lark user_id",
      "azure-ad primary",
    ],
  );
  const { identityId, extIdpId, userIdInIdp, originConnIds } = identities[0];
  assert.equal(identityId, "62f20932a1b2c3bcc10d966e");
  assert.equal(extIdpId, WECHAT);
  assert.equal(userIdInIdp, "o9Nka5ibU-lUGQaeAHqu48fXw2Tk");
  assert.deepEqual(originConnIds, ["605492ac41b2c3d4e5f60701", "605492ac41b2c3d4e5f60702"]);
});

journey("lists ten thousand identities", async (at) => {
  const { client } = await at.signedIn("many");
  const identities = data(await client.getIdentities());
  assert.equal(new Set(identities.map(({ identityId }) => identityId)).size, 10_000);
  assert.equal(new Set(identities.map(({ extIdpId }) => extIdpId)).size, 300);
});

journey("lists nothing where nothing is bound", async (at) => {
  const { client } = await at.signedIn("empty");
  assert.deepEqual(data(await client.getIdentities()), []);
});

journey("lists the enabled identity providers", async (at) => {
  const enabled = data(await at.client().getApplicationEnabledExtIdps());
  assert.deepEqual(
    enabled.map(({ identifier }) => identifier),
    [
      "wechat-pc",
      "wechat-mini",
      "github",
      "feishu-internal",
      "google",
      "dingtalk",
      "alipay",
      "linkedin",
      "okta-saml",
    ],
  );
  const { extIdpId, type, extIdpType, name } = enabled[0];
  assert.deepEqual([extIdpId, type, extIdpType, name], [WECHAT, "wechat", "social", "WeChat PC"]);
  const post = data(await at.client("client_secret_post").getApplicationEnabledExtIdps());
  assert.deepEqual(
    post.map(({ identifier }) => identifier),
    ["wechat-pc", "github", "google"],
  );
});

journey("reads the security level", async (at) => {
  const { client } = await at.signedIn("rich");
  const { passwordSet, emailBinded, phoneBinded, mfaEnrolled } = data(await client.getSecurityLevel());
  assert.deepEqual([passwordSet, emailBinded, phoneBinded, mfaEnrolled], [true, true, false, false]);
});

journey("reads the login history", async (at) => {
  const { account } = at.sandbox.persona("rich");
  await at.client().signInByAccountPassword({ account, password: "not it" });
  const { client } = await at.signedIn("rich");
  const history = data(await client.getLoginHistory({}));
  assert.ok(history.totalCount >= 2);
  const [newest, older] = history.list;
  assert.deepEqual([newest.success, older.success], [true, false]);
  assert.equal(newest.userId, LIN);
  assert.equal(newest.appId, at.sandbox.application("none").appId);
  assert.equal(newest.clientIp, "127.0.0.1");
  assert.match(newest.userAgent, /axios/);
});

journey("filters the login history", async (at) => {
  const { account } = at.sandbox.persona("rich");
  await at.client().signInByAccountPassword({ account, password: "not it" });
  const { client } = await at.signedIn("rich");
  const { totalCount } = data(await client.getLoginHistory({}));
  const good = data(await client.getLoginHistory({ success: true }));
  const bad = data(await client.getLoginHistory({ success: false }));
  assert.deepEqual(new Set(good.list.map(({ success }) => success)), new Set([true]));
  assert.deepEqual(new Set(bad.list.map(({ success }) => success)), new Set([false]));
  assert.equal(good.totalCount + bad.totalCount, totalCount);
  const page = data(await client.getLoginHistory({ page: 2, limit: 1 }));
  assert.deepEqual([page.totalCount, page.list.length], [totalCount, 1]);
  const past = data(await client.getLoginHistory({ start: 1, end: 2 }));
  assert.deepEqual(past, { totalCount: 0, list: [] });
});

journey("lists the applications signed in to", async (at) => {
  const { client } = await at.signedIn("rich");
  const { appId, name } = at.sandbox.application("none");
  const active = data(await client.getLoggedInApps()).filter((app) => app.active);
  assert.deepEqual(
    active.map((app) => [app.appId, app.appName]),
    [[appId, name]],
  );
});

journey("lists the applications that are open to the person", async (at) => {
  const { client } = await at.signedIn("rich");
  assert.deepEqual(
    data(await client.getAccessibleApps()).map((app) => [app.appId, app.appName]),
    at.sandbox.facts.applications.map((application) => [application.appId, application.name]),
  );
});

journey("lists the devices", async (at) => {
  const { client } = await at.signedIn("rich");
  const devices = data(await client.list({}));
  assert.equal(devices[0].lastIp, "127.0.0.1");
  assert.match(devices[0].device.userAgent, /axios/);
  assert.deepEqual(data(await client.list({ page: 1, limit: 1 })), devices.slice(0, 1));
});

journey("lists the second factors", async (at) => {
  const { client } = await at.signedIn("empty");
  assert.deepEqual(data(await client.listEnrolledFactors()), []);
  const types = data(await client.listFactorsToEnroll()).map(({ factorType }) => factorType);
  assert.deepEqual(new Set(types), new Set(["OTP", "SMS", "EMAIL", "FACE"]));
});

journey("reads the system", async (at) => {
  const system = await at.client().getSystemInfo();
  assert.equal(system.statusCode, undefined);
  assert.ok(system.rsa.publicKey);
  assert.ok(system.version.server);
});
