//! The sign-in.

use egui::text::CCursor;
use egui::text_edit::TextEditState;
use egui::text_selection::CCursorRange;
use egui::{Id, Key, Response, TextEdit, Ui, Vec2};

use super::Words;
use super::explain::{Purpose, explain, keyring_words};
use super::opening::{column, masthead, switch_link};
use super::spaces::{broken_notice, shown_title};
use super::theme::{card, tokens};
use super::widgets::{
    ButtonKind, Mood, SecretText, banner, button, explanation as explanation_rest, labelled_field, link_button, muted,
    password_field, semibold, small_muted,
};
use crate::app::{Action, SandboxPersona, Screen, SignIn, SpaceShown, SpacesAction, SpacesShown};
use crate::genauth::Password;
use crate::session::VaultError;

/// What is being typed at the sign-in.
#[derive(Debug, Default)]
pub struct SignInForm {
    /// User name, email address or phone number.
    pub account: String,
    /// The password.
    pub password: SecretText,
    /// Whether the password is shown as typed.
    pub show_password: bool,
    /// Whether the keyboard was brought to the first field.
    pub focused: bool,
    /// Whether an answer is awaited to what was last submitted.
    pub submitted: bool,
    /// The password's field, whose undo history holds what was typed.
    pub password_field: Option<Id>,
}

impl SignInForm {
    /// Forgets what was typed, the account excepted.
    pub fn wipe(&mut self, context: &egui::Context) {
        self.password.wipe();
        if let Some(id) = self.password_field.take() {
            TextEdit::store_state(context, id, TextEditState::default());
        }
        self.show_password = false;
        self.focused = false;
    }
}

/// Shows the sign-in in all its states: new, asking, failed, after a sign-out, after the end of a session.
pub fn sign_in_ui(
    ui: &mut Ui,
    words: &Words,
    space: &SpaceShown,
    spaces: &SpacesShown,
    state: &SignIn,
    form: &mut SignInForm,
) -> Vec<Action> {
    let mut actions = Vec::new();
    column(ui, |ui| {
        masthead(ui, words);
        broken_notice(ui, words, spaces, &mut actions);
        notices(ui, words, state, &mut actions);
        card(tokens(ui)).inner_margin(20).show(ui, |ui| {
            ui.set_width(ui.available_width());
            small_muted(ui, &words.text("sign-in-space"));
            ui.horizontal_wrapped(|ui| {
                if space.is_sandbox() {
                    semibold(ui, &words.text("space-sandbox"), 14.0);
                    muted(ui, &space.host);
                } else {
                    let title = shown_title(words, space);
                    semibold(ui, &title, 14.0);
                    if title != space.host {
                        muted(ui, &space.host);
                    }
                }
                switch_link(ui, words, &mut actions);
            });
            ui.add_space(8.0);
            let fields = fields(ui, words, form);
            let just_failed = after_failure(ui, state, form, &fields);
            ui.add_space(8.0);
            submit(ui, words, state, form, &fields, &mut actions);
            if let Some(failure) = &state.failure {
                ui.add_space(8.0);
                let shown = ui.scope(|ui| failure_ui(ui, words, failure.as_ref(), &space.host));
                if just_failed {
                    shown.response.scroll_to_me(None);
                }
            }
        });
        if !space.personas.is_empty() {
            personas(ui, words, &space.personas, form);
        }
        if space.is_sandbox() {
            sandbox(ui, words, &mut actions);
        }
    });
    actions
}

/// What happened before the sign-in that the person should know.
fn notices(ui: &mut Ui, words: &Words, state: &SignIn, actions: &mut Vec<Action>) {
    if let Some(home) = &state.returning {
        let more = if home.standing.over {
            words.text("sign-in-session-over.more")
        } else {
            words.text("sign-in-session-over.asked")
        };
        banner(ui, Mood::Warning, &words.text("sign-in-session-over"), &[&more], |ui| {
            let back = words.text("sign-in-back");
            if link_button(ui, &back, &back).clicked() {
                actions.push(Action::BackToWhatWasShown);
            }
        });
        ui.add_space(4.0);
    }
    if state.another {
        banner(ui, Mood::Running, &words.text("spaces-another-notice"), &[], |ui| {
            let back = words.text("spaces-back-to-account");
            if link_button(ui, &back, &back).clicked() {
                actions.push(Action::Spaces(SpacesAction::BackToAccount));
            }
        });
        ui.add_space(4.0);
    }
    match (&state.sign_out_trouble, state.signed_out) {
        (Some(trouble), _) => {
            let mut more = Vec::new();
            if trouble.crashed {
                more.push(words.text("sign-out-crashed"));
            }
            if trouble.revocation.is_some() {
                more.push(words.text("sign-out-not-revoked"));
            }
            if trouble.keyring.is_some() {
                more.push(words.text("sign-out-not-wiped"));
            }
            if trouble.last_seen {
                more.push(words.text("sign-out-last-seen-stays"));
            }
            let more: Vec<&str> = more.iter().map(AsRef::as_ref).collect();
            banner(ui, Mood::Warning, &words.text("sign-out-partly"), &more, |_| {});
            ui.add_space(4.0);
        }
        (None, true) => {
            banner(ui, Mood::Good, &words.text("signed-out"), &[], |_| {});
            ui.add_space(4.0);
        }
        (None, false) => {}
    }
    if let Some(error) = &state.keyring {
        let headline = match error {
            VaultError::NotAvailable(_) => words.text("keyring-missing"),
            _ => words.text("keyring-unavailable"),
        };
        banner(ui, Mood::Warning, &headline, &[&keyring_words(words, error)], |_| {});
        ui.add_space(4.0);
    }
}

/// The two fields as they were drawn.
struct Fields {
    account: Response,
    password: Response,
}

fn fields(ui: &mut Ui, words: &Words, form: &mut SignInForm) -> Fields {
    let known = !form.account.is_empty();
    let account = labelled_field(ui, &words.text("sign-in-account"), &mut form.account, "account");
    ui.add_space(8.0);
    let (show, name) = if form.show_password {
        (words.text("sign-in-hide"), words.text("sign-in-hide.name"))
    } else {
        (words.text("sign-in-show"), words.text("sign-in-show.name"))
    };
    let label = words.text("sign-in-password");
    let password = password_field(ui, &label, (&show, &name), &mut form.password, &mut form.show_password, "password");
    form.password_field = Some(password.id);
    // The keyboard begins at the first field that is empty: after the end of a session the account is known.
    if !std::mem::replace(&mut form.focused, true) {
        if known { password.request_focus() } else { account.request_focus() }
    }
    Fields { account, password }
}

/// Brings the keyboard to the password after a try that failed, ready to be typed over; returns whether one just did.
fn after_failure(ui: &Ui, state: &SignIn, form: &mut SignInForm, fields: &Fields) -> bool {
    let just_failed = form.submitted && state.pending.is_none() && state.failure.is_some();
    if just_failed {
        form.submitted = false;
        fields.password.request_focus();
        let mut edit = TextEdit::load_state(ui.ctx(), fields.password.id).unwrap_or_default();
        let end = CCursor::new(form.password.expose().chars().count());
        edit.cursor.set_char_range(Some(CCursorRange::two(CCursor::default(), end)));
        TextEdit::store_state(ui.ctx(), fields.password.id, edit);
    }
    just_failed
}

fn submit(
    ui: &mut Ui,
    words: &Words,
    state: &SignIn,
    form: &mut SignInForm,
    fields: &Fields,
    actions: &mut Vec<Action>,
) {
    if state.pending.is_some() {
        banner(ui, Mood::Running, &words.text("sign-in-asking"), &[], |ui| {
            let cancel = words.text("cancel");
            if button(ui, ButtonKind::Plain, &cancel, &cancel).clicked() {
                actions.push(Action::CancelSignIn);
            }
        });
        return;
    }
    let entered = ui.input(|input| input.key_pressed(Key::Enter));
    let submitted = entered && (fields.account.lost_focus() || fields.password.lost_focus());
    let sign_in = words.text("sign-in");
    let clicked = ui
        .with_layout(egui::Layout::top_down_justified(egui::Align::Center), |ui| {
            ui.spacing_mut().interact_size.y = 42.0;
            button(ui, ButtonKind::Primary, &sign_in, &sign_in).clicked()
        })
        .inner;
    if !(clicked || submitted) {
        return;
    }
    // Pressing with something missing brings the keyboard there, which says more than a grey button.
    if form.account.trim().is_empty() {
        fields.account.request_focus();
    } else if form.password.is_empty() {
        fields.password.request_focus();
    } else {
        form.submitted = true;
        actions.push(Action::SignIn {
            account: form.account.trim().to_owned(),
            password: Password::new(form.password.expose().to_owned()),
        });
    }
}

fn failure_ui(ui: &mut Ui, words: &Words, failure: Option<&crate::genauth::Error>, host: &str) {
    let Some(error) = failure else {
        banner(ui, Mood::Bad, &words.text("error-crashed"), &[&words.text("error-crashed.next")], |_| {});
        return;
    };
    let explanation = explain(words, error, host, Purpose::SignIn);
    banner(ui, Mood::Bad, &explanation.what, &[], |ui| explanation_rest(ui, &explanation));
}

/// The way to the sandbox's own screen: its mailbox has the codes that one may need to sign in.
fn sandbox(ui: &mut Ui, words: &Words, actions: &mut Vec<Action>) {
    ui.add_space(8.0);
    if link_button(ui, &words.text("sandbox-open"), &words.text("sandbox-open.name")).clicked() {
        actions.push(Action::ShowScreen(Screen::Sandbox));
    }
}

/// Whom one can sign in as in the sandbox; a press fills in the fields.
fn personas(ui: &mut Ui, words: &Words, personas: &[SandboxPersona], form: &mut SignInForm) {
    ui.add_space(8.0);
    muted(ui, &words.text("sandbox-hint"));
    for persona in personas {
        let what = words.find(&format!("persona-{}", persona.key)).unwrap_or_default();
        ui.push_id(&persona.key, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = Vec2::new(6.0, 0.0);
                let name = words.with("sandbox-fill.name", &[("account", persona.account.as_str().into())]);
                if link_button(ui, &persona.account, &name).clicked() {
                    form.account.clone_from(&persona.account);
                    form.password.fill(&persona.password);
                }
                small_muted(ui, &what);
            });
        });
    }
}
