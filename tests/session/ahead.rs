//! Renewing ahead of the end, so that no call is refused for it.

use bindery::sandbox::Sandbox;
use bindery::session::{EndedBy, Keep};

use crate::stage::{Keyring, at_once, count, kept, list, restored, space};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_about_to_end_is_renewed_once_and_no_call_is_refused() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let before = kept(&space, &keyring).await;
    keyring.let_pass(&before, &space, -7170, 30).await;
    let session = restored(&space, &keyring).await;
    assert_eq!(at_once(&[&session], 50).await, 50);
    assert_eq!(count(&sandbox, "/oidc/token"), 1);
    assert_eq!(count(&sandbox, "/get-identities"), 50, "none was sent twice");
}

#[tokio::test]
async fn a_token_with_time_left_is_not_renewed() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let before = kept(&space, &keyring).await;
    keyring.let_pass(&before, &space, -7000, 200).await;
    assert_eq!(list(&restored(&space, &keyring).await).await, Ok(7));
    assert_eq!(count(&sandbox, "/oidc/token"), 0);
}

#[tokio::test]
async fn a_renewal_that_does_not_work_out_does_not_fail_the_call() {
    for fault in ["http-503", "reset-before", "429", "500"] {
        let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
        let space = space(&sandbox, Keep::Keyring);
        let before = kept(&space, &keyring).await;
        keyring.let_pass(&before, &space, -7170, 30).await;
        let session = restored(&space, &keyring).await;
        sandbox.faults().inject(format!("token={fault}").parse().unwrap());
        assert_eq!(list(&session).await, Ok(7), "{fault}");
        assert_eq!(list(&session).await, Ok(7), "{fault}");
        assert_eq!(count(&sandbox, "/oidc/token"), 1, "{fault} is not tried again at once");
        assert!(!session.standing().over);
    }
}

#[tokio::test]
async fn a_refused_refresh_token_is_sent_once_and_the_access_token_used_to_its_end() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let before = kept(&space, &keyring).await;
    keyring.let_pass(&before, &space, -7170, 30).await;
    let session = restored(&space, &keyring).await;
    sandbox.faults().inject("token=oauth-invalid_grant".parse().unwrap());
    assert_eq!(list(&session).await, Ok(7));
    assert!(!session.standing().over && !session.standing().can_refresh);
    sandbox.expire_access_tokens();
    for _ in 0..3 {
        assert!(list(&session).await.unwrap_err().is_lack_of_sign_in());
    }
    assert_eq!(count(&sandbox, "/oidc/token"), 1);
    assert_eq!(session.standing().ended_by, Some(EndedBy::Service));
}
