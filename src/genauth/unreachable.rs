//! Tells why no complete answer came, by the types of the errors and not by their words.

use std::error::Error as StdError;
use std::io;

use super::{Error, Unreachable};

/// What a [`reqwest::Error`] means. `https` is whether the call went to an `https` address.
pub(super) fn classify(error: &reqwest::Error, https: bool) -> Error {
    if error.is_connect() {
        return Error::NotReachable(while_connecting(error, https));
    }
    if error.is_decode() && io_kind(error).is_none_or(|kind| !is_loss(kind)) {
        return Error::Unreadable { place: "body: its compression is damaged".to_owned() };
    }
    Error::NotReachable(after_connecting(error))
}

fn while_connecting(error: &reqwest::Error, https: bool) -> Unreachable {
    if error.is_dns() {
        return Unreachable::NameNotFound;
    }
    if let Some(reason) = chain(error).find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        return Unreachable::Tls(strip_urls(&reason.to_string()));
    }
    if error.is_timeout() {
        return Unreachable::NoConnectionInTime;
    }
    match io_kind(error) {
        Some(io::ErrorKind::ConnectionRefused) => Unreachable::Refused,
        // The TCP connection stood, and ended while the TLS handshake was going on.
        Some(kind) if https && is_loss(kind) => {
            Unreachable::Tls("the other side closed the connection during the handshake".to_owned())
        }
        _ => Unreachable::NotConnected(last_words(error)),
    }
}

fn after_connecting(error: &reqwest::Error) -> Unreachable {
    let lost = io_kind(error).is_some_and(is_loss)
        || chain(error).any(|cause| {
            // A TLS error at this point is an alert or a broken record: the connection is gone.
            cause.is::<rustls::Error>()
                || cause
                    .downcast_ref::<hyper::Error>()
                    .is_some_and(|hyper| hyper.is_incomplete_message() || hyper.is_canceled() || hyper.is_closed())
        });
    if lost { Unreachable::ConnectionLost } else { Unreachable::Other(last_words(error)) }
}

fn is_loss(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::NotConnected
            | io::ErrorKind::TimedOut
            | io::ErrorKind::UnexpectedEof
    )
}

/// The kind of the innermost I/O error that says more than "other".
fn io_kind(error: &(dyn StdError + 'static)) -> Option<io::ErrorKind> {
    chain(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .map(io::Error::kind)
        .filter(|kind| *kind != io::ErrorKind::Other)
        .last()
}

/// The error and its causes. An I/O error that wraps another one hides it from `source`, which skips to the cause
/// of the wrapped one.
fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |cause| {
        let cause: &'a (dyn StdError + 'static) = *cause;
        match cause.downcast_ref::<io::Error>() {
            Some(io) => io.get_ref().map(|inner| inner as &(dyn StdError + 'static)),
            None => cause.source(),
        }
    })
}

/// The words of the innermost cause, without URLs.
pub(super) fn last_words(error: &(dyn StdError + 'static)) -> String {
    chain(error).last().map(|cause| strip_urls(&cause.to_string())).unwrap_or_default()
}

/// The TLS library's own words, when an error came of it, without URLs.
pub(super) fn tls_words(error: &(dyn StdError + 'static)) -> Option<String> {
    chain(error).find_map(|cause| cause.downcast_ref::<rustls::Error>()).map(|reason| strip_urls(&reason.to_string()))
}

/// Takes URLs out of a text of somebody else's: a query can hold a token.
pub(super) fn strip_urls(text: &str) -> String {
    let mut stripped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(mark) = rest.find("://") {
        let scheme = rest[..mark].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        stripped.push_str(scheme);
        stripped.push_str("[address]");
        let behind = &rest[mark + 3..];
        let end = behind.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ')' | '>' | '<'));
        rest = &behind[end.unwrap_or(behind.len())..];
    }
    stripped.push_str(rest);
    stripped
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{chain, io_kind, last_words, strip_urls};

    #[test]
    fn urls_go() {
        assert_eq!(
            strip_urls("error for url (https://u:p@a.example/x?id_token=abc) and http://b/?c \"d\""),
            "error for url ([address]) and [address] \"d\""
        );
        assert_eq!(strip_urls("://"), "[address]");
        assert_eq!(strip_urls("no such thing"), "no such thing");
    }

    #[test]
    fn an_error_inside_an_io_error_is_seen() {
        let wrapped = io::Error::other(rustls::Error::DecryptError);
        assert!(chain(&wrapped).any(|cause| cause.is::<rustls::Error>()));
        let wrapped = io::Error::other(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(io_kind(&wrapped), Some(io::ErrorKind::BrokenPipe));
        assert_eq!(last_words(&io::Error::other("see https://a?b")), "see [address]");
    }
}
