// An email address and a phone number: bound, changed and unbound (reference section 5.7).

import assert from "node:assert/strict";

import { data, journeys } from "./journey.js";

const journey = journeys();

journey("binds and unbinds an email address", async (at) => {
  const { client } = await at.signedIn("single");
  const email = "sakura@example.com";
  data(await client.sendEmail({ channel: "CHANNEL_BIND_EMAIL", email }));
  const passCode = await at.sandbox.codeFor(email, "CHANNEL_BIND_EMAIL");
  assert.equal(data(await client.bindEmail({ email, passCode })), undefined);
  const profile = data(await client.getProfile({}));
  assert.deepEqual([profile.email, profile.emailVerified], [email, true]);
  data(await client.sendEmail({ channel: "CHANNEL_UNBIND_EMAIL", email }));
  data(await client.unbindEmail({ passCode: await at.sandbox.codeFor(email, "CHANNEL_UNBIND_EMAIL") }));
  assert.equal(data(await client.getSecurityLevel()).emailBinded, false);
});

journey("binds and unbinds a phone number", async (at) => {
  const { client } = await at.signedIn("rich");
  const [phoneNumber, phoneCountryCode] = ["13800000001", "+86"];
  data(await client.sendSms({ channel: "CHANNEL_BIND_PHONE", phoneNumber, phoneCountryCode }));
  const passCode = await at.sandbox.codeFor(phoneNumber, "CHANNEL_BIND_PHONE");
  assert.equal(data(await client.bindPhone({ phoneNumber, passCode, phoneCountryCode })), undefined);
  assert.equal(data(await client.getProfile({})).phone, phoneNumber);
  data(await client.sendSms({ channel: "CHANNEL_UNBIND_PHONE", phoneNumber, phoneCountryCode }));
  data(await client.unbindPhone({ passCode: await at.sandbox.codeFor(phoneNumber, "CHANNEL_UNBIND_PHONE") }));
  assert.equal(data(await client.getSecurityLevel()).phoneBinded, false);
});

journey("changes the email address", async (at) => {
  const { client } = await at.signedIn("rich");
  const newEmail = "lin.xiao@example.com";
  data(await client.sendEmail({ channel: "CHANNEL_UPDATE_EMAIL", email: newEmail }));
  const newEmailPassCode = await at.sandbox.codeFor(newEmail, "CHANNEL_UPDATE_EMAIL");
  const emailPassCodePayload = { newEmail, newEmailPassCode };
  const asked = await client.verifyUpdateEmailRequest({ verifyMethod: "EMAIL_PASSCODE", emailPassCodePayload });
  const { updateEmailToken } = data(asked);
  assert.deepEqual(data(await client.updateEmail({ updateEmailToken })), { success: true });
  assert.equal(data(await client.getProfile({})).email, newEmail);
});

journey("changes the phone number", async (at) => {
  const { client } = await at.signedIn("empty");
  const [newPhoneNumber, newPhoneCountryCode] = ["2025550199", "+1"];
  const sms = { channel: "CHANNEL_UPDATE_PHONE", phoneNumber: newPhoneNumber, phoneCountryCode: newPhoneCountryCode };
  data(await client.sendSms(sms));
  const newPhonePassCode = await at.sandbox.codeFor(newPhoneNumber, "CHANNEL_UPDATE_PHONE");
  const phonePassCodePayload = { newPhoneNumber, newPhonePassCode, newPhoneCountryCode };
  const asked = await client.verifyUpdatePhoneRequest({ verifyMethod: "PHONE_PASSCODE", phonePassCodePayload });
  const { updatePhoneToken } = data(asked);
  assert.deepEqual(data(await client.updatePhone({ updatePhoneToken })), { success: true });
  assert.equal(data(await client.getProfile({})).phone, newPhoneNumber);
});
