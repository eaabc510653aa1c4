//! What is forgotten is in no file any more.

use bindery::ledger::{Account, Answer, Filter, Ledger, LedgerError, Note, UsedConnection, Way, Whose};

use crate::stage::{Place, account, at, identity, intent, request, settlement};

/// Writes something into every table, with this word in every text.
fn fill(ledger: &Ledger, account: &Account, word: &str) {
    for number in 0..12 {
        let mut intent = intent("", number);
        intent.account = account.clone();
        intent.title = format!("{word} title {}", "x".repeat(3_000));
        let mut request = request(200, 200, None);
        request.message = Some(format!("{word} message"));
        let id = ledger.intend(&intent).unwrap();
        ledger.settle(&id, &settlement(Answer::Accepted, vec![request])).unwrap();
        ledger.saw(account, &[identity(&format!("{word} {number}"), word)], at(number)).unwrap();
    }
    ledger.name_account(account, &format!("{word} name")).unwrap();
    ledger.signed_in_by(account, Way::Browser, Some(word), Some(word), at(1)).unwrap();
    let used = UsedConnection {
        identifier: format!("{word} identifier"),
        ext_idp_id: word.to_owned(),
        provider: word.to_owned(),
        origin_connection_ids: vec![word.to_owned()],
        last_used: at(1),
    };
    ledger.remember_connection(account, &used).unwrap();
}

#[test]
fn one_account_goes_and_the_others_stay() {
    let place = Place::new();
    let ledger = place.open();
    let (lin, mia) = (account("lin-secretly"), account("mia-openly"));
    fill(&ledger, &lin, "clandestine");
    fill(&ledger, &mia, "wellknown");
    assert!(!place.holding("clandestine").is_empty(), "it is there to be forgotten");
    let forgotten = ledger.forget_history(&Whose::Account(lin.clone())).unwrap();
    assert_eq!((forgotten.accounts, forgotten.wiped), (1, true));
    assert_eq!(place.holding("clandestine"), [] as [std::path::PathBuf; 0]);
    assert_eq!(place.holding("lin-secretly"), [] as [std::path::PathBuf; 0]);
    assert!(!place.holding("wellknown").is_empty());
    assert_eq!(ledger.count(&Filter { whose: Whose::Account(mia.clone()), ..Filter::default() }).unwrap(), 12);
    assert_eq!(ledger.sightings(&lin).unwrap(), []);
    assert_eq!(ledger.sightings(&mia).unwrap().len(), 12);
    drop(ledger);
    assert_eq!(place.holding("clandestine"), [] as [std::path::PathBuf; 0]);
}

#[test]
fn a_space_goes_with_all_its_accounts() {
    let place = Place::new();
    let ledger = place.open();
    let elsewhere = Account { app_id: "another app".to_owned(), ..account("lin") };
    for account in [account("lin"), account("mia"), elsewhere.clone()] {
        fill(&ledger, &account, "word");
    }
    let Account { host, app_id, .. } = account("");
    assert_eq!(ledger.forget_history(&Whose::Space { host, app_id }).unwrap().accounts, 2);
    let left: Vec<_> = ledger.accounts().unwrap().into_iter().map(|known| known.account).collect();
    assert_eq!(left, [elsewhere]);
}

#[test]
fn everything_goes_and_damaged_files_with_it() {
    let place = Place::new();
    fill(&place.open(), &account("lin"), "clandestine");
    let mut bytes = std::fs::read(place.file()).unwrap();
    bytes[..100].fill(0x5a);
    std::fs::write(place.file(), bytes).unwrap();
    let opened = Ledger::open(&place.file()).unwrap();
    assert!(matches!(opened.note, Some(Note::KeptAside { .. })));
    assert!(!place.holding("clandestine").is_empty(), "it was kept aside");
    assert!(opened.ledger.forget_history(&Whose::Everyone).unwrap().wiped);
    assert_eq!(place.holding("clandestine"), [] as [std::path::PathBuf; 0]);
}

#[test]
fn while_another_program_reads_it_says_that_bytes_are_left() {
    let place = Place::new();
    let ledger = place.open();
    fill(&ledger, &account("lin"), "clandestine");
    let other = rusqlite::Connection::open(place.file()).unwrap();
    other.execute_batch("BEGIN; SELECT count(*) FROM entry").unwrap();
    let mut reading = other.prepare("SELECT id FROM entry").unwrap();
    let mut rows = reading.query([]).unwrap();
    assert!(rows.next().unwrap().is_some());
    let forgotten = ledger.forget_history(&Whose::Everyone).unwrap();
    assert_eq!((forgotten.accounts, forgotten.wiped), (1, false));
    assert_eq!(ledger.count(&Filter::default()).unwrap(), 0, "it is forgotten all the same");
    drop(rows);
    drop(reading);
    other.execute_batch("COMMIT").unwrap();
    drop(other);
    assert!(ledger.forget_history(&Whose::Everyone).unwrap().wiped);
    assert_eq!(place.holding("clandestine"), [] as [std::path::PathBuf; 0]);
}

#[test]
fn what_comes_for_a_forgotten_entry_does_not_bring_it_back() {
    let place = Place::new();
    let ledger = place.open();
    let id = ledger.intend(&intent("lin", 1)).unwrap();
    ledger.forget_history(&Whose::Everyone).unwrap();
    let settled = ledger.settle(&id, &settlement(Answer::Accepted, Vec::new()));
    assert_eq!(settled.unwrap_err(), LedgerError::NoSuchEntry);
    assert_eq!(ledger.accounts().unwrap(), []);
}
