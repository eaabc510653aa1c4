// An OpenID provider that is not ours: the certified `oidc-provider`, mounted where the service has its own (reference
// section 8.1). Of `/api/v3` it has nothing, which answers 404 here, until it is told to serve a little of it: an account with
// nothing bound, to whoever has a good access token. tests/openid_provider starts it.
//
// It prints one line of JSON when it is ready, takes one line of JSON for each command, answers each with a line, and
// ends when standard input closes.

import "./webcrypto.js";

import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

import Provider from "oidc-provider";

const MOUNT = "/oidc";
const DAY = 24 * 60 * 60;

// Whom the library warns here is nobody: it is not put into production, and standard output is for lines of JSON.
console.info = console.warn = () => {};

function newKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" };
}

/** An application with this token endpoint authentication method and this algorithm for its ID tokens. */
function application(method, algorithm) {
  return {
    client_id: `${method}-${algorithm}`.toLowerCase(),
    client_secret: method === "none" ? undefined : randomBytes(32).toString("hex"),
    application_type: "native",
    token_endpoint_auth_method: method,
    id_token_signed_response_alg: algorithm,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    // Of a native application the port is not compared (RFC 8252, section 7.3).
    redirect_uris: ["http://127.0.0.1/callback"],
    post_logout_redirect_uris: ["http://127.0.0.1:1/signed-out"],
  };
}

const applications = [
  application("none", "RS256"),
  application("client_secret_basic", "HS256"),
  application("client_secret_post", "HS256"),
];
const cookieKey = randomBytes(32).toString("hex");
const requests = [];
let accessTokenSeconds = 60 * 60;
let servesAccounts = false;

/** A provider with keys of its own. The library keeps sessions and tokens beside it, so a new one knows those before. */
function newProvider(issuer) {
  const provider = new Provider(issuer, {
    clients: applications,
    jwks: { keys: [newKey()] },
    cookies: { keys: [cookieKey] },
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "HS256"] },
    features: { introspection: { enabled: true }, revocation: { enabled: true } },
    pkce: { required: () => true },
    // Every refresh token is good once, and one that comes again ends the whole grant.
    rotateRefreshToken: true,
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `${id} of the provider` }) }),
    ttl: {
      AccessToken: () => accessTokenSeconds,
      AuthorizationCode: 60,
      Grant: DAY,
      IdToken: 60 * 60,
      Interaction: 60 * 60,
      RefreshToken: DAY,
      Session: DAY,
    },
  });
  provider.use(async (ctx, next) => {
    await next();
    const fields = ctx.oidc?.body ?? ctx.query;
    requests.push({
      path: ctx.req.originalUrl.split("?")[0],
      status: ctx.status,
      fields: Object.keys(fields).sort(),
      kind: fields.grant_type ?? fields.token_type_hint ?? fields.code_challenge_method ?? null,
      scheme: ctx.get("authorization").split(" ")[0] || null,
    });
  });
  return provider;
}

/** What the account API answers (reference sections 3.2, 5.1 and 5.3), or nothing where there is no such call. */
async function ofAccounts(path, authorization) {
  if (!servesAccounts) return undefined;
  if (path === "/api/v3/get-application-enabled-extidps") return { statusCode: 200, message: "", data: [] };
  const token = await provider.AccessToken.find(authorization.replace("Bearer ", ""));
  const data = { "/api/v3/get-profile": { userId: token?.accountId }, "/api/v3/get-identities": [] }[path];
  if (data && !token) return { statusCode: 401, apiCode: 2020, message: "" };
  return data && { statusCode: 200, message: "", data };
}

const server = createServer(async (request, response) => {
  const path = request.url.split("?")[0];
  if (path.startsWith(`${MOUNT}/`)) {
    // From the original address the library knows where it is mounted.
    request.originalUrl = request.url;
    request.url = request.url.slice(MOUNT.length);
    provider.callback()(request, response);
    return;
  }
  const answer = await ofAccounts(path, request.headers.authorization ?? "");
  const status = answer ? 200 : 404;
  requests.push({ path, status, fields: [], kind: null, scheme: null });
  response.writeHead(status, { "content-type": answer ? "application/json" : "text/plain" });
  response.end(answer ? JSON.stringify(answer) : "Not Found");
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const appHost = `http://127.0.0.1:${server.address().port}`;
const issuer = `${appHost}${MOUNT}`;
let provider = newProvider(issuer);

const commands = {
  requests: () => ({ requests }),
  "new-keys": () => {
    provider = newProvider(issuer);
    return {};
  },
  "access-tokens-live": ({ seconds }) => {
    accessTokenSeconds = seconds;
    return {};
  },
  "serve-accounts": () => {
    servesAccounts = true;
    return {};
  },
};

const say = (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`);
say({
  appHost,
  applications: applications.map((one) => ({
    appId: one.client_id,
    secret: one.client_secret ?? null,
    tokenEndpointAuthMethod: one.token_endpoint_auth_method,
  })),
});
for await (const line of createInterface(process.stdin)) {
  const command = JSON.parse(line);
  say(commands[command.do](command));
}
process.exit(0);
