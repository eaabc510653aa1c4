//! Damaged files: kept aside whole, and a new one begun.

use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;
use std::sync::LazyLock;

use bindery::ledger::{Answer, Filter, Ledger, LedgerError, Note, OpenError, Opened, PageRequest};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::stage::{Place, account, at, identity, intent, request, settlement};

/// The bytes of a closed ledger with something in its tables.
static FILLED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let place = Place::new();
    let ledger = place.open();
    for number in 0..40 {
        let id = ledger.intend(&intent("lin", number)).unwrap();
        ledger.settle(&id, &settlement(Answer::Accepted, vec![request(200, 200, None)])).unwrap();
        ledger.saw(&account("lin"), &[identity(&number.to_string(), "g")], at(number)).unwrap();
    }
    drop(ledger);
    std::fs::read(place.file()).unwrap()
});

/// A place with these bytes in the ledger's file.
fn with(bytes: &[u8]) -> Place {
    let place = Place::new();
    std::fs::create_dir_all(place.folder()).unwrap();
    std::fs::write(place.file(), bytes).unwrap();
    place
}

fn filled() -> Place {
    with(&FILLED)
}

/// Writes these bytes over those of the file.
fn overwrite(place: &Place, at: u64, bytes: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(place.file()).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

/// The ledger, begun anew, and where the damaged one is.
#[track_caller]
fn begun_anew(place: &Place) -> (Ledger, PathBuf) {
    let Opened { ledger, note } = Ledger::open(&place.file()).unwrap();
    let Some(Note::KeptAside { path }) = note else { panic!("nothing was said of the damage") };
    assert_eq!(ledger.count(&Filter::default()).unwrap(), 0);
    ledger.intend(&intent("lin", 1)).unwrap();
    (ledger, path)
}

#[test]
fn a_file_that_is_no_database_is_kept_aside_to_the_byte() {
    let place = filled();
    overwrite(&place, 0, &[0x5a; 100]);
    let damaged = std::fs::read(place.file()).unwrap();
    let (ledger, aside) = begun_anew(&place);
    assert!(std::fs::read(&aside).unwrap() == damaged);
    assert_eq!(aside.parent(), Some(place.folder().as_path()));
    drop(ledger);
    assert_eq!(place.open().count(&Filter::default()).unwrap(), 1, "the new one goes on");
}

#[test]
fn a_second_damage_in_the_same_second_takes_nothing_away() {
    let place = filled();
    let mut asides = Vec::new();
    for _ in 0..3 {
        std::fs::write(place.file(), "no database, but longer than a header of a hundred bytes. ".repeat(4)).unwrap();
        asides.push(begun_anew(&place).1);
    }
    asides.sort();
    asides.dedup();
    assert_eq!(asides.iter().filter(|aside| aside.exists()).count(), 3);
}

#[test]
fn a_file_that_was_cut_off_is_kept_aside() {
    for length in [1, 50, 1_000, 4_095, 4_096, FILLED.len() / 2, FILLED.len() - 4_096] {
        begun_anew(&with(&FILLED[..length]));
    }
}

#[test]
fn a_file_whose_tables_are_gone_is_kept_aside() {
    let place = filled();
    Connection::open(place.file()).unwrap().execute_batch("DROP TABLE sighting").unwrap();
    begun_anew(&place);
}

#[test]
fn an_empty_file_is_a_new_one() {
    with(&[]).open().intend(&intent("lin", 1)).unwrap();
}

#[test]
fn a_damaged_file_that_another_program_uses_stays_where_it_is() {
    let place = filled();
    let other = place.open();
    overwrite(&place, 0, &[0x5a; 100]);
    let refused = Ledger::open(&place.file()).unwrap_err();
    assert!(matches!(refused, OpenError::DamagedInUse { .. }), "{refused:?}");
    drop(other);
    begun_anew(&place);
}

#[test]
fn damage_that_is_found_later_is_told_from_everything_else() {
    let place = filled();
    let ledger = place.open();
    // What another program changes has this one read the file again.
    let other = Connection::open(place.file()).unwrap();
    other.execute_batch("UPDATE account SET name = 'x'").unwrap();
    other.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let length = std::fs::metadata(place.file()).unwrap().len();
    overwrite(&place, 4_096, &vec![0x5a; usize::try_from(length).unwrap() - 4_096]);
    let page = ledger.entries(&Filter::default(), &PageRequest::first(10));
    assert!(matches!(page, Err(LedgerError::Damaged(_))), "{page:?}");
    assert!(matches!(ledger.intend(&intent("lin", 1)), Err(LedgerError::Damaged(_))));
    drop((ledger, other));
    begun_anew(&place);
}

#[test]
fn one_entry_that_cannot_be_read_does_not_hide_the_others() {
    let place = filled();
    let damage = "UPDATE entry SET settlement = 'no JSON' WHERE begun_at = 38; \
                  UPDATE entry SET begun_at = 9223372036854775807 WHERE begun_at = 5";
    Connection::open(place.file()).unwrap().execute_batch(damage).unwrap();
    let ledger = place.open();
    let first = ledger.entries(&Filter::default(), &PageRequest::first(3)).unwrap();
    assert_eq!((first.entries.len(), first.unreadable), (1, 2));
    assert_eq!(first.entries[0].intent.begun_at, at(39));
    assert_eq!(ledger.export(Filter::default()).filter(Result::is_ok).count(), 38);
}

#[test]
fn a_person_can_begin_anew() {
    let place = filled();
    let Opened { ledger, note } = Ledger::begin_anew(&place.file()).unwrap();
    let Some(Note::KeptAside { path }) = note else { panic!("nothing was said") };
    assert_eq!(ledger.count(&Filter::default()).unwrap(), 0);
    drop(ledger);
    std::fs::rename(path, place.file()).unwrap();
    assert_eq!(place.open().count(&Filter::default()).unwrap(), 40, "what was kept aside is whole");
    let elsewhere = Place::new();
    assert_eq!(Ledger::begin_anew(&elsewhere.file()).unwrap().note, None, "there was nothing to keep");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Flipped bits that change no more than a text cannot be found; all others end in words, never in a panic.
    #[test]
    fn flipped_bytes_end_in_words(flips in prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..40)) {
        let mut bytes = FILLED.clone();
        for (index, flip) in flips {
            let index = index.index(bytes.len());
            bytes[index] ^= flip;
        }
        let place = with(&bytes);
        match Ledger::open(&place.file()) {
            Ok(Opened { ledger, note }) => {
                let lin = account("lin");
                let calls = [
                    ledger.entries(&Filter::default(), &PageRequest::first(500)).map(drop),
                    ledger.open_intents(&lin).map(drop),
                    ledger.saw(&lin, &[identity("1", "g")], at(99)).map(drop),
                    ledger.sightings(&lin).map(drop),
                    ledger.snapshots(&lin, 500).map(drop),
                    ledger.accounts().map(drop),
                    ledger.intend(&intent("lin", 7)).map(drop),
                ];
                for call in calls {
                    prop_assert!(note.is_none() || call.is_ok(), "{call:?} on a new file");
                    prop_assert!(matches!(call, Ok(()) | Err(LedgerError::Damaged(_))), "{call:?}");
                }
            }
            // The bytes that say what kind of file it is were hit.
            Err(OpenError::Newer { .. } | OpenError::NotALedger { .. }) => {
                prop_assert!(std::fs::read(place.file()).unwrap() == bytes);
            }
            Err(refused) => prop_assert!(false, "{refused:?}"),
        }
    }
}
