use std::time::Duration;

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use super::*;
use crate::ledger::{Account, FaultKind, Intent, Ledger, Request, Settlement};

/// The cells of a text in CSV (RFC 4180), row by row; written anew here, so that it is no mirror of what it reads.
fn read(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quoted, letter) {
            (true, '"') if letters.peek() == Some(&'"') => cell.extend(letters.next()),
            (true, '"') => quoted = false,
            (false, '"') => {
                assert!(cell.is_empty(), "a quote inside a cell without quotes: {text:?}");
                quoted = true;
            }
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\r') => {
                assert_eq!(letters.next(), Some('\n'), "a bare carriage return: {text:?}");
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (false, '\n') => panic!("a bare line feed: {text:?}"),
            (_, other) => cell.push(other),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty(), "it ends in the middle: {text:?}");
    rows
}

/// Texts as somebody might choose them who means ill, or who is merely careless.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof!["[-=+@\t\r\n\"', ]{0,4}[a-z\"',\r\n微信=]{0,12}", "\\PC{0,20}"]
}

fn request() -> impl Strategy<Value = Request> {
    (hostile(), of(any::<u16>()), of(any::<i64>()), of(hostile()), of(hostile())).prop_map(
        |(path, http_status, code, message, request_id)| Request {
            method: "POST".to_owned(),
            path: format!("{path}/unlink-extidp"),
            started_at: Timestamp::UNIX_EPOCH,
            took: Duration::from_millis(12),
            http_status,
            status_code: code,
            api_code: code,
            message,
            request_id,
        },
    )
}

fn intent() -> impl Strategy<Value = Intent> {
    (vec(hostile(), 5), vec(hostile(), 0..3), any::<bool>(), of(hostile())).prop_map(
        |(texts, ids, bind, connection)| Intent {
            account: Account { host: texts[0].clone(), app_id: texts[1].clone(), subject: texts[2].clone() },
            deed: if bind { Deed::Bind } else { Deed::Unbind },
            begun_at: Timestamp::UNIX_EPOCH,
            batch: None,
            provider: texts[3].clone(),
            title: texts[4].clone(),
            ext_idp_id: connection.clone(),
            identity_ids: ids.clone(),
            origin_connection_ids: ids,
            connection,
        },
    )
}

/// An entry as the ledger gives it back.
pub(in crate::app::activity) fn kept(intent: &Intent, settlement: Option<&Settlement>, listed: &Listed) -> Entry {
    let ledger = Ledger::in_memory().unwrap();
    let id = ledger.intend(intent).unwrap();
    if let Some(settlement) = settlement {
        ledger.settle(&id, settlement).unwrap();
        ledger.update_listed(&id, listed, Some(Timestamp::UNIX_EPOCH)).unwrap();
    }
    ledger.entry(&id).unwrap().unwrap()
}

fn settlement(answer: Answer, requests: Vec<Request>) -> Settlement {
    Settlement { answer, at: Timestamp::UNIX_EPOCH, took: Duration::from_millis(30), requests }
}

fn entry() -> impl Strategy<Value = Entry> {
    (intent(), vec(request(), 0..3), any::<bool>()).prop_map(|(intent, requests, open)| {
        let settlement = settlement(Answer::Accepted, requests);
        kept(&intent, Some(&settlement).filter(|_| !open), &Listed::AllThere)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_row_is_read_back_as_it_was_and_no_cell_is_a_formula(entry in entry()) {
        let rows = read(&format!("{}{}", head(), line(&entry)));
        prop_assert_eq!(rows.len(), 2);
        prop_assert_eq!(rows[1].len(), COLUMNS.len());
        for cell in &rows[1] {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
        let column = |name: &str| rows[1][rows[0].iter().position(|column| column == name).unwrap()].clone();
        let guarded = |text: &str| {
            let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            if is_formula { format!("'{text}") } else { text.to_owned() }
        };
        prop_assert_eq!(column("title"), guarded(&entry.intent.title));
        prop_assert_eq!(column("host"), guarded(&entry.intent.account.host));
        prop_assert_eq!(column("identity_ids"), guarded(&entry.intent.identity_ids.join(" ")));
        let message = entry.decisive_request().and_then(|request| request.message.clone()).unwrap_or_default();
        prop_assert_eq!(column("message"), guarded(&message));
    }

    #[test]
    fn a_line_of_json_is_one_line_and_reads_back_as_the_entry(entry in entry()) {
        let line = crate::app::activity::json::line(&entry);
        prop_assert_eq!(line.matches('\n').count(), 1);
        let back: Entry = serde_json::from_str(&line).unwrap();
        prop_assert_eq!(back, entry);
    }
}

#[test]
fn only_what_needs_quotes_has_them() {
    for (text, expected) in [
        ("", ""),
        ("plain", "plain"),
        ("a,b", "\"a,b\""),
        ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("two\nlines", "\"two\nlines\""),
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@sum,", "\"'@sum,\""),
        ("\tx", "'\tx"),
        ("\rx", "\"'\rx\""),
    ] {
        assert_eq!(cell(text), expected);
    }
}

#[test]
fn the_columns_say_what_came_of_it() {
    let intent = Intent {
        account: Account { host: "app.example".to_owned(), app_id: "a".to_owned(), subject: "lin".to_owned() },
        deed: Deed::Unbind,
        begun_at: "2026-11-23T14:02:11.123Z".parse().unwrap(),
        batch: None,
        provider: "github".to_owned(),
        title: "GitHub".to_owned(),
        ext_idp_id: Some("g".to_owned()),
        identity_ids: vec!["1".to_owned(), "2".to_owned()],
        origin_connection_ids: vec!["c".to_owned()],
        connection: None,
    };
    let fault = Fault {
        kind: FaultKind::Refused,
        http_status: None,
        status_code: Some(403),
        api_code: Some(2020),
        message: Some("no".to_owned()),
        request_id: Some("r".to_owned()),
        detail: None,
        content_type: None,
        retry_after: None,
        limit: None,
        because: None,
    };
    let columns = |entry: &Entry| {
        let rows = read(&format!("{}{}", head(), line(entry)));
        move |name: &str| rows[1][rows[0].iter().position(|column| column == name).unwrap()].clone()
    };
    let refused = columns(&kept(&intent, Some(&settlement(Answer::Refused(fault), Vec::new())), &Listed::AllThere));
    let expected = [
        ("begun_at", "2026-11-23T14:02:11.123Z"),
        ("deed", "unbind"),
        ("outcome", "refused-all-there"),
        ("answer", "refused"),
        ("http_status", ""),
        ("status_code", "403"),
        ("api_code", "2020"),
        ("request_id", "r"),
        ("took_ms", "30"),
        ("requests", "0"),
        ("still_listed", "2"),
        ("identity_ids", "1 2"),
        ("superseded", "false"),
    ];
    for (name, cell) in expected {
        assert_eq!(refused(name), cell, "{name}");
    }
    let open = columns(&kept(&intent, None, &Listed::NotRead));
    assert_eq!((open("outcome").as_str(), open("answer").as_str(), open("listed").as_str()), ("open", "", "not-read"));
}
