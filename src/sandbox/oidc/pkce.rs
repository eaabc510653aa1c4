//! Proof Key for Code Exchange (RFC 7636), with `S256` only: `plain` protects nothing (RFC 9700, section 2.1.1).

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Whether this can be an `S256` challenge: the base64url of 32 bytes (RFC 7636, section 4.2).
pub(crate) fn is_challenge(challenge: &str) -> bool {
    challenge.len() == 43 && URL_SAFE_NO_PAD.decode(challenge).is_ok()
}

/// Whether this can be a verifier: 43 to 128 unreserved characters (RFC 7636, section 4.1).
pub(crate) fn is_verifier(verifier: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&verifier.len()) && verifier.bytes().all(unreserved)
}

/// Whether the challenge was made of this verifier (RFC 7636, section 4.6).
pub(crate) fn matches(challenge: &str, verifier: &str) -> bool {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())) == challenge
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_the_specification() {
        assert!(is_challenge(CHALLENGE) && is_verifier(VERIFIER) && matches(CHALLENGE, VERIFIER));
        assert!(!matches(CHALLENGE, CHALLENGE) && !matches(VERIFIER, VERIFIER));
    }

    #[test]
    fn a_verifier_has_bounds() {
        assert!(!is_verifier(&"a".repeat(42)) && is_verifier(&"a".repeat(128)) && !is_verifier(&"a".repeat(129)));
        assert!(!is_verifier(&format!("{}+", "a".repeat(43))));
    }

    proptest! {
        #[test]
        fn a_challenge_is_made_of_one_verifier(one in "[A-Za-z0-9._~-]{43,128}", other in "[A-Za-z0-9._~-]{43,128}") {
            let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, one.as_bytes()));
            prop_assert!(is_challenge(&challenge) && matches(&challenge, &one));
            prop_assert_eq!(matches(&challenge, &other), one == other);
        }

        #[test]
        fn other_texts_are_no_challenge(text in ".{0,60}") {
            prop_assume!(text.len() != 43);
            prop_assert!(!is_challenge(&text));
        }
    }
}
