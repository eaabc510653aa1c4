//! What the Activity screen shows.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::export::ExportDialog;
use super::filter::ActivityFilter;
use super::forget::ForgetDialog;
use super::held::HeldExchanges;
use crate::ledger::{Cursor, Entry, EntryId, Filter, KnownAccount, KnownExtIdp, LedgerError};

/// The history of binds and unbinds as the screen shows it, with what a person looks for in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// What is looked for.
    pub filter: ActivityFilter,
    /// What was found last; it stays while more is read.
    pub history: Option<Arc<History>>,
    /// Whether something is being read.
    pub pending: bool,
    /// Why the last read failed; cleared by the next that succeeds.
    pub failure: Option<HistoryFailure>,
    /// What was asked of the ledger last; none while the screen does not show.
    pub asked: Option<Filter>,
    /// How much had been written to the ledger when it was read last.
    pub seen: u64,
    /// Which exchanges the inspector still holds.
    pub held: HeldExchanges,
    /// The dialog that lies above.
    pub dialog: Option<ActivityDialog>,
}

/// A dialog of the Activity screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActivityDialog {
    /// Writing what the filter shows to a file.
    Export(ExportDialog),
    /// Forgetting history.
    Forget(ForgetDialog),
}

/// Why the history could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryFailure {
    /// The ledger is not open; how it stands says why.
    NotOpen,
    /// The ledger refused.
    Refused(LedgerError),
    /// The task ended abnormally.
    Crashed,
}

/// Entries of the ledger, the newest first, as far as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// What was asked of the ledger for it.
    pub filter: Filter,
    /// The entries.
    pub entries: Vec<Arc<Entry>>,
    /// The days that they were begun on, in the order of the entries.
    pub days: Vec<Day>,
    /// How many others stand between them that are damaged and cannot be read.
    pub unreadable: usize,
    /// Where the next ones begin; none when these are all.
    pub next: Option<Cursor>,
    /// How many the filter lets through.
    pub found: u64,
    /// How many there are of the accounts that are looked at.
    pub kept: u64,
    /// Those without an answer whose program is over: nobody waits for it any more.
    pub left_open: HashSet<EntryId>,
    /// The accounts that the ledger knows.
    pub accounts: Vec<KnownAccount>,
    /// The identity sources of the accounts that are looked at.
    pub ext_idps: Vec<KnownExtIdp>,
}

/// A day with entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which, in the time zone of the screen.
    pub date: Date,
    /// The index of its first entry.
    pub first: usize,
}

impl History {
    /// Notes on which days the entries were begun; to be called when entries were added.
    pub fn count_days(&mut self, time_zone: &TimeZone) {
        self.days.clear();
        for (first, entry) in self.entries.iter().enumerate() {
            let date = time_zone.to_datetime(entry.intent.begun_at).date();
            if self.days.last().is_none_or(|day| day.date != date) {
                self.days.push(Day { date, first });
            }
        }
    }

    /// How many rows it is shown in: one for each day and one for each entry.
    pub fn rows(&self) -> usize {
        self.days.len() + self.entries.len()
    }

    /// What stands in a row.
    pub fn row(&self, row: usize) -> Option<HistoryRow<'_>> {
        // The row of a day is as far down as there are days and entries above it.
        let (mut low, mut high) = (0, self.days.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.days.get(middle) {
                Some(day) if middle + day.first <= row => low = middle + 1,
                _ => high = middle,
            }
        }
        let index = low.checked_sub(1)?;
        let day = self.days.get(index)?;
        let offset = row - (index + day.first);
        match offset.checked_sub(1) {
            None => Some(HistoryRow::Day(*day)),
            Some(offset) => {
                let index = day.first + offset;
                self.entries.get(index).map(|entry| HistoryRow::Entry(index, entry))
            }
        }
    }

    /// The row that an entry stands in.
    pub fn row_of(&self, index: usize) -> usize {
        index + self.days.partition_point(|day| day.first <= index)
    }
}

/// What stands in a row of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryRow<'a> {
    /// The beginning of a day.
    Day(Day),
    /// An entry, and where it stands among the entries.
    Entry(usize, &'a Arc<Entry>),
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::ledger::{Account, Deed, Intent, Ledger};

    fn history(hours: &[u32]) -> History {
        let ledger = Ledger::in_memory().unwrap();
        for hour in hours {
            let intent = Intent {
                account: Account { host: String::new(), app_id: String::new(), subject: String::new() },
                deed: Deed::Unbind,
                begun_at: Timestamp::from_second(i64::from(*hour) * 3600).unwrap(),
                batch: None,
                provider: String::new(),
                title: String::new(),
                ext_idp_id: None,
                identity_ids: Vec::new(),
                origin_connection_ids: Vec::new(),
                connection: None,
            };
            ledger.intend(&intent).unwrap();
        }
        let entries = ledger.export(Filter::default()).map(|entry| Arc::new(entry.unwrap())).collect();
        let mut history = History { entries, ..History::default() };
        history.count_days(&TimeZone::fixed(jiff::tz::offset(8)));
        history
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn every_day_has_a_row_above_its_entries(hours in proptest::collection::vec(0..200_u32, 0..40)) {
            let history = history(&hours);
            let mut seen = 0;
            let mut today = None;
            for row in 0..history.rows() {
                match history.row(row).unwrap() {
                    HistoryRow::Day(day) => {
                        prop_assert!(today.is_none_or(|before| day.date < before), "the newest comes first");
                        prop_assert_eq!(day.first, seen);
                        today = Some(day.date);
                    }
                    HistoryRow::Entry(index, entry) => {
                        prop_assert_eq!(index, seen);
                        prop_assert_eq!(history.row_of(index), row);
                        let at = entry.intent.begun_at;
                        prop_assert_eq!(Some(TimeZone::fixed(jiff::tz::offset(8)).to_datetime(at).date()), today);
                        seen += 1;
                    }
                }
            }
            prop_assert_eq!(seen, hours.len());
            prop_assert_eq!(history.row(history.rows()), None);
        }
    }

    #[test]
    fn days_are_those_of_the_time_zone() {
        // 15:00 and 16:00 in UTC are 23:00 and midnight in Beijing.
        let days: Vec<_> = history(&[15, 16]).days.iter().map(|day| day.date.to_string()).collect();
        assert_eq!(days, ["1970-01-02", "1970-01-01"]);
    }
}
