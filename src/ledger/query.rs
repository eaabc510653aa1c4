//! Looking through the entries: by filter, in pages, the newest first.

use jiff::Timestamp;
use rusqlite::types::Value;

use super::rows::{COLUMNS, deed_word, entry};
use super::text::{LONGEST_ID, cut};
use super::{Deed, Entry, EntryId, Ledger, LedgerError, Outcome, Whose};

/// How many entries one page has at most.
const LARGEST_PAGE: u32 = 500;
/// How many entries an export reads at once.
const EXPORT_PAGE: u32 = 200;

/// Which entries are wanted; what is empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Whose.
    pub whose: Whose,
    /// Binds or unbinds only.
    pub deed: Option<Deed>,
    /// Of one identity source.
    pub ext_idp_id: Option<String>,
    /// With one of these outcomes.
    pub outcomes: Vec<Outcome>,
    /// With a request that has this HTTP status, `statusCode` or `apiCode`.
    pub code: Option<i64>,
    /// With this somewhere in title, provider, ids, paths, messages or request ids; capital letters are like small ones.
    pub text: String,
    /// Begun at this time or later.
    pub since: Option<Timestamp>,
    /// Begun before this time.
    pub before: Option<Timestamp>,
}

/// A place between two entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    begun_at: i64,
    id: EntryId,
}

/// Which page is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// [`EntryPage::next`] of the page before; none for the first page.
    pub after: Option<Cursor>,
    /// How many entries, from 1 to 500.
    pub size: u32,
}

impl PageRequest {
    /// The newest entries.
    pub fn first(size: u32) -> Self {
        Self { after: None, size }
    }
}

/// Some entries, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryPage {
    /// The entries.
    pub entries: Vec<Entry>,
    /// How many others stand between them that are damaged and cannot be read.
    pub unreadable: usize,
    /// Where the next page begins; none when this was the last.
    pub next: Option<Cursor>,
}

impl Ledger {
    /// The entries that a filter lets through, page by page.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn entries(&self, filter: &Filter, page: &PageRequest) -> Result<EntryPage, LedgerError> {
        let (mut condition, mut values) = condition(filter);
        if let Some(Cursor { begun_at, id }) = &page.after {
            condition.push("(entry.begun_at, entry.id) < (?, ?)".to_owned());
            values.extend([Value::Integer(*begun_at), Value::Text(id.as_str().to_owned())]);
        }
        let size = page.size.clamp(1, LARGEST_PAGE);
        // One more than wanted says whether there is a next page.
        values.push(Value::Integer(i64::from(size) + 1));
        let sql = format!(
            "SELECT {COLUMNS} FROM entry JOIN account ON account.id = entry.account WHERE {} \
             ORDER BY entry.begun_at DESC, entry.id DESC LIMIT ?",
            condition.join(" AND ")
        );
        let connection = self.connection();
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        let (mut found, mut count, mut last) = (EntryPage::default(), 0, None);
        while let Some(row) = rows.next()? {
            if count == size {
                found.next = last;
                break;
            }
            count += 1;
            last = Some(Cursor { begun_at: row.get("begun_at")?, id: EntryId::kept(row.get("id")?) });
            match entry(row) {
                Ok(entry) => found.entries.push(entry),
                Err(_) => found.unreadable += 1,
            }
        }
        Ok(found)
    }

    /// How many entries a filter lets through.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn count(&self, filter: &Filter) -> Result<u64, LedgerError> {
        let (condition, values) = condition(filter);
        let sql = format!(
            "SELECT count(*) FROM entry JOIN account ON account.id = entry.account WHERE {}",
            condition.join(" AND ")
        );
        let count: i64 = self.connection().query_row(&sql, rusqlite::params_from_iter(values), |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// All entries that a filter lets through, the newest first, read in pages: nothing is held up while they are written
    /// out. What is begun meanwhile is not among them.
    pub fn export(&self, filter: Filter) -> Export<'_> {
        Export { ledger: self, filter, read: Vec::new().into_iter(), after: None, ended: false }
    }
}

/// The entries of an export; ends after the first error.
#[derive(Debug)]
pub struct Export<'a> {
    ledger: &'a Ledger,
    filter: Filter,
    read: std::vec::IntoIter<Entry>,
    after: Option<Cursor>,
    ended: bool,
}

impl Iterator for Export<'_> {
    type Item = Result<Entry, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.read.next() {
                return Some(Ok(entry));
            }
            if self.ended {
                return None;
            }
            let page = PageRequest { after: self.after.take(), size: EXPORT_PAGE };
            match self.ledger.entries(&self.filter, &page) {
                Ok(page) => {
                    self.read = page.entries.into_iter();
                    self.ended = page.next.is_none();
                    self.after = page.next;
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
    }
}

fn condition(filter: &Filter) -> (Vec<String>, Vec<Value>) {
    let (whose, values) = filter.whose.condition();
    let mut conditions = vec![whose.to_owned()];
    let mut values: Vec<_> = values.into_iter().map(Value::Text).collect();
    let mut add = |condition: &str, value: Value| {
        conditions.push(condition.to_owned());
        values.push(value);
    };
    if let Some(deed) = filter.deed {
        add("entry.deed = ?", Value::Text(deed_word(deed).to_owned()));
    }
    if let Some(ext_idp_id) = &filter.ext_idp_id {
        add("entry.ext_idp_id = ?", Value::Text(cut(ext_idp_id, LONGEST_ID)));
    }
    if let Some(code) = filter.code {
        add("instr(entry.codes, ?) > 0", Value::Text(format!("|{code}|")));
    }
    let text = filter.text.trim().to_lowercase();
    if !text.is_empty() {
        add("instr(entry.words, ?) > 0", Value::Text(text));
    }
    if let Some(since) = filter.since {
        add("entry.begun_at >= ?", Value::Integer(since.as_millisecond()));
    }
    if let Some(before) = filter.before {
        add("entry.begun_at < ?", Value::Integer(before.as_millisecond()));
    }
    if !filter.outcomes.is_empty() {
        conditions.push(format!("entry.outcome IN ({})", vec!["?"; filter.outcomes.len()].join(", ")));
        values.extend(filter.outcomes.iter().map(|outcome| Value::Text(outcome.word().to_owned())));
    }
    (conditions, values)
}
