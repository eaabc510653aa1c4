//! Tests of what a full disk, a lock and a file that cannot be written do to a receipt, and of how many there are.

use std::time::Duration;

use super::*;
use crate::ledger::{Deed, Filter};

fn ledger(folder: &tempfile::TempDir) -> Ledger {
    Ledger::open(&folder.path().join("ledger.sqlite3")).unwrap().ledger
}

fn intent(begun_at: i64) -> Intent {
    Intent {
        account: Account { host: "a".to_owned(), app_id: "b".to_owned(), subject: "c".to_owned() },
        deed: Deed::Unbind,
        begun_at: Timestamp::from_millisecond(begun_at).unwrap(),
        batch: None,
        provider: "github".to_owned(),
        title: "x".repeat(2_000),
        ext_idp_id: Some("g".to_owned()),
        identity_ids: Vec::new(),
        origin_connection_ids: Vec::new(),
        connection: None,
    }
}

fn count(ledger: &Ledger) -> u64 {
    ledger.count(&Filter::default()).unwrap()
}

#[test]
fn a_full_disk_is_said_and_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(&folder);
    let id = ledger.intend(&intent(1)).unwrap();
    let pages: i64 = ledger.connection().pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    let limit = format!("PRAGMA max_page_count = {}", pages + 2);
    ledger.connection().query_row(&limit, [], |_| Ok(())).unwrap();
    let (mut written, mut end) = (1, None);
    while written < 100 && end.is_none() {
        match ledger.intend(&intent(1)) {
            Ok(_) => written += 1,
            Err(error) => end = Some(error),
        }
    }
    assert_eq!(end, Some(LedgerError::DiskFull));
    assert_eq!(count(&ledger), written);
    assert!(ledger.entry(&id).unwrap().is_some());
}

#[test]
fn a_file_that_can_no_longer_be_written_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(&folder);
    ledger.connection().pragma_update(None, "query_only", true).unwrap();
    assert_eq!(ledger.intend(&intent(1)).unwrap_err(), LedgerError::NotWritable);
    assert_eq!(count(&ledger), 0);
}

#[test]
fn what_another_program_holds_is_not_waited_for_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let (ledger, other) = (ledger(&folder), ledger(&folder));
    ledger.connection().busy_timeout(Duration::from_millis(1)).unwrap();
    let mut holding = other.connection();
    let held = holding.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    assert_eq!(ledger.intend(&intent(1)).unwrap_err(), LedgerError::Locked);
    assert_eq!(count(&ledger), 0, "it can be read meanwhile");
    held.commit().unwrap();
    ledger.intend(&intent(1)).unwrap();
}

#[test]
fn the_oldest_that_were_settled_make_room_and_open_ones_stay() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(&folder);
    let open = ledger.intend(&intent(0)).unwrap();
    let settled = ledger.intend(&intent(1)).unwrap();
    ledger.settle(&settled, &Settlement::program_ended(Timestamp::UNIX_EPOCH)).unwrap();
    let copies = "WITH RECURSIVE number (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < 9999) \
                  INSERT INTO entry SELECT printf('%032d', n), account, run, deed, n, batch, provider, '', ext_idp_id, \
                  identity_ids, origin_connection_ids, connection, settlement, listed, listed_at, superseded, outcome, \
                  codes, '' FROM entry, number WHERE id = ?";
    ledger.connection().execute(copies, [settled.as_str()]).unwrap();
    assert_eq!(count(&ledger), 10_000);
    let newest = ledger.intend(&intent(20_000)).unwrap();
    assert_eq!(count(&ledger), 10_000);
    let there = |id: &EntryId| ledger.entry(id).unwrap().is_some();
    assert_eq!((there(&open), there(&settled), there(&newest)), (true, false, true));
}

fn said(entry: &EntryId, listed: Listed) -> ListSaid {
    ListSaid { entry: entry.clone(), listed, settlement: Some(Settlement::program_ended(at(5))) }
}

fn at(millisecond: i64) -> Timestamp {
    Timestamp::from_millisecond(millisecond).unwrap()
}

#[test]
fn what_a_list_says_of_several_is_written_at_once_or_not_at_all() {
    let ledger = Ledger::in_memory().unwrap();
    let ids = [1, 2, 3].map(|begun_at| ledger.intend(&intent(begun_at)).unwrap());
    let trigger = format!(
        "CREATE TRIGGER refuses BEFORE UPDATE ON entry WHEN new.id = '{}' BEGIN SELECT RAISE(ABORT, 'no'); END",
        ids[2]
    );
    ledger.connection().execute_batch(&trigger).unwrap();
    let all = ids.each_ref().map(|id| said(id, Listed::Gone));
    ledger.list_said(&all, at(9)).unwrap_err();
    assert!(ids.iter().all(|id| ledger.entry(id).unwrap().unwrap().listed == Listed::NotRead));
    ledger.connection().execute_batch("DROP TRIGGER refuses").unwrap();
    ledger.connection().execute("DELETE FROM entry WHERE id = ?", [ids[1].as_str()]).unwrap();
    assert_eq!(ledger.list_said(&all, at(9)).unwrap(), 2, "what was forgotten is passed over");
    let entry = ledger.entry(&ids[2]).unwrap().unwrap();
    assert_eq!((entry.listed, entry.listed_at), (Listed::Gone, Some(at(9))));
    assert_eq!(entry.settlement, Some(Settlement::program_ended(at(5))));
}

#[test]
fn a_list_that_says_nothing_new_waits_for_no_other_program() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, other) = (ledger(&folder), ledger(&folder));
    let [gone, there] = [1, 2].map(|begun_at| ours.intend(&intent(begun_at)).unwrap());
    let all = [said(&gone, Listed::Gone), said(&there, Listed::AllThere)];
    assert_eq!(ours.list_said(&all, at(9)).unwrap(), 2);
    let changes = ours.changes();
    other
        .change(|_| {
            // As long as the other program writes, this one could write nothing.
            assert_eq!(ours.list_said(&all, at(9)), Ok(0));
            assert_eq!(ours.list_said(&all[..1], at(20)), Ok(0), "what is gone stays gone");
            assert_eq!(ours.supersede(&[]), Ok(0));
            Ok(())
        })
        .unwrap();
    assert_eq!(ours.changes(), changes);
    assert_eq!(ours.list_said(&all, at(20)).unwrap(), 1, "it was there at a later time too");
}
