//! What the ID token has to say before a session begins, and after each refresh.

use std::sync::{Arc, Mutex};

use bindery::genauth::{Error, IdTokenError};
use bindery::sandbox::Sandbox;
use bindery::session::{Checkpoints, EndedBy, Keep, Point, SignatureCheck, Storage};

use crate::service::{Issuing, Service};
use crate::stage::{Keyring, count, kept, list, restored, sign_in_as, signed_in, space};

/// The points that a session passed.
#[derive(Default)]
struct Passed(Mutex<Vec<Point>>);

impl Checkpoints for Passed {
    fn reached(&self, point: Point) {
        self.0.lock().unwrap().push(point);
    }
}

#[tokio::test]
async fn it_is_verified_with_what_the_service_publishes_which_is_fetched_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let session = signed_in(&sandbox).await;
    for _ in 0..2 {
        sandbox.expire_access_tokens();
        assert_eq!(list(&session).await, Ok(7));
        let identity = session.identity().unwrap();
        assert_eq!(identity.signature, SignatureCheck::Verified);
        assert_eq!(identity.issuer, format!("{}/oidc", sandbox.app_host()));
        assert_eq!(identity.subject, session.account().subject);
    }
    assert_eq!(count(&sandbox, "openid-configuration"), 1);
    assert_eq!(count(&sandbox, "jwks.json"), 1);
}

#[tokio::test]
async fn a_sign_in_works_when_it_cannot_be_checked_and_a_later_refresh_checks_it() {
    for fault in ["openid-configuration=http-503", "jwks.json=http-503"] {
        let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
        let space = space(&sandbox, Keep::Keyring);
        sandbox.faults().inject(fault.parse().unwrap());
        let session = kept(&space, &keyring).await;
        assert_eq!(session.identity().unwrap().signature, SignatureCheck::NotChecked, "{fault}");
        assert_eq!(list(&session).await, Ok(7));
        sandbox.expire_access_tokens();
        assert_eq!(list(&session).await, Ok(7));
        assert_eq!(session.identity().unwrap().signature, SignatureCheck::Verified, "{fault}");
        let identity = restored(&space, &keyring).await.identity().unwrap();
        assert_eq!(identity.signature, SignatureCheck::Verified, "the next start knows it");
    }
}

#[tokio::test]
async fn what_it_says_is_checked_when_its_signature_cannot_be() {
    for (issuing, error) in [
        (Issuing { audience: "another", ..Issuing::default() }, IdTokenError::Audience),
        (Issuing { life: -3600, ..Issuing::default() }, IdTokenError::Expired),
    ] {
        let service = Service::start().await;
        service.issue(Issuing { tells_keys: false, ..issuing });
        let refused = sign_in_as("lin", &service.space(), Storage::none()).await.err();
        assert_eq!(refused, Some(Error::IdToken(error)));
        assert_eq!(service.count("/revocation"), 2);
    }
}

#[tokio::test]
async fn an_issuer_without_a_path_is_the_hosts_own_and_any_other_is_refused() {
    for (issuer_path, expected) in [("", None), ("/", None), ("/other", Some(Error::IdToken(IdTokenError::Issuer)))] {
        let service = Service::start().await;
        service.issue(Issuing { issuer_path, ..Issuing::default() });
        let signed_in = sign_in_as("lin", &service.space(), Storage::none()).await;
        if let Ok(session) = &signed_in {
            assert_eq!(session.identity().unwrap().signature, SignatureCheck::Verified, "{issuer_path}");
        }
        assert_eq!(signed_in.err(), expected, "{issuer_path}");
    }
}

#[tokio::test]
async fn a_clock_that_is_hours_ahead_ends_no_session_and_stands_in_no_links_way() {
    let (service, keyring) = (Service::start().await, Keyring::new());
    service.issue(Issuing { life: 60, ..Issuing::default() });
    let session = kept(&service.space(), &keyring).await;
    // To such a clock every new ID token is an old one.
    service.issue(Issuing { life: -8 * 3600, ..Issuing::default() });
    service.expire();
    assert_eq!(list(&session).await, Ok(0));
    assert_eq!(session.identity().unwrap().signature, SignatureCheck::Verified);
    assert_eq!((session.standing().over, service.revoked().len()), (false, 0));
    assert_eq!(restored(&service.space(), &keyring).await.account().subject, "lin");
    let linked = session.link("my-github", None).await;
    assert_eq!(service.count("/generate-link-extidp-url"), 1, "{:?}", linked.result);
}

#[tokio::test]
async fn another_person_after_a_refresh_ends_the_session_and_nothing_of_it_stays() {
    let (service, keyring) = (Service::start().await, Keyring::new());
    let passed = Arc::new(Passed::default());
    let storage = Storage { checkpoints: Some(Arc::clone(&passed) as Arc<dyn Checkpoints>), ..keyring.storage() };
    let session = sign_in_as("lin", &service.space(), storage).await.unwrap();
    session.keep().await.unwrap();
    service.issue(Issuing { subject: "mia", ..Issuing::default() });
    service.expire();
    for _ in 0..2 {
        assert_eq!(list(&session).await, Err(Error::IdToken(IdTokenError::Subject)));
    }
    assert_eq!(session.standing().ended_by, Some(EndedBy::IdToken));
    assert_eq!(session.identity().unwrap().subject, "lin");
    assert_eq!(service.count("/oidc/token"), 1);
    assert_eq!(service.count("/get-identities"), 1, "the new token was not used");
    assert_eq!(service.revoked(), ["refresh-3", "access-3"], "what came was revoked");
    let passed = passed.0.lock().unwrap().clone();
    assert_eq!(passed, [Point::Locked, Point::Asking, Point::Answered], "it never came into the keyring");
    assert_eq!(keyring.entries(), 0);
}

#[tokio::test]
async fn a_signature_that_does_not_fit_after_a_refresh_ends_the_session() {
    let (service, keyring) = (Service::start().await, Keyring::new());
    let session = kept(&service.space(), &keyring).await;
    // Signed with a key that is not the published one.
    service.issue(Issuing { key: 1, published: 0, ..Issuing::default() });
    service.expire();
    assert_eq!(list(&session).await, Err(Error::IdToken(IdTokenError::UnknownKey)));
    assert_eq!(service.count("jwks.json"), 2, "the keys were fetched once more");
    assert_eq!(keyring.entries(), 0);
}

#[tokio::test]
async fn new_keys_of_the_service_are_fetched_once() {
    let (service, keyring) = (Service::start().await, Keyring::new());
    let session = kept(&service.space(), &keyring).await;
    for _ in 0..2 {
        service.issue(Issuing { key: 1, published: 1, ..Issuing::default() });
        service.expire();
        assert_eq!(list(&session).await, Ok(0));
        assert_eq!(session.identity().unwrap().signature, SignatureCheck::Verified);
    }
    assert_eq!(service.count("jwks.json"), 2);
    assert_eq!(service.count("openid-configuration"), 1);
}

#[tokio::test]
async fn what_a_desktop_program_cannot_check_is_accepted_and_not_called_verified() {
    let service = Service::start().await;
    service.issue(Issuing { algorithm: "HS256", ..Issuing::default() });
    let session = sign_in_as("lin", &service.space(), Storage::none()).await.unwrap();
    assert_eq!(session.identity().unwrap().signature, SignatureCheck::NotVerifiable);
    assert_eq!(session.account().name.as_deref(), Some("林晓"));
    assert_eq!(session.account().login.as_deref(), Some("lin@example.com"));
}

#[tokio::test]
async fn any_other_way_of_signing_is_no_sign_in_and_the_tokens_are_revoked() {
    for algorithm in ["none", "RS512", "ES256"] {
        let service = Service::start().await;
        service.issue(Issuing { algorithm, ..Issuing::default() });
        let refused = sign_in_as("lin", &service.space(), Storage::none()).await.err();
        assert_eq!(refused, Some(Error::IdToken(IdTokenError::Algorithm(algorithm.to_owned()))));
        assert_eq!(service.count("/revocation"), 2);
    }
}
