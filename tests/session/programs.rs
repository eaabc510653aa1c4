//! Two programs on one account.

use bindery::sandbox::Sandbox;
use bindery::session::{EndedBy, Keep};

use crate::child::{Child, Order};
use crate::service::Service;
use crate::stage::{Keyring, at_once, count, kept, list, restored, space};
use crate::standalone::Standalone;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_programs_with_an_expired_token_make_one_refresh_and_the_session_survives() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let one = kept(&space, &keyring).await;
    let other = restored(&space, &keyring).await;
    for round in 1..=3 {
        sandbox.expire_access_tokens();
        assert_eq!(at_once(&[&one, &other], 25).await, 50);
        assert_eq!(count(&sandbox, "/oidc/token"), round);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_make_fifty_calls_on_an_expired_token_with_one_refresh() {
    let (service, keyring) = (Standalone::start().await, Keyring::new());
    let space = service.space();
    let session = kept(&space, &keyring).await;
    service.expire_access_tokens().await;
    let mut children: Vec<_> = (0..2).map(|_| Child::start(&space, &keyring, Order::ManyCalls)).collect();
    for child in &mut children {
        child.says("ready").await;
    }
    for child in &mut children {
        child.go();
    }
    for child in &mut children {
        child.says("succeeded 25").await;
    }
    assert_eq!(service.count("/oidc/token").await, 1);
    assert_eq!(list(&session).await, Ok(7));
    assert_eq!(service.count("/oidc/token").await, 1, "what the others renewed is taken over");
}

#[tokio::test]
async fn a_sign_out_in_one_program_ends_the_session_of_the_other_without_a_refresh() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let one = kept(&space, &keyring).await;
    let other = restored(&space, &keyring).await;
    one.sign_out(Some(keyring.vault())).await;
    assert!(list(&other).await.unwrap_err().is_lack_of_sign_in());
    assert_eq!(other.standing().ended_by, Some(EndedBy::OtherProgram));
    assert_eq!(count(&sandbox, "/oidc/token"), 0);
    assert_eq!(keyring.entries(), 0, "nothing was put there again");
}

#[tokio::test]
async fn a_sign_in_in_one_program_gives_the_other_its_session_back() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let one = kept(&space, &keyring).await;
    sandbox.expire_access_tokens();
    sandbox.revoke_refresh_tokens();
    assert!(list(&one).await.is_err());
    assert!(one.standing().over);
    kept(&space, &keyring).await;
    assert_eq!(list(&one).await, Ok(7));
    assert!(!one.standing().over);
    assert_eq!(count(&sandbox, "/oidc/token"), 1, "the refused refresh token was not sent again");
}

#[tokio::test]
async fn a_sign_out_revokes_what_the_other_program_has_renewed() {
    let (service, keyring) = (Service::start().await, Keyring::new());
    let space = service.space();
    let one = kept(&space, &keyring).await;
    let other = restored(&space, &keyring).await;
    service.expire();
    assert_eq!(list(&other).await, Ok(0));
    let signed_out = one.sign_out(Some(keyring.vault())).await;
    assert!(signed_out.refresh_token.is_none() && signed_out.access_token.is_none() && signed_out.keyring.is_none());
    assert_eq!(service.revoked(), ["refresh-3", "access-3"]);
}

#[tokio::test]
async fn a_keyring_that_takes_nothing_does_not_bring_spent_tokens_back() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let session = kept(&space, &keyring).await;
    keyring.take_nothing(true);
    for round in 1..=2 {
        sandbox.expire_access_tokens();
        assert_eq!(list(&session).await, Ok(7), "what stands in the keyring is older than what the session has");
        assert_eq!(count(&sandbox, "/oidc/token"), round);
        assert!(!session.standing().kept);
        assert!(session.vault_trouble().is_some());
    }
    keyring.take_nothing(false);
    sandbox.expire_access_tokens();
    assert_eq!(list(&session).await, Ok(7));
    assert!(session.standing().kept && session.vault_trouble().is_none(), "it is kept again");
    sandbox.expire_access_tokens();
    assert_eq!(list(&restored(&space, &keyring).await).await, Ok(7));
}
