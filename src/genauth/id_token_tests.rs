//! Tests of the ID token's check, with a key made here.

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::genauth::key_set::tests::key_set;

static KEY: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate(KeySize::Rsa2048).unwrap());
const NOW: i64 = 1_800_000_000;

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signed(header: &Value, claims: &Value) -> IdToken {
    let message = format!("{}.{}", encoded(header), encoded(claims));
    let mut signature = vec![0; KEY.public_modulus_len()];
    KEY.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
    IdToken::new(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn published(key_id: &str) -> KeySet {
    let public: PublicKeyComponents<Vec<u8>> = KEY.public_key().into();
    let (n, e) = (URL_SAFE_NO_PAD.encode(public.n), URL_SAFE_NO_PAD.encode(public.e));
    key_set(&json!({"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": key_id, "n": n, "e": e}]}))
}

fn claims() -> Value {
    json!({"iss": "https://app.genauth.ai/oidc", "sub": "lin", "aud": "app", "exp": NOW + 60, "iat": NOW, "nonce": "n-1"})
}

fn with(name: &str, value: Value) -> Value {
    let mut changed = claims();
    changed[name] = value;
    changed
}

fn nonce() -> SecretString {
    SecretString::from("n-1")
}

fn expected<'a>(nonce: Option<&'a SecretString>, before: Option<&'a IdClaims>) -> Expected<'a> {
    Expected {
        issuer: "https://app.genauth.ai/oidc",
        audience: "app",
        nonce,
        access_token: None,
        before,
        now: Timestamp::from_second(NOW).unwrap(),
    }
}

fn check(claims: &Value) -> Result<IdClaims, IdTokenError> {
    let token = signed(&json!({"alg": "RS256", "kid": "k"}), claims);
    token.check(&published("k"), &expected(Some(&nonce()), None))
}

#[test]
fn a_token_of_this_sign_in_is_verified() {
    let accepted = check(&claims()).unwrap();
    assert_eq!((accepted.subject.as_str(), accepted.signature), ("lin", Signature::Verified));
    assert_eq!(accepted.all.get("nonce"), Some(&json!("n-1")));
}

#[test]
fn each_claim_has_its_own_refusal() {
    for (claims, error) in [
        (with("iss", json!("https://evil.example/oidc")), IdTokenError::Issuer),
        (with("iss", json!(null)), IdTokenError::Issuer),
        (with("aud", json!("another")), IdTokenError::Audience),
        (with("aud", json!(["another"])), IdTokenError::Audience),
        (with("aud", json!(["app", "another"])), IdTokenError::Audience),
        (with("aud", json!(null)), IdTokenError::Audience),
        (with("azp", json!("another")), IdTokenError::Audience),
        (with("sub", json!("")), IdTokenError::Subject),
        (with("exp", json!(NOW - CLOCK_SKEW)), IdTokenError::Expired),
        (with("exp", json!("soon")), IdTokenError::Expired),
        (with("nonce", json!("n-2")), IdTokenError::Nonce),
        (with("nonce", json!(null)), IdTokenError::Nonce),
    ] {
        assert_eq!(check(&claims), Err(error), "{claims}");
    }
}

#[test]
fn the_claims_are_checked_without_a_key_too() {
    let alone = |algorithm: &str, claims: &Value| {
        signed(&json!({"alg": algorithm, "kid": "k"}), claims).check_claims(&expected(Some(&nonce()), None))
    };
    for algorithm in ["RS256", "HS256"] {
        assert_eq!(alone(algorithm, &claims()), Ok(()));
        assert_eq!(alone(algorithm, &with("aud", json!("another"))), Err(IdTokenError::Audience));
        assert_eq!(alone(algorithm, &with("exp", json!(NOW - CLOCK_SKEW))), Err(IdTokenError::Expired));
    }
    assert_eq!(alone("none", &claims()), Err(IdTokenError::Algorithm("none".to_owned())));
}

#[test]
fn a_slash_at_the_end_of_an_issuer_does_not_matter() {
    assert!(check(&with("iss", json!("https://app.genauth.ai/oidc/"))).is_ok());
    assert_eq!(check(&with("iss", json!("https://app.genauth.ai/oidc//"))), Err(IdTokenError::Issuer));
}

#[test]
fn clocks_may_differ_a_little_and_several_audiences_need_azp() {
    assert!(check(&with("exp", json!(NOW - CLOCK_SKEW + 1))).is_ok());
    assert!(check(&with("aud", json!(["app"]))).is_ok());
    let mut several = with("aud", json!(["app", "another"]));
    several["azp"] = "app".into();
    assert!(check(&several).is_ok());
}

#[test]
fn a_signature_must_fit_and_its_key_be_known() {
    let header = json!({"alg": "RS256", "kid": "k"});
    let token = signed(&header, &claims());
    let nonce = nonce();
    assert_eq!(token.check(&published("other"), &expected(Some(&nonce), None)), Err(IdTokenError::UnknownKey));
    assert_eq!(token.check(&KeySet::default(), &expected(Some(&nonce), None)), Err(IdTokenError::UnknownKey));
    let (_, signature) = token.expose().rsplit_once('.').unwrap();
    let forged = format!("{}.{}.{signature}", encoded(&header), encoded(&with("sub", json!("mia"))));
    let forged = IdToken::new(forged).check(&published("k"), &expected(Some(&nonce), None));
    assert_eq!(forged, Err(IdTokenError::Signature));
}

#[test]
fn other_algorithms_are_refused_and_hs256_is_never_verified() {
    for algorithm in ["none", "None", "RS512", "ES256", "HS512", ""] {
        let token = signed(&json!({"alg": algorithm, "kid": "k"}), &claims());
        let refused = token.check(&published("k"), &expected(Some(&nonce()), None));
        assert_eq!(refused, Err(IdTokenError::Algorithm(algorithm.to_owned())));
    }
    let token = signed(&json!({"alg": "HS256"}), &claims());
    let accepted = token.check(&published("k"), &expected(Some(&nonce()), None)).unwrap();
    assert_eq!(accepted.signature, Signature::NotVerifiable);
    let token = signed(&json!({"alg": "HS256"}), &with("aud", json!("another")));
    assert_eq!(token.check(&published("k"), &expected(None, None)), Err(IdTokenError::Audience));
}

#[test]
fn a_hash_that_is_there_must_be_the_access_tokens() {
    // The example of OpenID Connect Core 1.0, appendix A.4.
    let access_token = AccessToken::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y".to_owned());
    let token = |hash: &str| signed(&json!({"alg": "RS256", "kid": "k"}), &with("at_hash", json!(hash)));
    let expected = Expected { access_token: Some(&access_token), ..expected(None, None) };
    assert!(token("77QmUPtjPfzWtF2AnpK9RQ").check(&published("k"), &expected).is_ok());
    let refused = token("77QmUPtjPfzWtF2AnpK9RR").check(&published("k"), &expected);
    assert_eq!(refused, Err(IdTokenError::AccessTokenHash));
    let null = signed(&json!({"alg": "RS256", "kid": "k"}), &with("at_hash", Value::Null));
    assert!(null.check(&published("k"), &expected).is_ok());
}

#[test]
fn after_a_refresh_it_is_the_same_person_at_the_same_issuer() {
    let before = check(&claims()).unwrap();
    let refresh = |claims: &Value| {
        let token = signed(&json!({"alg": "RS256", "kid": "k"}), claims);
        token.check(&published("k"), &expected(None, Some(&before)))
    };
    assert!(refresh(&claims()).is_ok());
    assert_eq!(refresh(&with("sub", json!("mia"))), Err(IdTokenError::Subject));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_panics(text in "\\PC{0,60}", header in "[A-Za-z0-9_-]{0,40}", claims in "[A-Za-z0-9_-]{0,40}") {
        for token in [text, format!("{header}.{claims}."), format!("{header}.{claims}.{header}.{claims}")] {
            let token = IdToken::new(token);
            let refused = token.check(&KeySet::default(), &expected(None, None)).is_err();
            prop_assert!(refused);
            let _ = token.claims();
        }
    }
}
