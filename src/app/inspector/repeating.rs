//! Making a read once more.

use super::InspectorEnd;
use crate::app::Program;
use crate::app::tasks::{End, Job};
use crate::genauth::{Answer, Attempt, Cause, Error, Failure};
use crate::session::Called;

/// A read that was made once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repetition {
    /// The number of the entry that it was made after.
    pub number: u64,
    /// The request and how it ended; `None` while it is under way. Without a request, none was sent.
    pub ended: Option<(Option<Attempt>, Option<Error>)>,
}

impl Repetition {
    /// Whether it is under way.
    pub fn is_running(&self) -> bool {
        self.ended.is_none()
    }
}

impl Program {
    /// Makes the read with this number once more. One at a time.
    pub(super) fn repeat(&mut self, number: u64) {
        let shown = &mut self.state.inspector;
        if shown.repetition.as_ref().is_some_and(Repetition::is_running) {
            return;
        }
        let read = shown.entry(number).and_then(|entry| shown.repeatable(&entry.exchange));
        let (Some(read), Some(client)) = (read, self.client.clone()) else { return };
        shown.repetition = Some(Repetition { number, ended: None });
        let session = self.session.clone();
        // It belongs to no account's list of what is under way: nothing else waits for it.
        self.spaces.tasks.start(Job::Repeat, async move {
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
            End::inspector(InspectorEnd::Repeated(called))
        });
    }

    pub(super) fn repeated(&mut self, called: Called<()>) {
        self.called(&called.attempts, called.result.as_ref().err());
        self.note_standing();
        if let Some(repetition) = &mut self.state.inspector.repetition {
            repetition.ended = Some((called.attempts.last().cloned(), called.result.err()));
        }
    }

    /// The task ended abnormally, and nobody knows what it sent.
    pub(in crate::app) fn repetition_crashed(&mut self) {
        self.state.inspector.repetition = None;
    }
}
