"""OAuth 2.0 and OpenID Connect (reference section 8): in the browser, and at the token endpoints."""

import jwt

from journey import CALLBACK, CHALLENGE, ELSEWHERE, LIN, MIA, SIGNED_OUT, Journey

REDEEMED_BY = (("none", "RS256"), ("client_secret_post", "RS256"), ("client_secret_basic", "HS256"))


class HostedSignIn(Journey):
    def test_signs_in_with_pkce(self):
        client = self.client()
        tokens = self.authorized(client)
        self.assertEqual(tokens["token_type"], "Bearer")
        self.assertGreater(tokens["expires_in"], 0)
        self.assertTrue(tokens["refresh_token"])
        self.assertEqual(set(tokens["scope"].split()), {"openid", "profile", "email", "offline_access"})
        claims = client.introspect_token_offline(tokens["id_token"])
        self.assertEqual(claims["sub"], LIN)
        self.assertEqual(claims["aud"], client.app_id)
        self.assertEqual(claims["iss"], self.sandbox.facts["issuer"])
        self.assertEqual(claims["nonce"], tokens["nonce"])
        client.set_access_token(tokens["access_token"])
        self.assertEqual(self.data(client.get_profile())["userId"], LIN)

    def test_takes_no_plain_challenge(self):
        client = self.client()
        verifier = client.generate_code_challenge(64)
        challenge = client.generate_code_challenge_digest(verifier, "plain")
        self.assertEqual((challenge, len(verifier)), (verifier, 64))
        page = self.browser.open(client.build_authorize_url(code_challenge=challenge, code_challenge_method="plain"))
        self.assertEqual(page.query["error"], "invalid_request")

    def test_a_public_client_needs_pkce(self):
        page = self.browser.open(self.client().build_authorize_url(state="kept"))
        self.assertEqual((page.query["error"], page.query["state"]), ("invalid_request", "kept"))
        self.assertTrue(page.url.startswith(CALLBACK))

    def test_signs_in_through_an_identity_provider(self):
        client = self.client("client_secret_post")
        page = self.browser.open(client.build_authorize_url(state="kept"))
        github = next(link for link in page.links if "/connections/social/github" in link)
        query = self.agree(self.browser.open(github).submit("rich"))
        self.assertEqual(query["state"], "kept")
        tokens = client.get_access_token_by_code(query["code"])
        self.assertEqual(client.get_user_info_by_access_token(tokens["access_token"])["sub"], LIN)

    def test_signs_in_with_a_code_in_the_browser(self):
        client, email = self.client("client_secret_post"), self.sandbox.persona("code-only")["email"]
        page = self.browser.open(client.build_authorize_url())
        by_code = next(link for link in page.links if "/login/code" in link)
        page = self.browser.open(by_code).submit("send-code", account=email)
        page = page.submit("sign-in", code=self.sandbox.code_for(email, "CHANNEL_LOGIN"))
        tokens = client.get_access_token_by_code(self.agree(page)["code"])
        self.assertEqual(client.get_user_info_by_access_token(tokens["access_token"])["email"], email)

    def test_signs_in_with_a_second_factor_in_the_browser(self):
        client, persona = self.client("client_secret_post"), self.sandbox.persona("mfa")
        page = self.browser.open(client.build_authorize_url())
        page = page.submit(account=persona["account"], password=persona["password"])
        code = self.sandbox.code_for(persona["email"], "CHANNEL_VERIFY_MFA")
        refused = page.submit("verify", code="000000" if code != "000000" else "000001")
        page = refused.submit("verify", code=code)
        tokens = client.get_access_token_by_code(self.agree(page)["code"])
        self.assertEqual(client.get_user_info_by_access_token(tokens["access_token"])["email"], persona["email"])

    def test_comes_back_in_the_way_asked_for(self):
        client, persona = self.client("client_secret_post"), self.sandbox.persona("rich")
        url = client.build_authorize_url(response_mode="form_post", state="kept", scope="openid")
        page = self.browser.open(url).submit(account=persona["account"], password=persona["password"])
        if not page.forms[0].action.startswith(CALLBACK):
            page = page.submit("allow")
        form = page.forms[0]
        self.assertEqual((form.action, form.method, form.fields["state"]), (CALLBACK, "post", "kept"))
        tokens = client.get_access_token_by_code(form.fields["code"])
        self.assertEqual(client.get_user_info_by_access_token(tokens["access_token"])["sub"], LIN)
        page = self.browser.open(client.build_authorize_url(response_mode="fragment", state="kept", scope="openid"))
        self.assertRegex(page.url, f"^{CALLBACK}#(.+&)?code=")

    def test_comes_back_without_a_code_when_the_person_says_no(self):
        client, persona = self.client("client_secret_post"), self.sandbox.persona("rich")
        url = client.build_authorize_url(state="kept", scope="openid offline_access")
        page = self.browser.open(url).submit(account=persona["account"], password=persona["password"]).submit("deny")
        self.assertEqual((page.query["error"], page.query["state"]), ("access_denied", "kept"))

    def test_every_way_of_saying_who_the_client_is_redeems_a_code(self):
        for method, algorithm in REDEEMED_BY:
            with self.subTest(method):
                client = self.client(method, algorithm)
                tokens = self.authorized(client)
                user = client.get_user_info_by_access_token(tokens["access_token"])
                self.assertEqual((user["sub"], user["email"]), (LIN, "lin@example.com"))

    def test_a_wrong_secret_redeems_nothing(self):
        for method, algorithm in REDEEMED_BY[1:]:
            with self.subTest(method):
                client = self.client(method, algorithm)
                query = self.hosted_sign_in(client.build_authorize_url())
                stranger = self.client(method, algorithm, app_secret="not the secret")
                answer = stranger.get_access_token_by_code(query["code"])
                self.assertEqual(answer["error"], "invalid_client")

    def test_a_wrong_verifier_redeems_nothing(self):
        client = self.client()
        query = self.hosted_sign_in(client.build_authorize_url(**CHALLENGE))
        answer = client.get_access_token_by_code(query["code"], client.generate_code_challenge())
        self.assertEqual(answer["error"], "invalid_grant")

    def test_a_code_is_redeemed_once(self):
        client = self.client()
        tokens = self.authorized(client)
        again = client.get_access_token_by_code(tokens["code"], code_verifier=tokens["verifier"])
        self.assertEqual(again["error"], "invalid_grant")
        # Whoever redeemed it first may be the thief, so what it gave is revoked (RFC 6749, section 4.1.2).
        self.assertEqual(client.introspect_token(tokens["access_token"]), {"active": False})

    def test_refreshes_with_rotation(self):
        for method, algorithm in REDEEMED_BY:
            with self.subTest(method):
                client = self.client(method, algorithm)
                first = self.authorized(client)
                second = client.get_new_access_token_by_refresh_token(first["refresh_token"])
                self.assertNotEqual(second["refresh_token"], first["refresh_token"])
                self.assertNotEqual(second["access_token"], first["access_token"])
                user = client.get_user_info_by_access_token(second["access_token"])
                self.assertEqual(user["sub"], LIN)

    def test_a_refresh_token_used_twice_ends_the_whole_family(self):
        client = self.client()
        first = self.authorized(client)
        second = client.get_new_access_token_by_refresh_token(first["refresh_token"])
        third = client.get_new_access_token_by_refresh_token(second["refresh_token"])
        reused = client.get_new_access_token_by_refresh_token(first["refresh_token"])
        self.assertEqual(reused["error"], "invalid_grant")
        newest = client.get_new_access_token_by_refresh_token(third["refresh_token"])
        self.assertEqual(newest["error"], "invalid_grant")
        self.assertEqual(client.introspect_token(third["access_token"]), {"active": False})

    def test_without_offline_access_there_is_no_refresh_token(self):
        tokens = self.authorized(self.client(), scope="openid profile")
        self.assertNotIn("refresh_token", tokens)

    def test_reads_the_user_info(self):
        client = self.client()
        tokens = self.authorized(client, key="empty", scope="openid profile email phone")
        user = client.get_user_info_by_access_token(tokens["access_token"])
        self.assertEqual((user["sub"], user["name"]), (MIA, "Mia Nováková"))
        self.assertEqual((user["email"], user["email_verified"]), ("mia@example.com", True))
        self.assertEqual((user["phone_number"], user["phone_number_verified"]), ("2025550143", True))
        self.assertEqual(client.get_user_info_by_access_token("not a token")["error"], "invalid_token")

    def test_introspects_online(self):
        for method, algorithm in REDEEMED_BY:
            with self.subTest(method):
                client = self.client(method, algorithm)
                tokens = self.authorized(client)
                for token in (tokens["access_token"], tokens["refresh_token"]):
                    told = client.introspect_token(token)
                    self.assertIs(told["active"], True)
                    self.assertEqual((told["sub"], told["client_id"]), (LIN, client.app_id))
                    self.assertGreater(told["exp"], told["iat"])
                self.assertEqual(client.introspect_token(tokens["id_token"]), {"active": False})
                self.assertEqual(client.introspect_token("not a token"), {"active": False})

    def test_introspects_offline(self):
        client = self.client()
        tokens = self.authorized(client)
        claims = client.introspect_token_offline(tokens["access_token"])
        self.assertEqual((claims["sub"], claims["aud"]), (LIN, client.app_id))
        self.assertEqual(claims["iss"], self.sandbox.facts["issuer"])
        signed, signature = tokens["access_token"].rsplit(".", 1)
        forged = f"{signed}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
        with self.assertRaises(jwt.InvalidSignatureError):
            client.introspect_token_offline(forged)

    def test_revokes_an_access_token(self):
        for method, algorithm in REDEEMED_BY:
            with self.subTest(method):
                client = self.client(method, algorithm)
                tokens = self.authorized(client)
                self.assertIs(client.revoke_token(tokens["access_token"]), True)
                self.assertEqual(client.introspect_token(tokens["access_token"]), {"active": False})
                client.set_access_token(tokens["access_token"])
                self.assert_refused(client.get_identities(), 401, 2020)
                self.assertIs(client.introspect_token(tokens["refresh_token"])["active"], True)

    def test_revokes_a_refresh_token_and_what_it_gave(self):
        client = self.client()
        tokens = self.authorized(client)
        self.assertIs(client.revoke_token(tokens["refresh_token"]), True)
        answer = client.get_new_access_token_by_refresh_token(tokens["refresh_token"])
        self.assertEqual(answer["error"], "invalid_grant")
        self.assertEqual(client.introspect_token(tokens["access_token"]), {"active": False})

    def test_another_application_cannot_use_its_tokens(self):
        tokens = self.authorized(self.client())
        other = self.client("client_secret_post")
        answer = other.get_new_access_token_by_refresh_token(tokens["refresh_token"])
        self.assertEqual(answer["error"], "invalid_grant")
        other.set_access_token(tokens["access_token"])
        self.assert_refused(other.get_identities(), 401, 2020)

    def test_checks_an_id_token_with_the_secret(self):
        client = self.client("client_secret_basic", "HS256")
        tokens = self.authorized(client)
        header = jwt.get_unverified_header(tokens["id_token"])
        self.assertEqual(header["alg"], "HS256")
        self.assertNotIn("kid", header)
        claims = jwt.decode(tokens["id_token"], client.app_secret, algorithms=["HS256"], audience=client.app_id)
        self.assertEqual((claims["sub"], claims["nonce"]), (LIN, tokens["nonce"]))
        with self.assertRaises(jwt.InvalidSignatureError):
            jwt.decode(tokens["id_token"], "x" * 40, algorithms=["HS256"], audience=client.app_id)

    def test_ends_the_browsers_session(self):
        client = self.client()
        tokens = self.authorized(client)
        silent = client.build_authorize_url(scope="openid", **CHALLENGE)
        self.assertIn("code", self.agree(self.browser.open(silent)))
        page = self.browser.open(client.build_logout_url(redirect_uri=SIGNED_OUT, id_token=tokens["id_token"]))
        self.assertEqual(page.url, SIGNED_OUT)
        page = self.browser.open(silent + "&prompt=none")
        self.assertEqual(page.query["error"], "login_required")

    def test_does_not_leave_for_an_unregistered_address(self):
        client = self.client(redirect_uri=ELSEWHERE)
        page = self.browser.open(client.build_authorize_url(**CHALLENGE))
        self.assertEqual((page.status, page.forms), (400, []))
        tokens = self.authorized(self.client())
        url = client.build_logout_url(redirect_uri=ELSEWHERE, id_token=tokens["id_token"])
        self.assertEqual(self.browser.open(url).status, 400)
