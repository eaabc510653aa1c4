//! Binding in the browser: from the link over the provider's page to the result.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bindery::sandbox::{Pool, Sandbox, Setup};
use serde_json::{Value, json};

use crate::link::link_request;
use crate::raw::{ALL_OF_LIN, FORM, Request, WECHAT, bound, read, sign_in, start, text, unlink};
use crate::visitor::{Visited, open};

/// Somebody who signed in.
struct SignedIn {
    sandbox: Sandbox,
    id_token: String,
    access_token: String,
}

async fn signed_in(sandbox: &Sandbox, key: &str) -> SignedIn {
    let data = sign_in(sandbox, key).await;
    let (id_token, access_token) = (text(&data, "id_token"), text(&data, "access_token"));
    SignedIn { sandbox: sandbox.clone(), id_token, access_token }
}

impl SignedIn {
    async fn link(&self, identifier: &str, more: &[(&str, &str)]) -> String {
        let request = link_request(self.sandbox.app_id(), identifier, &self.id_token, more);
        text(&request.send(&self.sandbox).await.data(), "url")
    }

    /// The provider's page behind a new link.
    async fn at_provider(&self, identifier: &str, more: &[(&str, &str)]) -> Visited {
        let page = open(&self.sandbox, &self.link(identifier, more).await).await;
        assert_eq!(page.answer.status, 200, "{}", page.answer.text());
        page
    }

    async fn bind(&self, identifier: &str, person: &str) -> Visited {
        self.bind_with(identifier, &[], person).await
    }

    async fn bind_with(&self, identifier: &str, more: &[(&str, &str)], person: &str) -> Visited {
        self.at_provider(identifier, more).await.press(&self.sandbox, "person", person).await
    }

    /// Types and IDs at the provider of everything that is bound.
    async fn identities(&self) -> Vec<(String, String)> {
        let data = read(&self.sandbox, &self.access_token, "get-identities").await.data();
        data.as_array().unwrap().iter().map(|one| (text(one, "type"), text(one, "userIdInIdp"))).collect()
    }

    async fn bound(&self) -> Vec<String> {
        bound(&self.sandbox, &self.access_token).await
    }
}

/// The result as the page posts it, and the page's status.
#[track_caller]
fn result(page: &Visited, status: u16, code: u16, message: &str) -> Value {
    assert_eq!(page.answer.status, status, "{}", page.answer.text());
    let posted = page.posted();
    assert_eq!((&posted["code"], &posted["message"]), (&json!(code), &json!(message)));
    assert_eq!(posted["event"], json!({"source": "authing", "eventType": "bindExtIdp"}));
    assert!(page.answer.text().contains(&format!("<h1>{message}</h1>")), "{}", page.answer.text());
    posted["data"].clone()
}

/// What of the list of requests says why the last one failed.
fn reason(sandbox: &Sandbox) -> String {
    sandbox.requests().last().and_then(|request| request.reason.clone()).expect("a reason")
}

#[tokio::test]
async fn somebody_who_signs_in_at_github_is_bound() {
    let sandbox = start().await;
    let mia = signed_in(&sandbox, "empty").await;
    let page = mia.at_provider("github", &[]).await;
    assert!(page.answer.text().contains("<h1>GitHub (sandbox)</h1>"));
    let done = page.press(&sandbox, "person", "tomas").await;
    let data = result(&done, 200, 200, "Bound");
    assert!(done.addresses.last().unwrap().contains("/connection/social/github/62f2093271a2b3cc10d96600/callback?"));

    let bound = read(&sandbox, &mia.access_token, "get-identities").await.data();
    let identity = &bound[0];
    assert_eq!((bound.as_array().map(Vec::len), &identity["type"]), (Some(1), &json!("openid")));
    assert_eq!(identity["userInfoInIdp"]["login"], "tomas-ribeiro");
    assert_eq!(identity["originConnIds"], json!(["605492ac41b2c3d4e5f60703"]));
    assert!(text(identity, "accessToken").starts_with("sandbox-provider-access-token-"));
    assert_eq!(data["identities"][0]["identityId"], identity["identityId"]);
    assert!(!done.answer.text().contains("sandbox-provider-"), "the provider's tokens are not on the page");
}

#[tokio::test]
async fn wechat_gives_two_identities_lark_three_and_saml_one() {
    let sandbox = start().await;
    let mia = signed_in(&sandbox, "empty").await;
    for identifier in ["wechat-pc", "feishu-internal", "okta-saml", "google"] {
        result(&mia.bind(identifier, "wen").await, 200, 200, "Bound");
    }
    let kinds: Vec<String> = mia.identities().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["unionid", "openid", "union_id", "open_id", "user_id", "generic", "openid"]);
}

#[tokio::test]
async fn what_was_unbound_and_is_bound_again_is_the_same() {
    let sandbox = start().await;
    let lin = signed_in(&sandbox, "rich").await;
    let before = read(&sandbox, &lin.access_token, "get-identities").await.data();
    assert_eq!(unlink(&sandbox, &lin.access_token, WECHAT).send(&sandbox).await.codes(), (200, None));
    result(&lin.bind("wechat-pc", "rich").await, 200, 200, "Bound");
    let after = read(&sandbox, &lin.access_token, "get-identities").await.data();
    let ids = |list: &Value, key: &str| -> Vec<String> {
        let mut ids: Vec<String> = list.as_array().unwrap().iter().map(|one| text(one, key)).collect();
        ids.sort();
        ids
    };
    for key in ["identityId", "userIdInIdp", "type"] {
        assert_eq!(ids(&before, key), ids(&after, key));
    }
}

#[tokio::test]
async fn binding_what_is_bound_already_succeeds_and_adds_nothing() {
    let sandbox = start().await;
    let lin = signed_in(&sandbox, "rich").await;
    let data = result(&lin.bind("github", "rich").await, 200, 200, "Bound");
    assert_eq!(data["identities"].as_array().map(Vec::len), Some(1));
    assert_eq!(lin.bound().await, ALL_OF_LIN);
}

#[tokio::test]
async fn what_is_somebody_elses_is_not_bound_and_says_nothing_of_them() {
    let sandbox = start().await;
    let mia = signed_in(&sandbox, "empty").await;
    let refused = mia.bind("github", "single").await;
    assert_eq!(result(&refused, 409, 409, "Already bound to another account"), Value::Null);
    for secret in ["Sakura", "sakura", "62f20932a1b2c3bcc10d9603", "7120448"] {
        assert!(!refused.answer.text().contains(secret), "{secret}");
    }
    assert!(reason(&sandbox).contains("another account"));
    assert_eq!(mia.bound().await, [""; 0]);

    let lin = signed_in(&sandbox, "rich").await;
    let refused = lin.bind("github", "noor").await;
    result(&refused, 409, 409, "Another account of this provider is bound");
    assert_eq!(lin.bound().await, ALL_OF_LIN);
}

#[tokio::test]
async fn who_cancels_changes_nothing() {
    let sandbox = start().await;
    let mia = signed_in(&sandbox, "empty").await;
    let page = mia.at_provider("google", &[]).await;
    let cancelled = page.press(&sandbox, "action", "cancel").await;
    result(&cancelled, 200, 602, "Cancelled");
    assert!(cancelled.addresses.last().unwrap().contains("error=access_denied"));
    assert!(reason(&sandbox).contains("cancelled"));
    let again = page.press(&sandbox, "person", "noor").await;
    result(&again, 410, 401, "This link is no longer good");
    assert_eq!(mia.bound().await, [""; 0]);
}

#[tokio::test]
async fn of_two_who_open_a_link_at_once_one_gets_in() {
    let sandbox = start().await;
    let mia = signed_in(&sandbox, "empty").await;
    let link = mia.link("github", &[]).await;
    let path = link.strip_prefix(&sandbox.app_host()).unwrap();
    let (one, other) = tokio::join!(Request::get(path).send(&sandbox), Request::get(path).send(&sandbox));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [302, 410]);
    result(&open(&sandbox, &link).await, 410, 401, "This link is no longer good");
    assert!(reason(&sandbox).contains("used"));
    let invented = link.replace("sandbox-link-", "sandbox-link-0");
    assert_eq!(open(&sandbox, &invented).await.answer.status, 410);
}

/// The code that LinkedIn answers with for somebody on its page, which is not followed to the callback.
async fn code(sandbox: &Sandbox, page: &Visited) -> String {
    let form = page.hidden().into_iter().chain([("person".to_owned(), "wen".to_owned())]);
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let answer = Request::post("/providers/linkedin/authorize", FORM, body).send(sandbox).await;
    let (_, code) = answer.header("location").unwrap().split_once("code=").unwrap();
    code.split('&').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_callback_is_good_once_and_for_its_own_visit_only() {
    let sandbox = start().await;
    let mia = signed_in(&sandbox, "empty").await;
    let page = mia.at_provider("github", &[]).await;
    let done = page.press(&sandbox, "person", "noor").await;
    let callback = done.addresses.last().unwrap();
    assert_eq!(open(&sandbox, callback).await.answer.status, 410, "the state is used");
    assert_eq!(mia.bound().await, ["github"]);

    // A new state with the code that was used, with none, and with the code of another connection.
    let state = |page: &Visited| page.hidden().into_iter().find(|(name, _)| name == "state").unwrap().1;
    let used = callback.split_once("code=").unwrap().1.split('&').next().unwrap().to_owned();
    let lin = signed_in(&sandbox, "rich").await;
    let foreign = code(&sandbox, &lin.at_provider("linkedin", &[]).await).await;
    let base = callback.split_once('?').unwrap().0.replace("/github/", "/google/");
    for code in [&*used, "", &*foreign] {
        let page = mia.at_provider("google", &[]).await;
        let refused = open(&sandbox, &format!("{base}?code={code}&state={}", state(&page))).await;
        result(&refused, 400, 602, "The provider's answer is no good");
    }
    // State and code are good, but belong to the callback of another connection.
    let page = mia.at_provider("linkedin", &[]).await;
    let good = code(&sandbox, &page).await;
    assert_eq!(open(&sandbox, &format!("{base}?code={good}&state={}", state(&page))).await.answer.status, 400);
    assert_eq!(mia.bound().await, ["github"]);
}

#[tokio::test]
async fn a_connection_that_is_switched_off_meanwhile_binds_nothing() {
    let sandbox = start().await;
    let mia = signed_in(&sandbox, "empty").await;
    let (link, page) = (mia.link("github", &[]).await, mia.at_provider("github", &[]).await);
    sandbox.set_connection_enabled("github", false);
    result(&open(&sandbox, &link).await, 403, 403, "The connection is disabled");
    result(&page.press(&sandbox, "person", "noor").await, 403, 403, "The connection is disabled");
    assert!(reason(&sandbox).contains("not enabled"));
    assert_eq!(mia.bound().await, [""; 0]);
}

#[tokio::test]
async fn the_result_comes_by_redirect_where_that_is_asked_for() {
    let sandbox = start().await;
    let mia = signed_in(&sandbox, "empty").await;
    let target = "http://127.0.0.1:9/linked?attempt=1";
    for yes in ["1", "true", "True"] {
        let more = [("need_url_redirect", yes), ("target_url", target)];
        let done = mia.at_provider("github", &more).await.press(&sandbox, "person", "noor").await;
        let (address, parameters) = done.left_for();
        assert_eq!(address, "http://127.0.0.1:9/linked");
        let names: Vec<&str> = parameters.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["attempt", "code", "message", "data"]);
        assert_eq!((&*parameters[1].1, &*parameters[2].1), ("200", "Bound"));
        let data: Value = serde_json::from_str(&parameters[3].1).unwrap();
        assert_eq!(data["identities"][0]["provider"], "github");
        assert_eq!(data["identities"][0].get("accessToken"), None);
    }
    let more = [("need_url_redirect", "1"), ("only_redirect_token", "1"), ("target_url", target)];
    let (_, parameters) = mia.bind_with("github", &more, "noor").await.left_for();
    assert_eq!(parameters, [("attempt".to_owned(), "1".to_owned()), ("token".to_owned(), mia.id_token.clone())]);
    let (_, parameters) = mia.bind_with("github", &more, "rich").await.left_for();
    assert_eq!(parameters[1], ("code".to_owned(), "409".to_owned()), "a failure is told in full");
    assert!(parameters.iter().all(|(name, _)| name != "token"));

    for no in ["0", "no"] {
        let more = [("need_url_redirect", no), ("target_url", target)];
        result(&mia.bind_with("github", &more, "noor").await, 200, 200, "Bound");
    }
}

#[tokio::test]
async fn the_result_comes_by_a_form_where_that_is_asked_for() {
    let sandbox = start().await;
    let mia = signed_in(&sandbox, "empty").await;
    let more = [("need_form_post", "true"), ("target_url", "http://127.0.0.1:9/linked")];
    let done = mia.bind_with("github", &more, "noor").await;
    assert!(done.answer.text().contains("<form method=\"post\" action=\"http://127.0.0.1:9/linked\">"));
    let fields = done.hidden();
    assert_eq!(fields[..2], [("code".into(), "200".into()), ("message".into(), "Bound".into())]);
    let data: Value = serde_json::from_str(&fields[2].1).unwrap();
    assert_eq!(data["identities"][0]["provider"], "github");
    only_its_own_script_runs(&done);
}

/// The policy allows the one script that the page has, by its hash.
#[track_caller]
fn only_its_own_script_runs(page: &Visited) {
    let text = page.answer.text();
    let scripts: Vec<&str> = text.split("<script").skip(1).collect();
    assert_eq!(scripts.len(), 1, "{text}");
    let code = scripts[0].split_once('>').unwrap().1.split("</script>").next().unwrap();
    let hash = STANDARD.encode(digest(&SHA256, code.as_bytes()));
    let policy = page.answer.header("content-security-policy").unwrap();
    assert!(policy.contains(&format!("script-src 'sha256-{hash}'")), "{policy}");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
}

#[tokio::test]
async fn a_result_page_runs_its_script_and_the_providers_page_none() {
    let sandbox = start().await;
    let mia = signed_in(&sandbox, "empty").await;
    let page = mia.at_provider("github", &[]).await;
    assert!(!page.answer.header("content-security-policy").unwrap().contains("script-src"));
    for name in ["cache-control", "referrer-policy", "x-frame-options"] {
        assert!(page.answer.header(name).is_some(), "{name}");
    }
    let done = page.press(&sandbox, "person", "noor").await;
    only_its_own_script_runs(&done);
    assert!(done.answer.text().contains("You can close this window."));
}

#[tokio::test]
async fn a_connection_for_phones_only_can_only_be_cancelled() {
    let sandbox = start().await;
    let mia = signed_in(&sandbox, "empty").await;
    let page = mia.at_provider("wechat-mini", &[]).await;
    assert!(page.answer.text().contains("cannot be completed in a desktop browser"), "{}", page.answer.text());
    assert!(!page.answer.text().contains("name=\"person\""));
    let form = page.hidden().into_iter().chain([("person".to_owned(), "noor".to_owned())]);
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    assert_eq!(Request::post("/providers/wechat/authorize", FORM, body).send(&sandbox).await.status, 400);
    result(&page.press(&sandbox, "action", "cancel").await, 200, 602, "Cancelled");
}

#[tokio::test]
async fn the_providers_page_leads_back_to_its_own_callback_and_nowhere_else() {
    let sandbox = start().await;
    let mia = signed_in(&sandbox, "empty").await;
    let page = mia.at_provider("github", &[]).await;
    let good = page.hidden();
    let with = |name: &str, value: &str| {
        let changed = good.iter().map(|(key, own)| (key.as_str(), if key == name { value } else { own.as_str() }));
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(changed).finish()
    };
    let google = good.iter().find(|(name, _)| name == "redirect_uri").unwrap().1.replace("/github/", "/google/");
    for (name, value, word) in [
        ("redirect_uri", "https://evil.example/", "redirect_uri"),
        ("redirect_uri", &*google, "redirect_uri"),
        ("client_id", "62f2093271a2b3cc10d966f2", "client_id"),
        ("response_type", "token", "response_type"),
        ("state", "", "state"),
    ] {
        let address = format!("{}/providers/github/authorize?{}", sandbox.app_host(), with(name, value));
        let refused = open(&sandbox, &address).await;
        assert_eq!(refused.answer.status, 400, "{name}={value}");
        assert!(reason(&sandbox).contains(word), "{}", reason(&sandbox));
        let body = format!("{}&person=noor", with(name, value));
        let answer = Request::post("/providers/github/authorize", FORM, body).send(&sandbox).await;
        assert_eq!((answer.status, answer.header("location")), (400, None), "{name}={value}");
    }
    let body = format!("{}&person=nobody", with("", ""));
    assert_eq!(Request::post("/providers/github/authorize", FORM, body).send(&sandbox).await.status, 400);
}

#[tokio::test]
async fn the_pages_speak_chinese_and_show_hostile_names_as_text() {
    let own =
        "[[person]]\nkey = \"a\\\"b\"\nname = { repeat = \"<script>alert(1)</script>\", times = 500 }\nlogin = \"&\"\n";
    let setup = Setup { pool: Pool::with(own).unwrap(), ..Setup::default() };
    let sandbox = Sandbox::start_with(setup).await.unwrap();
    let mia = signed_in(&sandbox, "empty").await;
    let page = mia.at_provider("wechat-pc", &[]).await;
    assert!(!page.answer.text().contains("<script"), "{}", page.answer.text());
    assert!(page.answer.text().len() < 20_000);
    let path = page.addresses.last().unwrap().strip_prefix(&sandbox.app_host()).unwrap().to_owned();
    let chinese = Request::get(&path).header("Accept-Language", "zh-CN").send(&sandbox).await.text();
    assert!(chinese.contains("<html lang=\"zh-CN\">") && chinese.contains("微信（沙盒）"), "{chinese}");
    let done = page.press(&sandbox, "person", "a&quot;b").await;
    assert_eq!(done.answer.status, 400, "what the page shows escaped is another key");
    let form = page.hidden().into_iter().chain([("person".to_owned(), "a\"b".to_owned())]);
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let answer = Request::post("/providers/wechat/authorize", FORM, body).send(&sandbox).await;
    let done = open(&sandbox, answer.header("location").unwrap()).await;
    let data = result(&done, 200, 200, "Bound");
    assert!(text(&data["identities"][0]["userInfoInIdp"], "nickname").starts_with("<script>"));
    only_its_own_script_runs(&done);
}

#[tokio::test]
async fn a_sign_in_goes_by_the_providers_page_and_starts_on_the_applications() {
    let sandbox = start().await;
    let host = sandbox.app_host();
    let page = open(&sandbox, &format!("{host}/connections/social/github?interaction=1")).await;
    assert!(page.answer.text().contains("<h1>GitHub (sandbox)</h1>"));
    let page = open(&sandbox, &format!("{host}/connections/social/github?app_id={}", sandbox.app_id())).await;
    assert!(page.answer.text().contains("<h1>Sign in with GitHub</h1>"), "{}", page.answer.text());
    assert_eq!(open(&sandbox, &format!("{host}/connections/social/nowhere?interaction=1")).await.answer.status, 404);
    let disabled = format!("{host}/connections/social/azure-contoso?app_id={}", sandbox.app_id());
    assert_eq!(open(&sandbox, &disabled).await.answer.status, 403);
    let wrong_method = Request::post("/connections/social/github", FORM, "").send(&sandbox).await;
    assert_eq!(wrong_method.status, 404);
}
