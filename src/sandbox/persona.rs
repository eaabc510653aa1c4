//! Who can sign in to the sandbox.

/// A made-up person with an account in the sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Persona {
    /// A short name that never changes, to look words up by.
    pub key: &'static str,
    /// The person's name, in Latin letters.
    pub name: &'static str,
    /// The name as the person writes it; the account's display name.
    pub native_name: &'static str,
    /// The account's email, if it signs in with one.
    pub email: Option<&'static str>,
    /// The account's username, if it signs in with one.
    pub username: Option<&'static str>,
    /// The account's phone number without its country code, if it signs in with one.
    pub phone: Option<&'static str>,
    /// The password.
    pub password: &'static str,
    /// What this account is good for, in one line.
    pub description: &'static str,
}

impl Persona {
    /// The name to sign in with: the first of email, username and phone that the account has.
    pub fn account(&self) -> &'static str {
        self.email.or(self.username).or(self.phone).unwrap_or_default()
    }
}

/// Seven identities under four identity sources, one of them not enabled for this application.
pub(super) const RICH: Persona = Persona {
    key: "rich",
    name: "Lin Xiao",
    native_name: "林晓",
    email: Some("lin@example.com"),
    username: Some("linxiao"),
    phone: None,
    password: "sandbox",
    description: "WeChat, GitHub, Feishu and Azure AD are bound, some with several identities.",
};

/// Nothing bound.
pub(super) const EMPTY: Persona = Persona {
    key: "empty",
    name: "Mia Novakova",
    native_name: "Mia Nováková",
    email: Some("mia@example.com"),
    username: Some("mia"),
    phone: Some("2025550143"),
    password: "ginkgo-lantern-47",
    description: "Nothing is bound yet; email, phone and a password sign in.",
};

/// One binding and no other way in.
pub(super) const SINGLE: Persona = Persona {
    key: "single",
    name: "Sakura Tanaka",
    native_name: "田中さくら",
    email: None,
    username: Some("sakura"),
    phone: None,
    password: "sandbox",
    description: "GitHub is the only way in: no password is set, no email or phone is bound.",
};

/// Answers in the odd shapes of the documentation's samples.
pub(super) const ODD: Persona = Persona {
    key: "odd",
    name: "Odon Kovacs",
    native_name: "Kovács Ödön",
    email: Some("odon@example.com"),
    username: Some("odon"),
    phone: None,
    password: "sandbox",
    description: "Most answers have one of the odd shapes found in the documentation's samples.",
};

/// Everybody who can sign in to the sandbox: `rich`, `empty`, `single` and `odd`.
///
/// `single` has a peculiarity that no real service has: it signs in with its password like the others, but
/// `get-security-info` reports `passwordSet: false`, so that an account whose only way in is one binding can be
/// tried without a browser.
pub fn personas() -> &'static [Persona] {
    const { &[RICH, EMPTY, SINGLE, ODD] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_personas_share_a_key_or_an_account_name() {
        let mut names: Vec<&str> =
            personas().iter().flat_map(|persona| [persona.email, persona.username, persona.phone]).flatten().collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        let keys: Vec<&str> = personas().iter().map(|persona| persona.key).collect();
        assert_eq!(keys, ["rich", "empty", "single", "odd"]);
    }

    #[test]
    fn every_persona_has_a_name_to_sign_in_with() {
        for persona in personas() {
            assert!(!persona.account().is_empty(), "{}", persona.key);
        }
    }
}
