//! Getting ready to send a browser off: what is bound so far, the intent in the ledger, and the link.

use super::recording::Recording;
use super::{BindFailure, BindOutcome, Prepared};
use crate::app::LedgerTrouble;
use crate::genauth::{Attempt, Cause, Error, Identity};
use crate::session::{LinkListener, Session};

/// What is needed for it, and what it took.
pub(super) struct Preparing {
    pub(super) session: Session,
    pub(super) recording: Recording,
    pub(super) attempts: Vec<Attempt>,
    /// Why no history is kept of it.
    pub(super) not_kept: Option<LedgerTrouble>,
}

impl Preparing {
    /// A port, what is bound so far where that is not known, and the link.
    pub(super) async fn run(
        &mut self,
        identifier: &str,
        unknown_for: Option<&str>,
        wanted: impl Fn() -> bool,
    ) -> Result<Prepared, BindOutcome> {
        let listener = LinkListener::bind().await.map_err(|error| BindOutcome::Failed(BindFailure::Listen(error)))?;
        let mut before = None;
        if let Some(ext_idp_id) = unknown_for {
            let listed = self.list(&wanted).await.map_err(|error| BindOutcome::Failed(BindFailure::List(error)))?;
            if listed.iter().any(|identity| identity.ext_idp_id == ext_idp_id) {
                return Err(BindOutcome::BoundBefore);
            }
            before = Some(listed);
        }
        // Without an ID token no link is asked for, so there is nothing to keep either.
        if wanted() && self.session.identity().is_some() {
            self.not_kept = self.recording.intend().await;
        }
        if !wanted() {
            self.recording.withdrawn();
            return Err(BindOutcome::Cancelled);
        }
        let linked = self.session.link(identifier, Some(listener.target_url())).await;
        self.attempts.extend(linked.attempts);
        self.recording.settle(linked.result.as_ref().map(drop), &self.attempts);
        let link = linked.result.map_err(|error| BindOutcome::Failed(BindFailure::Link(error)))?;
        Ok(Prepared { listener, link, before })
    }

    async fn list(&mut self, wanted: impl Fn() -> bool) -> Result<Vec<Identity>, Error> {
        let client = self.session.client();
        let read = self.session.call_while(wanted, |token| async move { client.get_identities(&token).await });
        let listed = Cause::Preparation.during(read).await;
        self.attempts.extend(listed.attempts);
        listed.result
    }
}
