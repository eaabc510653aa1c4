//! New files, older and newer ones, those of others, and folders that cannot be written.

use bindery::ledger::{Filter, Ledger, OpenError, Outcome};
use rusqlite::Connection;

use crate::stage::{Place, account, intent};

#[test]
fn a_new_one_is_made_with_its_folder() {
    let place = Place::new();
    let id = place.open().intend(&intent("lin", 1)).unwrap();
    assert_eq!(place.names(), ["ledger.sqlite3"], "the log goes when the ledger is closed");
    assert!(place.open().entry(&id).unwrap().is_some());
    let runs = place.folder().join("ledger.sqlite3.runs");
    assert_eq!(std::fs::read_dir(runs).unwrap().count(), 0, "nothing is left of the runs that are over");
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let mode = |path: std::path::PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    drop(place.open());
    std::fs::set_permissions(place.file(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let ledger = place.open();
    ledger.intend(&intent("lin", 1)).unwrap();
    for name in place.names() {
        assert_eq!(mode(place.folder().join(&name)), 0o600, "{name}");
    }
    assert_eq!(place.names().len(), 3, "the log and its index among them");
    assert_eq!(mode(place.folder()), 0o700);
}

/// A folder where nothing can be made: a person without rights meets one anywhere, root only where the system has one.
#[cfg(target_os = "linux")]
#[test]
fn in_a_read_only_folder_it_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    drop(place.open());
    std::fs::set_permissions(place.folder(), std::fs::Permissions::from_mode(0o500)).unwrap();
    std::fs::remove_file(place.folder().join("ledger.sqlite3.lock")).unwrap_or_default();
    let is_root = std::fs::write(place.folder().join("probe"), "").is_ok();
    let file = if is_root { "/sys/bindery/ledger.sqlite3".into() } else { place.file() };
    let refused = Ledger::open(&file).unwrap_err();
    assert!(matches!(refused, OpenError::NotWritable { .. }), "{refused:?}");
    std::fs::set_permissions(place.folder(), std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn where_there_can_be_no_folder_it_says_so() {
    let place = Place::new();
    std::fs::write(place.folder(), "a file").unwrap();
    let refused = Ledger::open(&place.file()).unwrap_err();
    assert!(matches!(refused, OpenError::System { .. }), "{refused:?}");
    std::fs::remove_file(place.folder()).unwrap();
    std::fs::create_dir_all(place.file()).unwrap();
    let refused = Ledger::open(&place.file()).unwrap_err();
    assert!(matches!(refused, OpenError::System { .. }), "{refused:?}");
    assert!(place.file().is_dir(), "it is left alone");
}

#[test]
fn a_newer_one_is_left_alone() {
    let place = Place::new();
    place.open().intend(&intent("lin", 1)).unwrap();
    Connection::open(place.file()).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = std::fs::read(place.file()).unwrap();
    let refused = Ledger::open(&place.file()).unwrap_err();
    assert!(matches!(refused, OpenError::Newer { found: 99, known: 1, .. }), "{refused:?}");
    assert!(std::fs::read(place.file()).unwrap() == before, "not a byte is changed");
    assert_eq!(place.names(), ["ledger.sqlite3"]);
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    for (table, application_id) in [("CREATE TABLE theirs (a)", 0), ("", 77)] {
        let place = Place::new();
        std::fs::create_dir_all(place.folder()).unwrap();
        let theirs = Connection::open(place.file()).unwrap();
        theirs.execute_batch(table).unwrap();
        theirs.pragma_update(None, "application_id", application_id).unwrap();
        drop(theirs);
        let before = std::fs::read(place.file()).unwrap();
        let refused = Ledger::open(&place.file()).unwrap_err();
        assert!(matches!(refused, OpenError::NotALedger { .. }), "{refused:?}");
        assert!(std::fs::read(place.file()).unwrap() == before, "not a byte is changed");
        assert_eq!(place.names(), ["ledger.sqlite3"]);
    }
}

/// The file as the first version wrote it; never to be changed.
const VERSION_1: &str = include_str!("version_1.sql");

#[test]
fn a_file_of_version_1_is_read_by_every_later_one() {
    let place = Place::new();
    std::fs::create_dir_all(place.folder()).unwrap();
    Connection::open(place.file()).unwrap().execute_batch(VERSION_1).unwrap();
    let ledger = place.open();
    let entries: Vec<_> = ledger.export(Filter::default()).map(Result::unwrap).collect();
    let outcomes: Vec<_> = entries
        .iter()
        .map(|entry| {
            let answer = entry.settlement.as_ref().map(|settlement| &settlement.answer);
            Outcome::of(entry.intent.deed, answer, &entry.listed).word()
        })
        .collect();
    assert_eq!(outcomes, ["bound", "open", "lost-gone", "refused-all-there"]);
    let lin = account("lin");
    let names: Vec<_> = ledger.accounts().unwrap().into_iter().map(|known| (known.account, known.name)).collect();
    assert_eq!(names, [(lin.clone(), Some("林晓".to_owned()))]);
    assert_eq!(ledger.open_intents(&lin).unwrap().len(), 1);
    assert_eq!(ledger.sightings(&lin).unwrap().len(), 2);
    assert_eq!(ledger.ways(&lin).unwrap().len(), 2);
    assert_eq!(ledger.used_connections(&lin).unwrap().len(), 1);
    assert_eq!(ledger.snapshots(&lin, 10).unwrap().len(), 1);
    ledger.intend(&intent("lin", 1)).unwrap();
}
