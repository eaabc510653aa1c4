//! Signing in: what is sent, what is checked, and what the window says where there is nothing but OpenID Connect.

use bindery::session::{AuthenticationMethod, SignatureCheck};

use crate::journey::{Journey, SUBJECT, changed, parameter};

#[test]
fn from_the_button_to_the_window() {
    let journey = Journey::with(AuthenticationMethod::None);
    let mut start = journey.signed_in();
    let provider = &journey.provider;
    let [asked] = &provider.seen("/oidc/auth")[..] else { panic!("{:?}", provider.seen("/oidc/auth")) };
    assert_eq!(asked.kind.as_deref(), Some("S256"));
    let [traded] = &provider.seen("/oidc/token")[..] else { panic!("{:?}", provider.seen("/oidc/token")) };
    assert_eq!((traded.status, traded.scheme.as_deref()), (200, None));
    assert_eq!(traded.fields, ["client_id", "code", "code_verifier", "grant_type", "redirect_uri"]);
    assert_eq!(provider.seen("/openid-configuration").len(), 1);
    assert_eq!(provider.seen("/oidc/jwks").len(), 1);

    let identity = journey.restored().identity().unwrap();
    assert_eq!(identity.signature, SignatureCheck::Verified);
    assert_eq!((identity.subject.as_str(), identity.issuer), (SUBJECT, format!("{}/oidc", provider.app_host())));
    assert!(identity.claims.contains_key("at_hash") && identity.claims.contains_key("nonce"), "{:?}", identity.claims);
    let access_token = journey.token("access_token");
    assert!(!access_token.contains('.'), "it is opaque");
    let me = journey.user_info(&access_token);
    assert_eq!((me.status, &me.body["sub"]), (200, &SUBJECT.into()));

    // The account API is not there: the window says so, and that the person is signed in nevertheless.
    start.stage.see("The list could not be read");
    start.stage.see_part("answered with HTTP 404, but not as the API");
    start.stage.see_part("It may not be the address of a GenAuth application");
    start.stage.see_part("Access token expires in");
    start.stage.see("Sign out");
    start.stage.press("Try again");
    start.stage.until("the list to be read again", |_| provider.seen("/get-identities").len() == 2);
    start.is_home();
    assert!(!start.stage.shows_part("no longer signed in"), "{}", start.stage.screen());
    assert_eq!(provider.traded("refresh_token", 200), 0);
}

#[test]
fn the_next_start_needs_no_browser() {
    let journey = Journey::with(AuthenticationMethod::None);
    drop(journey.signed_in());
    journey.start().is_home();
    assert_eq!(journey.provider.seen("/oidc/auth").len(), 1);
}

#[test]
fn an_application_with_a_secret_proves_itself_and_hs256_is_not_called_verified() {
    let sent = ["code", "code_verifier", "grant_type", "redirect_uri"];
    let in_form = ["client_id", "client_secret", "code", "code_verifier", "grant_type", "redirect_uri"];
    for (method, scheme, fields) in
        [(AuthenticationMethod::Basic, Some("Basic"), &sent[..]), (AuthenticationMethod::Post, None, &in_form)]
    {
        let journey = Journey::with(method);
        drop(journey.signed_in());
        let [traded] = &journey.provider.seen("/oidc/token")[..] else { panic!("one request for tokens") };
        assert_eq!(traded.scheme.as_deref(), scheme);
        assert_eq!(traded.fields, fields);
        assert_eq!(journey.restored().identity().unwrap().signature, SignatureCheck::NotVerifiable);

        journey.let_pass();
        let before = journey.token("refresh_token");
        journey.start().is_home();
        assert_eq!(journey.provider.traded("refresh_token", 200), 1, "{method:?}");
        assert_ne!(journey.token("refresh_token"), before);
        assert_eq!(journey.restored().identity().unwrap().signature, SignatureCheck::NotVerifiable);
    }
}

#[test]
fn a_stolen_code_buys_nothing_without_the_verifier() {
    let journey = Journey::with(AuthenticationMethod::None);
    let mut start = journey.start();
    let address = start.begin();
    let request = start.request(&address);
    let answer = start.answer(request.as_str());
    let (code, redirect_uri) = (parameter(&answer, "code"), parameter(&request, "redirect_uri"));
    let stolen = journey
        .post("/oidc/token", &[("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", &redirect_uri)]);
    assert_eq!((stolen.status, &stolen.body["error"]), (400, &"invalid_grant".into()));
    assert_eq!(start.visitor.open(answer.as_str()).status, 200);
    start.is_home();
}

#[test]
fn a_code_to_another_challenge_is_refused() {
    let journey = Journey::with(AuthenticationMethod::None);
    let mut start = journey.start();
    let address = start.begin();
    let request = start.request(&address);
    start.come_back(&changed(&request, "code_challenge", Some(&"a".repeat(43))));
    start.stage.see("The service does not take the code that the browser came back with");
    assert_eq!(journey.provider.traded("authorization_code", 400), 1, "and it is not sent again");
}

#[test]
fn an_id_token_with_another_nonce_is_nobodys_and_the_tokens_are_given_back() {
    let journey = Journey::with(AuthenticationMethod::None);
    let mut start = journey.start();
    let address = start.begin();
    let request = start.request(&address);
    start.come_back(&changed(&request, "nonce", Some("another")));
    start.stage.see("The ID token belongs to another sign-in");
    assert_eq!(journey.provider.traded("authorization_code", 200), 1);
    let revoked: Vec<_> =
        journey.provider.seen("/revocation").into_iter().map(|seen| (seen.kind.unwrap(), seen.status)).collect();
    assert_eq!(revoked, [("refresh_token".to_owned(), 200), ("access_token".to_owned(), 200)]);
    assert_eq!(journey.kept(), None);
}

#[test]
fn an_answer_without_its_issuer_or_with_another_is_a_strangers() {
    let journey = Journey::with(AuthenticationMethod::None);
    let mut start = journey.start();
    let address = start.begin();
    let answer = start.answer(&address);
    assert_eq!(parameter(&answer, "iss"), format!("{}/oidc", journey.provider.app_host()));
    for issuer in [None, Some("http://127.0.0.1:1/oidc")] {
        assert_eq!(start.visitor.open(&changed(&answer, "iss", issuer)).status, 400, "{issuer:?}");
    }
    start.stage.see_part("2 requests that do not belong to this sign-in");
    assert_eq!(start.visitor.open(answer.as_str()).status, 200);
    start.is_home();
}

#[test]
fn denied_on_the_providers_page() {
    let journey = Journey::with(AuthenticationMethod::None);
    let mut start = journey.start();
    let address = start.begin();
    let page = start.visitor.open(&address);
    let (_, cancel) = page.text.split_once("/interaction/").unwrap();
    let (_, cancel) = cancel.split_once("<a href=\"").unwrap();
    let (cancel, _) = cancel.split_once('"').unwrap();
    assert!(cancel.ends_with("/abort"), "{cancel}");
    start.visitor.open(cancel);
    start.stage.see("Access was denied in the browser");
    start.begin();
}
