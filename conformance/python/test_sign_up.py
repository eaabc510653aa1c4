"""An account from its beginning to its end (reference sections 3.7 and 5.7)."""

from journey import Journey


class SignUp(Journey):
    def assert_new(self, client, answer, **known):
        """A new user, who is told no token, signs in with what was chosen."""
        user = self.data(answer)
        self.assertEqual({key: user[key] for key in known}, known)
        self.assertNotIn("access_token", user)
        return user["userId"]

    def assert_signs_in(self, client, answer, user_id):
        client.set_access_token(self.data(answer)["access_token"])
        self.assertEqual(self.data(client.get_profile())["userId"], user_id)

    def test_signs_up_by_email_and_password(self):
        client = self.client()
        answer = client.sign_up_by_email_password("ada@example.com", "analytical-engine-1", {"nickname": "Ada"})
        user_id = self.assert_new(client, answer, email="ada@example.com", nickname="Ada")
        answer = client.sign_in_by_email_password("ada@example.com", "analytical-engine-1")
        self.assert_signs_in(client, answer, user_id)
        again = client.sign_up_by_email_password("ada@example.com", "analytical-engine-1")
        self.assert_refused(again, 409, 2026)

    def test_signs_up_by_username_and_password(self):
        client = self.client()
        answer = client.sign_up_by_username_password("ada", "analytical-engine-1")
        user_id = self.assert_new(client, answer, username="ada")
        answer = client.sign_in_by_username_password("ada", "analytical-engine-1")
        self.assert_signs_in(client, answer, user_id)

    def test_signs_up_with_a_code_sent_by_email(self):
        client, email = self.client(), "ada@example.com"
        self.data(client.send_email("CHANNEL_REGISTER", email))
        code = self.sandbox.code_for(email, "CHANNEL_REGISTER")
        user_id = self.assert_new(client, client.sign_up_by_email_passcode(email, code), email=email)
        self.data(client.send_email("CHANNEL_LOGIN", email))
        code = self.sandbox.code_for(email, "CHANNEL_LOGIN")
        self.assert_signs_in(client, client.sign_in_by_email_passcode(email, code), user_id)

    def test_signs_up_with_a_code_sent_by_sms(self):
        client, phone = self.client(), "13800000001"
        self.data(client.send_sms("CHANNEL_REGISTER", phone, "+86"))
        code = self.sandbox.code_for(phone, "CHANNEL_REGISTER")
        answer = client.sign_up_by_phone_passcode(phone, code, phone_country_code="+86")
        self.assert_new(client, answer, phone=phone)

    def test_signs_up_with_everything_spelled_out(self):
        client = self.client()
        payload = {"email": "ada@example.com", "password": "analytical-engine-1"}
        answer = client.sign_up("PASSWORD", password_payload=payload, profile={"gender": "F"})
        self.assert_new(client, answer, email="ada@example.com", gender="F")

    def test_changes_the_password(self):
        client, _ = self.signed_in("rich")
        persona = self.sandbox.persona("rich")
        wrong = client.update_password("lantern-ginkgo-74", old_password="not it")
        self.assert_refused(wrong, 403, 2006)
        self.assertIsNone(self.data(client.update_password("lantern-ginkgo-74", old_password=persona["password"])))
        self.assert_refused(client.sign_in_by_account_password(persona["account"], persona["password"]), 403, 2333)
        self.data(client.sign_in_by_account_password(persona["account"], "lantern-ginkgo-74"))

    def test_resets_a_forgotten_password(self):
        client, email = self.client(), self.sandbox.persona("rich")["email"]
        self.data(client.send_email("CHANNEL_RESET_PASSWORD", email))
        code = self.sandbox.code_for(email, "CHANNEL_RESET_PASSWORD")
        allowed = self.data(
            client.verify_reset_password_request(
                "EMAIL_PASSCODE", email_pass_code_payload={"email": email, "passCode": code}
            )
        )
        reset = client.reset_password("lantern-ginkgo-74", allowed["passwordResetToken"])
        self.assertEqual(self.data(reset), {"success": True})
        self.data(client.sign_in_by_account_password(email, "lantern-ginkgo-74"))

    def test_deletes_the_account(self):
        client, _ = self.signed_in("rich")
        persona = self.sandbox.persona("rich")
        wrong = client.verify_delete_account_request("PASSWORD", password_payload={"password": "not it"})
        self.assert_refused(wrong, 403, 2006)
        allowed = self.data(
            client.verify_delete_account_request("PASSWORD", password_payload={"password": persona["password"]})
        )
        self.assertEqual(self.data(client.delete_account(allowed["deleteAccountToken"])), {"success": True})
        self.assert_refused(client.get_identities(), 401, 2020)
        self.assert_refused(client.sign_in_by_account_password(persona["account"], persona["password"]), 403, 2333)
