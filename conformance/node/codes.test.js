// Codes by email and SMS, and the captcha (reference sections 3.3 to 3.6).

import assert from "node:assert/strict";

import { assertRefused, data, journeys } from "./journey.js";

const journey = journeys();

journey("sends a code once a minute", async (at) => {
  const client = at.client();
  const mail = { channel: "CHANNEL_LOGIN", email: at.sandbox.persona("rich").email };
  data(await client.sendEmail(mail));
  assertRefused(await client.sendEmail(mail), 429);
  data(await client.sendEmail({ ...mail, channel: "CHANNEL_RESET_PASSWORD" }));
  await at.sandbox.admin("PUT", "/clock", { offsetSeconds: 61 });
  data(await client.sendEmail(mail));
});

journey("sends an sms once a minute", async (at) => {
  const client = at.client();
  const { phone } = at.sandbox.persona("empty");
  const sms = { channel: "CHANNEL_LOGIN", phoneNumber: phone, phoneCountryCode: "+1" };
  data(await client.sendSms(sms));
  assertRefused(await client.sendSms(sms), 429);
});

journey("checks a code by email before it is used", async (at) => {
  const client = at.client();
  const { email } = at.sandbox.persona("rich");
  data(await client.sendEmail({ channel: "CHANNEL_LOGIN", email }));
  const passCode = await at.sandbox.codeFor(email, "CHANNEL_LOGIN");
  const emailCodePayload = { email, passCode, channel: "CHANNEL_LOGIN" };
  const check = (payload) => client.preCheckCode({ codeType: "EMAIL", emailCodePayload: payload });
  assert.equal(data(await check(emailCodePayload)).isValid, true);
  assert.equal(data(await check({ ...emailCodePayload, channel: "CHANNEL_BIND_EMAIL" })).isValid, false);
  data(await client.signInByEmailPassCode({ email, passCode }));
});

journey("draws a captcha", async (at) => {
  const client = at.client();
  const first = data(await client.geneCatchaCodeAndToken());
  const second = data(await client.geneCatchaCodeAndToken());
  assert.match(first.captchaCodeSvg, /^<svg[\s>]/);
  assert.notEqual(first.captchaToken, second.captchaToken);
});

journey("asks for a captcha after failures", async (at) => {
  const client = at.client();
  const { account, password } = at.sandbox.persona("rich");
  let answer;
  for (let failures = 0; failures < 5 && answer?.apiCode !== 2000; failures += 1) {
    answer = await client.signInByAccountPassword({ account, password: "not it" });
  }
  assert.equal(answer.apiCode, 2000);
  assert.equal((await client.signInByAccountPassword({ account, password })).apiCode, 2000);
  const { captchaCodeSvg, captchaToken } = data(await client.geneCatchaCodeAndToken());
  const captchaCode = [...captchaCodeSvg.matchAll(/<text[^>]*>([^<]+)</g)].map(([, letters]) => letters).join("");
  const options = { captchaToken, captchaCode };
  data(await client.signInByAccountPassword({ account, password, options }));
});
