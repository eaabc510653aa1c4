// Debian 12's Node 18 has the Web Cryptography API, which openid-client takes from the global scope, in a module only.

import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
globalThis.CryptoKey ??= webcrypto.CryptoKey;
