//! Forgetting history.

use super::ActivityEnd;
use super::state::{Activity, ActivityDialog, HistoryFailure};
use crate::app::ledger::NotDone;
use crate::app::tasks::{ActivityJob, Job};
use crate::app::{AccountStanding, Program};
use crate::ledger::{Account, Forgotten, Whose};

/// The dialog that forgets history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForgetDialog {
    /// The account that is shown; none as long as nobody knows who that is.
    pub account: Option<Account>,
    /// Whether all that the ledger has is to go, and not only what it has of that account.
    pub everything: bool,
    /// How far it is.
    pub stage: ForgetStage,
}

/// How far a forgetting is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ForgetStage {
    /// It is asked what is to go.
    #[default]
    Asking,
    /// It was said what, and is asked once more.
    Sure,
    /// It is being forgotten.
    Working,
    /// Nothing was forgotten: an unbind waits for its answer, whose receipt would be lost.
    Busy,
    /// Nothing was forgotten.
    Failed(HistoryFailure),
    /// It is forgotten.
    Done {
        /// Whether no byte of it is left in the files.
        wiped: bool,
    },
}

impl Activity {
    fn forget(&mut self) -> Option<&mut ForgetDialog> {
        match &mut self.dialog {
            Some(ActivityDialog::Forget(dialog)) => Some(dialog),
            Some(ActivityDialog::Export(_)) | None => None,
        }
    }
}

impl Program {
    pub(super) fn open_forget(&mut self) {
        let account = self.account_in_ledger();
        if let Some(home) = self.home().filter(|home| home.activity.dialog.is_none()) {
            let everything = account.is_none();
            let dialog = ForgetDialog { account, everything, ..ForgetDialog::default() };
            home.activity.dialog = Some(ActivityDialog::Forget(dialog));
        }
    }

    pub(super) fn change_forget(&mut self, everything: bool) {
        if let Some(dialog) = self.home().and_then(|home| home.activity.forget())
            && !matches!(dialog.stage, ForgetStage::Working | ForgetStage::Done { .. })
        {
            dialog.everything = everything || dialog.account.is_none();
            dialog.stage = ForgetStage::Asking;
        }
    }

    /// Asks once more the first time, and forgets the second time.
    pub(super) fn press_forget(&mut self) {
        let ledger = self.ledger();
        let busy = self.state.spaces.accounts.iter().any(|account| account.standing == AccountStanding::Busy);
        let Some(home) = self.home() else { return };
        let busy = busy || home.connections.is_unbinding();
        let Some(dialog) = home.activity.forget() else { return };
        match dialog.stage {
            _ if busy && !matches!(dialog.stage, ForgetStage::Working | ForgetStage::Done { .. }) => {
                dialog.stage = ForgetStage::Busy;
            }
            ForgetStage::Asking | ForgetStage::Busy | ForgetStage::Failed(_) => dialog.stage = ForgetStage::Sure,
            ForgetStage::Sure => {
                dialog.stage = ForgetStage::Working;
                let whose = match dialog.account.clone().filter(|_| !dialog.everything) {
                    Some(account) => Whose::Account(account),
                    None => Whose::Everyone,
                };
                self.tasks.start(Job::Activity(ActivityJob::Forget), async move {
                    ActivityEnd::Forgotten(ledger.ask(move |ledger| ledger.forget_history(&whose)).await).into()
                });
            }
            ForgetStage::Working | ForgetStage::Done { .. } => {}
        }
    }

    pub(super) fn forgotten(&mut self, forgotten: Result<Forgotten, NotDone>) {
        if let Some(dialog) = self.home().and_then(|home| home.activity.forget()) {
            dialog.stage = match forgotten {
                Ok(Forgotten { wiped, .. }) => ForgetStage::Done { wiped },
                Err(failure) => ForgetStage::Failed(failure.into()),
            };
        }
    }

    pub(super) fn forget_crashed(&mut self) {
        if let Some(dialog) = self.home().and_then(|home| home.activity.forget()) {
            dialog.stage = ForgetStage::Failed(HistoryFailure::Crashed);
        }
    }
}
