//! The sign-out: what it revokes, what it wipes, what it could not do, and the browser's session.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::task::Poll;

use bindery::genauth::{AccessToken, Error, TokenSet, Unreachable};
use bindery::sandbox::Sandbox;
use bindery::session::{Keep, Session, Storage, Vault};
use secrecy::ExposeSecret as _;

use crate::stage::{Keyring, client, count, kept, signed_in_to, space};

#[tokio::test]
async fn what_could_not_be_done_is_told_and_the_rest_is_done() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let session = kept(&space, &keyring).await;
    keyring.take_nothing(true);
    sandbox.faults().inject("revocation=reset-before".parse().unwrap());
    let signed_out = session.sign_out(Some(keyring.vault())).await;
    assert_eq!(signed_out.refresh_token, Some(Error::NotReachable(Unreachable::ConnectionLost)));
    assert!(signed_out.access_token.is_none(), "it was tried nevertheless");
    assert!(signed_out.keyring.is_some());
    assert_eq!(count(&sandbox, "/revocation"), 2);
}

#[tokio::test]
async fn after_the_sign_out_the_browsers_session_can_be_ended_with_the_id_token() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let session = kept(&space(&sandbox, Keep::Keyring), &keyring).await;
    let signed_out = session.sign_out(Some(keyring.vault())).await;
    let browser_session = signed_out.browser_session.expect("there was an ID token");
    let address = browser_session.address().await.unwrap();
    let shown = format!("{browser_session:?} {address:?}");
    let address = url::Url::parse(address.expose_secret()).unwrap();
    assert_eq!(address.origin().ascii_serialization(), sandbox.app_host());
    assert_eq!(address.path(), "/oidc/session/end");
    let pairs: Vec<_> = address.query_pairs().into_owned().collect();
    assert_eq!(pairs.len(), 1);
    assert_eq!(pairs[0].0, "id_token_hint");
    assert_eq!(pairs[0].1.split('.').count(), 3);
    assert!(!shown.contains("id_token_hint") && !shown.contains(&pairs[0].1), "{shown}");
}

#[tokio::test]
async fn without_an_id_token_there_is_nothing_to_end_the_browsers_session_with() {
    let sandbox = Sandbox::start().await.unwrap();
    let space = space(&sandbox, Keep::Memory);
    let tokens = TokenSet::of_access_token(AccessToken::new("pasted".to_owned()));
    let session = Session::with_tokens(client(&space), &space, Storage::none(), tokens, None, None).await.unwrap();
    assert!(session.sign_out(None).await.browser_session.is_none());
}

#[tokio::test]
async fn the_refresh_token_is_revoked_before_the_access_token() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let session = kept(&space(&sandbox, Keep::Keyring), &keyring).await;
    session.sign_out(Some(keyring.vault())).await;
    let revoked: Vec<_> = sandbox.requests().into_iter().filter(|one| one.path.ends_with("/revocation")).collect();
    let hints: Vec<_> = revoked.iter().map(|request| request.body["token_type_hint"].as_str()).collect();
    assert_eq!(hints, [Some("refresh_token"), Some("access_token")]);
}

#[tokio::test]
async fn nothing_stands_in_a_keyring_that_is_unlocked_after_the_sign_out() {
    let sandbox = Sandbox::start().await.unwrap();
    let space = space(&sandbox, Keep::Keyring);
    let (unlock, locked) = channel::<()>();
    let vault = Vault::start(move || {
        let _ = locked.recv();
        keyring_core::mock::Store::new().map(|store| store as Arc<keyring_core::CredentialStore>)
    });
    let session = signed_in_to(&space, Storage { vault: Some(vault.clone()), ..Storage::none() }).await;
    let mut keeping = pin!(session.keep());
    let begun = poll_fn(|context| Poll::Ready(keeping.as_mut().poll(context))).await;
    assert!(begun.is_pending(), "the keyring is locked");
    let mut signing_out = pin!(session.sign_out(Some(vault.clone())));
    let begun = poll_fn(|context| Poll::Ready(signing_out.as_mut().poll(context))).await;
    assert!(begun.is_pending());
    drop(unlock);
    signing_out.await;
    keeping.await.unwrap();
    let entry = format!("{}|{}", space.keyring_entry(), session.account().subject);
    assert!(vault.load(entry).await.unwrap().is_none(), "no token");
    assert!(vault.load(space.keyring_entry()).await.unwrap().is_none(), "and no name");
}
