//! How a session lasts where every refresh token is good once, and one that comes again ends the whole grant.

use bindery::genauth::Error;
use bindery::session::{AuthenticationMethod, Session, SignatureCheck};

use crate::journey::Journey;

/// Reads what is bound; how much it is.
async fn list(session: &Session) -> Result<usize, Error> {
    let client = session.client();
    let called = session.call(|token| async move { client.get_identities(&token).await }).await;
    called.result.map(|identities| identities.len())
}

/// 25 calls at once in each of two programs.
fn fifty_calls(journey: &Journey, sessions: [&Session; 2]) -> Vec<Result<usize, Error>> {
    journey.runtime.block_on(async {
        let mut running = tokio::task::JoinSet::new();
        for session in std::iter::repeat_n(sessions, 25).flatten() {
            let session = session.clone();
            running.spawn(async move { list(&session).await });
        }
        running.join_all().await
    })
}

#[test]
fn fifty_calls_in_two_programs_on_a_refused_token_make_one_refresh_and_the_session_survives() {
    let journey = Journey::with(AuthenticationMethod::None);
    journey.provider.serve_accounts();
    drop(journey.signed_in());
    let (one, other) = (journey.restored(), journey.restored());
    for round in 1..=3 {
        let (access_token, refresh_token) = (journey.token("access_token"), journey.token("refresh_token"));
        let revocation = [("token", access_token.as_str()), ("token_type_hint", "access_token")];
        assert_eq!(journey.post("/oidc/token/revocation", &revocation).status, 200);
        assert_eq!(journey.user_info(&access_token).status, 401);
        assert!(fifty_calls(&journey, [&one, &other]).into_iter().all(|listed| listed == Ok(0)));
        assert_eq!(journey.provider.traded("refresh_token", 200), round);
        assert_eq!(journey.provider.traded("refresh_token", 400), 0, "no refresh token was sent twice");
        assert_ne!(journey.token("refresh_token"), refresh_token, "it is another each time");
        for session in [&one, &other] {
            assert!(session.standing().can_refresh && !session.standing().over);
            assert_eq!(session.identity().unwrap().signature, SignatureCheck::Verified);
        }
    }
}

#[test]
fn fifty_calls_in_two_programs_on_a_token_about_to_end_make_one_refresh() {
    let journey = Journey::with(AuthenticationMethod::None);
    journey.provider.serve_accounts();
    drop(journey.signed_in());
    let reads = journey.provider.seen("/get-identities").len();
    journey.let_pass();
    let (one, other) = (journey.restored(), journey.restored());
    assert!(fifty_calls(&journey, [&one, &other]).into_iter().all(|listed| listed == Ok(0)));
    assert_eq!(journey.provider.traded("refresh_token", 200), 1);
    assert_eq!(journey.provider.seen("/get-identities").len(), reads + 50, "none was refused");
}

#[test]
fn a_refresh_token_that_somebody_sends_again_ends_the_session_and_nothing_loops() {
    let journey = Journey::with(AuthenticationMethod::None);
    journey.provider.serve_accounts();
    drop(journey.signed_in());
    let stolen = journey.token("refresh_token");
    journey.let_pass();
    let mut start = journey.start();
    start.is_home();
    let again = journey.post("/oidc/token", &[("grant_type", "refresh_token"), ("refresh_token", &stolen)]);
    assert_eq!((again.status, &again.body["error"]), (400, &"invalid_grant".into()));
    assert_eq!(journey.user_info(&journey.token("access_token")).status, 401, "reuse was found out");

    for reads in 3..=5 {
        start.stage.press("Refresh the list");
        start.stage.until("the list to be read", |_| journey.provider.seen("/get-identities").len() >= reads);
        start.stage.see("You are no longer signed in");
        start.stage.see("Nothing is bound to this account");
    }
    assert_eq!(journey.provider.traded("refresh_token", 400), 2, "the stranger's, and ours once");
    start.stage.press("Sign in again");
    let address = start.begin();
    start.come_back(&address);
    start.is_home();
    assert!(!start.stage.shows("You are no longer signed in"), "{}", start.stage.screen());
}

#[test]
fn new_keys_of_the_provider_are_fetched_once() {
    let journey = Journey::with(AuthenticationMethod::None);
    // Due after nine tenths of that.
    journey.provider.let_access_tokens_live(2);
    let mut start = journey.signed_in();
    let provider = &journey.provider;
    assert_eq!(provider.seen("/oidc/jwks").len(), 1);
    let header = || journey.token("id_token").split('.').next().map(str::to_owned);
    let before = header();
    provider.take_new_keys();
    let refreshes = provider.traded("refresh_token", 200);
    // The access token is renewed by the first call that finds it due.
    while provider.traded("refresh_token", 200) < refreshes + 2 {
        start.stage.press("Try again");
        start.is_home();
    }
    start.is_home();
    assert_ne!(header(), before, "it names another key");
    assert_eq!(provider.seen("/oidc/jwks").len(), 2);
    assert_eq!(provider.seen("/openid-configuration").len(), 1);
    assert_eq!(journey.restored().identity().unwrap().signature, SignatureCheck::Verified);
}
