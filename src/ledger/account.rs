//! Whose history it is.

use serde::{Deserialize, Serialize};

use super::text::{LONGEST_ID, cut};

/// One account of one account space.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Account {
    /// The account space's host, with its port where it names one.
    pub host: String,
    /// The application's ID.
    pub app_id: String,
    /// The account's `sub`, which is its `userId`; empty where neither could be read.
    pub subject: String,
}

/// Which accounts a question or a forgetting is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// All accounts of all account spaces.
    #[default]
    Everyone,
    /// All accounts of one account space.
    Space {
        /// The account space's host.
        host: String,
        /// The application's ID.
        app_id: String,
    },
    /// One account.
    Account(Account),
}

impl Whose {
    /// A condition on the table `account`, with what stands for its question marks.
    pub(super) fn condition(&self) -> (&'static str, Vec<String>) {
        match self {
            Self::Everyone => ("1", Vec::new()),
            Self::Space { host, app_id } => {
                ("account.host = ? AND account.app_id = ?", vec![cut(host, LONGEST_ID), cut(app_id, LONGEST_ID)])
            }
            Self::Account(account) => {
                let Account { host, app_id, subject } = account.bounded();
                let condition = "account.host = ? AND account.app_id = ? AND account.subject = ?";
                (condition, vec![host, app_id, subject])
            }
        }
    }
}

impl Account {
    /// As it is kept: with long texts cut.
    pub(super) fn bounded(&self) -> Self {
        let id = |id: &str| cut(id, LONGEST_ID);
        Self { host: id(&self.host), app_id: id(&self.app_id), subject: id(&self.subject) }
    }
}
