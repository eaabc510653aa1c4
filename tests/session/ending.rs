//! The sign-out: what it revokes, what it wipes, what it could not do, and the browser's session.

use bindery::genauth::{Error, Unreachable};
use bindery::sandbox::Sandbox;
use bindery::session::Keep;
use secrecy::ExposeSecret as _;

use crate::stage::{Keyring, count, kept, space};

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
async fn the_browsers_session_is_ended_with_the_id_token_only_when_it_is_to_come_back() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let session = kept(&space(&sandbox, Keep::Keyring), &keyring).await;
    session.sign_out(Some(keyring.vault())).await;
    let plain = session.end_session_address(None).await.unwrap();
    assert_eq!(plain.expose_secret(), format!("{}/oidc/session/end", sandbox.app_host()));
    let back = session.end_session_address(Some("http://127.0.0.1:41800/bye")).await.unwrap();
    let address = url::Url::parse(back.expose_secret()).unwrap();
    let pairs: Vec<_> = address.query_pairs().into_owned().collect();
    let names: Vec<_> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["id_token_hint", "post_logout_redirect_uri"]);
    assert_eq!(pairs[0].1.split('.').count(), 3);
    assert_eq!(pairs[1].1, "http://127.0.0.1:41800/bye");
    assert!(!format!("{back:?}").contains("id_token_hint"));
}
