//! Before one is signed in, and the words for errors.

use bindery::app::{Opening, OpeningError, Phase, SignIn, SignInFailure, SignOutTrouble};
use bindery::genauth::{ClientError, Error, Language, Refusal, Unreachable};
use bindery::session::VaultError;
use bindery::ui::{Purpose, Words, explain};

use crate::scene::{assert_no_bare_key, assert_says, at, connections, everywhere, refused, sign_in, signed_in, state};

#[test]
fn opening() {
    assert_says(&everywhere(&state(Phase::Opening(Opening::StartingSandbox))), &["Starting the sandbox"]);
    let keyring = everywhere(&state(Phase::Opening(Opening::ReadingKeyring)));
    assert_says(&keyring, &["Waiting for the keyring", "Continue without the keyring"]);
    for error in [
        OpeningError::Sandbox("no port".to_owned()),
        OpeningError::Client(ClientError::NoRootCertificates { reason: "none found".to_owned() }),
        OpeningError::Client(ClientError::AppId),
        OpeningError::Client(ClientError::Http { reason: "odd".to_owned() }),
        OpeningError::Crashed,
    ] {
        assert_says(&everywhere(&state(Phase::Opening(Opening::Failed(error)))), &["Try again"]);
    }
}

#[test]
fn sign_in_states() {
    let fresh = everywhere(&sign_in(SignIn::default()));
    assert_says(&fresh, &["Sandbox on this computer", "Sign in", "Password", "lin@example.com"]);
    assert_says(
        &everywhere(&sign_in(SignIn { pending: Some(at(-1)), ..SignIn::default() })),
        &["Signing in…", "Cancel"],
    );
    let wrong = SignIn { failure: Some(SignInFailure::Call(refused(403, Some(2333)))), ..SignIn::default() };
    assert_says(
        &everywhere(&sign_in(wrong)),
        &["password is wrong", "statusCode 403", "apiCode 2333", "requestId 1f0c6a52"],
    );
    let crashed = SignIn { failure: Some(SignInFailure::Crashed), ..SignIn::default() };
    assert_says(&everywhere(&sign_in(crashed)), &["A fault in Bindery"]);
    assert_says(&everywhere(&sign_in(SignIn { signed_out: true, ..SignIn::default() })), &["You are signed out"]);
    let trouble = SignOutTrouble {
        revocation: Some(Error::NotReachable(Unreachable::Refused)),
        keyring: Some(VaultError::NoAnswerInTime),
        last_seen: true,
        crashed: true,
    };
    let partly = SignIn { signed_out: true, sign_out_trouble: Some(trouble), ..SignIn::default() };
    assert_says(
        &everywhere(&sign_in(partly)),
        &["not everything", "until they expire", "Remove the entry", "data folder", "interrupted"],
    );
    let keyring = SignIn { keyring: Some(VaultError::Failed("locked".to_owned())), ..SignIn::default() };
    assert_says(&everywhere(&sign_in(keyring)), &["The keyring refused: locked"]);
    let returning = SignIn { returning: Some(Box::new(signed_in(connections()))), ..SignIn::default() };
    assert_says(&everywhere(&sign_in(returning)), &["Back to what was shown"]);
}

#[test]
fn every_error_has_words_and_a_way_on() {
    let mut errors = vec![
        Error::NotTheApi {
            http_status: 502,
            content_type: Some("text/html".to_owned()),
            excerpt: "Bad gateway".to_owned(),
            retry_after: Some("3".to_owned()),
        },
        Error::Refused(Refusal {
            status_code: 429,
            api_code: None,
            message: "Slow down".to_owned(),
            request_id: None,
            retry_after: Some("7".to_owned()),
        }),
        Error::OAuth {
            http_status: 400,
            error: "invalid_grant".to_owned(),
            description: Some("gone".to_owned()),
            retry_after: None,
        },
        Error::Untrustworthy { what: "issuer", found: Some("https://elsewhere.example/oidc".to_owned()) },
        Error::Untrustworthy { what: "jwks_uri", found: Some("https://elsewhere.example/keys".to_owned()) },
        Error::Untrustworthy { what: "token_endpoint", found: None },
        Error::Unreadable { place: "data[3].extIdpId: expected a string".to_owned() },
        Error::TooLarge { limit: 8 * 1024 * 1024 },
        Error::Withdrawn,
        Error::NotRenewed(Box::new(Error::NotReachable(Unreachable::NoAnswerInTime))),
        refused(200, None),
        refused(499, None),
        refused(777, None),
        refused(1636, None),
        refused(2_120_008, None),
        Error::NoEncryptionKey,
    ];
    errors.extend(
        [
            Unreachable::NameNotFound,
            Unreachable::Refused,
            Unreachable::Tls("expired".to_owned()),
            Unreachable::NoConnectionInTime,
            Unreachable::NotConnected("no route".to_owned()),
            Unreachable::NoAnswerInTime,
            Unreachable::ConnectionLost,
            Unreachable::Other("odd".to_owned()),
        ]
        .map(Error::NotReachable),
    );
    for language in [Language::English, Language::SimplifiedChinese] {
        let words = Words::new(language);
        for purpose in [Purpose::SignIn, Purpose::Read, Purpose::Unbind] {
            let mut said = std::collections::BTreeSet::new();
            for error in &errors {
                let explanation = explain(&words, error, "example.com", purpose);
                assert!(!explanation.what.is_empty() && !explanation.next.is_empty(), "{error:?}");
                // At the sign-in, the faults of the service are one to the person; the facts tell them apart.
                let told_apart = said.insert((explanation.what.clone(), explanation.facts.clone()));
                assert!(told_apart, "two errors say “{}”", explanation.what);
                assert_no_bare_key(&[explanation.what, explanation.next]);
            }
        }
        let success = words.text("status-200").into_owned();
        assert_ne!(explain(&words, &refused(200, None), "example.com", Purpose::Unbind).what, success);
    }
}
