//! The dialog that forgets history: what goes, what stays, and what could not be done.

use egui::{Id, Ui};

use super::notices::failure_words;
use crate::app::{Action, ActivityAction, ForgetDialog, ForgetStage};
use crate::ledger::KnownAccount;
use crate::ui::Words;
use crate::ui::widgets::{ButtonKind, Mood, button, modal, modal_buttons, muted, semibold};

/// Shows the dialog; Escape and a click beside it close it.
///
/// `accounts` are those that the ledger knows; `in_memory` says that it goes with the window anyway.
pub(super) fn forget_dialog_ui(
    ui: &Ui,
    words: &Words,
    dialog: &ForgetDialog,
    (accounts, in_memory): (&[KnownAccount], bool),
    first_frame: bool,
    actions: &mut Vec<Action>,
) {
    let title = words.text("forget-title");
    let response = modal(ui, Id::unique("forget history"), &title, 520.0, |ui| {
        if let ForgetStage::Done { wiped } = dialog.stage {
            done(ui, words, wiped, actions);
            return;
        }
        let working = dialog.stage == ForgetStage::Working;
        ui.add_enabled_ui(!working, |ui| scope(ui, words, dialog, accounts, actions));
        ui.add_space(4.0);
        semibold(ui, &words.text("forget-goes"), 13.0);
        muted(ui, &words.text("forget-goes.more"));
        if dialog.everything && !in_memory {
            muted(ui, &words.text("forget-goes.aside"));
        }
        semibold(ui, &words.text("forget-stays"), 13.0);
        muted(ui, &words.text("forget-stays.more"));
        match &dialog.stage {
            ForgetStage::Sure => {
                Mood::Bad.headline(ui, &words.text("forget-sure"));
            }
            ForgetStage::Working => {
                Mood::Running.headline(ui, &words.text("forget-working"));
            }
            ForgetStage::Busy => {
                Mood::Warning.headline(ui, &words.text("forget-busy"));
            }
            ForgetStage::Failed(failure) => {
                Mood::Bad.headline(ui, &words.text("forget-failed"));
                muted(ui, &failure_words(words, failure));
            }
            ForgetStage::Asking | ForgetStage::Done { .. } => {}
        }
        ui.add_space(8.0);
        modal_buttons(ui, |ui| buttons(ui, words, dialog, first_frame, actions));
    });
    if response.should_close() && actions.is_empty() {
        actions.push(Action::Activity(ActivityAction::CloseDialog));
    }
}

/// Whose history is to go.
fn scope(ui: &mut Ui, words: &Words, dialog: &ForgetDialog, accounts: &[KnownAccount], actions: &mut Vec<Action>) {
    let of_account = dialog.account.as_ref().map(|account| {
        let known = accounts.iter().find(|known| known.account == *account);
        known.map_or(0, |known| known.entries)
    });
    let of_all: u64 = accounts.iter().map(|known| known.entries).sum();
    let mut everything = dialog.everything;
    if let Some(count) = of_account {
        ui.radio_value(&mut everything, false, words.with("forget-account", &[("count", count.into())]));
    }
    let all = [("accounts", accounts.len().into()), ("count", of_all.into())];
    ui.radio_value(&mut everything, true, words.with("forget-everything", &all));
    if everything != dialog.everything {
        actions.push(Action::Activity(ActivityAction::ChangeForget { everything }));
    }
}

fn buttons(ui: &mut Ui, words: &Words, dialog: &ForgetDialog, first_frame: bool, actions: &mut Vec<Action>) {
    let sure = dialog.stage == ForgetStage::Sure;
    let forget = |ui: &mut Ui, actions: &mut Vec<Action>| {
        let (key, kind) = match sure {
            true => ("forget-now", ButtonKind::SolidDanger),
            false => ("forget-ask", ButtonKind::Danger),
        };
        let name = words.find(key).unwrap_or_default();
        let ready = dialog.stage != ForgetStage::Working;
        if ui.add_enabled_ui(ready, |ui| button(ui, kind, &name, &name).clicked()).inner {
            actions.push(Action::Activity(ActivityAction::PressForget));
        }
    };
    // The second press is not where the first was: a double click forgets nothing.
    if !sure {
        forget(ui, actions);
    }
    let cancel = words.text("cancel");
    let cancel = button(ui, ButtonKind::Plain, &cancel, &cancel);
    // The keyboard begins at the choice that changes nothing, and goes back there when it is asked once more.
    if first_frame || (sure && ui.memory(|memory| memory.focused().is_none())) {
        cancel.request_focus();
    }
    if cancel.clicked() {
        actions.push(Action::Activity(ActivityAction::CloseDialog));
    }
    if sure {
        forget(ui, actions);
    }
}

fn done(ui: &mut Ui, words: &Words, wiped: bool, actions: &mut Vec<Action>) {
    Mood::Good.headline(ui, &words.text("forget-done"));
    if !wiped {
        Mood::Warning.headline(ui, &words.text("forget-not-wiped"));
        muted(ui, &words.text("forget-not-wiped.more"));
    }
    ui.add_space(8.0);
    modal_buttons(ui, |ui| {
        let close = words.text("activity-close");
        let close = button(ui, ButtonKind::Primary, &close, &close);
        if ui.memory(|memory| memory.focused().is_none()) {
            close.request_focus();
        }
        if close.clicked() {
            actions.push(Action::Activity(ActivityAction::CloseDialog));
        }
    });
}
