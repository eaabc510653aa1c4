//! `GET /api/v3/get-captcha-code`.

use serde_json::Value;

use super::fields::{Fields, Misfit};
use super::transport::Call;
use super::{Answer, CaptchaToken, Client, Failure, PassCode};

/// A picture with a text that a person reads (reference section 3.5).
#[derive(Debug, Clone)]
pub struct Captcha {
    /// `captchaCodeSvg`: the picture, as SVG. It came from the other side: draw it, never run anything in it.
    pub svg: String,
    /// `captchaToken`: goes back with what was read.
    pub token: CaptchaToken,
}

/// What a person read in the picture, with the token that says which picture it was.
#[derive(Debug, Clone)]
pub struct CaptchaAnswer {
    /// What was read.
    pub code: PassCode,
    /// The picture's token.
    pub token: CaptchaToken,
}

impl Client {
    /// A new captcha: `GET /api/v3/get-captcha-code` (reference section 3.5). Asked for when a sign-in is refused with
    /// `apiCode` 2000; each is good for one answer.
    ///
    /// # Errors
    ///
    /// A [`Failure`].
    pub async fn get_captcha(&self) -> Result<Answer<Captcha>, Failure> {
        self.call(Call::get("/api/v3/get-captcha-code"), read_captcha).await
    }
}

fn read_captcha(data: Option<&Value>) -> Result<Captcha, Misfit> {
    let fields = Fields::of_object("data", data)?;
    let required = |name: &str| {
        fields.optional_text(&[name])?.ok_or_else(|| Misfit::new(&fields.place_of(name), "a string", None))
    };
    Ok(Captcha { svg: required("captchaCodeSvg")?, token: CaptchaToken::new(required("captchaToken")?) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::read_captcha;
    use crate::genauth::fields::tests::any_json;

    #[test]
    fn both_parts_must_be_there() {
        let whole = json!({"captchaCodeSvg": "<svg/>", "captchaToken": "abc"});
        let captcha = read_captcha(Some(&whole)).unwrap();
        assert_eq!((captcha.svg.as_str(), captcha.token.expose()), ("<svg/>", "abc"));
        for part in [json!({"captchaCodeSvg": "<svg/>"}), json!({"captchaToken": "abc"}), json!({})] {
            assert!(read_captcha(Some(&part)).is_err(), "{part}");
        }
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused(data in any_json()) {
            let _ = read_captcha(Some(&data));
        }
    }
}
