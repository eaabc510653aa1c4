//! The calls of a session: one refresh however many wait, and nothing else sent twice.

use bindery::sandbox::Sandbox;
use bindery::session::Keep;

use crate::stage::{Keyring, arrived, count, list, signed_in, signed_in_to, space};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_calls_on_an_expired_token_make_one_refresh() {
    let sandbox = Sandbox::start().await.unwrap();
    let session = signed_in(&sandbox).await;
    sandbox.expire_access_tokens();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let session = session.clone();
        calls.spawn(async move { list(&session).await });
    }
    assert!(calls.join_all().await.into_iter().all(|identities| identities == Ok(7)));
    assert_eq!(count(&sandbox, "/oidc/token"), 1);
    assert!(!session.standing().over);
}

#[tokio::test]
async fn a_second_refusal_ends_the_session_and_is_not_tried_again() {
    let sandbox = Sandbox::start().await.unwrap();
    let session = signed_in(&sandbox).await;
    sandbox.faults().inject("unlink-extidp=401/2020x9".parse().unwrap());
    let client = session.client();
    let called =
        session.call(|token| async move { client.unlink_ext_idp(&token, "62f2093271a2b3cc10d966ee").await }).await;
    assert!(called.result.unwrap_err().is_lack_of_sign_in());
    let paths: Vec<_> = called.attempts.iter().map(|attempt| attempt.path.as_str()).collect();
    assert_eq!(paths, ["/api/v3/unlink-extidp", "/oidc/token", "/api/v3/unlink-extidp"]);
    assert!(session.standing().over);
    assert_eq!(list(&session).await, Ok(7), "the session itself was not ended by the service");
    assert!(!session.standing().over, "an answer is proof that it lives");
}

#[tokio::test]
async fn no_other_failure_sends_a_post_twice() {
    for fault in ["403/2333", "403", "429", "500", "http-502", "http-401", "reset-before", "reset-after", "truncate"] {
        let sandbox = Sandbox::start().await.unwrap();
        let session = signed_in(&sandbox).await;
        sandbox.faults().inject(format!("unlink-extidp={fault}").parse().unwrap());
        let client = session.client();
        let called =
            session.call(|token| async move { client.unlink_ext_idp(&token, "62f2093271a2b3cc10d966ee").await });
        assert!(called.await.result.is_err(), "{fault}");
        assert_eq!(count(&sandbox, "/unlink-extidp"), 1, "{fault}");
        assert_eq!(count(&sandbox, "/oidc/token"), 0, "{fault}");
    }
}

#[tokio::test]
async fn a_refresh_that_cannot_be_made_does_not_end_the_session() {
    let sandbox = Sandbox::start().await.unwrap();
    let session = signed_in(&sandbox).await;
    sandbox.expire_access_tokens();
    for fault in ["reset-before", "http-503", "429", "500"] {
        sandbox.faults().inject(format!("token={fault}").parse().unwrap());
        assert!(list(&session).await.is_err());
        assert!(!session.standing().over, "{fault} is no refusal");
    }
    assert_eq!(list(&session).await, Ok(7));
}

#[tokio::test]
async fn signing_out_revokes_the_refresh_token_first() {
    let sandbox = Sandbox::start().await.unwrap();
    let session = signed_in(&sandbox).await;
    let signed_out = session.sign_out(None).await;
    assert!(signed_out.refresh_token.is_none() && signed_out.access_token.is_none());
    let hints: Vec<_> = sandbox
        .requests()
        .iter()
        .filter(|request| request.path.ends_with("/revocation"))
        .map(|request| request.body["token_type_hint"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(hints, ["refresh_token", "access_token"]);
    assert!(list(&session).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_ends_after_the_sign_out_does_not_bring_the_session_back() {
    let sandbox = Sandbox::start().await.unwrap();
    let space = space(&sandbox, Keep::Keyring);
    let keyring = Keyring::new();
    let vault = keyring.vault();
    let session = signed_in_to(&space, keyring.storage()).await;
    session.keep().await.unwrap();
    assert!(vault.load(space.keyring_entry()).await.unwrap().is_some());

    // The call is under way with a token that will be refused, and the service cannot be told of the sign-out: the
    // refresh token would still serve.
    sandbox.faults().inject("get-identities=latency-500ms".parse().unwrap());
    sandbox.faults().inject("revocation=reset-beforex2".parse().unwrap());
    sandbox.expire_access_tokens();
    let reading = tokio::spawn({
        let session = session.clone();
        async move { list(&session).await }
    });
    arrived(&sandbox, "/get-identities", 1).await;
    session.sign_out(Some(vault.clone())).await;

    assert!(reading.await.unwrap().is_err());
    assert_eq!(count(&sandbox, "/oidc/token"), 0, "a session that was ended here is not renewed");
    assert!(vault.load(space.keyring_entry()).await.unwrap().is_none(), "nothing is left for the next start");
}
