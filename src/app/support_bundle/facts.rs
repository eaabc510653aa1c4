//! What a support bundle is made of.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::genauth::Language;
use crate::inspector::Entry;
use crate::inspector::masking::Shown;
use crate::ledger::{self, Account, Filter, Ledger, LedgerError, PageRequest, Whose};
use crate::session::AccountSpace;

/// How many receipts go into a bundle at most: the newest.
const MOST_RECEIPTS: u32 = 500;

/// What a support bundle is made of.
pub(super) struct Facts {
    pub(super) made_at: Timestamp,
    pub(super) time_zone: TimeZone,
    pub(super) language: Language,
    pub(super) calls: Vec<Arc<Entry>>,
    pub(super) receipts: BundledReceipts,
    pub(super) space: Option<AccountSpace>,
    pub(super) shown: Shown,
}

/// The receipts in a support bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BundledReceipts {
    /// They are not wanted.
    LeftOut,
    /// Nobody is signed in whose they could be.
    OfNobody,
    /// The ledger could not be read.
    NotRead,
    /// These, the newest first.
    Read {
        /// The receipts.
        entries: Vec<ledger::Entry>,
        /// How many older ones there are.
        older: u64,
        /// How many are damaged and cannot be read.
        unreadable: usize,
    },
}

/// The newest receipts of an account.
pub(super) fn receipts(ledger: &Ledger, account: Account) -> Result<BundledReceipts, LedgerError> {
    let filter = Filter { whose: Whose::Account(account), ..Filter::default() };
    let page = ledger.entries(&filter, &PageRequest::first(MOST_RECEIPTS))?;
    let here = (page.entries.len() + page.unreadable) as u64;
    let older = ledger.count(&filter)?.saturating_sub(here);
    Ok(BundledReceipts::Read { entries: page.entries, older, unreadable: page.unreadable })
}
