//! The fields of each way to sign in.

use std::time::Duration;

use egui::{Response, Ui};
use fluent_bundle::FluentValue;
use jiff::Timestamp;

use super::failure::{explain_failure, explained_banner};
use super::form::{CodeBy, Directory, SignInForm, SignInWay};
use crate::app::{Action, CodeAddress, SentCode, SignIn};
use crate::genauth::Language;
use crate::ui::Words;
use crate::ui::text::plain;
use crate::ui::widgets::{ButtonKind, Mood, button, labelled_field, muted, password_field, radio};

/// The fields of a way as they were drawn.
pub(super) struct Fields {
    /// Whom it is about; an access token says that by itself.
    pub(super) name: Option<Response>,
    /// What proves it.
    pub(super) secret: Response,
    /// What has a code sent, where that can be done now.
    pub(super) send: Option<Action>,
}

/// Shows the fields of the way that is chosen.
pub(super) fn fields_ui(
    ui: &mut Ui,
    words: &Words,
    state: &SignIn,
    now: Timestamp,
    host: &str,
    form: &mut SignInForm,
    actions: &mut Vec<Action>,
) -> Fields {
    let fields = match form.way {
        SignInWay::Password => password(ui, words, form),
        SignInWay::Code => code(ui, words, state, now, host, form, actions),
        SignInWay::Directory => directory(ui, words, form),
        SignInWay::Token => token(ui, words, form),
    };
    form.note_secret_field(fields.secret.id);
    // The keyboard begins at the first field that is empty: after the end of a session the account is known.
    if !std::mem::replace(&mut form.focused, true) {
        match &fields.name {
            Some(name) if !form.has_name() => name.request_focus(),
            _ => fields.secret.request_focus(),
        }
    }
    fields
}

fn password(ui: &mut Ui, words: &Words, form: &mut SignInForm) -> Fields {
    let name = labelled_field(ui, &words.text("sign-in-account"), &mut form.account, "account");
    ui.add_space(8.0);
    let toggle = toggle_words(words, form.show_password);
    let label = words.text("sign-in-password");
    let (shown, typed) = (&mut form.show_password, &mut form.password);
    let secret = password_field(ui, &label, (&toggle.0, &toggle.1), typed, shown, "password");
    Fields { name: Some(name), secret, send: None }
}

/// What the button in a password's field shows, and what it is called.
fn toggle_words(words: &Words, shown: bool) -> (String, String) {
    let (show, name) = if shown {
        (words.text("sign-in-hide"), words.text("sign-in-hide.name"))
    } else {
        (words.text("sign-in-show"), words.text("sign-in-show.name"))
    };
    (show.into_owned(), name.into_owned())
}

fn directory(ui: &mut Ui, words: &Words, form: &mut SignInForm) -> Fields {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        radio(ui, &mut form.directory, Directory::Ldap, &words.text("sign-in-ldap"));
        radio(ui, &mut form.directory, Directory::ActiveDirectory, &words.text("sign-in-active-directory"));
    });
    ui.add_space(4.0);
    let account = words.text("sign-in-directory-account");
    let name = labelled_field(ui, &account, &mut form.directory_account, "directory-account");
    ui.add_space(8.0);
    let toggle = toggle_words(words, form.show_directory_password);
    let label = words.text("sign-in-directory-password");
    let (shown, typed) = (&mut form.show_directory_password, &mut form.directory_password);
    let secret = password_field(ui, &label, (&toggle.0, &toggle.1), typed, shown, "directory-password");
    Fields { name: Some(name), secret, send: None }
}

fn token(ui: &mut Ui, words: &Words, form: &mut SignInForm) -> Fields {
    let (show, name) = if form.show_token {
        (words.text("sign-in-hide"), words.text("sign-in-hide-token"))
    } else {
        (words.text("sign-in-show"), words.text("sign-in-show-token"))
    };
    let label = words.text("sign-in-token");
    let secret = password_field(ui, &label, (&show, &name), &mut form.token, &mut form.show_token, "token");
    ui.add_space(4.0);
    muted(ui, &words.text("sign-in-token.more"));
    Fields { name: None, secret, send: None }
}

fn code(
    ui: &mut Ui,
    words: &Words,
    state: &SignIn,
    now: Timestamp,
    host: &str,
    form: &mut SignInForm,
    actions: &mut Vec<Action>,
) -> Fields {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        radio(ui, &mut form.code_by, CodeBy::Email, &words.text("sign-in-by-email"));
        radio(ui, &mut form.code_by, CodeBy::Phone, &words.text("sign-in-by-phone"));
    });
    ui.add_space(4.0);
    let name = match form.code_by {
        CodeBy::Email => labelled_field(ui, &words.text("sign-in-email"), &mut form.email, "email"),
        CodeBy::Phone => phone(ui, words, form),
    };
    ui.add_space(4.0);
    let sent = match form.code_by {
        CodeBy::Email => &state.email_code,
        CodeBy::Phone => &state.phone_code,
    };
    let send = sending(ui, words, sent, (form.code_address(), state.is_busy()), &name, now, form, host, actions);
    ui.add_space(8.0);
    let (show, show_name) = if form.show_code {
        (words.text("sign-in-hide"), words.text("sign-in-hide-code"))
    } else {
        (words.text("sign-in-show"), words.text("sign-in-show-code"))
    };
    let (typed, salt) = match form.code_by {
        CodeBy::Email => (&mut form.email_code, "email-code"),
        CodeBy::Phone => (&mut form.phone_code, "phone-code"),
    };
    let label = words.text("sign-in-code");
    let secret = password_field(ui, &label, (&show, &show_name), typed, &mut form.show_code, salt);
    // Once the code is on its way, typing it is what comes next.
    if form.awaits_code && sent.sending.is_none() && (sent.sent.is_some() || sent.failure.is_some()) {
        form.awaits_code = false;
        if sent.failure.is_none() {
            secret.request_focus();
        }
    }
    Fields { name: Some(name), secret, send }
}

fn phone(ui: &mut Ui, words: &Words, form: &mut SignInForm) -> Response {
    let usual = match words.language() {
        Language::SimplifiedChinese => "+86",
        Language::English => "",
    };
    let country_code = form.country_code.get_or_insert_with(|| usual.to_owned());
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.vertical(|ui| {
            ui.set_width(104.0);
            labelled_field(ui, &words.text("sign-in-country-code"), country_code, "country-code");
        });
        ui.vertical(|ui| labelled_field(ui, &words.text("sign-in-phone"), &mut form.phone, "phone")).inner
    })
    .inner
}

/// The button that has a code sent, or says when it can again; returns what it would do where it can be pressed.
#[expect(clippy::too_many_arguments, reason = "each is one thing that the row shows")]
fn sending(
    ui: &mut Ui,
    words: &Words,
    sent: &SentCode,
    (address, busy): (Option<CodeAddress>, bool),
    name: &Response,
    now: Timestamp,
    form: &mut SignInForm,
    host: &str,
    actions: &mut Vec<Action>,
) -> Option<Action> {
    let wait = address.as_ref().and_then(|address| sent.next_in(address, now));
    let text = match wait {
        _ if sent.sending.is_some() => words.text("sign-in-sending").into_owned(),
        Some(wait) => words.with("sign-in-send-in", &[("seconds", FluentValue::from(seconds_up(wait).to_string()))]),
        None => words.text("sign-in-send").into_owned(),
    };
    let possible = sent.sending.is_none() && wait.is_none() && !busy;
    ui.horizontal_wrapped(|ui| {
        if ui.add_enabled_ui(possible, |ui| button(ui, ButtonKind::Plain, &text, &text)).inner.clicked() {
            match &address {
                Some(address) => {
                    form.awaits_code = true;
                    actions.push(Action::SendCode(address.clone()));
                }
                None => name.request_focus(),
            }
        }
        if let Some(to) = address.as_ref().filter(|address| sent.since_sent(address, now).is_some()) {
            let to = match to {
                CodeAddress::Email(email) => plain(email, 60),
                CodeAddress::Phone(phone) => {
                    plain(&format!("{} {}", phone.country_code.as_deref().unwrap_or_default(), phone.number), 40)
                }
            };
            let response = muted(ui, &words.with("sign-in-sent", &[("to", to.trim().to_owned().into())]));
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
        }
    });
    if let Some(failure) = &sent.failure {
        let explanation = explain_failure(words, failure, host);
        explained_banner(ui, Mood::Bad, &explanation, |_| {});
    }
    address.filter(|_| possible).map(Action::SendCode)
}

/// Whole seconds, a begun one counting as one: it never says 0.
fn seconds_up(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}
