//! What is wrong with a field, in words.

use super::super::Words;
use super::super::text::plain;
use crate::genauth::AppHostError;
use crate::session::Reason;

/// Stands for the port in a redirect address.
pub(super) const PLACEHOLDER: &str = "{port}";

/// Says what is wrong with a field and, where it is not plain, what to do.
pub(super) fn mistake_words(words: &Words, reason: &Reason) -> String {
    match reason {
        Reason::Missing => words.text("space-mistake-missing").into_owned(),
        Reason::TooLong(most) => words.with("space-mistake-long", &[("most", most.to_string().into())]),
        Reason::AppHost(error) => app_host_words(words, error),
        Reason::Unsendable => words.text("space-mistake-unsendable").into_owned(),
        Reason::NotAnAddress => words.text("space-mistake-address").into_owned(),
        Reason::NotLoopback => words.text("space-mistake-loopback").into_owned(),
        Reason::MoreThanPath => words.text("space-mistake-more-than-path").into_owned(),
        Reason::NoPortInAddress => {
            words.with("space-mistake-no-port-in-address", &[("placeholder", PLACEHOLDER.into())])
        }
        Reason::NotAsSent { sent } => words.with("space-mistake-not-as-sent", &[("sent", plain(sent, 120).into())]),
        Reason::PortTwiceGiven => words.with("space-mistake-port-twice-given", &[("placeholder", PLACEHOLDER.into())]),
        Reason::NoPorts => words.text("space-mistake-no-ports").into_owned(),
        Reason::NotAPort(found) => words.with("space-mistake-port", &[("found", plain(found, 20).into())]),
        Reason::PortTwice(port) => words.with("space-mistake-port-twice", &[("port", port.to_string().into())]),
        Reason::NoOpenId => words.text("space-mistake-openid").into_owned(),
        Reason::NotAbsolute => words.text("space-mistake-absolute").into_owned(),
        Reason::UnknownValue { found } => words.with("space-mistake-unknown", &[("found", plain(found, 40).into())]),
        Reason::WrongKind => words.text("space-mistake-kind").into_owned(),
        Reason::NotAKey => words.text("space-mistake-key").into_owned(),
        Reason::UsedBy(name) => words.with("space-mistake-used", &[("name", plain(name, 60).into())]),
    }
}

fn app_host_words(words: &Words, error: &AppHostError) -> String {
    match error {
        AppHostError::NotAnAddress { .. } => words.text("space-mistake-address").into_owned(),
        AppHostError::NoHost => words.text("space-mistake-no-host").into_owned(),
        AppHostError::Scheme { scheme } => words.with("space-mistake-scheme", &[("scheme", plain(scheme, 20).into())]),
        AppHostError::PlainHttp => words.text("space-mistake-plain-http").into_owned(),
        AppHostError::UserInfo | AppHostError::Path | AppHostError::Query | AppHostError::Fragment => {
            words.text("space-mistake-only-host").into_owned()
        }
    }
}
