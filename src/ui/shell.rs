//! The whole window: the rail, the status bar, and the screen between them.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Ui, Vec2};
use fluent_bundle::FluentValue;

use super::activity::{ActivityAround, ActivityForm, activity_ui};
use super::leave_dialog::leave_dialog_ui;
use super::names::titles;
use super::rail::rail_ui;
use super::receipt::last_call_words;
use super::sandbox::Around;
use super::sign_in::{SignInForm, sign_in_ui};
use super::spaces::shown_title;
use super::support_bundle::{SupportBundleForm, support_bundle_ui};
use super::theme::tokens;
use super::widgets::{behind_modal, link_button, small_muted};
use super::{
    ConnectionsForm, InspectorForm, SandboxForm, SessionForm, SpacesForm, Words, connections_ui, editor_ui,
    inspector_ui, opening_ui, sandbox_ui, session_ui, switcher_ui,
};
use crate::app::{Action, Home, InspectorAction, ItemState, LastCall, Phase, Screen, SpaceShown, SpacesPanel, State};
use crate::ledger::Account;

/// How many of those that are still to be unbound the leave dialog names before it only counts them.
const MOST_NAMES: usize = 6;

/// What is being typed, and what dialogs remember.
#[derive(Debug, Default)]
pub struct Forms {
    /// The sign-in's.
    pub sign_in: SignInForm,
    /// The Connections screen's.
    pub connections: ConnectionsForm,
    /// The Activity screen's.
    pub activity: ActivityForm,
    /// The Inspector's.
    pub inspector: InspectorForm,
    /// The Sandbox screen's.
    pub sandbox: SandboxForm,
    /// The Session screen's.
    pub session: SessionForm,
    /// The panels of account spaces.
    pub spaces: SpacesForm,
    /// The support bundle's dialog.
    pub support_bundle: SupportBundleForm,
    /// Whether the leave dialog was open in the last frame.
    pub leaving: bool,
}

impl Forms {
    /// Forgets what was typed where it does not belong any more: for another account, into an editor that is gone.
    fn follow(&mut self, context: &egui::Context, state: &State) {
        let shown = state.spaces.accounts.iter().find(|account| account.is_shown).map(|account| account.number);
        if std::mem::replace(&mut self.spaces.shown, shown) != shown {
            self.sign_in.wipe(context);
            self.sign_in = SignInForm::default();
            self.connections = ConnectionsForm::default();
            self.session = SessionForm::default();
            self.activity = ActivityForm::default();
        }
        match &state.spaces.panel {
            Some(SpacesPanel::Editor(_)) => self.spaces.switcher_was_open = false,
            Some(SpacesPanel::Switcher) => self.spaces.editor.wipe(context),
            None => {
                self.spaces.editor.wipe(context);
                self.spaces.switcher_was_open = false;
            }
        }
    }
}

/// Shows the program.
pub fn program_ui(ui: &mut Ui, words: &Words, state: &State, forms: &mut Forms) -> Vec<Action> {
    let mut actions = Vec::new();
    status_bar_ui(ui, words, state);
    forms.follow(ui.ctx(), state);
    if let (Some(SpacesPanel::Editor(editor)), None) = (&state.spaces.panel, state.leaving) {
        CentralPanel::default().frame(Frame::new().fill(tokens(ui).bg)).show(ui, |ui| {
            actions.extend(editor_ui(ui, words, editor, &mut forms.spaces.editor));
        });
        return actions;
    }
    if !matches!(state.phase, Phase::Home(_)) {
        forms.connections = ConnectionsForm::default();
    }
    let on_sandbox = state.sandbox.as_ref().filter(|_| state.screen == Screen::Sandbox);
    if on_sandbox.is_none() {
        forms.sandbox.left();
    }
    if state.screen != Screen::Inspector {
        forms.inspector.left();
    }
    let asks_to_reset = on_sandbox.is_some_and(|sandbox| sandbox.asks_to_reset);
    match (&state.phase, &state.space) {
        (Phase::Home(home), _) => {
            forms.sign_in.wipe(ui.ctx());
            let switching = lies_above(state);
            let dialog = home.connections.asks() || home.binds.choosing || home.activity.dialog.is_some();
            let dialog = dialog || (state.screen == Screen::Inspector && state.inspector.dialog_is_open());
            let behind = state.leaving.is_some() || dialog || switching;
            actions.extend(rail_ui(ui, words, state, home, behind || asks_to_reset));
            CentralPanel::default().frame(beside_the_rail(ui)).show(ui, |ui| match (state.screen, &state.sandbox) {
                (Screen::Sandbox, Some(sandbox)) => {
                    actions.extend(sandbox_ui(ui, words, sandbox, around(state), &mut forms.sandbox, None));
                }
                (Screen::Inspector, _) => {
                    let behind = state.leaving.is_some() || switching;
                    actions.extend(inspector_ui(ui, words, state, behind, false, &mut forms.inspector));
                }
                (Screen::Session, _) => {
                    let behind = state.leaving.is_some() || switching;
                    actions.extend(session_ui(ui, words, state, home, behind, &mut forms.session));
                }
                (Screen::Activity, _) => {
                    let asked = activity(ui, words, state, home, &mut forms.activity);
                    for action in &asked {
                        if let Action::Inspector(InspectorAction::Show(number)) = action {
                            forms.inspector.show(*number);
                        }
                    }
                    actions.extend(asked);
                }
                _ => {
                    let host = state.space.as_ref().map_or("", |space| space.host.as_str());
                    let around = (host, state.now, &state.time_zone);
                    let leaving = state.leaving.is_some() || switching;
                    let ledger = &state.ledger;
                    actions.extend(connections_ui(ui, words, home, around, ledger, leaving, &mut forms.connections));
                }
            });
        }
        (Phase::SignIn(_), Some(_)) if on_sandbox.is_some() => {
            if let Some(sandbox) = on_sandbox {
                CentralPanel::default().frame(beside_the_rail(ui)).show(ui, |ui| {
                    let sign_in = Some(&mut forms.sign_in);
                    actions.extend(sandbox_ui(ui, words, sandbox, around(state), &mut forms.sandbox, sign_in));
                });
            }
        }
        (Phase::SignIn(_), Some(_)) if state.screen == Screen::Inspector => {
            CentralPanel::default().frame(beside_the_rail(ui)).show(ui, |ui| {
                let behind = state.leaving.is_some() || lies_above(state);
                actions.extend(inspector_ui(ui, words, state, behind, true, &mut forms.inspector));
            });
        }
        (Phase::SignIn(sign_in), Some(space)) => {
            CentralPanel::default().frame(Frame::new().fill(tokens(ui).bg)).show(ui, |ui| {
                if lies_above(state) || state.leaving.is_some() {
                    behind_modal(ui);
                }
                let (spaces, now) = (&state.spaces, state.now);
                actions.extend(sign_in_ui(ui, words, space, spaces, sign_in, now, &mut forms.sign_in));
            });
        }
        (Phase::Opening(opening), _) => {
            CentralPanel::default().frame(Frame::new().fill(tokens(ui).bg)).show(ui, |ui| {
                if lies_above(state) || state.leaving.is_some() {
                    behind_modal(ui);
                }
                actions.extend(opening_ui(ui, words, opening));
            });
        }
        // A sign-in is only reached with its space open.
        (Phase::SignIn(_), None) => {}
    }
    actions.extend(leaving_ui(ui, words, state, &mut forms.leaving));
    if state.spaces.panel.is_some() && state.leaving.is_none() {
        actions.extend(switcher_ui(ui, words, &state.spaces, state.space.as_ref(), &mut forms.spaces));
    }
    match state.support_bundle.as_ref() {
        Some(bundle) if state.leaving.is_none() => {
            actions.extend(support_bundle_ui(ui, words, bundle, &mut forms.support_bundle));
        }
        Some(_) => {}
        None => forms.support_bundle.closed(),
    }
    actions
}

/// Whether something that belongs to no screen lies above the one that shows.
fn lies_above(state: &State) -> bool {
    state.spaces.panel.is_some() || state.support_bundle.is_some()
}

fn activity(ui: &mut Ui, words: &Words, state: &State, home: &Home, form: &mut ActivityForm) -> Vec<Action> {
    let account = state.space.as_ref().zip(home.profile.get()).map(|(space, profile)| Account {
        host: space.host.clone(),
        app_id: space.app_id.clone(),
        subject: profile.user_id.clone(),
    });
    let around = ActivityAround {
        now: state.now,
        time_zone: &state.time_zone,
        ledger: &state.ledger,
        account: account.as_ref(),
        behind: state.leaving.is_some() || lies_above(state),
    };
    activity_ui(ui, words, &home.activity, around, form)
}

fn around(state: &State) -> Around<'_> {
    // The list of account spaces lies above the screen as the leave dialog does.
    let leaving = state.leaving.is_some() || lies_above(state);
    Around { now: state.now, time_zone: &state.time_zone, leaving }
}

fn beside_the_rail(ui: &Ui) -> Frame {
    Frame::new().fill(tokens(ui).bg).inner_margin(Margin { left: 24, right: 12, top: 16, bottom: 0 })
}

fn leaving_ui(ui: &Ui, words: &Words, state: &State, was_open: &mut bool) -> Vec<Action> {
    let Some(leaving) = state.leaving else {
        *was_open = false;
        return Vec::new();
    };
    let names = match &state.phase {
        Phase::Home(home) => unanswered(words, home),
        Phase::SignIn(_) | Phase::Opening(_) => Vec::new(),
    };
    let first_frame = !std::mem::replace(was_open, true);
    leave_dialog_ui(ui, words, leaving, &names, first_frame)
}

/// What is unbound just now, and what comes after it.
fn unanswered(words: &Words, home: &Home) -> Vec<String> {
    let cards = home.connections.cards();
    let titles = titles(words, &cards);
    let running = cards.iter().filter(|card| card.unbinding.is_some());
    let running = running.filter_map(|card| titles.get(&card.binding.key).cloned());
    running.chain(still_to_come(words, home)).collect()
}

/// What is unbound after the one that is under way.
fn still_to_come(words: &Words, home: &Home) -> Vec<String> {
    let batch = home.connections.several.batch.as_ref();
    let waiting = batch.into_iter().flat_map(|batch| &batch.items).filter(|item| item.state == ItemState::Waiting);
    let mut names: Vec<_> = waiting.map(|item| item.title.clone()).collect();
    if names.len() > MOST_NAMES {
        let more = words.with("identities-more", &[("count", (names.len() - MOST_NAMES).into())]);
        names.truncate(MOST_NAMES);
        names.push(more);
    }
    names
}

/// The space and where it is; a service is called by its host already.
fn space_words(words: &Words, space: &SpaceShown) -> String {
    let title = shown_title(words, space);
    if title == space.host { title } else { format!("{title} · {}", space.host) }
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
