"""An email address and a phone number: bound, changed and unbound (reference section 5.7)."""

from journey import Journey


class Contacts(Journey):
    def test_binds_and_unbinds_an_email_address(self):
        client, _ = self.signed_in("single")
        email = "sakura@example.com"
        self.data(client.send_email("CHANNEL_BIND_EMAIL", email))
        code = self.sandbox.code_for(email, "CHANNEL_BIND_EMAIL")
        self.assertIsNone(self.data(client.bind_email(code, email)))
        profile = self.data(client.get_profile())
        self.assertEqual((profile["email"], profile["emailVerified"]), (email, True))
        self.assertIs(self.data(client.get_security_level())["emailBinded"], True)
        self.data(client.send_email("CHANNEL_UNBIND_EMAIL", email))
        code = self.sandbox.code_for(email, "CHANNEL_UNBIND_EMAIL")
        self.assertIsNone(self.data(client.unbind_email(code)))
        self.assertIs(self.data(client.get_security_level())["emailBinded"], False)

    def test_binds_and_unbinds_a_phone_number(self):
        client, _ = self.signed_in("rich")
        phone = "13800000001"
        self.data(client.send_sms("CHANNEL_BIND_PHONE", phone, "+86"))
        code = self.sandbox.code_for(phone, "CHANNEL_BIND_PHONE")
        self.assertIsNone(self.data(client.bind_phone(code, phone, "+86")))
        profile = self.data(client.get_profile())
        self.assertEqual((profile["phone"], profile["phoneCountryCode"]), (phone, "+86"))
        self.data(client.send_sms("CHANNEL_UNBIND_PHONE", phone, "+86"))
        code = self.sandbox.code_for(phone, "CHANNEL_UNBIND_PHONE")
        self.assertIsNone(self.data(client.unbind_phone(code)))
        self.assertIs(self.data(client.get_security_level())["phoneBinded"], False)

    def test_binds_nothing_with_a_wrong_code(self):
        client, _ = self.signed_in("single")
        email = "sakura@example.com"
        self.data(client.send_email("CHANNEL_BIND_EMAIL", email))
        code = self.sandbox.code_for(email, "CHANNEL_BIND_EMAIL")
        wrong = client.bind_email("000000" if code != "000000" else "000001", email)
        self.assert_refused(wrong, 403, 2001)
        self.assertIs(self.data(client.get_security_level())["emailBinded"], False)

    def test_changes_the_email_address(self):
        client, _ = self.signed_in("rich")
        email = "lin.xiao@example.com"
        self.data(client.send_email("CHANNEL_UPDATE_EMAIL", email))
        code = self.sandbox.code_for(email, "CHANNEL_UPDATE_EMAIL")
        payload = {"newEmail": email, "newEmailPassCode": code}
        allowed = self.data(client.verify_update_email_request(payload, "EMAIL_PASSCODE"))
        self.assertGreater(allowed["tokenExpiresIn"], 0)
        self.assertEqual(self.data(client.update_email(allowed["updateEmailToken"])), {"success": True})
        self.assertEqual(self.data(client.get_profile())["email"], email)
        self.assert_refused(client.update_email(allowed["updateEmailToken"]), 403)

    def test_changes_the_phone_number(self):
        client, _ = self.signed_in("empty")
        phone = "2025550199"
        self.data(client.send_sms("CHANNEL_UPDATE_PHONE", phone, "+1"))
        code = self.sandbox.code_for(phone, "CHANNEL_UPDATE_PHONE")
        payload = {"newPhoneNumber": phone, "newPhonePassCode": code, "newPhoneCountryCode": "+1"}
        allowed = self.data(client.verify_update_phone_request(payload, "PHONE_PASSCODE"))
        self.assertEqual(self.data(client.update_phone(allowed["updatePhoneToken"])), {"success": True})
        self.assertEqual(self.data(client.get_profile())["phone"], phone)
