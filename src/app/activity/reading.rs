//! Reading the history: on the ledger's thread, in pages, so that nothing else waits long for it.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::state::{History, HistoryFailure};
use crate::app::ledger::{LedgerQueue, NotDone};
use crate::ledger::{Account, Entry, EntryPage, Filter, Ledger, LedgerError, PageRequest};

/// How many entries are read at first, and each time that one comes to the end of them.
const PAGE: u32 = 200;

/// Reads the newest entries, and as many as were there before; waits its turn.
pub(super) async fn read(
    ledger: &LedgerQueue,
    filter: Filter,
    at_least: usize,
    time_zone: TimeZone,
) -> Result<History, HistoryFailure> {
    Ok(ledger.ask(move |ledger| newest(ledger, &filter, at_least, &time_zone)).await?)
}

/// Reads the entries after those that are there.
pub(super) async fn read_more(
    ledger: &LedgerQueue,
    filter: Filter,
    before: Arc<History>,
    time_zone: TimeZone,
) -> Result<History, HistoryFailure> {
    let more = move |ledger: &Ledger| {
        let mut history = History::clone(&before);
        let Some(after) = history.next.take() else { return Ok(history) };
        let page = ledger.entries(&filter, &PageRequest { after: Some(after), size: PAGE })?;
        append(ledger, &mut history, page)?;
        history.count_days(&time_zone);
        Ok(history)
    };
    Ok(ledger.ask(more).await?)
}

fn newest(ledger: &Ledger, filter: &Filter, at_least: usize, time_zone: &TimeZone) -> Result<History, LedgerError> {
    let mut history = History {
        filter: filter.clone(),
        found: ledger.count(filter)?,
        kept: ledger.count(&Filter { whose: filter.whose.clone(), ..Filter::default() })?,
        accounts: ledger.accounts()?,
        ext_idps: ledger.ext_idps(&filter.whose)?,
        ..History::default()
    };
    append(ledger, &mut history, ledger.entries(filter, &PageRequest::first(PAGE))?)?;
    while history.entries.len() < at_least
        && let Some(after) = history.next.take()
    {
        let page = ledger.entries(filter, &PageRequest { after: Some(after), size: PAGE })?;
        append(ledger, &mut history, page)?;
    }
    history.count_days(time_zone);
    Ok(history)
}

fn append(ledger: &Ledger, history: &mut History, page: EntryPage) -> Result<(), LedgerError> {
    let mut asked: Vec<Account> = Vec::new();
    let is_open = |entry: &&Entry| entry.settlement.is_none();
    for entry in page.entries.iter().filter(is_open) {
        let account = &entry.intent.account;
        if !asked.contains(account) {
            asked.push(account.clone());
            history.left_open.extend(ledger.open_intents(account)?.into_iter().map(|entry| entry.id));
        }
    }
    history.unreadable += page.unreadable;
    history.entries.extend(page.entries.into_iter().map(Arc::new));
    history.next = page.next;
    Ok(())
}

impl From<NotDone> for HistoryFailure {
    fn from(not_done: NotDone) -> Self {
        match not_done {
            NotDone::NotOpen => Self::NotOpen,
            NotDone::Refused(error) => Self::Refused(error),
        }
    }
}
