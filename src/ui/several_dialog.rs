//! The dialog that asks whether to unbind several.

use std::collections::HashMap;

use egui::accesskit::Live;
use egui::{Id, Key, Modifiers, ScrollArea, Ui, UiBuilder};
use jiff::tz::TimeZone;

use super::ledger_notice::ledger_words;
use super::several::SeveralForm;
use super::text::plain;
use super::widgets::{ButtonKind, Mood, button, fact, modal, modal_buttons, muted, small_muted};
use super::{Words, typed_confirmation_ui, what_if_ui};
use crate::account::BindingKey;
use crate::app::{Action, ChosenUnbind, Home, SeveralAction, SeveralDialog, UnbindStage};

/// How many are named before the rest is only counted.
const MOST_NAMED: usize = 30;

/// Shows the dialog; Escape and a click beside it cancel.
///
/// `titles` are what all bindings are called.
pub fn several_dialog_ui(
    ui: &Ui,
    words: &Words,
    dialog: &SeveralDialog,
    home: &Home,
    (titles, time_zone): (&HashMap<BindingKey, String>, &TimeZone),
    form: &mut SeveralForm,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let first_frame = !std::mem::replace(&mut form.dialog_was_open, true);
    if first_frame {
        form.typed.clear();
    }
    let count = [("count", dialog.items.len().into())];
    let without_receipts = matches!(dialog.stage, UnbindStage::NoReceipt(_));
    let heading = words.with(if without_receipts { "several-no-receipt" } else { "several-title" }, &count);
    let response = modal(ui, Id::unique("several dialog"), &heading, 512.0, |ui| {
        let mut submitted = false;
        let room = ui.ctx().content_rect().height() - 220.0;
        ScrollArea::vertical().max_height(room.max(80.0)).show(ui, |ui| {
            if let UnbindStage::NoReceipt(trouble) = &dialog.stage {
                Mood::Warning.headline(ui, &words.text("several-nothing-sent"));
                muted(ui, &ledger_words(words, trouble));
                muted(ui, &words.text("several-no-receipt.meaning"));
                return;
            }
            if dialog.stage == UnbindStage::Changed {
                Mood::Warning.headline(ui, &words.text("several-changed"));
                muted(ui, &words.text("several-changed.more"));
                ui.add_space(8.0);
            }
            muted(ui, &words.text("several-what"));
            ui.add_space(8.0);
            named(ui, words, &dialog.items);
            ui.add_space(8.0);
            what_if_ui(ui, words, &dialog.what_if, titles, time_zone);
            ui.add_space(8.0);
            muted(ui, &words.text("several-grants-stay"));
            if let Some(confirmation) = &dialog.confirmation {
                ui.add_space(8.0);
                // What comes and goes above does not change the id of the field, so it keeps the keyboard.
                ui.scope_builder(UiBuilder::new().scope_id(Id::unique("several typed")), |ui| {
                    submitted = typed_confirmation_ui(ui, words, confirmation, &mut form.typed).submitted;
                });
            }
        });
        ui.add_space(12.0);
        if dialog.stage == UnbindStage::Checking {
            let checking = small_muted(ui, &words.text("unbind-checking"));
            ui.ctx().accesskit_node_builder(checking.id, |node| node.set_live(Live::Polite));
        }
        ui.scope_builder(UiBuilder::new().scope_id(Id::unique("several buttons")), |ui| {
            modal_buttons(ui, |ui| {
                let key = if without_receipts { "several-confirm-without-receipts" } else { "several-confirm" };
                let unbind = words.with(key, &count);
                let enabled = without_receipts || dialog.accepts(&form.typed);
                let confirm =
                    ui.add_enabled_ui(enabled, |ui| button(ui, ButtonKind::SolidDanger, &unbind, &unbind)).inner;
                if confirm.clicked() || (submitted && enabled) {
                    actions.push(Action::Several(if without_receipts {
                        SeveralAction::WithoutReceipts
                    } else {
                        SeveralAction::Confirm { typed: form.typed.clone() }
                    }));
                }
                let begun = home.connections.several.is_running();
                let cancel = words.text(if begun { "several-stop-here" } else { "cancel" });
                let cancel = button(ui, ButtonKind::Plain, &cancel, &cancel);
                // The keyboard begins at the choice that changes nothing.
                if first_frame {
                    cancel.request_focus();
                }
                if cancel.clicked() {
                    actions.push(Action::Several(SeveralAction::Cancel));
                }
            });
        });
    });
    if response.should_close() && actions.is_empty() {
        actions.push(Action::Several(SeveralAction::Cancel));
    }
    if !actions.is_empty() {
        // What was typed is of no use to a dialog that comes after this one.
        form.dialog_was_open = false;
        // The Escape that closed the dialog must not reach what lies below.
        ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    }
    actions
}

/// What is to be unbound, each with the id that is sent.
fn named(ui: &mut Ui, words: &Words, items: &[ChosenUnbind]) {
    for item in items.iter().take(MOST_NAMED) {
        let id = plain(item.key.ext_idp_id().unwrap_or_default(), 64);
        fact(ui, &item.title, &words.with("fact-ext-idp-id", &[("id", id.into())]));
    }
    if items.len() > MOST_NAMED {
        muted(ui, &words.with("identities-more", &[("count", (items.len() - MOST_NAMED).into())]));
    }
}
