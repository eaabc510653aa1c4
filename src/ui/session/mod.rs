//! The Session screen: who is signed in, with which tokens, and what they say.

mod account;
mod claims;
mod copy_token;
mod kept;
mod scopes;
mod tokens;

use egui::{Align, Id, Layout, ScrollArea, Ui, UiBuilder, Vec2};

use super::Words;
use super::connections::scroll_by_keys;
use super::explain::{Purpose, explain};
use super::theme::{CONTROL_HEIGHT, card, tokens};
use super::widgets::{
    ButtonKind, Mood, banner, behind_modal, button, explanation as explanation_rest, heading, muted, small_muted,
};
use crate::app::{Action, ClaimsShown, Home, State};
use crate::session::{EndedBy, SignatureCheck};

/// How wide the screen grows, in points.
const WIDEST: f32 = 1100.0;
/// From which width on there are two columns, in points.
const TWO_COLUMNS: f32 = 800.0;
/// How wide the second of them is, in points.
const SECOND_COLUMN: f32 = 344.0;
/// Between the cards, in points.
const GAP: f32 = 12.0;

/// What the Session screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct SessionForm {
    /// Whether the user ID was copied last, so that its button can say so.
    pub copied: bool,
    /// Whether the ID token's claims without a value are shown.
    pub shows_empty: bool,
    /// Whether the access token's claims are shown.
    pub shows_access_token: bool,
}

/// Shows the session in every state: not read yet, whole, without an ID token, pasted, expired, over, offline.
///
/// `behind` says that something lies above it. No token is drawn, and none is in what it is given.
pub fn session_ui(
    ui: &mut Ui,
    words: &Words,
    state: &State,
    home: &Home,
    behind: bool,
    form: &mut SessionForm,
) -> Vec<Action> {
    // With ids of its own, no control takes the keyboard over from the one that stood in its place on another screen.
    let own = UiBuilder::new().scope_id(Id::unique("session screen"));
    ui.scope_builder(own, |ui| {
        if behind {
            behind_modal(ui);
        }
        screen_ui(ui, words, state, home, form)
    })
    .inner
}

fn screen_ui(ui: &mut Ui, words: &Words, state: &State, home: &Home, form: &mut SessionForm) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.horizontal(|ui| {
        ui.set_min_height(CONTROL_HEIGHT);
        heading(ui, &words.text("session"), 20.0);
    });
    ui.add_space(4.0);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        scroll_by_keys(ui);
        let width = WIDEST.min(ui.available_width() - 12.0);
        ui.set_max_width(width);
        ui.spacing_mut().item_spacing.y = GAP;
        if home.signing_out || home.standing.over || home.profile.failure.is_some() {
            // Notices come and go; with an id of their own they do not change the ids of what follows.
            ui.scope_builder(UiBuilder::new().scope_id(Id::unique("session notices")), |ui| {
                notices(ui, words, state, home, &mut actions);
            });
        }
        if width < TWO_COLUMNS {
            account::account_ui(ui, words, state, home, form);
            tokens::tokens_ui(ui, words, state, home, &mut actions);
            scopes::scopes_ui(ui, words, home);
            id_token_ui(ui, words, state, home, form);
            access_token_ui(ui, words, state, home, form);
            sign_out_ui(ui, words, home, &mut actions);
        } else {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                column(ui, width - SECOND_COLUMN - GAP, |ui| {
                    account::account_ui(ui, words, state, home, form);
                    id_token_ui(ui, words, state, home, form);
                    access_token_ui(ui, words, state, home, form);
                });
                column(ui, SECOND_COLUMN, |ui| {
                    tokens::tokens_ui(ui, words, state, home, &mut actions);
                    scopes::scopes_ui(ui, words, home);
                    sign_out_ui(ui, words, home, &mut actions);
                });
            });
        }
        ui.add_space(16.0);
    });
    actions
}

fn column(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(Vec2::new(width, 0.0), Layout::top_down(Align::LEFT), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = GAP;
        content(ui);
    });
}

/// A card under its heading.
fn titled_card(ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui)) {
    card(tokens(ui)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        heading(ui, title, 14.0);
        content(ui);
    });
}

/// A label and what belongs to it, beside each other.
fn row(ui: &mut Ui, label: &str, value: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(12.0, 2.0);
        // A line is as high as its text, so that label and value stand on one line.
        ui.spacing_mut().interact_size.y = 16.0;
        let size = Vec2::new(110.0, 16.0);
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::LEFT), |ui| {
            ui.set_width(size.x);
            muted(ui, label);
        });
        ui.vertical(value);
    });
}

/// What the person should know before reading on.
fn notices(ui: &mut Ui, words: &Words, state: &State, home: &Home, actions: &mut Vec<Action>) {
    if home.signing_out {
        banner(ui, Mood::Running, &words.text("signing-out"), &[], |_| {});
    }
    if home.standing.over {
        let more = match home.standing.ended_by {
            Some(EndedBy::OtherProgram) => words.text("session-over.elsewhere"),
            Some(EndedBy::IdToken) => words.text("session-over.id-token"),
            Some(EndedBy::Service) | None => words.text("session-over.more"),
        };
        banner(ui, Mood::Warning, &words.text("session-over"), &[&more], |ui| {
            let again = words.text("sign-in-again");
            if button(ui, ButtonKind::Primary, &again, &again).clicked() {
                actions.push(Action::SignInAgain);
            }
        });
    } else if let Some(error) = &home.profile.failure {
        let host = state.space.as_ref().map_or("", |space| space.host.as_str());
        let explanation = explain(words, error, host, Purpose::Read);
        banner(ui, Mood::Warning, &words.text("profile-failed"), &[&explanation.what], |ui| {
            explanation_rest(ui, &explanation);
            let again = words.text("try-again");
            if !home.profile.pending && button(ui, ButtonKind::Plain, &again, &again).clicked() {
                actions.push(Action::Refresh);
            }
        });
    }
}

/// The ID token: how far it was checked, and what it says.
fn id_token_ui(ui: &mut Ui, words: &Words, state: &State, home: &Home, form: &mut SessionForm) {
    titled_card(ui, &words.text("session-id-token"), |ui| {
        let Some(id_token) = &home.session.id_token else {
            let has_one = home.session.particulars.as_ref().is_some_and(|known| known.has_id_token);
            let (said, more) = if has_one {
                (words.text("session-id-token-unreadable"), None)
            } else {
                (words.text("session-id-token-none"), Some(words.text("session-id-token-none.more")))
            };
            muted(ui, &said);
            if let Some(more) = more {
                muted(ui, &more);
            }
            return;
        };
        let (mood, said, more) = match id_token.signature {
            SignatureCheck::Verified => {
                (Mood::Good, words.text("session-verified"), words.text("session-verified.more"))
            }
            SignatureCheck::NotVerifiable => {
                (Mood::Running, words.text("session-not-verifiable"), words.text("session-not-verifiable.more"))
            }
            SignatureCheck::NotChecked => {
                (Mood::Warning, words.text("session-not-checked"), words.text("session-not-checked.more"))
            }
        };
        ui.scope(|ui| banner(ui, mood, &said, &[&more], |_| {}));
        ui.add_space(4.0);
        let about = claims::About { time_zone: &state.time_zone, salt: "id token" };
        claims::claims_ui(ui, words, &id_token.claims, about, Some(&mut form.shows_empty));
    });
}

/// The access token's claims, where it has any: for looking, not for believing.
fn access_token_ui(ui: &mut Ui, words: &Words, state: &State, home: &Home, form: &mut SessionForm) {
    if home.session.access_token == ClaimsShown::Opaque {
        return;
    }
    titled_card(ui, &words.text("session-access-token-says"), |ui| {
        ui.horizontal_wrapped(|ui| {
            super::widgets::tag(ui, &words.text("session-not-verified"));
        });
        muted(ui, &words.text("session-access-token-says.more"));
        let (shown, name) = if form.shows_access_token {
            (words.text("session-hide"), words.text("session-hide.access-token"))
        } else {
            (words.text("session-show"), words.text("session-show.access-token"))
        };
        if button(ui, ButtonKind::Plain, &shown, &name).clicked() {
            form.shows_access_token = !form.shows_access_token;
            ui.ctx().request_repaint();
        }
        if form.shows_access_token {
            ui.add_space(4.0);
            let about = claims::About { time_zone: &state.time_zone, salt: "access token" };
            claims::claims_ui(ui, words, &home.session.access_token, about, None);
        }
    });
}

/// What signing out does, and the button for it.
fn sign_out_ui(ui: &mut Ui, words: &Words, home: &Home, actions: &mut Vec<Action>) {
    titled_card(ui, &words.text("sign-out"), |ui| {
        let what = match home.standing.kept {
            true => words.text("session-sign-out.kept"),
            false => words.text("session-sign-out.memory"),
        };
        muted(ui, &what);
        let has_id_token = home.session.particulars.as_ref().is_some_and(|known| known.has_id_token);
        let browser = if has_id_token {
            words.text("session-sign-out.browser")
        } else {
            words.text("session-sign-out.no-id-token")
        };
        small_muted(ui, &browser);
        let shown = words.text("sign-out");
        let name = words.text("session-sign-out.name");
        let clicked =
            ui.add_enabled_ui(!home.signing_out, |ui| button(ui, ButtonKind::Danger, &shown, &name).clicked()).inner;
        if clicked {
            actions.push(Action::SignOut);
        }
    });
}
