//! Who can sign in to the sandbox, and what stands in the way.

use serde::{Deserialize, Serialize};

/// A made-up person with an account in the sandbox.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Persona {
    /// A short name that never changes, to look words up by.
    pub key: String,
    /// The person's name, in Latin letters.
    pub name: String,
    /// The name as the person writes it; the account's display name.
    pub native_name: String,
    /// The account's email, if it signs in with one.
    pub email: Option<String>,
    /// The account's username, if it signs in with one.
    pub username: Option<String>,
    /// The account's phone number without its country code, if it signs in with one.
    pub phone: Option<String>,
    /// The password, if one is set.
    pub password: Option<String>,
    /// The name in the LDAP and AD directories (`sAMAccountName`, reference section 4), where the password is the same.
    pub directory_name: Option<String>,
    /// What this account is good for, in one line.
    pub description: String,
    /// Whether a window offers this persona before anybody has signed in.
    pub offered: bool,
}

impl Persona {
    /// The name to sign in with: the first of email, username and phone that the account has.
    pub fn account(&self) -> &str {
        [&self.email, &self.username, &self.phone].into_iter().flatten().next().map_or("", String::as_str)
    }

    /// Whether `account` names this account: by username, email or phone (reference section 4).
    pub(crate) fn is_called(&self, account: &str) -> bool {
        self.has_email(account) || self.has_username(account) || self.has_phone(account)
    }

    /// Email addresses are the same in any case.
    pub(crate) fn has_email(&self, email: &str) -> bool {
        self.email.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(email))
    }

    pub(crate) fn has_username(&self, username: &str) -> bool {
        self.username.as_deref() == Some(username)
    }

    pub(crate) fn has_phone(&self, phone: &str) -> bool {
        self.phone.as_deref() == Some(phone)
    }

    pub(crate) fn has_password(&self, password: &str) -> bool {
        self.password.as_deref() == Some(password)
    }
}

/// What stands between right credentials and a session: each but the first answers a sign-in with a code of its own
/// (reference sections 1.6, 4 and 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standing {
    /// Nothing.
    #[default]
    Good,
    /// A second factor that the person enrolled: 1635.
    PersonalMfa,
    /// A second factor that the application demands: 1636.
    ApplicationMfa,
    /// A new password at the first sign-in, without the old one: 1639.
    FirstPassword,
    /// Binding to an account that exists: 1640.
    BindExisting,
    /// Binding to an account that exists, or a new one: 1641.
    BindOrCreate,
    /// A profile to complete: 1642.
    IncompleteProfile,
    /// Locked, and can be unlocked by the person: 1643.
    Unlockable,
    /// Locked: 2005.
    Locked,
    /// Locked after repeated failures: 2057.
    LockedAfterFailures,
    /// A new password, with the old one: 2058.
    MustReset,
    /// Disabled, or not in this tenant: 2120008.
    Disabled,
    /// May not sign in to this tenant: 2130010.
    NotInTenant,
}
