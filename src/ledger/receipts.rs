//! Writing receipts: the intent before the call, the rest after it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::rows::{COLUMNS, Marks, deed_word, entry, marks, to_json};
use super::store::{find_row_of, row_of};
use super::{Account, Entry, EntryId, Intent, Ledger, LedgerError, ListSaid, Listed, Settlement, milliseconds};
use crate::account::Receipt;

/// How many entries are kept of one account. The oldest ones that were settled make room.
const MOST_OF_ONE_ACCOUNT: i64 = 10_000;

impl Ledger {
    /// Writes what is about to be done. It is on the disk when this returns.
    ///
    /// # Errors
    /// [`LedgerError`]; nothing is kept then, so ask the person before the call is made.
    pub fn intend(&self, intent: &Intent) -> Result<EntryId, LedgerError> {
        let id = EntryId::random()?;
        let entry = Entry {
            id: id.clone(),
            intent: intent.bounded(),
            settlement: None,
            listed: Listed::NotRead,
            listed_at: None,
            superseded: false,
        };
        let Marks { outcome, codes, words } = marks(&entry);
        let intent = &entry.intent;
        let (identity_ids, connection_ids) = (to_json(&intent.identity_ids)?, to_json(&intent.origin_connection_ids)?);
        let listed = to_json(&entry.listed)?;
        self.change(|transaction| {
            let account = row_of(transaction, &intent.account)?;
            make_room(transaction, account)?;
            transaction.execute(
                "INSERT INTO entry (id, account, run, deed, begun_at, batch, provider, title, ext_idp_id, identity_ids, \
                 origin_connection_ids, connection, listed, outcome, codes, words) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    id.as_str(),
                    account,
                    self.run.name(),
                    deed_word(intent.deed),
                    intent.begun_at.as_millisecond(),
                    intent.batch.as_ref().map(|batch| batch.as_str()),
                    intent.provider,
                    intent.title,
                    intent.ext_idp_id,
                    identity_ids,
                    connection_ids,
                    intent.connection,
                    listed,
                    outcome,
                    codes,
                    words,
                ],
            )?;
            Ok(())
        })?;
        Ok(id)
    }

    /// Writes what came of the call. A late answer takes the place of an earlier one.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn settle(&self, id: &EntryId, settlement: &Settlement) -> Result<(), LedgerError> {
        self.rewrite(id, |entry| {
            entry.settlement = Some(settlement.bounded());
            true
        })
        .map(drop)
    }

    /// Writes what came of the call, unless that is known already; says whether it was written. For what another start
    /// of the program left open: two programs may find it.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn settle_open(&self, id: &EntryId, settlement: &Settlement) -> Result<bool, LedgerError> {
        self.rewrite(id, |entry| {
            let open = entry.settlement.is_none();
            if open {
                entry.settlement = Some(settlement.bounded());
            }
            open
        })
    }

    /// Writes what the list said, and when it was read. What was once seen gone or bound stays so.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn update_listed(&self, id: &EntryId, listed: &Listed, at: Option<Timestamp>) -> Result<(), LedgerError> {
        self.rewrite(id, |entry| note_listed(entry, listed, at)).map(drop)
    }

    /// Writes what a list, read at this time, says of several entries: all that is new of it in one, and nothing where
    /// nothing is. Says how many entries have changed. What was forgotten meanwhile is passed over.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn list_said(&self, said: &[ListSaid], at: Timestamp) -> Result<usize, LedgerError> {
        self.rewrite_each(
            said,
            |said| &said.entry,
            |said, entry| {
                let settlement = said.settlement.as_ref().filter(|_| entry.settlement.is_none());
                if let Some(settlement) = settlement {
                    entry.settlement = Some(settlement.bounded());
                }
                settlement.is_some() | note_listed(entry, &said.listed, Some(at))
            },
        )
    }

    /// Writes that a later try at the same binding has begun; says of how many entries that was not known.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn supersede(&self, ids: &[EntryId]) -> Result<usize, LedgerError> {
        self.rewrite_each(ids, |id| id, |_, entry| !std::mem::replace(&mut entry.superseded, true))
    }

    /// Writes everything that a receipt says: the answer, the list and whether it is superseded.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn record(&self, id: &EntryId, receipt: &Receipt) -> Result<(), LedgerError> {
        self.rewrite(id, |entry| {
            entry.settlement = Some(receipt.into());
            note_listed(entry, &receipt.listed.into(), receipt.listed_at);
            entry.superseded |= receipt.superseded;
            true
        })
        .map(drop)
    }

    /// What was begun by a program that ended in the middle, the oldest first. What a program that goes on has begun, this
    /// one included, is not among them.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn open_intents(&self, account: &Account) -> Result<Vec<Entry>, LedgerError> {
        self.of_programs_that_ended(account, "entry.settlement IS NULL")
    }

    fn of_programs_that_ended(&self, account: &Account, condition: &str) -> Result<Vec<Entry>, LedgerError> {
        let connection = self.connection();
        let Some(account) = find_row_of(&connection, account)? else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT {COLUMNS}, entry.run FROM entry JOIN account ON account.id = entry.account \
             WHERE entry.account = ? AND {condition} ORDER BY entry.begun_at, entry.id"
        );
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([account])?;
        let mut open = Vec::new();
        while let Some(row) = rows.next()? {
            let run: String = row.get("run")?;
            if !self.run.goes_on(&run) {
                open.push(entry(row)?);
            }
        }
        Ok(open)
    }

    /// The unbinds of programs that ended before it was known what became of them, the oldest first: those of
    /// [`open_intents`](Self::open_intents), and those with an answer after which no list could be read.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn left_open(&self, account: &Account) -> Result<Vec<Entry>, LedgerError> {
        let open = "(entry.settlement IS NULL OR entry.outcome IN ('not-checked', 'accepted-unreadable', 'lost-unreadable')) \
                    AND entry.deed = 'unbind' AND NOT entry.superseded";
        self.of_programs_that_ended(account, open)
    }

    /// One entry; none when there is no such one any more.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn entry(&self, id: &EntryId) -> Result<Option<Entry>, LedgerError> {
        read(&self.connection(), id)
    }

    /// Changes several entries at once, and says how many; where there is nothing to change, no other program is waited for.
    fn rewrite_each<T>(
        &self,
        those: &[T],
        id: impl Fn(&T) -> &EntryId,
        change: impl Fn(&T, &mut Entry) -> bool,
    ) -> Result<usize, LedgerError> {
        let mut changes = Vec::new();
        for it in those {
            if read(&self.connection(), id(it))?.is_some_and(|mut entry| change(it, &mut entry)) {
                changes.push(it);
            }
        }
        if changes.is_empty() {
            return Ok(0);
        }
        self.change(|transaction| {
            let mut changed = 0;
            for it in changes {
                match rewrite(transaction, id(it), |entry| change(it, entry)) {
                    Ok(new) => changed += usize::from(new),
                    Err(LedgerError::NoSuchEntry) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(changed)
        })
    }

    /// Reads an entry, changes it and writes it back, all in one; says whether there was something to write.
    fn rewrite(&self, id: &EntryId, change: impl FnOnce(&mut Entry) -> bool) -> Result<bool, LedgerError> {
        self.change(|transaction| rewrite(transaction, id, change))
    }
}

/// Reads an entry, changes it and writes it back; says whether there was something to write.
pub(super) fn rewrite(
    transaction: &Transaction<'_>,
    id: &EntryId,
    change: impl FnOnce(&mut Entry) -> bool,
) -> Result<bool, LedgerError> {
    let mut entry = read(transaction, id)?.ok_or(LedgerError::NoSuchEntry)?;
    if !change(&mut entry) {
        return Ok(false);
    }
    let Marks { outcome, codes, words } = marks(&entry);
    transaction.execute(
        "UPDATE entry SET settlement = ?, listed = ?, listed_at = ?, superseded = ?, outcome = ?, codes = ?, \
         words = ? WHERE id = ?",
        params![
            entry.settlement.as_ref().map(to_json).transpose()?,
            to_json(&entry.listed)?,
            entry.listed_at.map(Timestamp::as_millisecond),
            entry.superseded,
            outcome,
            codes,
            words,
            id.as_str(),
        ],
    )?;
    Ok(true)
}

/// Takes over what the list said, unless it was seen gone or bound before, which stays; says whether it did.
fn note_listed(entry: &mut Entry, listed: &Listed, at: Option<Timestamp>) -> bool {
    if matches!(entry.listed, Listed::Gone | Listed::Bound { .. } | Listed::NothingNew { later: Some(_), .. }) {
        return false;
    }
    let new = (listed.bounded(), at.map(milliseconds::whole));
    let changes = (&entry.listed, entry.listed_at) != (&new.0, new.1);
    (entry.listed, entry.listed_at) = new;
    changes
}

fn read(connection: &Connection, id: &EntryId) -> Result<Option<Entry>, LedgerError> {
    let sql = format!("SELECT {COLUMNS} FROM entry JOIN account ON account.id = entry.account WHERE entry.id = ?");
    Ok(connection.query_row(&sql, [id.as_str()], entry).optional()?)
}

fn make_room(transaction: &Transaction<'_>, account: i64) -> Result<(), LedgerError> {
    let count: i64 =
        transaction.query_row("SELECT count(*) FROM entry WHERE account = ?", [account], |row| row.get(0))?;
    if count >= MOST_OF_ONE_ACCOUNT {
        transaction.execute(
            "DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE account = ? AND settlement IS NOT NULL \
             ORDER BY begun_at, id LIMIT ?)",
            [account, count - MOST_OF_ONE_ACCOUNT + 1],
        )?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "receipts_tests.rs"]
mod tests;
