//! What an earlier start of the program left open: it becomes a receipt again, and the list says what became of it. It is
//! never sent again.

use std::time::Instant;

use super::super::Program;
use super::super::tasks::{End, Job};
use super::Watch;
use crate::account::{Binding, BindingKey, EnabledHere, Listed, LostCause, Receipt, Reply};
use crate::genauth::{Attempt, Identity};
use crate::ledger::{Answer, Deed, Entry, EntryId, LostWhy, Request};

/// An unbind that was left open.
pub(in crate::app) struct LeftOpen {
    entry: EntryId,
    receipt: Receipt,
    /// Whether the ledger has an answer.
    answered: bool,
}

impl LeftOpen {
    /// `None` for what is no unbind, or of which too little is kept to compare it with the list.
    pub(in crate::app) fn of(entry: Entry) -> Option<Self> {
        let Entry { id, intent, settlement, superseded: false, .. } = entry else { return None };
        let ext_idp_id = intent.ext_idp_id.filter(|_| intent.deed == Deed::Unbind)?;
        // More than that is not kept of an identity, nor needed.
        let identity = |identity_id: &String| Identity {
            identity_id: identity_id.clone(),
            ext_idp_id: ext_idp_id.clone(),
            provider: intent.provider.clone(),
            kind: String::new(),
            user_id_in_idp: String::new(),
            user_info_in_idp: serde_json::Map::new(),
            origin_connection_ids: intent.origin_connection_ids.clone(),
        };
        let binding = Binding {
            key: BindingKey::ExtIdp(ext_idp_id.clone()),
            provider: intent.provider.clone(),
            identities: intent.identity_ids.iter().map(identity).collect(),
            enabled: EnabledHere::Unknown,
        };
        let answered = settlement.is_some();
        let (reply, took, requests) = match settlement {
            Some(settlement) => (reply(&settlement.answer), settlement.took, settlement.requests),
            None => (Reply::Lost(LostCause::ProgramEnded), std::time::Duration::ZERO, Vec::new()),
        };
        let receipt = Receipt {
            number: 0,
            when: intent.begun_at,
            space: intent.account.host,
            user_id: Some(intent.account.subject).filter(|subject| !subject.is_empty()),
            binding,
            attempts: requests.iter().map(attempt).collect(),
            took,
            reply,
            listed: Listed::NotReadYet,
            listed_at: None,
            superseded: false,
        };
        Some(Self { entry: id, receipt, answered })
    }
}

/// The answer as it was, as far as it can be told again.
fn reply(answer: &Answer) -> Reply {
    match answer {
        Answer::Accepted => Reply::Accepted,
        Answer::Refused(fault) => match fault.to_error() {
            Some(error) => Reply::Refused(error),
            None => Reply::Lost(LostCause::ProgramEnded),
        },
        Answer::Lost(LostWhy::Failed(fault)) => Reply::Lost(match fault.to_error() {
            Some(error) => LostCause::Failed(error),
            None => LostCause::ProgramEnded,
        }),
        Answer::Lost(LostWhy::StoppedWaiting) => Reply::Lost(LostCause::StoppedWaiting),
        Answer::Lost(LostWhy::Crashed) => Reply::Lost(LostCause::Crashed),
        Answer::Lost(LostWhy::ProgramEnded) => Reply::Lost(LostCause::ProgramEnded),
    }
}

fn attempt(request: &Request) -> Attempt {
    Attempt {
        method: if request.method == "GET" { "GET" } else { "POST" },
        path: request.path.clone(),
        started_at: request.started_at,
        took: request.took,
        http_status: request.http_status,
        status_code: request.status_code,
        api_code: request.api_code,
        message: request.message.clone(),
        request_id: request.request_id.clone(),
    }
}

impl Program {
    /// Asks the ledger, once for each session, what an earlier start of the program left open.
    pub(in crate::app) fn take_up_left_open(&mut self) {
        let Some(account) = self.account_in_ledger() else { return };
        let ledger = self.ledger();
        let Some(home) = self.home().filter(|home| !home.left_open_asked) else { return };
        home.left_open_asked = true;
        self.tasks.start(Job::LeftOpen, async move {
            let left = ledger.ask(move |ledger| ledger.left_open(&account)).await;
            End::LeftOpen(left.unwrap_or_default().into_iter().filter_map(LeftOpen::of).collect())
        });
    }

    /// Puts on the screen what was left open, and has the list read for it.
    pub(in crate::app) fn left_open_found(&mut self, left: Vec<LeftOpen>) {
        for LeftOpen { entry, receipt, answered } in left {
            let number = self.next_number();
            let Some(home) = self.home() else { return };
            let now = Instant::now();
            let mut watch = Watch::sent(number, receipt.binding.clone(), now);
            watch.left_open = !answered;
            watch.answered((&receipt.reply).into(), now);
            home.connections.take_up_left_open(Receipt { number, ..receipt }, watch, entry);
        }
        self.look_again();
    }
}
