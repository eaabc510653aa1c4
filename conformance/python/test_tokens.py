"""How the access token gets to the service, and when it is refused (reference section 1.3 and 5)."""

from journey import LIN, Journey, Run


class Tokens(Journey):
    def test_takes_the_token_raw_and_after_bearer(self):
        client, tokens = self.signed_in("rich")
        for authorization in (tokens["access_token"], f"Bearer {tokens['access_token']}"):
            client.set_access_token(authorization)
            self.assertEqual(self.data(client.get_profile())["userId"], LIN)

    def test_sends_the_headers_of_its_brand(self):
        client, tokens = self.signed_in("rich")
        self.data(client.get_profile())
        seen = self.sandbox.admin("GET", "/requests")["requests"][-1]
        headers = {header["name"]: header["value"] for header in seen["headers"]}
        self.assertEqual(seen["path"], "/api/v3/get-profile")
        self.assertEqual(headers[f"x-{Run.brand}-app-id"], client.app_id)
        self.assertEqual(headers[f"x-{Run.brand}-lang"], "en-US")
        other = {"genauth": "authing", "authing": "genauth"}[Run.brand]
        self.assertNotIn(f"x-{other}-app-id", headers)
        # What the sandbox keeps of a request holds no secret.
        self.assertNotIn(tokens["access_token"], str(seen))

    def test_refuses_a_request_without_a_token(self):
        self.assert_refused(self.client().get_identities(), 401, 2020)

    def test_refuses_a_token_that_is_none(self):
        client, tokens = self.signed_in("rich")
        for wrong in ("not a token", tokens["id_token"], f"Basic {tokens['access_token']}"):
            client.set_access_token(wrong)
            self.assert_refused(client.get_identities(), 401, 2020)

    def test_refuses_an_expired_token(self):
        client, _ = self.signed_in("rich")
        self.sandbox.admin("POST", "/tokens/expire")
        self.assert_refused(client.get_identities(), 401, 2020)

    def test_refuses_a_revoked_token(self):
        client, _ = self.signed_in("rich")
        self.sandbox.admin("POST", "/tokens/revoke")
        self.assert_refused(client.get_identities(), 401, 2020)

    def test_refuses_an_unknown_application(self):
        client = self.client(app_id="000000000000000000000000")
        self.assert_refused(client.get_application_enabled_ext_idps(), 404, 2011)

    def test_answers_with_a_fault_that_was_asked_for(self):
        client, _ = self.signed_in("rich")
        self.sandbox.admin("POST", "/faults", {"faults": ["get-identities=500"]})
        self.assert_refused(client.get_identities(), 500)
        self.assertEqual(len(self.data(client.get_identities())), 7)
