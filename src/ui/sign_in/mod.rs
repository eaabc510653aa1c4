//! The sign-in.

mod browser;
mod captcha;
mod failure;
mod fields;
mod form;
mod notices;

use egui::{Align, Key, Layout, Response, Ui, Vec2};
use jiff::Timestamp;

use super::Words;
use super::opening::{column, masthead, switch_link};
use super::spaces::{broken_notice, shown_title};
use super::theme::{card, tokens};
use super::widgets::{ButtonKind, Mood, banner, button, link_button, muted, semibold, small_muted, tab, tab_line};
use crate::app::{Action, BrowserPurpose, SandboxPersona, Screen, SignIn, SpaceShown, SpacesShown};
use fields::{Fields, fields_ui};
use form::mark_all;

pub(super) use browser::{PATIENCE, by_hand, not_opened};
pub use form::{CodeBy, Directory, SignInForm, SignInWay};

/// Shows the sign-in in all its states: new, asking, in the browser, failed, after a sign-out, after the end of a
/// session. `now` is the time of this frame.
pub fn sign_in_ui(
    ui: &mut Ui,
    words: &Words,
    space: &SpaceShown,
    spaces: &SpacesShown,
    state: &SignIn,
    now: Timestamp,
    form: &mut SignInForm,
) -> Vec<Action> {
    let mut actions = Vec::new();
    column(ui, |ui| {
        masthead(ui, words);
        broken_notice(ui, words, spaces, &mut actions);
        notices::notices(ui, words, state, &mut actions);
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
            match &state.browser {
                Some(browser) => {
                    let buttons = browser::waiting_ui(ui, words, browser, now, &mut actions);
                    // In a small window the way back would be out of sight.
                    if !form.waiting_shown {
                        buttons.scroll_to_me(None);
                    }
                    form.in_browser = true;
                }
                None => ways(ui, words, space, state, now, form, &mut actions),
            }
        });
        if !space.personas.is_empty() && state.browser.is_none() {
            personas(ui, words, &space.personas, form);
        }
        elsewhere(ui, words, space, &mut actions);
    });
    form.waiting_shown = state.browser.is_some();
    form.in_browser |= actions.iter().any(|action| matches!(action, Action::SignInInBrowser(_)));
    actions
}

/// The browser first, and the other ways below it.
fn ways(
    ui: &mut Ui,
    words: &Words,
    space: &SpaceShown,
    state: &SignIn,
    now: Timestamp,
    form: &mut SignInForm,
    actions: &mut Vec<Action>,
) {
    let was_in_browser = std::mem::take(&mut form.in_browser);
    let mut first = None;
    if state.pending.is_none() {
        let in_browser = words.text("sign-in-browser");
        let button = wide_button(ui, ButtonKind::Primary, &in_browser);
        if button.clicked() {
            actions.push(Action::SignInInBrowser(BrowserPurpose::SignIn));
        }
        first = Some(button);
        ui.add_space(4.0);
        ui.vertical_centered(|ui| small_muted(ui, &words.text("sign-in-or")));
    }
    tabs(ui, words, form);
    ui.add_space(8.0);
    let fields = fields_ui(ui, words, state, now, &space.host, form, actions);
    let captcha = state.captcha.as_ref().map(|captcha| {
        ui.add_space(8.0);
        captcha::captcha_ui(ui, words, captcha, state.pending.is_some(), &space.host, form, actions)
    });
    let just_failed = after_failure(ui, state, form, &fields, captcha.as_ref().and_then(Option::as_ref));
    ui.add_space(12.0);
    submit(ui, words, state, form, &fields, captcha.as_ref(), actions);
    if let Some(failure) = &state.failure {
        ui.add_space(8.0);
        let shown = ui.scope(|ui| failure::failure_ui(ui, words, failure, state, &space.host, actions));
        if just_failed {
            shown.response.scroll_to_me(None);
        }
        // What was tried in the browser is tried there again; nothing that was typed was wrong.
        if was_in_browser {
            shown.response.scroll_to_me(None);
            if let Some(leads_on) = shown.inner.or(first) {
                leads_on.request_focus();
            }
        }
    }
    if state.pending.is_none() && form.way == SignInWay::Password {
        ui.add_space(4.0);
        hosted_pages(ui, words, actions);
    }
}

fn tabs(ui: &mut Ui, words: &Words, form: &mut SignInForm) {
    // The line of the chosen tab lies on the line that all stand on.
    let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(2.0, 0.0);
        for (way, shown, name) in [
            (SignInWay::Password, words.text("sign-in-way-password"), words.text("sign-in-way-password.name")),
            (SignInWay::Code, words.text("sign-in-way-code"), words.text("sign-in-way-code.name")),
            (SignInWay::Directory, words.text("sign-in-way-directory"), words.text("sign-in-way-directory.name")),
            (SignInWay::Token, words.text("sign-in-way-token"), words.text("sign-in-way-token.name")),
        ] {
            let response = tab(ui, &shown, None, form.way == way);
            // The tab shows the same word as a field below it; by its name a screen reader tells the two apart.
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name.as_ref()));
            if response.clicked() && form.way != way {
                form.way = way;
                // The keyboard goes where the new way begins.
                form.focused = false;
            }
        }
    });
    tab_line(ui);
    ui.spacing_mut().item_spacing.y = spacing;
}

/// The service's own pages for what this window does not do.
fn hosted_pages(ui: &mut Ui, words: &Words, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let forgot = words.text("sign-in-forgot");
        if link_button(ui, &forgot, &words.text("sign-in-forgot.name")).clicked() {
            actions.push(Action::SignInInBrowser(BrowserPurpose::ForgotPassword));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let create = words.text("sign-in-create");
            if link_button(ui, &create, &words.text("sign-in-create.name")).clicked() {
                actions.push(Action::SignInInBrowser(BrowserPurpose::CreateAccount));
            }
        });
    });
}

fn wide_button(ui: &mut Ui, kind: ButtonKind, text: &str) -> Response {
    ui.with_layout(Layout::top_down_justified(Align::Center), |ui| {
        ui.spacing_mut().interact_size.y = 42.0;
        button(ui, kind, text, text)
    })
    .inner
}

/// Brings the keyboard to what has to be typed again after a try that failed; returns whether one just did.
fn after_failure(ui: &Ui, state: &SignIn, form: &mut SignInForm, fields: &Fields, captcha: Option<&Response>) -> bool {
    let just_failed = form.submitted && !state.is_busy() && state.failure.is_some();
    if just_failed {
        form.submitted = false;
        form.captcha.wipe();
        match captcha {
            Some(captcha) => captcha.request_focus(),
            None => {
                fields.secret.request_focus();
                mark_all(ui, fields.secret.id, form.secret());
            }
        }
    }
    just_failed
}

fn submit(
    ui: &mut Ui,
    words: &Words,
    state: &SignIn,
    form: &mut SignInForm,
    fields: &Fields,
    captcha: Option<&Option<Response>>,
    actions: &mut Vec<Action>,
) {
    if state.pending.is_some() {
        banner(ui, Mood::Running, &words.text("sign-in-asking"), &[], |ui| {
            let cancel = words.text("cancel");
            if button(ui, ButtonKind::Plain, &cancel, &cancel).clicked() {
                actions.push(Action::CancelSignIn);
            }
        });
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            actions.push(Action::CancelSignIn);
        }
        return;
    }
    let captcha_field = captcha.and_then(Option::as_ref);
    let entered = ui.input(|input| input.key_pressed(Key::Enter));
    let left = fields.secret.lost_focus()
        || fields.name.as_ref().is_some_and(Response::lost_focus)
        || captcha_field.is_some_and(Response::lost_focus);
    let clicked = wide_button(ui, ButtonKind::Plain, &words.text("sign-in")).clicked();
    if !(clicked || entered && left) {
        return;
    }
    // Pressing with something missing brings the keyboard there, which says more than a grey button.
    if !form.has_name() {
        if let Some(name) = &fields.name {
            name.request_focus();
        }
    } else if form.secret().is_empty() {
        fields.secret.request_focus();
        // Enter behind the address means: have the code sent.
        if entered && let Some(send) = &fields.send {
            form.awaits_code = true;
            actions.push(send.clone());
        }
    } else if captcha.is_some() && form.captcha.is_empty() {
        if let Some(field) = captcha_field {
            field.request_focus();
        }
    } else if let Some(action) = form.action(captcha.is_some()) {
        form.submitted = true;
        actions.push(action);
    }
}

/// The ways to the inspector, which says why a sign-in fails, and to the sandbox's own screen, whose mailbox has the codes
/// that one may need to sign in.
fn elsewhere(ui: &mut Ui, words: &Words, space: &SpaceShown, actions: &mut Vec<Action>) {
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        if space.is_sandbox()
            && link_button(ui, &words.text("sandbox-open"), &words.text("sandbox-open.name")).clicked()
        {
            actions.push(Action::ShowScreen(Screen::Sandbox));
        }
        if link_button(ui, &words.text("inspector-open"), &words.text("inspector-open.name")).clicked() {
            actions.push(Action::ShowScreen(Screen::Inspector));
        }
    });
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
                    form.fill(&persona.account, &persona.password);
                }
                small_muted(ui, &what);
            });
        });
    }
}
