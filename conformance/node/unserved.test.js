// What the wire reference describes and the sandbox does not serve: it says so, and nobody takes it for something else.

import { assertOauthError, assertRefused, journeys } from "./journey.js";

const journey = journeys();

const UNSERVED = {
  revoke: { deviceId: "device" },
  unbind: { deviceId: "device" },
  getFactor: { factorId: "factor" },
  sendEnrollFactorRequest: { factorType: "EMAIL", profile: { email: "lin@example.com" } },
  enrollFactor: { factorType: "EMAIL", enrollmentToken: "token", enrollmentData: { passCode: "123456" } },
  resetFactor: { factorId: "factor" },
  mfaOtpVerify: { totp: "123456" },
  signInByMobile: { connection: "github", extIdpConnidentifier: "github" },
  signInByPush: { account: "lin@example.com" },
  geneQrCode: { type: "MOBILE_APP" },
  checkQrCodeStatus: { qrcodeId: "code" },
  exchangeTokenSetWithQrCodeTicket: { ticket: "ticket" },
  changeQrCodeStatus: { action: "SCAN", qrcodeId: "code" },
};

journey("says what is not served", async (at) => {
  const { client } = await at.signedIn("rich");
  for (const [method, request] of Object.entries(UNSERVED)) {
    assertRefused(await client[method](request), 501);
  }
});

journey("gives nothing to a machine alone", async (at) => {
  const client = at.client("client_secret_post");
  const { appId, secret } = at.sandbox.application("client_secret_post");
  const machine = { accessKey: appId, accessSecret: secret };
  await assertOauthError(() => client.getAccessTokenByClientCredentials("openid", machine), "unsupported_grant_type");
});

journey("the sdk forgets the token that it asks about", async (at) => {
  const client = at.client();
  const { account, password } = at.sandbox.persona("mfa");
  const { mfaToken: token } = (await client.signInByAccountPassword({ account, password })).data;
  await assertOauthError(() => client.verifyMfaToken({ token }), "invalid_request");
});
