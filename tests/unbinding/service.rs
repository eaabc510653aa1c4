//! The sandbox in a process of its own, asked by tests that wait.

use bindery::genauth::Language;
use bindery::session::{AccountSpace, Keep};
use reqwest::Method;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::stage::runtime;
use crate::standalone::Standalone;

/// The service that is unbound at.
pub(crate) struct Service {
    sandbox: Standalone,
    runtime: Runtime,
}

/// An unbind as the service saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unlink {
    pub(crate) ext_idp_id: String,
    /// Whether it was done.
    pub(crate) done: bool,
}

impl Service {
    pub(crate) fn start() -> Self {
        let runtime = runtime();
        let sandbox = runtime.block_on(Standalone::start());
        Self { sandbox, runtime }
    }

    /// Where a session lives in memory, so that each start of the program signs in.
    pub(crate) fn space(&self) -> AccountSpace {
        AccountSpace { keep: Keep::Memory, ..self.sandbox.space() }
    }

    /// Brings back what was bound; no fault waits afterwards, and no request was seen.
    pub(crate) fn reset(&self) {
        self.runtime.block_on(self.sandbox.admin(Method::POST, "/reset", None));
    }

    pub(crate) fn inject(&self, fault: &str) {
        self.runtime.block_on(self.sandbox.inject(fault));
    }

    /// How many unbinds were sent by a program that asks for answers in this language.
    pub(crate) fn unlinks_in(&self, language: Language) -> usize {
        self.runtime.block_on(self.sandbox.count_in(language, "/unlink-extidp"))
    }

    /// The unbinds that were sent since the last reset, by whichever program.
    pub(crate) fn unlinks(&self) -> Vec<Unlink> {
        let seen = self.runtime.block_on(self.sandbox.seen("/unlink-extidp"));
        seen.iter().map(unlink).collect()
    }
}

fn unlink(request: &Value) -> Unlink {
    assert_eq!(request["method"], "POST");
    let ext_idp_id = request["body"]["extIdpId"].as_str().expect("an unbind says of what").to_owned();
    // One that ran and was refused has a reason.
    Unlink { ext_idp_id, done: request["ran"] == true && request["reason"].is_null() }
}
