"""What a signed-in person reads and changes about the account (reference sections 3 and 5)."""

from journey import LIN, WECHAT, Run, Journey


class Account(Journey):
    def test_reads_the_profile(self):
        client, _ = self.signed_in("rich")
        profile = self.data(client.get_profile())
        self.assertEqual(profile["userId"], LIN)
        self.assertEqual((profile["email"], profile["username"]), ("lin@example.com", "linxiao"))
        self.assertEqual(profile["name"], "林晓")
        self.assertEqual(profile["status"], "Activated")
        self.assertNotIn("identities", profile)
        self.assertNotIn("customData", profile)

    def test_reads_what_the_profile_has_on_request(self):
        client, _ = self.signed_in("rich")
        profile = self.data(client.get_profile(with_custom_data=True, with_identities=False))
        self.assertEqual(profile["customData"], {"team": "identity", "badge": 1207})
        self.assertNotIn("identities", profile)
        profile = self.data(client.get_profile(with_custom_data=False, with_identities=True))
        self.assertNotIn("customData", profile)
        self.assertEqual(len(profile["identities"]), 7)
        self.assertEqual(profile["identities"], self.data(client.get_identities()))

    def test_reads_the_departments_on_request(self):
        client, _ = self.signed_in("rich")
        departments = ["62f20932716fbcc10d966ee5", "62f20932716fbcc10d966ee6"]
        if Run.brand == "authing":
            self.assertNotIn("departmentIds", self.data(client.get_profile()))
            self.assertEqual(self.data(client.get_profile(with_department_ids=True))["departmentIds"], departments)
        else:
            # GenAuth's own SDK has no such flag.
            with self.assertRaises(TypeError):
                client.get_profile(with_department_ids=True)

    def test_changes_the_profile(self):
        client, _ = self.signed_in("rich")
        changed = self.data(client.update_profile(nickname="Xiaolin", city="Hangzhou", gender="F"))
        self.assertEqual((changed["nickname"], changed["city"], changed["gender"]), ("Xiaolin", "Hangzhou", "F"))
        profile = self.data(client.get_profile())
        self.assertEqual((profile["nickname"], profile["city"], profile["gender"]), ("Xiaolin", "Hangzhou", "F"))
        self.assertEqual(profile["name"], "林晓")

    def test_lists_the_identities(self):
        client, _ = self.signed_in("rich")
        identities = self.data(client.get_identities())
        self.assertEqual(
            [(identity["provider"], identity["type"]) for identity in identities],
            [
                ("wechat", "unionid"),
                ("wechat", "openid"),
                ("github", "openid"),
                ("lark", "union_id"),
                ("lark", "open_id"),
                ("lark", "user_id"),
                ("azure-ad", "primary"),
            ],
        )
        first = identities[0]
        self.assertEqual(first["identityId"], "62f20932a1b2c3bcc10d966e")
        self.assertEqual(first["extIdpId"], WECHAT)
        self.assertEqual(first["userIdInIdp"], "o9Nka5ibU-lUGQaeAHqu48fXw2Tk")
        self.assertEqual(first["originConnIds"], ["605492ac41b2c3d4e5f60701", "605492ac41b2c3d4e5f60702"])

    def test_lists_ten_thousand_identities(self):
        client, _ = self.signed_in("many")
        identities = self.data(client.get_identities())
        self.assertEqual(len({identity["identityId"] for identity in identities}), 10_000)
        self.assertEqual(len({identity["extIdpId"] for identity in identities}), 300)

    def test_lists_nothing_where_nothing_is_bound(self):
        client, _ = self.signed_in("empty")
        self.assertEqual(self.data(client.get_identities()), [])

    def test_lists_the_enabled_identity_providers(self):
        client = self.client()
        enabled = self.data(client.get_application_enabled_ext_idps())
        self.assertEqual(
            [connection["identifier"] for connection in enabled],
            [
                "wechat-pc",
                "wechat-mini",
                "github",
                "feishu-internal",
                "google",
                "dingtalk",
                "alipay",
                "linkedin",
                "okta-saml",
            ],
        )
        self.assertEqual(
            {key: enabled[0][key] for key in ("extIdpId", "type", "extIdpType", "name")},
            {"extIdpId": WECHAT, "type": "wechat", "extIdpType": "social", "name": "WeChat PC"},
        )
        post = self.data(self.client("client_secret_post").get_application_enabled_ext_idps())
        self.assertEqual([connection["identifier"] for connection in post], ["wechat-pc", "github", "google"])

    def test_reads_the_security_level(self):
        client, _ = self.signed_in("rich")
        level = self.data(client.get_security_level())
        self.assertEqual(
            {key: level[key] for key in ("passwordSet", "emailBinded", "phoneBinded", "mfaEnrolled")},
            {"passwordSet": True, "emailBinded": True, "phoneBinded": False, "mfaEnrolled": False},
        )
        client, _ = self.signed_in("single")
        self.assertIs(self.data(client.get_security_level())["passwordSet"], False)

    def test_reads_the_login_history(self):
        application = self.sandbox.application("none")
        persona = self.sandbox.persona("rich")
        self.client().sign_in_by_account_password(persona["account"], "not it")
        client, _ = self.signed_in("rich")
        history = self.data(client.get_login_history())
        self.assertGreaterEqual(history["totalCount"], 2)
        newest, older = history["list"][:2]
        self.assertIs(newest["success"], True)
        self.assertIs(older["success"], False)
        self.assertEqual((newest["userId"], newest["appId"]), (LIN, application["appId"]))
        self.assertEqual(newest["clientIp"], "127.0.0.1")
        self.assertIn("python-requests", newest["userAgent"])

    def test_filters_the_login_history(self):
        application = self.sandbox.application("none")
        persona = self.sandbox.persona("rich")
        self.client().sign_in_by_account_password(persona["account"], "not it")
        client, _ = self.signed_in("rich")
        total = self.data(client.get_login_history())["totalCount"]
        good = self.data(client.get_login_history(success=True))
        bad = self.data(client.get_login_history(success=False))
        self.assertEqual({entry["success"] for entry in good["list"]}, {True})
        self.assertEqual({entry["success"] for entry in bad["list"]}, {False})
        self.assertEqual(good["totalCount"] + bad["totalCount"], total)
        first = self.data(client.get_login_history(page=1, limit=1))
        second = self.data(client.get_login_history(page=2, limit=1))
        self.assertEqual((first["totalCount"], len(first["list"]), len(second["list"])), (total, 1, 1))
        self.assertNotEqual(first["list"], second["list"])
        here = client.get_login_history(app_id=application["appId"], client_ip="127.0.0.1")
        self.assertEqual(self.data(here)["totalCount"], 2)
        elsewhere = client.get_login_history(client_ip="127.0.0.2")
        self.assertEqual(self.data(elsewhere), {"totalCount": 0, "list": []})
        past = client.get_login_history(start=1, end=2)
        self.assertEqual(self.data(past), {"totalCount": 0, "list": []})

    def test_lists_the_applications_signed_in_to(self):
        client, _ = self.signed_in("rich")
        application = self.sandbox.application("none")

        def active():
            return {app["appId"]: app["appName"] for app in self.data(client.get_logged_in_apps()) if app["active"]}

        self.assertEqual(active(), {application["appId"]: application["name"]})
        self.signed_in("rich", method="client_secret_post")
        post = self.sandbox.application("client_secret_post")
        self.assertEqual(active(), {one["appId"]: one["name"] for one in (application, post)})

    def test_lists_the_applications_that_are_open_to_the_person(self):
        client, _ = self.signed_in("rich")
        apps = self.data(client.get_accessible_apps())
        self.assertEqual(
            [(app["appId"], app["appName"]) for app in apps],
            [(application["appId"], application["name"]) for application in self.sandbox.facts["applications"]],
        )

    def test_lists_the_devices(self):
        client, _ = self.signed_in("rich")
        devices = self.data(client.list())
        self.assertEqual(devices[0]["lastIp"], "127.0.0.1")
        self.assertIn("python-requests", devices[0]["device"]["userAgent"])
        self.assertEqual(self.data(client.list(page=1, limit=1)), devices[:1])

    def test_lists_the_second_factors(self):
        client, _ = self.signed_in("empty")
        self.assertEqual(self.data(client.list_enrolled_factors()), [])
        to_enroll = {factor["factorType"] for factor in self.data(client.list_factors_to_enroll())}
        self.assertEqual(to_enroll, {"OTP", "SMS", "EMAIL", "FACE"})

    def test_reads_the_system(self):
        system = self.client().get_system_info()
        self.assertNotIn("statusCode", system)
        self.assertTrue(system["rsa"]["publicKey"])
        self.assertTrue(system["version"]["server"])

    def test_answers_in_the_language_asked_for(self):
        chinese = self.client(lang="zh-CN").sign_in_by_account_password("nobody@example.com", "x")["message"]
        english = self.client(lang="en-US").sign_in_by_account_password("nobody@example.com", "x")["message"]
        self.assertTrue(english.isascii())
        self.assertFalse(chinese.isascii())
