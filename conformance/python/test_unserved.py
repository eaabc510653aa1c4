"""What the wire reference describes and the sandbox does not serve: it says so, and nobody takes it for something else."""

from journey import Journey

UNSERVED = (
    ("revoke", "device"),
    ("unbind", "device"),
    ("get_factor", "factor"),
    ("send_enroll_factor_request", {"email": "lin@example.com"}, "EMAIL"),
    ("enroll_factor", {"passCode": "123456"}, "token", "EMAIL"),
    ("reset_factor", "factor"),
    ("mfa_otp_verify", "123456"),
    ("sign_in_by_mobile", "github", "github"),
    ("sign_in_by_push", "lin@example.com"),
    ("gene_qr_code", "MOBILE_APP"),
    ("check_qr_code_status", "code"),
    ("exchange_token_set_with_qr_code_ticket", "ticket"),
    ("change_qr_code_status", "SCAN", "code"),
)


class Unserved(Journey):
    def test_says_what_is_not_served(self):
        client, _ = self.signed_in("rich")
        for method, *arguments in UNSERVED:
            with self.subTest(method):
                self.assert_refused(getattr(client, method)(*arguments), 501)

    def test_gives_nothing_to_a_machine_alone(self):
        application = self.sandbox.application("client_secret_post")
        answer = self.client("client_secret_post").get_access_token_by_client_credentials(
            "openid", application["appId"], application["secret"]
        )
        self.assertEqual(answer["error"], "unsupported_grant_type")

    def test_the_sdk_forgets_the_token_that_it_asks_about(self):
        client, persona = self.client(), self.sandbox.persona("mfa")
        answer = client.sign_in_by_account_password(persona["account"], persona["password"])
        self.assertEqual(client.verify_mfa_token(answer["data"]["mfaToken"])["error"], "invalid_request")
