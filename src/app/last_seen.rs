//! Offline: what was last seen stays on the disk, and is shown when the service cannot be reached.

use super::tasks::{End, Job, blocking};
use super::{Fetch, Home, Program};
use crate::genauth::Error;
use crate::session::LastSeen;

impl Program {
    /// After a read: puts what it brought on the disk, or fetches from there what was last seen.
    pub(super) fn remember_or_recall(&mut self) {
        let Some(session) = self.session.clone() else { return };
        let Some(file) = session.last_seen_file() else { return };
        let Some(home) = self.home() else { return };
        if let Some(seen) = seen_now(home) {
            self.tasks.start(Job::Remember, async move {
                let written = blocking(move || {
                    let written = file.write(&seen);
                    // A sign-out that came in between has removed it already.
                    if session.last_seen_file().is_none() { file.remove() } else { written }
                });
                if let Some(Err(error)) = written.await {
                    tracing::warn!(%error, "what was last seen could not be kept");
                }
                End::Remembered
            });
        } else if is_offline(home) {
            self.tasks.forget(Job::Recall);
            self.tasks.start(Job::Recall, async move { End::Recalled(blocking(move || file.read()).await.flatten()) });
        }
    }

    /// Shows what was last seen, unless the service has answered meanwhile.
    pub(super) fn recalled(&mut self, seen: Option<LastSeen>) {
        let Some(home) = self.home().filter(|home| is_offline(home)) else { return };
        let Some(LastSeen { at, profile, identities, enabled }) = seen else { return };
        home.connections.show_last_seen(identities, enabled, at);
        if home.profile.value.is_none() {
            home.profile.value = Some((profile, at));
        }
    }
}

/// What the service said just now, where it has said everything.
fn seen_now(home: &Home) -> Option<LastSeen> {
    fn good<T>(fetch: &Fetch<T>) -> Option<&T> {
        fetch.get().filter(|_| fetch.failure.is_none() && !fetch.pending)
    }
    if home.connections.offline {
        return None;
    }
    Some(LastSeen {
        at: home.connections.identities.as_of()?,
        profile: good(&home.profile)?.clone(),
        identities: good(&home.connections.identities)?.clone(),
        enabled: good(&home.connections.enabled).cloned(),
    })
}

/// Whether the service could not be reached, and nothing has been read since the start.
fn is_offline(home: &Home) -> bool {
    let identities = &home.connections.identities;
    identities.value.is_none() && !identities.pending && identities.failure.as_ref().is_some_and(was_not_reached)
}

/// Whether no answer of the service came; a gateway's or a captive portal's is none.
fn was_not_reached(error: &Error) -> bool {
    match error {
        Error::NotReachable(_) | Error::NotTheApi { .. } => true,
        Error::NotRenewed(cause) => was_not_reached(cause),
        _ => false,
    }
}
