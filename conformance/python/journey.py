"""What every test of the suite has: a fresh sandbox, the brand's SDK with its calls counted, and a browser."""

import importlib
import secrets
import unittest
from urllib.parse import urlsplit

from browser import Browser
from counted import Calls, Counted

CALLBACK = "http://127.0.0.1:8400/callback"
ELSEWHERE = "http://127.0.0.1:8400/elsewhere"
SIGNED_OUT = "http://127.0.0.1:8400/signed-out"

# A challenge whose verifier nobody needs (RFC 7636, appendix B).
CHALLENGE = {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256"}

# What the sandbox comes with (assets/sandbox/personas.toml).
LIN = "62f20932a1b2c3bcc10d9601"
MIA = "62f20932a1b2c3bcc10d9602"
SAKURA = "62f20932a1b2c3bcc10d9603"
WECHAT = "62f2093271a2b3cc10d966ee"
GITHUB = "62f2093271a2b3cc10d966ef"
GOOGLE = "62f2093271a2b3cc10d966f2"
WECHAT_PC_CONNECTION = "605492ac41b2c3d4e5f60701"


class Run:
    """One run of the suite: the brand, the sandbox that its tests share one after the other, and the count of calls."""

    brand = None
    sandbox = None
    calls = None

    @classmethod
    def begin(cls, brand, sandbox):
        cls.brand = brand
        cls.sandbox = sandbox
        cls.calls = Calls(f"python-{brand}")


class Journey(unittest.TestCase):
    """A test that begins with everything as it was at the sandbox's start."""

    maxDiff = None

    def setUp(self):
        self.sandbox = Run.sandbox
        self.sandbox.reset()
        Run.calls.test = self._testMethodName.removeprefix("test_").replace("_", " ")
        self.browser = Browser(self.sandbox.host)

    def client(self, method="none", algorithm="RS256", **options):
        """The brand's SDK for the application with this way of saying who it is."""
        application = self.sandbox.application(method, algorithm)
        usual = {
            "app_id": application["appId"],
            "app_host": self.sandbox.host,
            "app_secret": None if method == "none" else application["secret"],
            "token_endpoint_auth_method": method,
            "introspection_endpoint_auth_method": method,
            "revocation_endpoint_auth_method": method,
            "redirect_uri": CALLBACK,
            "lang": "en-US",
        }
        sdk = importlib.import_module(Run.brand)
        return Counted(sdk.AuthenticationClient(**{**usual, **options}), Run.calls)

    def signed_in(self, key, scope=None, **options):
        """The SDK with somebody's access token, and the tokens of the sign-in."""
        client = self.client(**options)
        persona = self.sandbox.persona(key)
        tokens = self.data(
            client.sign_in_by_account_password(
                persona["account"], persona["password"], options={"scope": scope} if scope else None
            )
        )
        client.set_access_token(tokens["access_token"])
        return client, tokens

    def data(self, answer):
        """The `data` of an envelope that says success (reference section 1.4)."""
        self.assertEqual(answer.get("statusCode"), 200, answer)
        self.assertIsInstance(answer["message"], str)
        return answer.get("data")

    def assert_refused(self, answer, status_code, api_code=None):
        """The envelope says no, with these codes and a message, and carries no data."""
        self.assertEqual((answer.get("statusCode"), answer.get("apiCode")), (status_code, api_code), answer)
        self.assertTrue(answer["message"])
        self.assertNotIn("data", answer)

    def hosted_sign_in(self, url, key="rich"):
        """Signs in on the hosted page, in a browser where nobody is signed in yet, agrees where asked, and comes back."""
        self.browser = Browser(self.sandbox.host)
        persona = self.sandbox.persona(key)
        page = self.browser.open(url).submit(account=persona["account"], password=persona["password"])
        return self.agree(page)

    def agree(self, page):
        """Agrees on the consent page; the parameters that come back to the application."""
        if page.status is not None:
            page = page.submit("allow")
        self.assertEqual(urlsplit(page.url)._replace(query="").geturl(), CALLBACK)
        return page.query

    def authorized(self, client, key="rich", scope="openid profile email offline_access"):
        """A sign-in in the browser with PKCE, from the address to the tokens."""
        verifier = client.generate_code_challenge(43)
        challenge = client.generate_code_challenge_digest(verifier, "S256")
        state, nonce = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        url = client.build_authorize_url(
            scope=scope, state=state, nonce=nonce, code_challenge=challenge, code_challenge_method="S256"
        )
        query = self.hosted_sign_in(url, key)
        self.assertEqual(query["state"], state)
        tokens = client.get_access_token_by_code(query["code"], code_verifier=verifier)
        self.assertNotIn("error", tokens)
        return {**tokens, "nonce": nonce, "code": query["code"], "verifier": verifier}
