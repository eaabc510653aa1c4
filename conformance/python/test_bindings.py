"""Binding and unbinding an external identity (reference section 6)."""

from journey import GITHUB, GOOGLE, WECHAT, WECHAT_PC_CONNECTION, Journey


class Bindings(Journey):
    def providers(self, client):
        return [identity["provider"] for identity in self.data(client.get_identities())]

    def link_url(self, client, tokens, identifier):
        return self.data(client.generate_link_ext_idp_url(identifier, client.app_id, tokens["id_token"]))["url"]

    def test_binds_an_identity_in_the_browser(self):
        client, tokens = self.signed_in("empty")
        provider = self.browser.open(self.link_url(client, tokens, "google"))
        self.assertEqual(provider.status, 200)
        self.assertEqual(self.providers(client), [])
        result = provider.submit("noor")
        self.assertEqual(result.status, 200)
        identities = self.data(client.get_identities())
        self.assertEqual({(one["provider"], one["extIdpId"]) for one in identities}, {("google", GOOGLE)})

    def test_binds_nothing_when_the_person_cancels(self):
        client, tokens = self.signed_in("empty")
        self.browser.open(self.link_url(client, tokens, "google")).submit("cancel")
        self.assertEqual(self.providers(client), [])

    def test_does_not_bind_what_somebody_else_has(self):
        mia, mias_tokens = self.signed_in("empty")
        self.browser.open(self.link_url(mia, mias_tokens, "google")).submit("noor")
        lin, lins_tokens = self.signed_in("rich")
        before = self.providers(lin)
        result = self.browser.open(self.link_url(lin, lins_tokens, "google")).submit("noor")
        self.assertEqual(result.status, 409)
        self.assertIn("bound to another account", result.text)
        self.assertEqual(self.providers(lin), before)
        self.assertEqual(set(self.providers(mia)), {"google"})

    def test_refuses_a_link_that_leads_nowhere(self):
        client, tokens = self.signed_in("empty")
        unknown = client.generate_link_ext_idp_url("no-such-connection", client.app_id, tokens["id_token"])
        self.assert_refused(unknown, 404)
        wrong_token = client.generate_link_ext_idp_url("google", client.app_id, tokens["access_token"])
        self.assert_refused(wrong_token, 401)
        not_enabled = client.generate_link_ext_idp_url("azure-contoso", client.app_id, tokens["id_token"])
        self.assert_refused(not_enabled, 403)

    def test_unbinds_every_identity_of_a_source(self):
        client, _ = self.signed_in("rich")
        self.assertIsNone(self.data(client.unlink_ext_idp(WECHAT)))
        self.assertEqual(self.providers(client), ["github", "lark", "lark", "lark", "azure-ad"])

    def test_refuses_to_unbind_by_another_kind_of_id(self):
        client, _ = self.signed_in("rich")
        before = self.data(client.get_identities())
        self.assert_refused(client.unlink_ext_idp(WECHAT_PC_CONNECTION), 400)
        self.assert_refused(client.unlink_ext_idp(before[0]["identityId"]), 400)
        self.assert_refused(client.unlink_ext_idp("no id at all"), 404)
        self.assertEqual(self.data(client.get_identities()), before)

    def test_binds_again_what_was_unbound(self):
        client, tokens = self.signed_in("rich")
        before = self.data(client.get_identities())
        self.data(client.unlink_ext_idp(GITHUB))
        self.assertNotIn("github", self.providers(client))
        self.browser.open(self.link_url(client, tokens, "github")).submit("rich")
        after = self.data(client.get_identities())
        self.assertEqual({one["identityId"] for one in after}, {one["identityId"] for one in before})
        self.data(client.unlink_ext_idp(GITHUB))
        self.browser.open(self.link_url(client, tokens, "github")).submit("tomas")
        bound = [one for one in self.data(client.get_identities()) if one["provider"] == "github"]
        self.assertEqual([one["extIdpId"] for one in bound], [GITHUB])
        self.assertNotIn(bound[0]["userIdInIdp"], {one["userIdInIdp"] for one in before})
