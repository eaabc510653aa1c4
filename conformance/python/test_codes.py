"""Codes by email and SMS: sent once a minute, and good for their channel (reference sections 3.3 to 3.6)."""

from journey import Journey


class Codes(Journey):
    def test_sends_a_code_once_a_minute(self):
        client, email = self.client(), self.sandbox.persona("rich")["email"]
        self.data(client.send_email("CHANNEL_LOGIN", email))
        self.assert_refused(client.send_email("CHANNEL_LOGIN", email), 429)
        self.data(client.send_email("CHANNEL_RESET_PASSWORD", email))
        self.data(client.send_email("CHANNEL_LOGIN", "mia@example.com"))
        self.sandbox.admin("PUT", "/clock", {"offsetSeconds": 61})
        self.data(client.send_email("CHANNEL_LOGIN", email))

    def test_sends_an_sms_once_a_minute(self):
        client, phone = self.client(), self.sandbox.persona("empty")["phone"]
        self.data(client.send_sms("CHANNEL_LOGIN", phone, "+1"))
        self.assert_refused(client.send_sms("CHANNEL_LOGIN", phone, "+1"), 429)

    def test_refuses_an_unknown_channel(self):
        answer = self.client().send_email("CHANNEL_NOWHERE", "lin@example.com")
        self.assert_refused(answer, 400)

    def test_checks_a_code_by_email_before_it_is_used(self):
        client, email = self.client(), self.sandbox.persona("rich")["email"]
        self.data(client.send_email("CHANNEL_LOGIN", email))
        code = self.sandbox.code_for(email, "CHANNEL_LOGIN")
        payload = {"email": email, "passCode": code, "channel": "CHANNEL_LOGIN"}
        self.assertIs(self.data(client.pre_check_code("EMAIL", email_code_payload=payload))["isValid"], True)
        for wrong in ({"passCode": "000000" if code != "000000" else "000001"}, {"channel": "CHANNEL_BIND_EMAIL"}):
            answer = client.pre_check_code("EMAIL", email_code_payload={**payload, **wrong})
            self.assertIs(self.data(answer)["isValid"], False)
        self.data(client.sign_in_by_email_passcode(email, code))

    def test_checks_a_code_by_sms_before_it_is_used(self):
        client, phone = self.client(), self.sandbox.persona("empty")["phone"]
        self.data(client.send_sms("CHANNEL_LOGIN", phone, "+1"))
        code = self.sandbox.code_for(phone, "CHANNEL_LOGIN")
        payload = {"phone": phone, "passCode": code, "phoneCountryCode": "+1", "channel": "CHANNEL_LOGIN"}
        self.assertIs(self.data(client.pre_check_code("SMS", sms_code_payload=payload))["isValid"], True)

    def test_a_code_is_good_for_its_time(self):
        client, email = self.client(), self.sandbox.persona("rich")["email"]
        self.data(client.send_email("CHANNEL_LOGIN", email))
        code = self.sandbox.code_for(email, "CHANNEL_LOGIN")
        self.sandbox.admin("PUT", "/clock", {"offsetSeconds": 301})
        self.assert_refused(client.sign_in_by_email_passcode(email, code), 403, 2001)
