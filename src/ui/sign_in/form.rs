//! What is being typed at the sign-in, and what it comes to.

use egui::text::CCursor;
use egui::text_edit::TextEditState;
use egui::text_selection::CCursorRange;
use egui::{Id, TextEdit, Ui};

use super::captcha::DrawnPicture;
use crate::app::{Action, CodeAddress};
use crate::genauth::{AccessToken, Credentials, PassCode, Password, PhoneNumber};
use crate::ui::widgets::SecretText;

/// A way to sign in beside the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignInWay {
    /// With a password.
    #[default]
    Password,
    /// With a code that is sent.
    Code,
    /// With an account in a directory.
    Directory,
    /// With an access token.
    Token,
}

/// How a code is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CodeBy {
    /// By email.
    #[default]
    Email,
    /// By text message.
    Phone,
}

/// Which directory (reference section 4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Directory {
    /// LDAP.
    #[default]
    Ldap,
    /// Active Directory.
    ActiveDirectory,
}

/// What is being typed at the sign-in. Each way keeps its own, so that looking at another loses nothing.
#[derive(Debug, Default)]
pub struct SignInForm {
    /// The way that is shown.
    pub way: SignInWay,
    /// User name, email address or phone number.
    pub account: String,
    /// The password.
    pub password: SecretText,
    /// Whether the password is shown as typed.
    pub show_password: bool,
    /// How a code is sent.
    pub code_by: CodeBy,
    /// The email address that a code is sent to.
    pub email: String,
    /// The country code of the phone number; `None` before the field was first shown.
    pub country_code: Option<String>,
    /// The phone number that a code is sent to.
    pub phone: String,
    /// The code that came by email.
    pub email_code: SecretText,
    /// The code that came by text message.
    pub phone_code: SecretText,
    /// Whether codes are shown as typed.
    pub show_code: bool,
    /// Whether a code was asked for, and the keyboard waits to go to its field.
    pub awaits_code: bool,
    /// Which directory.
    pub directory: Directory,
    /// The name in the directory.
    pub directory_account: String,
    /// The directory's password.
    pub directory_password: SecretText,
    /// Whether the directory's password is shown as typed.
    pub show_directory_password: bool,
    /// The access token.
    pub token: SecretText,
    /// Whether the access token is shown as pasted.
    pub show_token: bool,
    /// What is read in the captcha's picture.
    pub captcha: SecretText,
    /// The captcha's picture as it was last given to the screen.
    pub(super) picture: Option<DrawnPicture>,
    /// Whether the keyboard was brought to the first field.
    pub focused: bool,
    /// Whether an answer is awaited to what was last submitted.
    pub submitted: bool,
    /// Whether the browser is away, or was asked for.
    pub in_browser: bool,
    /// Whether the waiting for it was shown in the last frame.
    pub waiting_shown: bool,
    /// The fields with secrets, whose undo histories hold what was typed.
    pub secret_fields: Vec<Id>,
}

impl SignInForm {
    /// Forgets what was typed, the names excepted.
    pub fn wipe(&mut self, context: &egui::Context) {
        for secret in [
            &mut self.password,
            &mut self.email_code,
            &mut self.phone_code,
            &mut self.directory_password,
            &mut self.token,
            &mut self.captcha,
        ] {
            secret.wipe();
        }
        for id in self.secret_fields.drain(..) {
            TextEdit::store_state(context, id, TextEditState::default());
        }
        self.show_password = false;
        self.show_code = false;
        self.show_directory_password = false;
        self.show_token = false;
        self.awaits_code = false;
        self.picture = None;
        self.focused = false;
        self.submitted = false;
        self.in_browser = false;
    }

    /// Takes over whom one can sign in as with a password.
    pub fn fill(&mut self, account: &str, password: &str) {
        self.way = SignInWay::Password;
        account.clone_into(&mut self.account);
        self.password.fill(password);
    }

    pub(super) fn note_secret_field(&mut self, id: Id) {
        if !self.secret_fields.contains(&id) {
            self.secret_fields.push(id);
        }
    }

    /// Where a code is sent; `None` when nothing is typed.
    pub(super) fn code_address(&self) -> Option<CodeAddress> {
        match self.code_by {
            CodeBy::Email => Some(self.email.trim())
                .filter(|email| !email.is_empty())
                .map(|email| CodeAddress::Email(email.to_owned())),
            CodeBy::Phone => self.phone_number().map(CodeAddress::Phone),
        }
    }

    /// The phone number without what people put between its digits; `None` without any.
    fn phone_number(&self) -> Option<PhoneNumber> {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let code = digits(self.country_code.as_deref().unwrap_or_default());
        let number = digits(&self.phone);
        let country_code = (!code.is_empty()).then(|| format!("+{code}"));
        (!number.is_empty()).then_some(PhoneNumber { country_code, number })
    }

    /// The secret of the way that is shown.
    pub(super) fn secret(&self) -> &SecretText {
        match (self.way, self.code_by) {
            (SignInWay::Password, _) => &self.password,
            (SignInWay::Code, CodeBy::Email) => &self.email_code,
            (SignInWay::Code, CodeBy::Phone) => &self.phone_code,
            (SignInWay::Directory, _) => &self.directory_password,
            (SignInWay::Token, _) => &self.token,
        }
    }

    /// Whether what the way that is shown needs beside its secret is typed.
    pub(super) fn has_name(&self) -> bool {
        match self.way {
            SignInWay::Password => !self.account.trim().is_empty(),
            SignInWay::Code => self.code_address().is_some(),
            SignInWay::Directory => !self.directory_account.trim().is_empty(),
            SignInWay::Token => true,
        }
    }

    /// What was typed as what to do; `None` while something is missing. This is where its secrets are opened.
    pub(super) fn action(&self, with_captcha: bool) -> Option<Action> {
        if !self.has_name() || self.secret().is_empty() {
            return None;
        }
        let password = || Password::new(self.secret().expose().to_owned());
        let code = || PassCode::new(self.secret().expose().trim().to_owned());
        let credentials = match self.way {
            SignInWay::Password => {
                Credentials::Password { account: self.account.trim().to_owned(), password: password() }
            }
            SignInWay::Code => match self.code_address()? {
                CodeAddress::Email(email) => Credentials::EmailCode { email, code: code() },
                CodeAddress::Phone(phone) => Credentials::PhoneCode { phone, code: code() },
            },
            SignInWay::Directory => {
                let (account, password) = (self.directory_account.trim().to_owned(), password());
                match self.directory {
                    Directory::Ldap => Credentials::Ldap { account, password },
                    Directory::ActiveDirectory => Credentials::ActiveDirectory { account, password },
                }
            }
            SignInWay::Token => return Some(Action::SignInWithToken(AccessToken::new(token(self.token.expose())?))),
        };
        let captcha = with_captcha.then(|| PassCode::new(self.captcha.expose().trim().to_owned()));
        Some(Action::SignIn { credentials, captcha })
    }
}

/// A token as it was pasted: perhaps with its scheme, perhaps broken into lines.
fn token(pasted: &str) -> Option<String> {
    let mut parts = pasted.split_whitespace().peekable();
    parts.next_if(|first| first.eq_ignore_ascii_case("bearer"));
    let token: String = parts.collect();
    (!token.is_empty()).then_some(token)
}

/// Marks all that a field holds, so that it is ready to be typed over.
pub(super) fn mark_all(ui: &Ui, field: Id, held: &SecretText) {
    let mut edit = TextEdit::load_state(ui.ctx(), field).unwrap_or_default();
    let end = CCursor::new(held.expose().chars().count());
    edit.cursor.set_char_range(Some(CCursorRange::two(CCursor::default(), end)));
    TextEdit::store_state(ui.ctx(), field, edit);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_taken_as_it_is_pasted() {
        assert_eq!(token("abc.def.ghi").as_deref(), Some("abc.def.ghi"));
        assert_eq!(token("  Bearer abc.def\n.ghi \n").as_deref(), Some("abc.def.ghi"));
        assert_eq!(token("bearer"), None);
        assert_eq!(token(" \n"), None);
    }

    #[test]
    fn a_phone_number_is_taken_as_people_write_it() {
        let number = |country_code: &str, phone: &str| {
            let form = SignInForm {
                code_by: CodeBy::Phone,
                country_code: Some(country_code.to_owned()),
                phone: phone.to_owned(),
                ..SignInForm::default()
            };
            form.code_address()
        };
        let phone = |country_code: Option<&str>| {
            let country_code = country_code.map(str::to_owned);
            Some(CodeAddress::Phone(PhoneNumber { country_code, number: "2025550143".to_owned() }))
        };
        assert_eq!(number("+1", "202-555 0143"), phone(Some("+1")));
        assert_eq!(number("1", "(202) 5550143"), phone(Some("+1")));
        assert_eq!(number("", "2025550143"), phone(None));
        assert_eq!(number("+1", "no number"), None);
    }

    #[test]
    fn nothing_is_done_while_something_is_missing() {
        let mut form = SignInForm::default();
        assert!(form.action(false).is_none());
        form.account.push_str("lin");
        assert!(form.action(false).is_none());
        form.password.fill("sandbox");
        assert!(matches!(form.action(false), Some(Action::SignIn { captcha: None, .. })));
        assert!(matches!(form.action(true), Some(Action::SignIn { captcha: Some(_), .. })));
        form.way = SignInWay::Token;
        form.token.fill("Bearer ");
        assert!(form.action(false).is_none());
    }
}
