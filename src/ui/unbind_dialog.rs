//! The dialog that asks whether to unbind, and shows which of the three kinds of id is sent.

use std::collections::HashMap;

use egui::accesskit::Live;
use egui::text::LayoutJob;
use egui::{Id, Key, RichText, TextStyle, Ui, UiBuilder};
use jiff::tz::TimeZone;

use super::connections::ConnectionsForm;
use super::ledger_notice::ledger_words;
use super::names::connection_name;
use super::text::{plain, shortened};
use super::theme::tokens;
use super::widgets::{ButtonKind, Mood, button, modal, modal_buttons, mono, muted, small_muted};
use super::{Words, typed_confirmation_ui, what_if_ui};
use crate::account::{Binding, BindingKey, EnabledHere};
use crate::app::{Action, UnbindDialog, UnbindStage};

/// Shows the dialog; Escape and a click beside it cancel.
///
/// `titles` are what all bindings are called.
pub fn unbind_dialog_ui(
    ui: &Ui,
    words: &Words,
    dialog: &UnbindDialog,
    binding: &Binding,
    (titles, time_zone): (&HashMap<BindingKey, String>, &TimeZone),
    form: &mut ConnectionsForm,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let first_frame = !std::mem::replace(&mut form.dialog_was_open, true);
    if first_frame {
        form.typed.clear();
    }
    let title = dialog.title.as_str();
    let name = [("name", title.into())];
    let without_receipt = matches!(dialog.stage, UnbindStage::NoReceipt(_));
    let heading = words.with(if without_receipt { "unbind-no-receipt" } else { "unbind-title" }, &name);
    let response = modal(ui, Id::unique("unbind dialog"), &heading, 512.0, |ui| {
        let mut submitted = false;
        let room = ui.ctx().content_rect().height() - 220.0;
        egui::ScrollArea::vertical().max_height(room.max(80.0)).show(ui, |ui| {
            // The scroll bar lies beside what is read.
            ui.set_max_width(ui.available_width() - 10.0);
            if let UnbindStage::NoReceipt(trouble) = &dialog.stage {
                Mood::Warning.headline(ui, &words.text("unbind-no-receipt.nothing-sent"));
                muted(ui, &ledger_words(words, trouble));
                muted(ui, &words.text("unbind-no-receipt.meaning"));
                return;
            }
            if dialog.stage == UnbindStage::Changed {
                Mood::Warning.headline(ui, &words.text("unbind-changed"));
                muted(ui, &words.text("unbind-changed.more"));
                ui.add_space(8.0);
            }
            muted(ui, &what_happens(words, title, binding));
            ui.add_space(8.0);
            what_if_ui(ui, words, &dialog.what_if, titles, time_zone);
            ui.add_space(8.0);
            ids(ui, words, binding);
            ui.add_space(8.0);
            muted(ui, &words.with("unbind-grant-stays", &name));
            if let Some(confirmation) = &dialog.confirmation {
                ui.add_space(8.0);
                // What comes and goes above does not change the id of the field, so it keeps the keyboard.
                ui.scope_builder(UiBuilder::new().scope_id(Id::unique("unbind typed")), |ui| {
                    submitted = typed_confirmation_ui(ui, words, confirmation, &mut form.typed).submitted;
                });
            }
        });
        ui.add_space(12.0);
        if dialog.stage == UnbindStage::Checking {
            let checking = small_muted(ui, &words.text("unbind-checking"));
            ui.ctx().accesskit_node_builder(checking.id, |node| node.set_live(Live::Polite));
        }
        ui.scope_builder(UiBuilder::new().scope_id(Id::unique("unbind buttons")), |ui| {
            modal_buttons(ui, |ui| {
                let key = if without_receipt { "unbind-confirm-without-receipt" } else { "unbind-confirm" };
                let unbind = words.with(key, &name);
                let enabled = without_receipt || dialog.accepts(&form.typed);
                let confirm =
                    ui.add_enabled_ui(enabled, |ui| button(ui, ButtonKind::SolidDanger, &unbind, &unbind)).inner;
                if confirm.clicked() || (submitted && enabled) {
                    let key = binding.key.clone();
                    actions.push(if without_receipt {
                        Action::UnbindWithoutReceipt(key)
                    } else {
                        Action::ConfirmUnbind { key, typed: form.typed.clone() }
                    });
                }
                let cancel = words.text("cancel");
                let cancel = button(ui, ButtonKind::Plain, &cancel, &cancel);
                // The keyboard begins at the choice that changes nothing.
                if first_frame {
                    cancel.request_focus();
                }
                if cancel.clicked() {
                    actions.push(Action::CancelUnbind);
                }
            });
        });
    });
    if response.should_close() && actions.is_empty() {
        actions.push(Action::CancelUnbind);
    }
    if !actions.is_empty() {
        // What was typed is of no use to a dialog that comes after this one.
        form.dialog_was_open = false;
        // The Escape that closed the dialog must not reach what lies below.
        ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
    }
    actions
}

fn what_happens(words: &Words, title: &str, binding: &Binding) -> String {
    let count = binding.identities.len();
    // Who cannot sign in here with it loses the binding, but no way in.
    let (named, unnamed) = match binding.enabled {
        EnabledHere::No => ("unbind-no-longer-bound-as", "unbind-no-longer-bound"),
        EnabledHere::Through(_) | EnabledHere::Unknown => ("unbind-no-longer-as", "unbind-no-longer"),
    };
    let person = binding.person_name().map(|person| plain(person, 60));
    let key = if person.is_some() { named } else { unnamed };
    let first = words.with(key, &[("name", title.into()), ("person", person.unwrap_or_default().into())]);
    let all = words.with("unbind-identities", &[("count", count.into())]);
    words.with("unbind-what", &[("first", first.into()), ("all", all.into())])
}

fn ids(ui: &mut Ui, words: &Words, binding: &Binding) {
    egui::Grid::new("ids").num_columns(2).spacing([16.0, 6.0]).show(ui, |ui| {
        aside(ui, &words.text("unbind-sent"));
        ui.horizontal_wrapped(|ui| {
            let id = plain(binding.ext_idp_id().unwrap_or_default(), 64);
            mono(ui, &words.with("fact-ext-idp-id", &[("id", id.into())]));
            let colours = tokens(ui);
            let this = RichText::new(words.text("unbind-this-one")).size(11.0).color(colours.warn);
            egui::Frame::new()
                .fill(colours.warn_soft)
                .corner_radius(5)
                .inner_margin(egui::Margin::symmetric(6, 0))
                .show(ui, |ui| ui.label(this));
        });
        ui.end_row();

        aside(ui, &words.with("unbind-not-sent-identities", &[("count", binding.identities.len().into())]));
        let identities: Vec<_> =
            binding.identities.iter().map(|identity| shortened(&identity.identity_id, 24)).take(12).collect();
        listed(ui, words, &identities, binding.identities.len());
        ui.end_row();

        let connections = binding.origin_connection_ids();
        if !connections.is_empty() {
            aside(ui, &words.with("unbind-not-sent-connections", &[("count", connections.len().into())]));
            let shown: Vec<_> = connections.iter().map(|id| shortened(id, 24)).take(12).collect();
            listed(ui, words, &shown, connections.len());
            if let Some(connection) = binding.inferred_connection() {
                ui.end_row();
                ui.label("");
                let name = connection_name(words, connection);
                muted(ui, &words.with("unbind-inferred", &[("name", name.into())]));
            }
            ui.end_row();
        }
    });
}

/// A row's label; it keeps to one line, because a grid gives a wrapping one almost no width.
fn aside(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).size(13.0).color(tokens(ui).mute);
    ui.add(egui::Label::new(text).extend());
}

fn listed(ui: &mut Ui, words: &Words, shown: &[String], all: usize) {
    let mut text = shown.join(", ");
    if all > shown.len() {
        text.push_str(" … ");
        text.push_str(&words.with("identities-more", &[("count", (all - shown.len()).into())]));
    }
    let mut job = LayoutJob::simple(text, TextStyle::Monospace.resolve(ui.style()), tokens(ui).text, 320.0);
    job.break_on_newline = false;
    ui.add(egui::Label::new(job).wrap());
}
