"""`POST /api/v3/signin` (reference section 4) in every way that the SDK offers."""

import base64

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

from journey import LIN, MIA, Journey

# What a right password is answered for the personas whose account is not in order (reference sections 1.6 and 4).
INSTEAD_OF_TOKENS = {
    "mfa": 1635,
    "mfa-app": 1636,
    "first-password": 1639,
    "bind-existing": 1640,
    "bind-or-create": 1641,
    "incomplete": 1642,
    "unlockable": 1643,
    "locked": 2005,
    "locked-failures": 2057,
    "must-reset": 2058,
    "disabled": 2120008,
    "not-in-tenant": 2130010,
}


class SignIn(Journey):
    def assert_signed_in(self, client, answer, user_id):
        """The tokens are whole, and are this user's."""
        tokens = self.data(answer)
        self.assertEqual(tokens["token_type"].lower(), "bearer")
        self.assertGreater(tokens["expire_in"], 0)
        client.set_access_token(tokens["access_token"])
        self.assertEqual(self.data(client.get_profile())["userId"], user_id)
        return tokens

    def test_signs_in_by_account_and_password(self):
        client, persona = self.client(), self.sandbox.persona("rich")
        for account in (persona["email"], persona["username"]):
            answer = client.sign_in_by_account_password(account, persona["password"])
            tokens = self.assert_signed_in(client, answer, LIN)
            self.assertNotIn("refresh_token", tokens)
            client.set_access_token(None)

    def test_signs_in_by_email_and_password(self):
        client, persona = self.client(), self.sandbox.persona("rich")
        answer = client.sign_in_by_email_password(persona["email"], persona["password"])
        self.assert_signed_in(client, answer, LIN)

    def test_signs_in_by_username_and_password(self):
        client, persona = self.client(), self.sandbox.persona("rich")
        answer = client.sign_in_by_username_password(persona["username"], persona["password"])
        self.assert_signed_in(client, answer, LIN)

    def test_signs_in_by_phone_and_password(self):
        client, persona = self.client(), self.sandbox.persona("empty")
        answer = client.sign_in_by_phone_password(persona["phone"], persona["password"])
        self.assert_signed_in(client, answer, MIA)

    def test_signs_in_by_credentials_with_the_scopes_asked_for(self):
        client, persona = self.client(), self.sandbox.persona("rich")
        answer = client.sign_in_by_credentials(
            connection="PASSWORD",
            password_payload={"email": persona["email"], "password": persona["password"]},
            options={"scope": "openid offline_access"},
        )
        tokens = self.assert_signed_in(client, answer, LIN)
        self.assertTrue(tokens["refresh_token"])
        self.assertEqual(set(tokens["scope"].split()), {"openid", "offline_access"})

    def test_signs_in_with_a_code_sent_by_email(self):
        client, email = self.client(), self.sandbox.persona("rich")["email"]
        self.data(client.send_email("CHANNEL_LOGIN", email))
        code = self.sandbox.code_for(email, "CHANNEL_LOGIN")
        self.assert_signed_in(client, client.sign_in_by_email_passcode(email, code), LIN)

    def test_signs_in_with_a_code_sent_by_sms(self):
        client, phone = self.client(), self.sandbox.persona("empty")["phone"]
        self.data(client.send_sms("CHANNEL_LOGIN", phone, "+1"))
        code = self.sandbox.code_for(phone, "CHANNEL_LOGIN")
        answer = client.sign_in_by_phone_passcode(phone, code, phone_country_code="+1")
        self.assert_signed_in(client, answer, MIA)

    def test_registers_whoever_signs_in_for_the_first_time(self):
        client, email = self.client(), "ada@example.com"
        self.data(client.send_email("CHANNEL_LOGIN", email))
        code = self.sandbox.code_for(email, "CHANNEL_LOGIN")
        tokens = self.data(client.sign_in_by_email_passcode(email, code, options={"autoRegister": True}))
        client.set_access_token(tokens["access_token"])
        self.assertEqual(self.data(client.get_profile())["email"], email)

    def test_a_code_signs_in_once(self):
        client, email = self.client(), self.sandbox.persona("rich")["email"]
        self.data(client.send_email("CHANNEL_LOGIN", email))
        code = self.sandbox.code_for(email, "CHANNEL_LOGIN")
        self.data(client.sign_in_by_email_passcode(email, code))
        self.assert_refused(client.sign_in_by_email_passcode(email, code), 403, 2001)

    def test_signs_in_by_ldap(self):
        client, persona = self.client(), self.sandbox.persona("rich")
        self.assert_signed_in(client, client.sign_in_by_ldap("lin.xiao", persona["password"]), LIN)

    def test_signs_in_by_ad(self):
        client, persona = self.client(), self.sandbox.persona("rich")
        self.assert_signed_in(client, client.sign_in_by_ad("lin.xiao", persona["password"]), LIN)

    def test_signs_in_with_an_encrypted_password(self):
        client, persona = self.client(), self.sandbox.persona("rich")
        published = client.get_system_info()["rsa"]["publicKey"]
        key = (
            load_pem_public_key(published.encode())
            if published.startswith("-----")
            else load_der_public_key(base64.b64decode(published))
        )
        password = base64.b64encode(key.encrypt(persona["password"].encode(), padding.PKCS1v15())).decode()
        rsa = {"passwordEncryptType": "rsa"}
        self.assert_signed_in(client, client.sign_in_by_account_password(persona["account"], password, rsa), LIN)
        clear = client.sign_in_by_account_password(persona["account"], persona["password"], rsa)
        self.assert_refused(clear, 400)

    def test_refuses_a_wrong_password(self):
        client, persona = self.client(), self.sandbox.persona("rich")
        self.assert_refused(client.sign_in_by_account_password(persona["account"], "not it"), 403, 2333)
        self.assert_refused(client.sign_in_by_account_password("nobody@example.com", "sandbox"), 403, 2333)

    def test_answers_a_step_to_take_instead_of_tokens(self):
        client = self.client()
        for key, code in INSTEAD_OF_TOKENS.items():
            with self.subTest(key):
                persona = self.sandbox.persona(key)
                answer = client.sign_in_by_account_password(persona["account"], persona["password"])
                self.assertIn(code, (answer["statusCode"], answer.get("apiCode")))
                self.assertTrue(answer["message"])
                data = answer.get("data") or {}
                self.assertNotIn("access_token", data)
                self.assertEqual("mfaToken" in data, key.startswith("mfa"), answer)
                wrong = client.sign_in_by_account_password(persona["account"], "not it")
                self.assert_refused(wrong, 403, 2333)

    def test_sends_the_secret_in_the_body(self):
        client, persona = self.client("client_secret_post"), self.sandbox.persona("rich")
        answer = client.sign_in_by_account_password(persona["account"], persona["password"])
        self.assert_signed_in(client, answer, LIN)
        stranger = self.client("client_secret_post", app_secret="not the secret")
        answer = stranger.sign_in_by_account_password(persona["account"], persona["password"])
        self.assert_refused(answer, 403)

    def test_the_sdk_sends_no_secret_in_the_header(self):
        # The SDK means to send it, but compares whole addresses with bare paths (reference section 4).
        client, persona = self.client("client_secret_basic", "HS256"), self.sandbox.persona("rich")
        answer = client.sign_in_by_account_password(persona["account"], persona["password"])
        self.assert_refused(answer, 403)
