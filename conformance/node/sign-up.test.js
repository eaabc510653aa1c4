// An account from its beginning to its end (reference sections 3.7 and 5.7).

import assert from "node:assert/strict";

import { assertRefused, data, journeys } from "./journey.js";

const journey = journeys();

const password = "analytical-engine-1";

async function assertSignsIn(client, answer, userId) {
  client.setAccessToken(data(answer).access_token);
  assert.equal(data(await client.getProfile({})).userId, userId);
}

journey("signs up by email and password", async (at) => {
  const client = at.client();
  const email = "ada@example.com";
  const user = data(await client.signUpByEmailPassword({ email, password, profile: { nickname: "Ada" } }));
  assert.deepEqual([user.email, user.nickname, user.access_token], [email, "Ada", undefined]);
  await assertSignsIn(client, await client.signInByEmailPassword({ email, password }), user.userId);
  assertRefused(await client.signUpByEmailPassword({ email, password }), 409, 2026);
});

journey("signs up by username and password", async (at) => {
  const client = at.client();
  const user = data(await client.signUpByUsernamePassword({ username: "ada", password }));
  assert.equal(user.username, "ada");
  await assertSignsIn(client, await client.signInByUsernamePassword({ username: "ada", password }), user.userId);
});

journey("signs up with a code sent by email", async (at) => {
  const client = at.client();
  const email = "ada@example.com";
  data(await client.sendEmail({ channel: "CHANNEL_REGISTER", email }));
  const passCode = await at.sandbox.codeFor(email, "CHANNEL_REGISTER");
  assert.equal(data(await client.signUpByEmailCode({ email, passCode })).email, email);
});

journey("signs up with a code sent by sms", async (at) => {
  const client = at.client();
  const phone = "13800000001";
  data(await client.sendSms({ channel: "CHANNEL_REGISTER", phoneNumber: phone, phoneCountryCode: "+86" }));
  const passCode = await at.sandbox.codeFor(phone, "CHANNEL_REGISTER");
  assert.equal(data(await client.signUpByPhoneCode({ phone, passCode, phoneCountryCode: "+86" })).phone, phone);
});

journey("signs up with everything spelled out", async (at) => {
  const client = at.client();
  const passwordPayload = { email: "ada@example.com", password };
  const user = data(await client.signUp({ connection: "PASSWORD", passwordPayload, profile: { gender: "F" } }));
  assert.deepEqual([user.email, user.gender], ["ada@example.com", "F"]);
});

journey("changes the password", async (at) => {
  const { client } = await at.signedIn("rich");
  const { account, password: old } = at.sandbox.persona("rich");
  const newPassword = "lantern-ginkgo-74";
  assertRefused(await client.updatePassword({ newPassword, oldPassword: "not it" }), 403, 2006);
  assert.equal(data(await client.updatePassword({ newPassword, oldPassword: old })), undefined);
  assertRefused(await client.signInByAccountPassword({ account, password: old }), 403, 2333);
  data(await client.signInByAccountPassword({ account, password: newPassword }));
});

journey("resets a forgotten password", async (at) => {
  const client = at.client();
  const { email } = at.sandbox.persona("rich");
  data(await client.sendEmail({ channel: "CHANNEL_RESET_PASSWORD", email }));
  const passCode = await at.sandbox.codeFor(email, "CHANNEL_RESET_PASSWORD");
  const emailPassCodePayload = { email, passCode };
  const asked = await client.verifyResetPasswordRequest({ verifyMethod: "EMAIL_PASSCODE", emailPassCodePayload });
  const { passwordResetToken } = data(asked);
  assert.deepEqual(data(await client.resetPassword({ password, passwordResetToken })), { success: true });
  data(await client.signInByEmailPassword({ email, password }));
});

journey("deletes the account", async (at) => {
  const { client } = await at.signedIn("rich");
  const { account, password: own } = at.sandbox.persona("rich");
  const ask = (tried) =>
    client.verifyDeleteAccountRequest({ verifyMethod: "PASSWORD", passwordPayload: { password: tried } });
  assertRefused(await ask("not it"), 403, 2006);
  const { deleteAccountToken } = data(await ask(own));
  assert.deepEqual(data(await client.deleteAccount({ deleteAccountToken })), { success: true });
  assertRefused(await client.getIdentities(), 401, 2020);
  assertRefused(await client.signInByAccountPassword({ account, password: own }), 403, 2333);
});
