//! Secrets whose values the test knows, and the search for them in whatever form.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Secrets, each with what it is.
#[derive(Default)]
pub(super) struct Known {
    /// What is looked for, with what it is a form of.
    forms: Vec<(String, Vec<u8>)>,
    /// Codes, which are so short that their digits are part of other numbers by chance.
    codes: Vec<String>,
    /// The S256 code challenges of verifiers that nobody but the program knows (RFC 7636, section 4.2).
    challenges: Vec<String>,
}

impl Known {
    /// Adds a secret.
    pub(super) fn add(&mut self, what: &str, secret: &str) {
        assert!(secret.len() >= 8, "{what} is too short to be told from other text");
        for form in forms(secret).into_iter().map(|form| (what.to_owned(), form)) {
            if !self.forms.contains(&form) {
                self.forms.push(form);
            }
        }
    }

    /// Adds a token. Of a signed one, any part but its header is a secret by itself.
    pub(super) fn add_token(&mut self, what: &str, token: &str) {
        self.add(what, token);
        for part in token.split('.').skip(1) {
            self.add(what, part);
        }
    }

    /// Adds a code of a few digits.
    pub(super) fn add_code(&mut self, code: &str) {
        assert!(code.len() >= 4 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
        self.codes.push(code.to_owned());
    }

    /// Adds the verifier that this challenge was made of.
    pub(super) fn add_verifier_of(&mut self, challenge: &str) {
        self.challenges.push(challenge.to_owned());
    }

    /// What of it is in there.
    pub(super) fn found_in(&self, content: &[u8]) -> Vec<&str> {
        let mut found = Vec::new();
        // Most places begin none of them, which two bytes tell.
        let mut begins = vec![false; 1 << 16];
        let pair = |bytes: &[u8]| usize::from(bytes[0]) << 8 | usize::from(bytes[1]);
        for (_, form) in &self.forms {
            begins[pair(form)] = true;
        }
        for at in 0..content.len().saturating_sub(1) {
            let rest = &content[at..];
            if begins[pair(rest)] {
                found.extend(self.forms.iter().filter(|(_, form)| rest.starts_with(form)).map(|(what, _)| &**what));
            }
        }
        if runs(content, |byte| byte.is_ascii_alphanumeric() || *byte == b'.')
            .any(|run| self.codes.iter().any(|code| code.as_bytes() == run))
        {
            found.push("a code that was sent");
        }
        if self.holds_a_verifier(content) {
            found.push("a code verifier");
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn holds_a_verifier(&self, content: &[u8]) -> bool {
        let is_verifiers = |text: &[u8]| {
            let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, text));
            self.challenges.contains(&challenge)
        };
        let may_stand_in_one = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
        // 43 to 128 characters (RFC 7636, section 4.1); most are made of 32 bytes, which are 43.
        !self.challenges.is_empty()
            && runs(content, may_stand_in_one)
                .any(|run| run.len() <= 128 && is_verifiers(run) || run.windows(43).any(is_verifiers))
    }
}

/// How a secret may be written: as it is, percent-encoded, in hexadecimal, and in base64 wherever it begins in it.
fn forms(secret: &str) -> Vec<Vec<u8>> {
    let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let hexadecimal: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![secret.as_bytes().to_vec(), encoded.to_lowercase().into(), encoded.into(), hexadecimal.into()];
    for before in 0..3 {
        let shifted = [&b"\0\0"[..before], secret.as_bytes()].concat();
        for base64 in [STANDARD_NO_PAD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
            // The first and last characters depend on what stands around it.
            let (from, to) = ((before * 8).div_ceil(6), shifted.len() * 8 / 6);
            forms.push(base64.as_bytes()[from..to].to_vec());
        }
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// The longest pieces of such bytes.
fn runs<'content>(
    content: &'content [u8],
    belongs: impl Fn(&u8) -> bool + 'content,
) -> impl Iterator<Item = &'content [u8]> {
    content.split(move |byte| !belongs(byte)).filter(|run| !run.is_empty())
}

#[test]
fn planted_secrets_are_found_in_every_form() {
    let mut known = Known::default();
    known.add("a password", "Quokka+7f3d/right");
    known.add_token("a token", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ2ZXJhIn0.c2lnbmF0dXJl");
    known.add_code("482913");
    // The example of RFC 7636, appendix B.
    known.add_verifier_of("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    for planted in [
        "{\"password\":\"Quokka+7f3d/right\"}",
        "password=Quokka%2B7f3d%2Fright&x",
        "password=quokka%2b7f3d%2fright",
        "51756f6b6b612b376633642f7269676874",
        &STANDARD_NO_PAD.encode("vera:Quokka+7f3d/right"),
        &STANDARD_NO_PAD.encode("id:Quokka+7f3d/right!"),
        &URL_SAFE_NO_PAD.encode("a:Quokka+7f3d/right"),
    ] {
        assert_eq!(known.found_in(planted.as_bytes()), ["a password"], "{planted}");
    }
    assert_eq!(known.found_in(b"\0\xffeyJzdWIiOiJ2ZXJhIn0\0"), ["a token"]);
    for (planted, holds) in [("code=482913&", true), (" 482913", true), ("21:07:00.482913Z", false), ("1482913", false)]
    {
        assert_eq!(known.found_in(planted.as_bytes()).contains(&"a code that was sent"), holds, "{planted}");
    }
    for around in ["", "code_verifier="] {
        let planted = format!("{around}dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(known.found_in(planted.as_bytes()), ["a code verifier"], "{planted}");
    }
    assert_eq!(known.found_in(b"Quokka+7f3d/wrong 48291 dBjftJeZ4CVP"), [""; 0]);
}
