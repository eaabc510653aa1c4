//! The Connections screen: one card for each external identity provider.

use std::collections::HashMap;

use egui::{Align, Id, Key, Layout, ScrollArea, Ui, UiBuilder};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::bind::{BindForm, choice_ui, trackers_ui};
use super::connection_card::{Surroundings, card_ui};
use super::explain::{Purpose, explain, keyring_words};
use super::ledger_notice::ledger_notice;
use super::names::titles;
use super::several::{SeveralForm, choose_several_button, several_ui};
use super::several_dialog::several_dialog_ui;
use super::text::{clock, day_and_clock};
use super::theme::{card, tokens};
use super::unbind_dialog::unbind_dialog_ui;
use super::widgets::{
    ButtonKind, Mood, banner, behind_modal, button, explanation as explanation_rest, heading, link_button, muted, part,
    semibold,
};
use super::{WaysPanel, Words, ways_ui};
use crate::account::BindingKey;
use crate::app::{Action, BindAction, Connections, Home, KeyringState, LedgerShown};
use crate::genauth::Error;
use crate::session::EndedBy;

/// What the Connections screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct ConnectionsForm {
    /// Whether the dialog was open in the last frame.
    pub dialog_was_open: bool,
    /// What is typed in the dialog to pass a hard stop.
    pub typed: String,
    /// The card that has the keyboard, and the control: the card keeps it when the control goes.
    pub keyboard_on: Option<(BindingKey, Id)>,
    /// Whether a dialog lay above in the last frame.
    pub behind: bool,
    /// The newest receipt that was brought into view.
    pub newest_seen: u64,
    /// What was copied last, so that its button can say so.
    pub copied: Option<Copied>,
    /// Whether the keyboard was brought here after signing in.
    pub entered: bool,
    /// What choosing several remembers.
    pub several: SeveralForm,
    /// What is typed where one chooses what to bind.
    pub bind: BindForm,
}

/// A thing that can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// The receipt with this number.
    Receipt(u64),
    /// The requestId on the receipt with this number.
    RequestId(u64),
}

/// How wide a card grows, in points; longer lines are hard to read.
const WIDEST: f32 = 900.0;
/// How wide the panel of the ways of signing in is beside the cards, in points.
const WAYS_WIDTH: f32 = 300.0;
/// The space between the two, in points.
const GAP: f32 = 16.0;
/// How much room the heading needs with its buttons, in points; with less, they stand below it.
const HEADING: f32 = 590.0;
/// How much room the cards keep beside that panel, in points; with less, it stands below them.
const CARDS_AT_LEAST: f32 = 520.0;

/// Shows what is bound, in every state: first load, reload, empty, failed, partial, session over.
///
/// `host` is the service's, as the person knows it; `leaving` says that a wish to leave waits, so that nothing new
/// begins.
pub fn connections_ui(
    ui: &mut Ui,
    words: &Words,
    home: &Home,
    (host, now, time_zone): (&str, Timestamp, &TimeZone),
    ledger: &LedgerShown,
    leaving: bool,
    form: &mut ConnectionsForm,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let behind = leaving || home.connections.asks() || home.binds.choosing;
    let uncovered = std::mem::replace(&mut form.behind, behind) && !behind;
    if behind {
        behind_modal(ui);
    }
    if uncovered {
        // What had the keyboard in the dialog gives it up at the end of this frame; the next gives it back here.
        ui.ctx().request_repaint();
    }
    let room = (ui.available_width() - 12.0).max(0.0);
    let beside = room >= CARDS_AT_LEAST + GAP + WAYS_WIDTH;
    let width = WIDEST.min(if beside { room - GAP - WAYS_WIDTH } else { room });
    let settled = !behind && !uncovered;
    // Where the cards leave too little room, it reaches over the panel beside them.
    let heading_width = if beside && width < HEADING { room } else { width };
    header(ui, words, home, (heading_width, settled), form, &mut actions);
    let cards = home.connections.cards();
    actions.extend(several_ui(ui, words, home, (&titles(words, &cards), host), (width, settled), &mut form.several));
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        scroll_by_keys(ui);
        let titles = titles(words, &cards);
        let homeless = ui.memory(|memory| memory.focused().is_none());
        let around = Surroundings {
            now,
            time_zone,
            reading: home.connections.is_reading(),
            looking: false,
            unopened: home.connections.unopened,
            again: None,
            over: home.standing.over,
            leaving: leaving || home.signing_out || home.connections.several.is_running(),
            choosing: home.connections.several.choice.is_some(),
            keyboard: false,
            settled,
        };
        let follow = form.keyboard_on.as_ref().map(|(key, _)| key.clone()).filter(|_| homeless && !behind);
        let mut screen =
            CardsScreen { words, home, host, ledger, titles: &titles, follow, form, actions: &mut actions };
        if beside {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                ui.vertical(|ui| {
                    ui.set_width(width);
                    screen.show(ui, around);
                });
                ui.vertical(|ui| {
                    ui.set_width(WAYS_WIDTH);
                    screen.ways(ui, time_zone);
                });
            });
        } else {
            ui.set_max_width(width);
            screen.show(ui, around);
            screen.ways(ui, time_zone);
        }
        ui.add_space(16.0);
        dialog(ui, words, home, (&titles, time_zone), leaving, form, &mut actions);
        actions.extend(choice_ui(ui, words, home, host, &mut form.bind));
    });
    actions
}

/// The cards with what stands above them, and the ways of signing in.
struct CardsScreen<'a> {
    words: &'a Words,
    home: &'a Home,
    host: &'a str,
    ledger: &'a LedgerShown,
    titles: &'a HashMap<BindingKey, String>,
    /// The card whose first control takes the keyboard, because the control that had it is gone.
    follow: Option<BindingKey>,
    form: &'a mut ConnectionsForm,
    actions: &'a mut Vec<Action>,
}

impl CardsScreen<'_> {
    fn show(&mut self, ui: &mut Ui, around: Surroundings<'_>) {
        let (words, home) = (self.words, self.home);
        ui.spacing_mut().item_spacing.y = 10.0;
        part(ui, Id::unique("notices"), |ui| {
            ui.spacing_mut().item_spacing.y = 10.0;
            notices(ui, words, home, self.host, around.time_zone, self.actions);
            ledger_notice(ui, words, self.ledger);
        });
        part(ui, Id::unique("binds"), |ui| {
            self.actions.extend(trackers_ui(ui, words, home, (self.host, around.now, around.time_zone)));
        });
        let connections = &home.connections;
        let cards = connections.cards();
        if connections.identities.value.is_some() {
            count(ui, words, home, around.time_zone);
        }
        if connections.identities.is_first_load() {
            card(tokens(ui)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                muted(ui, &words.text("connections-first-load"));
            });
        } else if connections.identities.value.is_some() && cards.is_empty() {
            card(tokens(ui)).inner_margin(24).show(ui, |ui| {
                ui.set_width(ui.available_width());
                semibold(ui, &words.text("connections-empty"), 14.0);
                muted(ui, &words.text("connections-empty.more"));
            });
        }
        for shown in &cards {
            let title = self.titles.get(&shown.binding.key).map_or("", String::as_str);
            let keyboard = self.follow.as_ref() == Some(&shown.binding.key);
            ui.scope_builder(UiBuilder::new().scope_id(Id::unique(("card", &shown.binding.key))), |ui| {
                let around = Surroundings { keyboard, again: home.bind_again(shown), ..around };
                self.actions.extend(card_ui(ui, words, title, shown, around, self.form));
            });
        }
    }

    fn ways(&self, ui: &mut Ui, time_zone: &TimeZone) {
        // Where the list could not even be read once, there is nothing to say of the ways.
        if self.home.ways.is_none() && !self.home.connections.identities.pending {
            return;
        }
        let ways = self.home.ways.as_ref();
        ui.scope_builder(UiBuilder::new().scope_id(Id::unique("ways")), |ui| {
            card(tokens(ui)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                let panel = WaysPanel {
                    ways: ways.map(|shown| shown.ways.as_slice()),
                    last: ways.map_or(&[], |shown| shown.last.as_slice()),
                    browser: ways.and_then(|shown| shown.browser),
                    titles: self.titles,
                    time_zone,
                };
                ways_ui(ui, self.words, &panel);
            });
        });
    }
}

fn header(
    ui: &mut Ui,
    words: &Words,
    home: &Home,
    (width, settled): (f32, bool),
    form: &mut ConnectionsForm,
    actions: &mut Vec<Action>,
) {
    let narrow = width < HEADING;
    if narrow {
        heading(ui, &words.text("connections"), 20.0);
    }
    ui.horizontal(|ui| {
        ui.set_max_width(width);
        ui.set_min_height(super::theme::CONTROL_HEIGHT);
        if !narrow {
            heading(ui, &words.text("connections"), 20.0);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let reading = home.connections.is_reading();
            let shown = if reading { words.text("refreshing") } else { words.text("refresh") };
            // It stays usable while reading, so that it keeps the keyboard; a second press does nothing then.
            let refresh = button(ui, ButtonKind::Plain, &shown, &words.text("refresh.name"));
            if !std::mem::replace(&mut form.entered, true) {
                refresh.request_focus();
            }
            if refresh.clicked() && !reading {
                actions.push(Action::Refresh);
            }
            choose_several_button(ui, words, home, settled, &mut form.several, actions);
            let bind = words.text("bind-another");
            if !home.standing.over && !home.signing_out {
                let bind = button(ui, ButtonKind::Plain, &bind, &bind);
                if std::mem::take(&mut form.bind.gives_keyboard_back) {
                    bind.request_focus();
                }
                if bind.clicked() {
                    actions.push(Action::Bind(BindAction::Choose));
                }
            }
        });
    });
    ui.add_space(4.0);
}

fn count(ui: &mut Ui, words: &Words, home: &Home, time_zone: &TimeZone) {
    ui.horizontal_wrapped(|ui| {
        let count = home.connections.bindings().len();
        let text = words.with("bound-count", &[("count", count.into())]);
        let text = egui::RichText::new(text).small().family(super::theme::semibold()).color(tokens(ui).mute);
        let count = ui.label(text);
        ui.ctx().accesskit_node_builder(count.id, |node| node.set_live(egui::accesskit::Live::Polite));
        if let Some(as_of) = home.connections.identities.as_of() {
            let offline = home.connections.offline;
            let time = if offline { day_and_clock(as_of, time_zone) } else { clock(as_of, time_zone) };
            super::widgets::small_muted(ui, &words.with("as-of", &[("time", time.into())]));
        }
    });
}

/// What the person should know before reading the cards.
fn notices(ui: &mut Ui, words: &Words, home: &Home, host: &str, time_zone: &TimeZone, actions: &mut Vec<Action>) {
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
    }
    keyring(ui, words, &home.keyring, actions);
    let connections = &home.connections;
    let as_of = connections.identities.as_of().map(|at| clock(at, time_zone));
    if let Some(error) = connections.identities.failure.as_ref().filter(|_| !home.standing.over) {
        let headline = match &as_of {
            Some(_) if connections.offline => offline_words(words, connections, time_zone),
            Some(time) => words.with("connections-stale", &[("time", time.as_str().into())]),
            None => words.text("connections-failed").into_owned(),
        };
        failed(ui, words, &headline, error, host, connections.is_reading(), actions);
    } else if let Some(error) = connections.enabled.failure.as_ref().filter(|_| !home.standing.over) {
        failed(ui, words, &words.text("connections-partial"), error, host, connections.is_reading(), actions);
    } else if let Some(error) = home.profile.failure.as_ref().filter(|_| !home.standing.over) {
        failed(ui, words, &words.text("profile-failed"), error, host, home.profile.pending, actions);
    }
}

/// What was last seen may be of another day, so the day is told too.
fn offline_words(words: &Words, connections: &Connections, time_zone: &TimeZone) -> String {
    let at = connections.identities.as_of().map(|at| day_and_clock(at, time_zone)).unwrap_or_default();
    words.with("connections-offline", &[("time", at.into())])
}

fn failed(
    ui: &mut Ui,
    words: &Words,
    headline: &str,
    error: &Error,
    host: &str,
    reading: bool,
    actions: &mut Vec<Action>,
) {
    let explanation = explain(words, error, host, Purpose::Read);
    banner(ui, Mood::Bad, headline, &[&explanation.what], |ui| {
        explanation_rest(ui, &explanation);
        if !reading {
            let again = words.text("try-again");
            if button(ui, ButtonKind::Plain, &again, &again).clicked() {
                actions.push(Action::Refresh);
            }
        }
    });
}

fn keyring(ui: &mut Ui, words: &Words, keyring: &KeyringState, actions: &mut Vec<Action>) {
    match keyring {
        KeyringState::NotUsed | KeyringState::Kept => {}
        KeyringState::Writing => {
            banner(ui, Mood::Running, &words.text("keyring-writing"), &[], |ui| {
                let without = words.text("keyring-continue-without");
                if link_button(ui, &without, &without).clicked() {
                    actions.push(Action::ContinueWithoutKeyring);
                }
            });
        }
        KeyringState::Unavailable(error) => {
            banner(ui, Mood::Warning, &words.text("keyring-memory-only"), &[&keyring_words(words, error)], |_| {});
        }
        KeyringState::Declined => {
            banner(ui, Mood::Warning, &words.text("keyring-memory-only"), &[], |_| {});
        }
    }
}

/// Lets the keyboard scroll the list; the focus alone only brings what it is on into view.
pub(super) fn scroll_by_keys(ui: &Ui) {
    let page = ui.clip_rect().height() * 0.9;
    let by = ui.input(|input| {
        let keys =
            [(Key::PageDown, -page), (Key::PageUp, page), (Key::End, f32::MIN / 2.0), (Key::Home, f32::MAX / 2.0)];
        keys.into_iter().find(|(key, _)| input.key_pressed(*key)).map(|(_, by)| by)
    });
    if let Some(by) = by {
        ui.scroll_with_delta(egui::vec2(0.0, by.clamp(-1e6, 1e6)));
    }
}

/// The dialog, where one is open.
fn dialog(
    ui: &Ui,
    words: &Words,
    home: &Home,
    (titles, time_zone): (&HashMap<BindingKey, String>, &TimeZone),
    leaving: bool,
    form: &mut ConnectionsForm,
    actions: &mut Vec<Action>,
) {
    let asked = home.connections.dialog.as_ref().filter(|_| !leaving);
    let asked = asked.and_then(|dialog| Some((home.connections.unbindable(&dialog.key)?, dialog)));
    match asked {
        Some((binding, dialog)) => {
            actions.extend(unbind_dialog_ui(ui, words, dialog, binding, (titles, time_zone), form));
        }
        None => form.dialog_was_open = false,
    }
    // One question at a time: that about a single unbind was there first.
    match home.connections.several.dialog.as_ref().filter(|_| !leaving && asked.is_none() && !home.binds.choosing) {
        Some(asked) => {
            actions.extend(several_dialog_ui(ui, words, asked, home, (titles, time_zone), &mut form.several));
        }
        None => form.several.dialog_was_open = false,
    }
}
