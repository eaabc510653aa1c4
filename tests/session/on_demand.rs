//! Renewing because a person asks for it, and what is told of the tokens.

use bindery::genauth::{AccessToken, TokenSet};
use bindery::sandbox::Sandbox;
use bindery::session::{EndedBy, Keep, NotRenewed, Session, Storage};

use crate::service::{Issuing, Service};
use crate::stage::{Keyring, client, count, kept, list, restored, signed_in, space};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_with_time_left_is_renewed_once_however_many_ask() {
    let sandbox = Sandbox::start().await.unwrap();
    let session = signed_in(&sandbox).await;
    let before = session.particulars();
    sandbox.faults().inject("token=latency-300ms".parse().unwrap());
    let (one, two, three) = tokio::join!(session.renew_now(), session.renew_now(), session.renew_now());
    assert!(one.result.is_ok() && two.result.is_ok() && three.result.is_ok());
    assert_eq!(one.attempts.len() + two.attempts.len() + three.attempts.len(), 1);
    assert_eq!(count(&sandbox, "/oidc/token"), 1);
    assert!(session.particulars().obtained_at > before.obtained_at);
    assert_eq!(list(&session).await, Ok(7));
}

#[tokio::test]
async fn what_another_program_has_renewed_is_taken_over() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let (one, two) = (kept(&space, &keyring).await, restored(&space, &keyring).await);
    assert!(one.renew_now().await.result.is_ok());
    assert!(two.renew_now().await.attempts.is_empty());
    assert_eq!(count(&sandbox, "/oidc/token"), 1);
    one.sign_out(Some(keyring.vault())).await;
    assert_eq!(two.renew_now().await.result, Err(NotRenewed::Over));
    assert_eq!(two.standing().ended_by, Some(EndedBy::OtherProgram));
    assert_eq!(one.renew_now().await.result, Err(NotRenewed::Over));
}

#[tokio::test]
async fn a_refusal_is_told_and_the_session_lives_to_the_end_of_its_token() {
    let sandbox = Sandbox::start().await.unwrap();
    let session = signed_in(&sandbox).await;
    sandbox.faults().inject("token=http-503".parse().unwrap());
    assert!(matches!(session.renew_now().await.result, Err(NotRenewed::NotNow(_))));
    sandbox.faults().inject("token=oauth-invalid_grant".parse().unwrap());
    let refused = session.renew_now().await.result.unwrap_err();
    assert!(matches!(refused, NotRenewed::Refused(_)) && refused.error().is_some());
    // It is not sent again, and the reason is still known.
    assert_eq!(session.renew_now().await.result, Err(refused));
    assert_eq!(count(&sandbox, "/oidc/token"), 2);
    assert_eq!(list(&session).await, Ok(7));
    assert!(!session.standing().over && !session.standing().can_refresh && session.particulars().has_refresh_token);
}

#[tokio::test]
async fn an_id_token_of_somebody_else_ends_the_session() {
    let (service, keyring) = (Service::start().await, Keyring::new());
    let session = kept(&service.space(), &keyring).await;
    service.issue(Issuing { subject: "mia", ..Issuing::default() });
    assert!(matches!(session.renew_now().await.result, Err(NotRenewed::IdToken(_))));
    assert!(matches!(session.renew_now().await.result, Err(NotRenewed::IdToken(_))));
    assert!(session.access_token_to_copy().await.is_none());
}

#[tokio::test]
async fn what_is_told_of_the_tokens() {
    let sandbox = Sandbox::start().await.unwrap();
    let session = signed_in(&sandbox).await;
    let told = session.particulars();
    assert!(told.has_id_token && told.has_refresh_token);
    assert_eq!(told.access_token_claims.unwrap()["sub"], session.identity().unwrap().subject);
    assert!(session.access_token_to_copy().await.is_some());
    session.sign_out(None).await;
    assert!(session.access_token_to_copy().await.is_none());

    let space = space(&sandbox, Keep::Memory);
    let pasted = TokenSet::of_access_token(AccessToken::new("opaque".to_owned()));
    let session = Session::with_tokens(client(&space), &space, Storage::none(), pasted, None, None).await.unwrap();
    let told = session.particulars();
    assert!(!told.has_id_token && !told.has_refresh_token && told.access_token_claims.is_none());
    assert_eq!(session.renew_now().await.result, Err(NotRenewed::NoRefreshToken));
}
