//! What the tests of the ledger share.

use std::path::{Path, PathBuf};
use std::time::Duration;

use bindery::genauth::Identity;
use bindery::ledger::{Account, Answer, Deed, Intent, Ledger, Request, Settlement};
use jiff::Timestamp;
use serde_json::{Map, Value};

/// A folder with a ledger in it.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder().join("ledger.sqlite3")
    }

    /// Opens the ledger, with nothing to say about it.
    pub(crate) fn open(&self) -> Ledger {
        let opened = Ledger::open(&self.file()).unwrap();
        assert_eq!(opened.note, None);
        opened.ledger
    }

    /// The names of all files in the folder, but for the lock and the folder of runs.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(self.folder())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.ends_with(".lock") && !name.ends_with(".runs"))
            .collect();
        names.sort();
        names
    }

    /// The files that have this text somewhere in their bytes.
    pub(crate) fn holding(&self, text: &str) -> Vec<PathBuf> {
        files_below(&self.folder()).into_iter().filter(|file| holds(file, text)).collect()
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}

fn holds(file: &Path, text: &str) -> bool {
    std::fs::read(file).unwrap().windows(text.len()).any(|bytes| bytes == text.as_bytes())
}

pub(crate) fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap()
}

pub(crate) fn account(subject: &str) -> Account {
    Account { host: "demo.genauth.ai".to_owned(), app_id: "app".to_owned(), subject: subject.to_owned() }
}

pub(crate) fn intent(subject: &str, begun_at: i64) -> Intent {
    Intent {
        account: account(subject),
        deed: Deed::Unbind,
        begun_at: at(begun_at),
        batch: None,
        provider: "github".to_owned(),
        title: "GitHub".to_owned(),
        ext_idp_id: Some("62f2093271a2b3cc10d966ee".to_owned()),
        identity_ids: vec!["i-1".to_owned(), "i-2".to_owned()],
        origin_connection_ids: vec!["c-1".to_owned()],
        connection: None,
    }
}

pub(crate) fn request(http_status: u16, status_code: i64, api_code: Option<i64>) -> Request {
    Request {
        method: "POST".to_owned(),
        path: "/api/v3/unlink-extidp".to_owned(),
        started_at: at(1_000),
        took: Duration::from_millis(120),
        http_status: Some(http_status),
        status_code: Some(status_code),
        api_code,
        message: Some("操作成功".to_owned()),
        request_id: Some("Request-7".to_owned()),
    }
}

pub(crate) fn settlement(answer: Answer, requests: Vec<Request>) -> Settlement {
    Settlement { answer, at: at(1_500), took: Duration::from_millis(130), requests }
}

pub(crate) fn identity(id: &str, ext_idp_id: &str) -> Identity {
    Identity {
        identity_id: id.to_owned(),
        ext_idp_id: ext_idp_id.to_owned(),
        provider: "github".to_owned(),
        kind: "openid".to_owned(),
        user_id_in_idp: "583231".to_owned(),
        user_info_in_idp: Map::from_iter([
            ("login".to_owned(), Value::from("octocat")),
            ("bio".to_owned(), Value::from("only in the profile")),
        ]),
        origin_connection_ids: vec!["c-2".to_owned(), "c-1".to_owned()],
    }
}
