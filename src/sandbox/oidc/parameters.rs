//! The parameters of a query or a form, as OAuth reads them.

use std::collections::HashSet;

use axum::http::HeaderMap;

use super::oauth_error::OauthError;
use crate::sandbox::body;

/// Parameters in the order in which they came. One without a value counts as not sent (RFC 6749, section 3.1).
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters {
    pairs: Vec<(String, String)>,
}

impl Parameters {
    /// Reads a query, or a form's body. Every text is one: what is not encoded well is read as it stands.
    pub(crate) fn read(encoded: &[u8]) -> Self {
        Self { pairs: body::pairs(encoded) }
    }

    /// Reads the form of a request from a client, in which no parameter may stand twice (RFC 6749, section 3.2).
    ///
    /// # Errors
    /// `invalid_request` when the body is no form, or a parameter is repeated.
    pub(crate) fn of_client(headers: &HeaderMap, bytes: &[u8]) -> Result<Self, OauthError> {
        let Some(pairs) = body::form(headers, bytes) else {
            return Err(OauthError::new("invalid_request", "the body must be application/x-www-form-urlencoded"));
        };
        let parameters = Self { pairs };
        match parameters.is_repeated(|_| true) {
            true => Err(OauthError::new("invalid_request", "a parameter stands there twice")),
            false => Ok(parameters),
        }
    }

    /// The value of a parameter, if it was sent.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        body::first(&self.pairs, name)
    }

    /// Whether one of the parameters with such a name stands there twice.
    pub(crate) fn is_repeated(&self, concerns: impl Fn(&str) -> bool) -> bool {
        let mut names = HashSet::new();
        self.pairs.iter().any(|(name, _)| concerns(name) && !names.insert(name))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_parameter_without_a_value_was_not_sent() {
        let parameters = Parameters::read(b"a=&b=1&c");
        assert_eq!((parameters.get("a"), parameters.get("b"), parameters.get("c")), (None, Some("1"), None));
    }

    #[test]
    fn a_form_that_names_something_twice_is_refused() {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
        assert!(Parameters::of_client(&headers, b"a=1&b=1").is_ok());
        assert_eq!(Parameters::of_client(&headers, b"a=1&b=1&a=2").unwrap_err().error, "invalid_request");
        assert_eq!(Parameters::of_client(&HeaderMap::new(), b"a=1").unwrap_err().error, "invalid_request");
    }

    proptest! {
        #[test]
        fn what_was_encoded_is_read_back(name in "[a-z]{1,8}", value in ".{1,40}", other in "[A-Z]{1,8}") {
            let encoded =
                url::form_urlencoded::Serializer::new(String::new())
                    .append_pair(&other, "x").append_pair(&name, &value).finish();
            let parameters = Parameters::read(encoded.as_bytes());
            prop_assert_eq!(parameters.get(&name), Some(value.as_str()));
            prop_assert!(!parameters.is_repeated(|_| true));
        }

        #[test]
        fn any_bytes_can_be_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let parameters = Parameters::read(&bytes);
            prop_assert!(parameters.get("client_id").is_none_or(|value| !value.is_empty()));
        }
    }
}
