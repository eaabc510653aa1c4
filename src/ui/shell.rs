//! The whole window: the rail, the status bar, and the screen between them.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Ui, Vec2};
use fluent_bundle::FluentValue;

use super::leave_dialog::leave_dialog_ui;
use super::names::titles;
use super::receipt::last_call_words;
use super::sign_in::{SignInForm, sign_in_ui};
use super::text::{plain, shortened};
use super::theme::{self, tokens};
use super::widgets::{
    ButtonKind, behind_modal, brand_mark, button, link_button, round_initials, semibold, small_muted,
};
use super::{ConnectionsForm, Words, connections_ui, opening_ui};
use crate::app::{Action, Home, LastCall, Phase, SpaceShown, State};

/// What is being typed, and what dialogs remember.
#[derive(Debug, Default)]
pub struct Forms {
    /// The sign-in's.
    pub sign_in: SignInForm,
    /// The Connections screen's.
    pub connections: ConnectionsForm,
    /// Whether the leave dialog was open in the last frame.
    pub leaving: bool,
}

/// Shows the program.
pub fn program_ui(ui: &mut Ui, words: &Words, state: &State, forms: &mut Forms) -> Vec<Action> {
    let mut actions = Vec::new();
    status_bar_ui(ui, words, state);
    if !matches!(state.phase, Phase::Home(_)) {
        forms.connections = ConnectionsForm::default();
    }
    match (&state.phase, &state.space) {
        (Phase::Home(home), _) => {
            forms.sign_in.wipe(ui.ctx());
            let behind = state.leaving.is_some() || home.connections.dialog.is_some();
            actions.extend(rail_ui(ui, words, home, state.space.as_ref(), behind));
            let margin = Margin { left: 24, right: 12, top: 16, bottom: 0 };
            let frame = Frame::new().fill(tokens(ui).bg).inner_margin(margin);
            CentralPanel::default().frame(frame).show(ui, |ui| {
                let host = state.space.as_ref().map_or("", |space| space.host.as_str());
                let around = (host, state.now, &state.time_zone);
                let leaving = state.leaving.is_some();
                actions.extend(connections_ui(ui, words, home, around, leaving, &mut forms.connections));
            });
            actions.extend(leaving_ui(ui, words, state, home, &mut forms.leaving));
        }
        (Phase::SignIn(sign_in), Some(space)) => {
            CentralPanel::default().frame(Frame::new().fill(tokens(ui).bg)).show(ui, |ui| {
                actions.extend(sign_in_ui(ui, words, space, sign_in, &mut forms.sign_in));
            });
        }
        (Phase::Opening(opening), _) => {
            CentralPanel::default().frame(Frame::new().fill(tokens(ui).bg)).show(ui, |ui| {
                actions.extend(opening_ui(ui, words, opening));
            });
        }
        // A sign-in is only reached with its space open.
        (Phase::SignIn(_), None) => {}
    }
    actions
}

fn leaving_ui(ui: &Ui, words: &Words, state: &State, home: &Home, was_open: &mut bool) -> Vec<Action> {
    let Some(leaving) = state.leaving else {
        *was_open = false;
        return Vec::new();
    };
    let cards = home.connections.cards();
    let titles = titles(words, &cards);
    let names: Vec<_> = cards
        .iter()
        .filter(|card| card.unbinding.is_some())
        .filter_map(|card| titles.get(&card.binding.key).cloned())
        .collect();
    let first_frame = !std::mem::replace(was_open, true);
    leave_dialog_ui(ui, words, leaving, &names, first_frame)
}

/// Shows the rail: the screens that work, and the account at the bottom.
///
/// `behind` says that a dialog lies above it.
pub fn rail_ui(ui: &mut Ui, words: &Words, home: &Home, space: Option<&SpaceShown>, behind: bool) -> Vec<Action> {
    let mut actions = Vec::new();
    let colours = tokens(ui);
    let width = if ui.ctx().content_rect().width() < 900.0 { 168.0 } else { 208.0 };
    let frame = Frame::new().fill(colours.rail).inner_margin(Margin { left: 10, right: 10, top: 14, bottom: 12 });
    Panel::left("rail").exact_size(width).resizable(false).frame(frame).show(ui, |ui| {
        if behind {
            behind_modal(ui);
        }
        ui.horizontal(|ui| {
            ui.add_space(8.0);
            brand_mark(ui, 22.0);
            semibold(ui, "Bindery", 16.0);
        });
        ui.add_space(8.0);
        // Before the first read there is no count to tell.
        let count = home.connections.identities.get().map(|_| home.connections.bindings().len().to_string());
        current_screen(ui, &words.text("connections"), count.as_deref());
        Panel::bottom("account").resizable(false).show_separator_line(false).frame(Frame::NONE).show(ui, |ui| {
            actions.extend(account(ui, words, home, space));
        });
    });
    actions
}

/// The entry of the screen that is shown. There is no other yet, so there is nothing to press.
fn current_screen(ui: &mut Ui, name: &str, count: Option<&str>) {
    let colours = tokens(ui);
    Frame::new()
        .fill(colours.accent_soft)
        .corner_radius(theme::CONTROL_CORNER)
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_width(ui.available_width());
                ui.label(egui::RichText::new(name).family(theme::semibold()).color(colours.accent));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if let Some(count) = count {
                        ui.label(egui::RichText::new(count).small().color(colours.mute));
                    }
                });
            });
        });
}

/// Who is signed in and where, with the way out.
fn account(ui: &mut Ui, words: &Words, home: &Home, space: Option<&SpaceShown>) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.separator();
    let name = home.profile.get().map(|profile| plain(profile.display_name(), 40));
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(10.0, 2.0);
        ui.add_space(4.0);
        let shown = name.clone().unwrap_or_else(|| "…".to_owned());
        round_initials(ui, &shown, 34.0);
        ui.vertical(|ui| {
            match (&name, home.profile.pending) {
                (Some(name), _) => semibold(ui, name, 14.0),
                (None, true) => small_muted(ui, &words.text("profile-loading")),
                (None, false) => small_muted(ui, &words.text("profile-unknown")),
            };
            if let Some(email) = home.profile.get().and_then(|profile| profile.email.as_deref()) {
                small_muted(ui, &plain(email, 60));
            }
            if let Some(space) = space {
                let name = space_name(words, space);
                let app = words.with("rail-app", &[("id", shortened(&space.app_id, 9).into())]);
                small_muted(ui, &format!("{name} · {app}")).on_hover_text(plain(&space.app_id, 80));
            }
        });
    });
    let sign_out = words.text("sign-out");
    let clicked =
        ui.add_enabled_ui(!home.signing_out, |ui| button(ui, ButtonKind::Ghost, &sign_out, &sign_out).clicked()).inner;
    if clicked {
        actions.push(Action::SignOut);
    }
    actions
}

/// The space and where it is; a service is called by its host already.
fn space_words(words: &Words, space: &SpaceShown) -> String {
    if space.is_sandbox() {
        format!("{} · {}", words.text("space-sandbox-short"), space.host)
    } else {
        space.host.clone()
    }
}

fn space_name(words: &Words, space: &SpaceShown) -> String {
    if space.is_sandbox() { words.text("space-sandbox-short").into_owned() } else { space.host.clone() }
}

/// Shows the status bar: the space, the token's time left and the last call.
pub fn status_bar_ui(ui: &mut Ui, words: &Words, state: &State) {
    let colours = tokens(ui);
    let frame = Frame::new().fill(colours.rail).inner_margin(Margin::symmetric(16, 6));
    Panel::bottom("status").resizable(false).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 18.0;
            match (&state.phase, &state.space) {
                (Phase::Home(home), Some(space)) => {
                    let (colour, said) = match home.connections.identities.failure {
                        Some(_) => (colours.warn, words.text("status-failing")),
                        None => (colours.ok, words.text("status-well")),
                    };
                    ui.spacing_mut().item_spacing.x = 8.0;
                    let (rect, dot) = ui.allocate_exact_size(Vec2::splat(8.0), egui::Sense::hover());
                    ui.painter().circle_filled(rect.center(), 4.0, colour);
                    dot.on_hover_text(said);
                    ui.spacing_mut().item_spacing.x = 18.0;
                    small_muted(ui, &space_words(words, space));
                    small_muted(ui, &token_words(words, state, home));
                    if let Some(call) = &state.last_call {
                        last_call(ui, words, call, &space.host);
                    }
                }
                (Phase::Opening(_) | Phase::SignIn(_) | Phase::Home(_), space) => {
                    small_muted(ui, concat!("Bindery ", env!("CARGO_PKG_VERSION")));
                    small_muted(ui, &words.text("language"));
                    if let Some(space) = space {
                        small_muted(ui, &space_words(words, space));
                    }
                }
            }
        });
    });
}

fn token_words(words: &Words, state: &State, home: &Home) -> String {
    let Some(expires_at) = home.standing.expires_at else { return words.text("token-unknown").into_owned() };
    if home.standing.over {
        return words.text("token-over").into_owned();
    }
    let left = expires_at.duration_since(state.now);
    if left.as_secs() <= 0 && home.standing.can_refresh {
        return words.text("token-expired-refreshable").into_owned();
    }
    match left.as_secs() / 60 {
        _ if left.as_secs() <= 0 => words.text("token-expired").into_owned(),
        0 => words.text("token-under-a-minute").into_owned(),
        minutes @ 1..120 => words.with("token-minutes", &[("count", FluentValue::from(minutes))]),
        minutes => words.with("token-hours", &[("count", FluentValue::from(minutes / 60))]),
    }
}

/// The last call on one line, cut where the window is narrow; the whole of it shows on hover and is read aloud.
fn last_call(ui: &mut Ui, words: &Words, call: &LastCall, host: &str) {
    let request_id = call.attempt.request_id.as_deref();
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if let Some(id) = request_id {
            let copy = words.text("copy-request-id");
            if link_button(ui, &copy, &words.text("copy-last-request-id")).clicked() {
                ui.ctx().copy_text(id.to_owned());
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let text = words.with("last-call", &[("call", last_call_words(words, call, host).into())]);
            let colour = if call.error.is_some() { tokens(ui).bad } else { tokens(ui).mute };
            ui.add(egui::Label::new(egui::RichText::new(&text).small().color(colour)).truncate());
        });
    });
}
