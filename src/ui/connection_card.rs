//! One card: an external identity provider with its identities, its unbind button and its receipts.

use egui::{Align, Id, Layout, PointerButton, Response, Ui, UiBuilder, Vec2};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Words;
use super::connections::ConnectionsForm;
use super::names::connection_name;
use super::receipt::receipt_ui;
use super::several::choice_box_ui;
use super::text::{plain, shortened};
use super::theme::{CONTROL_HEIGHT, card, tokens};
use super::widgets::{ButtonKind, Mood, button, chip, fact, heading, muted, soft_frame, tag, tile};
use crate::account::{Binding, EnabledHere};
use crate::app::{Action, BindAgain, Card, Unbinding};
use crate::genauth::ExtIdpKind;

/// How many ids a card shows before it only counts them.
const MOST_CHIPS: usize = 12;

/// What all cards share.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub(super) now: Timestamp,
    pub(super) time_zone: &'a TimeZone,
    /// Whether the list is being read.
    pub(super) reading: bool,
    /// Whether the list is read again by itself for this receipt.
    pub(super) looking: bool,
    /// The address of a provider's page that no browser could be opened for.
    pub(super) unopened: Option<&'static str>,
    /// Whether what is gone from this card can be bound once more.
    pub(super) again: Option<BindAgain>,
    /// Whether the service ended the session.
    pub(super) over: bool,
    /// Whether nothing new may begin: the person is leaving, or several are being unbound.
    pub(super) leaving: bool,
    /// Whether the person chooses several.
    pub(super) choosing: bool,
    /// Whether this card's first control takes the keyboard.
    pub(super) keyboard: bool,
    /// Whether no dialog is above or was in the last frame, so that what has the keyboard is where the person put it.
    pub(super) settled: bool,
}

/// Shows one card.
pub(super) fn card_ui(
    ui: &mut Ui,
    words: &Words,
    title: &str,
    shown: &Card<'_>,
    around: Surroundings<'_>,
    form: &mut ConnectionsForm,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let mut keyboard = Keyboard { wanted: around.keyboard, here: None };
    card(tokens(ui)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            tile(ui, &shown.binding.provider, title, 38.0, !shown.listed);
            let can_unbind = shown.can_unbind() && !around.over;
            let action_width = if can_unbind { 112.0 } else { 0.0 };
            let width = (ui.available_width() - action_width).max(120.0);
            ui.allocate_ui_with_layout(Vec2::new(width, 0.0), Layout::top_down(Align::LEFT), |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 4.0;
                about(ui, words, title, shown);
            });
            if can_unbind {
                ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
                    if around.choosing {
                        let key = &shown.binding.key;
                        keyboard.offer(&choice_box_ui(ui, words, title, key, &form.several, &mut actions));
                        return;
                    }
                    let name = words.with("unbind-button.name", &[("name", title.into())]);
                    let enabled = !around.leaving;
                    let response = ui
                        .add_enabled_ui(enabled, |ui| {
                            button(ui, ButtonKind::Danger, &words.text("unbind-button"), &name)
                        })
                        .inner;
                    keyboard.offer(&response);
                    if response.clicked() {
                        // The dialog gives the keyboard back to this card, unless the pointer opened it.
                        if !response.clicked_by(PointerButton::Primary) {
                            response.request_focus();
                            form.keyboard_on = Some((shown.binding.key.clone(), response.id));
                        }
                        let (key, title) = (shown.binding.key.clone(), title.to_owned());
                        actions.push(Action::AskToUnbind { key, title });
                    }
                });
            }
        });
        if let Some(unbinding) = shown.unbinding {
            ui.add_space(2.0);
            ui.scope_builder(UiBuilder::new().scope_id(Id::unique(("unbinding", unbinding.number))), |ui| {
                running(ui, words, title, unbinding, around.now, &mut keyboard, &mut actions);
            });
        }
        for receipt in &shown.receipts {
            ui.add_space(2.0);
            // An id of its own keeps a receipt from being announced again when another one comes.
            let looking = shown.looking && !receipt.superseded;
            let scope = ui.scope_builder(UiBuilder::new().scope_id(Id::unique(("receipt", receipt.number))), |ui| {
                let around = Surroundings { looking, ..around };
                actions.extend(receipt_ui(ui, words, title, receipt, around, &mut keyboard, form));
            });
            if receipt.number > form.newest_seen {
                form.newest_seen = receipt.number;
                scope.response.scroll_to_me(None);
            }
        }
    });
    follow_keyboard(ui, shown, around, &keyboard, form);
    actions
}

/// Notes whether this card has the keyboard, and keeps that in mind while the control that had it is going.
fn follow_keyboard(
    ui: &Ui,
    shown: &Card<'_>,
    around: Surroundings<'_>,
    keyboard: &Keyboard,
    form: &mut ConnectionsForm,
) {
    let key = &shown.binding.key;
    if let Some(id) = keyboard.here {
        form.keyboard_on = Some((key.clone(), id));
        return;
    }
    let Some((_, had)) = form.keyboard_on.as_ref().filter(|(on, _)| on == key && around.settled) else { return };
    match ui.memory(|memory| memory.focused()) {
        // The control that had it is gone; it gives the keyboard up at the end of this frame.
        Some(id) if id == *had => ui.ctx().request_repaint(),
        Some(_) => form.keyboard_on = None,
        None => {}
    }
}

/// Follows the keyboard through a card whose controls come and go.
pub(super) struct Keyboard {
    /// Whether the first control that is offered takes it.
    wanted: bool,
    /// The control that has it.
    here: Option<Id>,
}

impl Keyboard {
    /// Offers a control, in the order of preference.
    pub(super) fn offer(&mut self, control: &Response) {
        if std::mem::take(&mut self.wanted) {
            control.request_focus();
        }
        self.follow(control);
    }

    /// Follows a control that never takes it by itself.
    pub(super) fn follow(&mut self, control: &Response) {
        if control.has_focus() {
            self.here = Some(control.id);
        }
    }
}

/// Name, tags, whom it is at the provider, and the ids.
fn about(ui: &mut Ui, words: &Words, title: &str, shown: &Card<'_>) {
    let binding = shown.binding;
    ui.horizontal_wrapped(|ui| {
        heading(ui, title, 14.0);
        match binding.kind() {
            Some(ExtIdpKind::Social) => tag(ui, &words.text("kind-social")),
            Some(ExtIdpKind::Enterprise) => tag(ui, &words.text("kind-enterprise")),
            Some(ExtIdpKind::Other(kind)) if !kind.trim().is_empty() => tag(ui, &plain(kind, 24)),
            Some(ExtIdpKind::Other(_)) | None => {}
        }
        if binding.identities.len() > 1 {
            tag(ui, &words.with("identity-count", &[("count", binding.identities.len().into())]));
        }
    });
    muted(ui, &who_and_where(words, binding, shown.listed));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(6.0, 6.0);
        for identity in binding.identities.iter().take(MOST_CHIPS) {
            let whole = plain(&identity.user_id_in_idp, 200);
            chip(ui, &plain(&identity.kind, 24), &shortened(&identity.user_id_in_idp, 24), &whole);
        }
        if binding.identities.len() > MOST_CHIPS {
            tag(ui, &words.with("identities-more", &[("count", (binding.identities.len() - MOST_CHIPS).into())]));
        }
    });
}

fn who_and_where(words: &Words, binding: &Binding, listed: bool) -> String {
    let person = binding.person_name().map(|name| plain(name, 60));
    let email = binding.person_email().map(|email| plain(email, 60)).filter(|email| Some(email) != person.as_ref());
    let place = match &binding.enabled {
        _ if !listed => words.text("card-not-listed").into_owned(),
        _ if binding.ext_idp_id().is_none() => words.text("card-no-id").into_owned(),
        EnabledHere::Through(connections) => {
            let mut names: Vec<_> = connections.iter().map(|connection| connection_name(words, connection)).collect();
            names.dedup();
            let last = names.pop().unwrap_or_default();
            if names.is_empty() {
                words.with("card-enabled-as", &[("name", last.into())])
            } else {
                let separator = words.text("card-list-separator");
                let before = names.join(&separator);
                words.with("card-enabled-as-several", &[("names", before.into()), ("last", last.into())])
            }
        }
        EnabledHere::No => words.text("card-not-enabled").into_owned(),
        EnabledHere::Unknown => words.text("card-enabled-unknown").into_owned(),
    };
    person.into_iter().chain(email).chain([place]).collect::<Vec<_>>().join(" · ")
}

/// The call under way: what is sent, and for how long it has been waited for.
fn running(
    ui: &mut Ui,
    words: &Words,
    title: &str,
    unbinding: &Unbinding,
    now: Timestamp,
    keyboard: &mut Keyboard,
    actions: &mut Vec<Action>,
) {
    soft_frame(ui, Mood::Running, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL_HEIGHT);
            let stop = words.text("stop-waiting");
            let name = words.with("stop-waiting.name", &[("name", title.into())]);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let stop = button(ui, ButtonKind::Plain, &stop, &name);
                keyboard.offer(&stop);
                if stop.clicked() {
                    actions.push(Action::StopWaiting(unbinding.binding.key.clone()));
                }
                ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
                    Mood::Running.headline(ui, &words.text("unbinding"));
                    fact(ui, "POST", "/api/v3/unlink-extidp");
                    let tenths = now.duration_since(unbinding.started).as_millis().max(0) / 100;
                    let seconds = format!("{}.{}", tenths / 10, tenths % 10);
                    muted(ui, &words.with("unbinding-waiting", &[("seconds", seconds.into())]));
                });
            });
        });
    });
}
