//! Values that must not be shown, logged or exported.
//!
//! Each kind has a type of its own, so that one cannot be sent in the place of another, and so that `Debug` prints
//! nothing of it. The memory is wiped when the value is dropped.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// Takes the value over.
            pub fn new(value: String) -> Self {
                Self(SecretString::from(value))
            }

            /// Opens the secret.
            ///
            /// Only these places may: what sends it, what redacts it, and the session with its vault.
            /// `tests/architecture.rs` lists the files.
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

secret! {
    /// The password of an account, in clear text.
    Password
}
secret! {
    /// A code of one use: sent by email or text message, or read in a picture.
    PassCode
}
secret! {
    /// Says which captcha an answer belongs to (reference section 3.5).
    CaptchaToken
}
secret! {
    /// An authorization code (RFC 6749 section 4.1.2); good once.
    AuthorizationCode
}
secret! {
    /// An OAuth 2.0 access token (RFC 6749 section 1.4); authorises the calls about the signed-in user.
    AccessToken
}
secret! {
    /// An OAuth 2.0 refresh token (RFC 6749 section 1.5); buys new access tokens.
    RefreshToken
}
secret! {
    /// An OpenID Connect ID token; needed for binding and for ending the browser session (reference section 4).
    IdToken
}

secret! {
    /// The address that binds an identity to the account whose ID token it was asked for with (reference section 6.1).
    /// Whoever opens it binds theirs.
    LinkAddress
}
secret! {
    /// The secret of an application that is no native one (RFC 6749 section 2.3.1).
    ClientSecret
}

impl LinkAddress {
    /// The same, unopened, as one of the addresses that a browser is sent to.
    pub fn into_secret(self) -> SecretString {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{AccessToken, IdToken, Password, RefreshToken};

    #[test]
    fn debug_prints_nothing_of_the_value() {
        let value = "correct horse".to_owned();
        assert_eq!(format!("{:?}", Password::new(value.clone())), "Password(..)");
        assert_eq!(format!("{:?}", AccessToken::new(value.clone())), "AccessToken(..)");
        assert_eq!(format!("{:#?}", RefreshToken::new(value.clone())), "RefreshToken(..)");
        assert_eq!(format!("{:?}", IdToken::new(value.clone())), "IdToken(..)");
        assert_eq!(IdToken::new(value.clone()).expose(), value);
    }
}
