//! What stands in the files of a support bundle.

use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::archive;
use super::contents::{self, BundleContents};
use super::facts::{BundledReceipts, Facts, receipts};
use crate::account::{Receipt, Reply, bindings};
use crate::genauth::{AppHost, Attempt, Error, Exchange, Identity, Language, Refusal};
use crate::inspector::masking::Shown;
use crate::inspector::samples::{exchange, identities, refusal};
use crate::inspector::{Entry, har};
use crate::ledger::{Account, Intent, Ledger};
use crate::session::{AccountSpace, SpaceName};

fn entries(exchanges: Vec<Exchange>) -> Vec<Arc<Entry>> {
    let entry = |(number, exchange): (usize, Exchange)| {
        let first_started_at = exchange.started_at;
        Arc::new(Entry { number: number as u64, exchange: Arc::new(exchange), count: 1, first_started_at })
    };
    exchanges.into_iter().enumerate().map(entry).collect()
}

fn account() -> Account {
    Account { host: "acme.genauth.ai".to_owned(), app_id: "62f2".to_owned(), subject: "lin".to_owned() }
}

/// A ledger with an unbind that the service refused with this message.
fn ledger(message: &str) -> Ledger {
    let identity = Identity {
        identity_id: "i-1".to_owned(),
        ext_idp_id: "g".to_owned(),
        provider: "github".to_owned(),
        kind: "openid".to_owned(),
        user_id_in_idp: "48213977".to_owned(),
        user_info_in_idp: serde_json::Map::new(),
        origin_connection_ids: vec!["c-1".to_owned()],
    };
    let binding = bindings(&[identity], None).remove(0);
    let when = Timestamp::UNIX_EPOCH;
    let ledger = Ledger::in_memory().unwrap();
    let id = ledger.intend(&Intent::unbind(account(), &binding, "GitHub", when)).unwrap();
    let refusal = Refusal {
        status_code: 499,
        api_code: Some(1639),
        message: message.to_owned(),
        request_id: None,
        retry_after: None,
    };
    let receipt = Receipt {
        number: 1,
        when,
        space: "acme.genauth.ai".to_owned(),
        user_id: None,
        binding,
        attempts: vec![Attempt {
            method: "POST",
            path: "/api/v3/unlink-extidp".to_owned(),
            started_at: when,
            took: Duration::from_millis(12),
            http_status: Some(200),
            status_code: Some(499),
            api_code: Some(1639),
            message: Some(message.to_owned()),
            request_id: Some("r-1".to_owned()),
        }],
        took: Duration::from_millis(12),
        reply: Reply::Refused(Error::Refused(refusal)),
        listed: crate::account::Listed::AllThere,
        listed_at: Some(when),
        superseded: false,
    };
    ledger.record(&id, &receipt).unwrap();
    ledger
}

fn facts() -> Facts {
    let host = AppHost::parse("https://acme.genauth.ai").unwrap();
    let told = r#"{"statusCode":200,"data":{"email":"lin@example.com","phone":"13800138000"}}"#;
    Facts {
        made_at: "2026-11-24T00:25:02.649385276Z".parse().unwrap(),
        time_zone: TimeZone::UTC,
        language: Language::English,
        calls: entries(vec![identities(), refusal(), exchange("GET", "/api/v3/get-profile", None, told)]),
        receipts: receipts(&ledger("lin@example.com was here, 48213977 too"), account()).unwrap(),
        space: Some(AccountSpace::of(SpaceName::Host, host, "62f2".to_owned())),
        shown: Shown::default(),
    }
}

fn names(contents: &BundleContents) -> Vec<&'static str> {
    contents.files.iter().map(|file| file.name).collect()
}

fn text<'a>(contents: &'a BundleContents, name: &str) -> &'a str {
    &contents.files.iter().find(|file| file.name == name).unwrap().text
}

#[test]
fn every_file_is_there_and_the_first_says_what_is_inside() {
    let contents = contents::of(&facts());
    assert_eq!(names(&contents), ["README.md", "calls.har", "receipts.json", "space.toml", "versions.json"]);
    let readme = text(&contents, "README.md");
    for file in &contents.files[1..] {
        let row = format!("| `{}` | {} |", file.name, file.text.len());
        assert!(readme.contains(&row), "{row} in {readme}");
    }
    assert!(readme.contains("entries: 3, calls: 3, to bindery-test.genauth.ai (3)"), "{readme}");
    assert!(readme.contains("receipts: 1") && readme.contains("2026-11-24T00:25:02Z"), "{readme}");
    assert!(!readme.contains('{') && !readme.contains('}'), "every place is filled: {readme}");

    assert_eq!(har::import(text(&contents, "calls.har").as_bytes()).unwrap().entries.len(), 3);
    let receipts: serde_json::Value = serde_json::from_str(text(&contents, "receipts.json")).unwrap();
    assert_eq!(receipts[0]["outcome"], "refused-all-there");
    assert_eq!(receipts[0]["settlement"]["requests"][0]["api_code"], 1639);
    let versions: serde_json::Value = serde_json::from_str(text(&contents, "versions.json")).unwrap();
    assert_eq!(versions["bindery"], env!("CARGO_PKG_VERSION"));
    assert!(text(&contents, "space.toml").contains("app-host = \"https://acme.genauth.ai\""));
}

#[test]
fn one_value_has_one_mask_in_all_files() {
    let masked = contents::of(&facts());
    for file in &masked.files {
        for personal in ["lin@example.com", "13800138000", "48213977"] {
            assert!(!file.text.contains(personal), "{personal} in {}", file.name);
        }
    }
    let receipts = text(&masked, "receipts.json");
    assert!(receipts.contains("[masked email 1] was here, [masked ID at provider 1] too"), "{receipts}");
    assert!(text(&masked, "calls.har").contains("[masked email 1]"));
    assert!(text(&masked, "README.md").contains("| Email addresses · 邮箱 | masked · 已遮住 |"));

    let shown = Shown { emails: true, ..Shown::default() };
    let told = contents::of(&Facts { shown, ..facts() });
    assert!(text(&told, "receipts.json").contains("lin@example.com was here, [masked ID at provider 1] too"));
    assert!(text(&told, "README.md").contains("| Email addresses · 邮箱 | readable · 保留 |"));
}

#[test]
fn what_is_not_there_is_said() {
    for (receipts, said) in [
        (BundledReceipts::LeftOut, "Receipts were left out."),
        (BundledReceipts::OfNobody, "Nobody was signed in"),
        (BundledReceipts::NotRead, "The receipts could not be read."),
        (BundledReceipts::Read { entries: Vec::new(), older: 7, unreadable: 0 }, "7 older receipts were left out."),
        (BundledReceipts::Read { entries: Vec::new(), older: 0, unreadable: 2 }, "2 receipts are damaged."),
    ] {
        let contents = contents::of(&Facts { receipts, ..facts() });
        assert!(text(&contents, "README.md").contains(said), "{said}");
    }
    let little = Facts { calls: Vec::new(), receipts: BundledReceipts::OfNobody, space: None, ..facts() };
    let little = contents::of(&little);
    assert_eq!(names(&little), ["README.md", "versions.json"]);
    let readme = text(&little, "README.md");
    assert!(readme.contains("There are no calls in it.") && readme.contains("No account space was open."), "{readme}");
}

#[test]
fn only_the_newest_receipts_of_this_account_are_read() {
    let ledger = ledger("no");
    let nobody = Account { subject: "mia".to_owned(), ..account() };
    assert_eq!(
        receipts(&ledger, nobody).unwrap(),
        BundledReceipts::Read { entries: Vec::new(), older: 0, unreadable: 0 }
    );
    let BundledReceipts::Read { entries, older, unreadable } = receipts(&ledger, account()).unwrap() else {
        panic!("they are there");
    };
    assert_eq!((entries.len(), older, unreadable), (1, 0, 0));
}

#[test]
fn the_archive_holds_the_files_to_the_byte() {
    let contents = contents::of(&facts());
    let bytes = archive::of(&contents, jiff::civil::date(2026, 11, 24).at(0, 25, 2, 0)).unwrap();
    let mut opened = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    assert_eq!(opened.len(), contents.files.len());
    for (at, file) in contents.files.iter().enumerate() {
        let mut packed = opened.by_index(at).unwrap();
        let mut text = String::new();
        packed.read_to_string(&mut text).unwrap();
        assert_eq!((packed.name().unwrap().as_ref(), &text), (file.name, &file.text));
        assert_eq!(packed.unix_mode().map(|mode| mode & 0o777), Some(0o600));
        assert_eq!(packed.last_modified().map(|time| (time.year(), time.minute())), Some((2026, 25)));
    }
    // A clock that is far off is no reason to write nothing.
    assert!(archive::of(&contents, jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0)).is_ok());
}
