//! Making a read once more.

use std::sync::Arc;

use super::InspectorEnd;
use crate::app::Program;
use crate::app::tasks::{End, Job};
use crate::genauth::{Answer, Attempt, Cause, Error, Exchange, Failure, HarmlessRead};
use crate::inspector::Entry;
use crate::session::Called;

/// A read that was made once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repetition {
    /// The number of the entry that it was made after.
    pub number: u64,
    /// The request and how it ended; `None` while it is under way. Without a request, none was sent. Where the read was
    /// sent twice, with a renewal between, the request is the last.
    pub ended: Option<(Option<Attempt>, Option<Error>)>,
}

impl Repetition {
    /// Whether it is under way.
    pub fn is_running(&self) -> bool {
        self.ended.is_none()
    }

    /// The entry of the request, once it is among these. A call that ended is in the list with the very attempt that its
    /// caller got.
    pub fn entry<'a>(&self, entries: &'a [Arc<Entry>]) -> Option<&'a Arc<Entry>> {
        let attempt = self.ended.as_ref()?.0.as_ref()?;
        entries.iter().rev().find(|entry| entry.exchange.attempt == *attempt)
    }
}

/// Why a call cannot be made once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRepeatable {
    /// It is none of the reads that are known to have no effect.
    HasEffect,
    /// It unbinds, which only its dialog may do: that one shows first what would remain.
    Unbind,
    /// It signs in, or has to do with tokens, codes or links.
    Credentials,
    /// It went to another host, or another application, than those that are shown.
    Elsewhere,
    /// It needs an access token, and nobody is signed in.
    SignedOut,
}

/// Where such a call goes to, whatever stands behind (reference sections 4, 6.1, 8 and 9).
const CREDENTIALS: [&str; 6] = [
    "/oidc/",
    "/api/v3/signin",
    "/api/v3/generate-link-extidp-url",
    "/api/v3/send-",
    "/api/v3/get-captcha",
    "/api/v3/link-extidp",
];

impl NotRepeatable {
    /// Why it cannot be made again anywhere; `None` for a read without effect.
    pub(super) fn by_its_kind(exchange: &Exchange) -> Option<Self> {
        let path = exchange.attempt.path.as_str();
        let query = exchange.request.url.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
        let is_read = HarmlessRead::of(exchange.request.method, &format!("{path}{query}")).is_some();
        match path {
            _ if is_read && exchange.request.body.is_none() => None,
            "/api/v3/unlink-extidp" => Some(Self::Unbind),
            _ if CREDENTIALS.iter().any(|beginning| path.starts_with(beginning)) => Some(Self::Credentials),
            _ => Some(Self::HasEffect),
        }
    }
}

impl Program {
    /// Makes the read with this number once more. One at a time.
    pub(super) fn repeat(&mut self, number: u64) {
        let shown = &mut self.state.inspector;
        if shown.repetition.as_ref().is_some_and(Repetition::is_running) {
            return;
        }
        let read = shown.entry(number).and_then(|entry| shown.repeatable(&entry.exchange).ok());
        let (Some(read), Some(client)) = (read, self.client.clone()) else { return };
        shown.repetition = Some(Repetition { number, ended: None });
        let session = self.session.clone();
        // It belongs to no account's list of what is under way: nothing else waits for it.
        self.spaces.tasks.start(Job::Repeat, async move {
            let path = read.path().split('?').next().unwrap_or_default().to_owned();
            let called = match session.filter(|_| read.needs_token()) {
                Some(session) => {
                    let (client, read) = (session.client(), &read);
                    let again = session.call(|token| async move { client.read_again(read, Some(&token)).await });
                    Cause::Repetition.during(again).await
                }
                None => match Cause::Repetition.during(client.read_again(&read, None)).await {
                    Ok(Answer { value, attempt }) => Called { result: Ok(value), attempts: vec![attempt] },
                    Err(Failure { error, attempt }) => Called { result: Err(error), attempts: vec![*attempt] },
                },
            };
            End::inspector(InspectorEnd::Repeated(called, path))
        });
    }

    /// A read of this path, without its query, was made once more.
    pub(super) fn repeated(&mut self, called: Called<()>, path: &str) {
        self.called(&called.attempts, called.result.as_ref().err());
        self.note_standing();
        if let Some(repetition) = &mut self.state.inspector.repetition {
            // A renewal can come last, when the token was refused and no other could be had.
            let read = called.attempts.into_iter().rev().find(|attempt| attempt.path == path);
            repetition.ended = Some((read, called.result.err()));
        }
    }

    /// The task ended abnormally, and nobody knows what it sent.
    pub(in crate::app) fn repetition_crashed(&mut self) {
        self.state.inspector.repetition = None;
    }
}
