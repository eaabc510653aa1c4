//! The support bundle: one file for whoever is asked for help, with the calls, the receipts, the account space and the
//! versions, and what is said about them.
//!
//! Nothing is sent. What the dialog shows of each file is what stands in it, to the byte.

mod archive;
mod contents;
mod facts;
mod readme;
mod versions;

use std::sync::Arc;

use super::Program;
use super::destination::suggestion;
use super::ledger::NotDone;
use super::tasks::{End, Job, blocking};
use super::whole_file::{FileFailure, FileStage, write_whole};
use crate::inspector::Entry;
use crate::inspector::masking::Shown;

pub use contents::{BundleContents, BundleFile};
pub use facts::BundledReceipts;
use facts::Facts;

/// A support bundle that is about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportBundle {
    /// Every call that was kept when the dialog opened; what comes later is not in the file.
    pub all: Vec<Arc<Entry>>,
    /// The calls that the Inspector's filter let through; all of them where it was opened elsewhere.
    pub listed: Vec<Arc<Entry>>,
    /// What goes into it.
    pub choice: BundleChoice,
    /// Where the file could go; `None` until it is known, and empty where the system has no folder for it.
    pub suggested: Option<String>,
    /// What the file will hold; `None` while that is worked out.
    pub contents: Option<Arc<BundleContents>>,
    /// How far it is.
    pub stage: FileStage,
}

/// What goes into a support bundle. The account space and the versions always do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BundleChoice {
    /// Which calls.
    pub calls: BundledCalls,
    /// Whether the receipts of the account that is shown do.
    pub receipts: bool,
    /// Which personal data stays readable.
    pub shown: Shown,
}

impl Default for BundleChoice {
    fn default() -> Self {
        Self { calls: BundledCalls::default(), receipts: true, shown: Shown::default() }
    }
}

/// Which calls go into a support bundle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BundledCalls {
    /// Every call that is kept.
    #[default]
    All,
    /// Those that the Inspector's filter lets through.
    Listed,
    /// None.
    None,
}

/// What a person can do about a support bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SupportBundleAction {
    /// Show the dialog.
    Open {
        /// The numbers of the calls that the Inspector lists; `None` where it is opened elsewhere.
        listed: Option<Vec<u64>>,
    },
    /// Have something else in it.
    Choose(BundleChoice),
    /// Write it at this path.
    Write {
        /// The path as typed.
        path: String,
        /// Whether the file that stands there may go.
        replace: bool,
    },
    /// Close the dialog.
    Close,
}

/// What a task of it came to.
pub(super) enum SupportBundleEnd {
    /// What the file will hold, and where it could go.
    Prepared(Arc<BundleContents>, String),
    /// The file was written, or not.
    Written(FileStage),
}

impl From<SupportBundleEnd> for End {
    fn from(end: SupportBundleEnd) -> Self {
        Self::SupportBundle(Box::new(end))
    }
}

impl SupportBundle {
    fn chosen(&self) -> Vec<Arc<Entry>> {
        match self.choice.calls {
            BundledCalls::All => self.all.clone(),
            BundledCalls::Listed => self.listed.clone(),
            BundledCalls::None => Vec::new(),
        }
    }
}

impl Program {
    pub(super) fn act_on_support_bundle(&mut self, action: SupportBundleAction) {
        match action {
            SupportBundleAction::Open { listed } => self.open_support_bundle(listed.as_deref()),
            SupportBundleAction::Choose(choice) => self.choose_for_support_bundle(choice),
            SupportBundleAction::Write { path, replace } => self.write_support_bundle(path, replace),
            SupportBundleAction::Close => self.close_support_bundle(),
        }
    }

    pub(super) fn support_bundle_task_ended(&mut self, end: SupportBundleEnd) {
        let Some(bundle) = &mut self.state.support_bundle else { return };
        match end {
            SupportBundleEnd::Prepared(contents, suggested) => {
                bundle.contents = Some(contents);
                bundle.suggested.get_or_insert(suggested);
            }
            SupportBundleEnd::Written(stage) => bundle.stage = stage,
        }
    }

    /// A task of it ended abnormally.
    pub(super) fn support_bundle_crashed(&mut self) {
        if let Some(bundle) = &mut self.state.support_bundle {
            bundle.stage = FileStage::Failed(FileFailure::Crashed);
        }
    }

    fn open_support_bundle(&mut self, listed: Option<&[u64]>) {
        if self.state.support_bundle.is_some() {
            return;
        }
        let all = self.recorder.ring().snapshot().entries;
        let listed = match listed {
            Some(numbers) => {
                let shown = &self.state.inspector;
                numbers.iter().filter_map(|number| shown.entry(*number).cloned()).collect()
            }
            None => all.clone(),
        };
        self.state.support_bundle = Some(SupportBundle {
            all,
            listed,
            choice: BundleChoice::default(),
            suggested: None,
            contents: None,
            stage: FileStage::Choosing,
        });
        self.prepare_support_bundle();
    }

    fn support_bundle_not_writing(&mut self) -> Option<&mut SupportBundle> {
        self.state.support_bundle.as_mut().filter(|bundle| bundle.stage != FileStage::Writing)
    }

    fn choose_for_support_bundle(&mut self, choice: BundleChoice) {
        let Some(bundle) = self.support_bundle_not_writing() else { return };
        if bundle.choice != choice {
            bundle.choice = choice;
            bundle.stage = FileStage::Choosing;
            self.prepare_support_bundle();
        }
    }

    fn prepare_support_bundle(&mut self) {
        let (account, ledger) = (self.account_in_ledger(), self.ledger());
        let (made_at, time_zone) = (self.state.now, self.state.time_zone.clone());
        let (space, language) = (self.space.clone(), self.language);
        let Some(bundle) = &mut self.state.support_bundle else { return };
        bundle.contents = None;
        let (calls, choice) = (bundle.chosen(), bundle.choice);
        self.spaces.tasks.forget(Job::PrepareBundle);
        self.spaces.tasks.start(Job::PrepareBundle, async move {
            let receipts = match account.filter(|_| choice.receipts) {
                Some(account) => match ledger.ask(move |ledger| facts::receipts(ledger, account)).await {
                    Ok(receipts) => receipts,
                    Err(NotDone::NotOpen | NotDone::Refused(_)) => BundledReceipts::NotRead,
                },
                None if choice.receipts => BundledReceipts::OfNobody,
                None => BundledReceipts::LeftOut,
            };
            let made = blocking(move || {
                let stem = made_at.to_zoned(time_zone.clone()).strftime("bindery-support-%Y-%m-%d-%H%M%S").to_string();
                let facts = Facts { made_at, time_zone, language, calls, receipts, space, shown: choice.shown };
                let path = suggestion(&stem, "zip").unwrap_or_default();
                (Arc::new(contents::of(&facts)), path.to_string_lossy().into_owned())
            });
            match made.await {
                Some((contents, suggested)) => SupportBundleEnd::Prepared(contents, suggested).into(),
                None => End::Crashed(Job::PrepareBundle),
            }
        });
    }

    /// Writes what the dialog shows. A file of that name is replaced only when the person was asked about it.
    fn write_support_bundle(&mut self, path: String, replace: bool) {
        let made_at = self.state.now.to_zoned(self.state.time_zone.clone()).datetime();
        let Some(bundle) = self.support_bundle_not_writing() else { return };
        let Some(contents) = bundle.contents.clone() else { return };
        let Some(replace) = bundle.stage.may_replace(&path, replace) else { return };
        bundle.stage = FileStage::Writing;
        self.spaces.tasks.start(Job::WriteBundle, async move {
            let written = blocking(move || match archive::of(&contents, made_at) {
                Ok(bytes) => write_whole(path, &bytes, replace),
                Err(failure) => FileStage::Failed(failure.into()),
            });
            match written.await {
                Some(stage) => SupportBundleEnd::Written(stage).into(),
                None => End::Crashed(Job::WriteBundle),
            }
        });
    }

    fn close_support_bundle(&mut self) {
        if self.support_bundle_not_writing().is_some() {
            self.state.support_bundle = None;
            self.spaces.tasks.forget(Job::PrepareBundle);
        }
    }
}

#[cfg(test)]
mod tests;
