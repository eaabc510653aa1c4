//! Choosing several, and the one question about all of them.

use super::super::checking::ReadFor;
use super::super::dialog::UnbindStage;
use super::super::facts::KnownFacts;
use super::{Batch, BatchItem, BatchStop, ChosenUnbind, ItemState, SeveralAction, SeveralDialog};
use crate::account::BindingKey;
use crate::app::Program;
use crate::ledger::BatchId;

impl Program {
    /// Applies what a person asked for about several unbinds.
    pub(in crate::app) fn act_on_several(&mut self, action: SeveralAction) {
        match action {
            SeveralAction::Begin => self.choose(|_, _| Vec::new(), false),
            SeveralAction::Leave => {
                if let Some(home) = self.home() {
                    home.connections.several.choice = None;
                }
            }
            SeveralAction::Choose { key, chosen } => self.choose(
                |mut choice, _| {
                    choice.retain(|other| *other != key);
                    if chosen {
                        choice.push(key);
                    }
                    choice
                },
                true,
            ),
            SeveralAction::ChooseAll => self.choose(|_, all| all, true),
            SeveralAction::ChooseNone => self.choose(|_, _| Vec::new(), true),
            SeveralAction::Ask(items) => self.ask_about_several(items),
            SeveralAction::Cancel => self.decline_several(),
            SeveralAction::Confirm { typed } => self.confirm_several(&typed),
            SeveralAction::WithoutReceipts => self.confirm_several_without_receipts(),
            SeveralAction::Stop => self.stop_several(),
            SeveralAction::ChooseRest => {
                let rest = self.home().map(|home| home.connections.rest_of_several()).unwrap_or_default();
                if !rest.is_empty() {
                    self.choose(|_, _| rest, false);
                }
            }
            SeveralAction::Dismiss => {
                if let Some(home) = self.home()
                    && !home.connections.several.is_running()
                {
                    home.connections.several.batch = None;
                }
            }
        }
    }

    /// Changes the choice; `within` says that one has to be choosing already.
    fn choose(&mut self, change: impl FnOnce(Vec<BindingKey>, Vec<BindingKey>) -> Vec<BindingKey>, within: bool) {
        let Some(home) = self.home().filter(|home| !home.signing_out) else { return };
        let all = home.connections.choosable();
        let several = &mut home.connections.several;
        if several.is_running() || several.dialog.is_some() || (within && several.choice.is_none()) {
            return;
        }
        several.choice = Some(change(several.choice.take().unwrap_or_default(), all));
    }

    /// Opens the dialog with what is known, and reads what would remain.
    fn ask_about_several(&mut self, mut items: Vec<ChosenUnbind>) {
        let Some(home) = self.home().filter(|home| !home.signing_out) else { return };
        let connections = &home.connections;
        if connections.asks() || connections.several.is_running() {
            return;
        }
        // What the screen had drawn may be out of date, so what was chosen is looked up here.
        let chosen = connections.chosen();
        items.retain(|item| chosen.contains(&item.key));
        items.sort_by_key(|item| chosen.iter().position(|key| *key == item.key));
        items.dedup_by(|one, other| one.key == other.key);
        if items.is_empty() {
            return;
        }
        let dialog = SeveralDialog::new(items, &KnownFacts::of_home(home));
        home.connections.several.dialog = Some(dialog);
        self.read_lists(ReadFor::Question);
    }

    /// Closes the dialog; where it had come back in the middle, nothing more is sent.
    fn decline_several(&mut self) {
        if let Some(home) = self.home() {
            home.connections.several.decline();
        }
    }

    /// Begins the unbinds that the dialog asks about, or goes on with them, where what was typed passes it.
    fn confirm_several(&mut self, typed: &str) {
        let Some(home) = self.home().filter(|home| !home.signing_out) else { return };
        let several = &mut home.connections.several;
        let Some(dialog) = several.dialog.take_if(|dialog| dialog.accepts(typed)) else { return };
        several.choice = None;
        let stop_passed = dialog.confirmation.is_some();
        match several.batch.as_mut().filter(|batch| batch.asks) {
            Some(batch) => {
                batch.asks = false;
                batch.reads_facts = true;
                batch.stop_passed |= stop_passed;
            }
            None => several.batch = Some(Batch::new(dialog.items, stop_passed)),
        }
        self.go_on_with_several();
    }

    fn confirm_several_without_receipts(&mut self) {
        let Some(home) = self.home().filter(|home| !home.signing_out) else { return };
        let several = &mut home.connections.several;
        let asks = |dialog: &mut SeveralDialog| matches!(dialog.stage, UnbindStage::NoReceipt(_));
        if several.dialog.take_if(asks).is_none() {
            return;
        }
        if let Some(batch) = several.batch.as_mut().filter(|batch| batch.asks) {
            batch.asks = false;
            batch.reads_facts = true;
            batch.without_receipts = true;
        }
        self.go_on_with_several();
    }

    /// Sends nothing more; what was begun and not sent is not sent either.
    fn stop_several(&mut self) {
        let Some(home) = self.home() else { return };
        let Some(batch) = home.connections.several.batch.as_mut().filter(|batch| batch.is_running()) else { return };
        batch.stop(BatchStop::Wanted);
        let number = batch.number_under_way();
        if let Some(sending) = number.and_then(|number| self.unbinds.sending.get(&number)) {
            sending.withdraw_unless_begun();
        }
    }
}

impl super::Several {
    /// Closes the dialog; where it had come back in the middle, nothing more is sent.
    pub(in crate::app) fn decline(&mut self) {
        self.dialog = None;
        if let Some(batch) = self.batch.as_mut().filter(|batch| batch.asks) {
            batch.stop(BatchStop::Wanted);
        }
    }
}

impl Batch {
    fn new(items: Vec<ChosenUnbind>, stop_passed: bool) -> Self {
        let waiting = |ChosenUnbind { key, title }| BatchItem { key, title, state: ItemState::Waiting };
        Self {
            items: items.into_iter().map(waiting).collect(),
            id: BatchId::random().ok(),
            stop_passed,
            reads_facts: true,
            ..Self::default()
        }
    }
}
