//! How a session lasts where every refresh token is good once, and one that comes again ends the whole grant.

use bindery::genauth::Error;
use bindery::session::{AuthenticationMethod, Session, SignatureCheck};

use crate::journey::Journey;

/// Makes a call; what comes of it is an answer of nobody, because the account API is not there.
async fn call(session: &Session) {
    let client = session.client();
    let called = session.call(|token| async move { client.get_identities(&token).await }).await;
    assert!(matches!(called.result, Err(Error::NotTheApi { http_status: 404, .. })), "{:?}", called.result);
}

/// This many calls at once in each session.
async fn at_once(sessions: [&Session; 2], calls: usize) {
    let mut running = tokio::task::JoinSet::new();
    for session in std::iter::repeat_n(sessions, calls).flatten() {
        let session = session.clone();
        running.spawn(async move { call(&session).await });
    }
    running.join_all().await;
}

#[test]
fn fifty_calls_in_two_programs_make_one_refresh_and_the_session_survives() {
    let journey = Journey::with(AuthenticationMethod::None);
    drop(journey.signed_in());
    for round in 1..=3 {
        let before = (journey.token("access_token"), journey.token("refresh_token"));
        journey.let_pass();
        let (one, other) = (journey.restored(), journey.restored());
        journey.runtime.block_on(at_once([&one, &other], 25));
        assert_eq!(journey.provider.traded("refresh_token", 200), round);
        assert_eq!(journey.provider.traded("refresh_token", 400), 0, "no refresh token was sent twice");
        let after = (journey.token("access_token"), journey.token("refresh_token"));
        assert!(before.0 != after.0 && before.1 != after.1, "both are new");
        for session in [&one, &other] {
            assert!(session.standing().can_refresh && !session.standing().over);
            assert_eq!(session.identity().unwrap().signature, SignatureCheck::Verified);
        }
        assert_eq!(journey.user_info(&after.0).status, 200);
    }
}

#[test]
fn a_refresh_token_that_somebody_sends_again_ends_the_session_and_nothing_loops() {
    let journey = Journey::with(AuthenticationMethod::None);
    drop(journey.signed_in());
    let stolen = journey.token("refresh_token");
    journey.let_pass();
    journey.start().is_home();
    let again = journey.post("/oidc/token", &[("grant_type", "refresh_token"), ("refresh_token", &stolen)]);
    assert_eq!((again.status, &again.body["error"]), (400, &"invalid_grant".into()));
    assert_eq!(journey.user_info(&journey.token("access_token")).status, 401, "reuse was found out");

    journey.let_pass();
    let mut start = journey.start();
    start.is_home();
    for reads in 3..=5 {
        start.stage.until("the list to be read", |_| journey.provider.seen("/get-identities").len() >= reads);
        start.is_home();
        start.stage.press("Try again");
    }
    assert_eq!(journey.provider.traded("refresh_token", 400), 2, "the stranger's, and ours once");
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
    for refreshes in 1..=2 {
        // The access token is renewed by the first call that finds it due.
        while provider.traded("refresh_token", 200) < refreshes {
            start.stage.press("Try again");
            start.is_home();
        }
    }
    start.is_home();
    assert_ne!(header(), before, "it names another key");
    assert_eq!(provider.seen("/oidc/jwks").len(), 2);
    assert_eq!(provider.seen("/openid-configuration").len(), 1);
    assert_eq!(journey.restored().identity().unwrap().signature, SignatureCheck::Verified);
}
