//! The ledger in the running program: one for the accounts of services, in a file, and one for the sandbox, in memory,
//! since its accounts are made up anew with each start.

mod queue;
mod shown;

use std::path::Path;

pub(in crate::app) use queue::{LedgerQueue, NotDone};
pub use shown::{LedgerShown, LedgerTrouble};

use self::queue::Place;
use super::tasks::{End, Job, Tasks, Wake, blocking};
use super::{Phase, Program};
use crate::ledger::Account;
use crate::session::SpaceName;

/// The file in the data folder.
const FILE: &str = "ledger.sqlite3";

/// The ledgers in use.
pub(super) struct Ledgers {
    services: LedgerQueue,
    sandbox: LedgerQueue,
}

impl Ledgers {
    /// Begins to open both; what is asked of them meanwhile waits.
    pub(super) fn open(data_folder: Option<&Path>, tasks: &mut Tasks, wake: &Wake) -> Self {
        let mut begin = |place| {
            let (queue, work) = LedgerQueue::new(place, wake.clone());
            tasks.start(Job::Ledger, async move {
                // It ends with the program, or abnormally: what is asked after that is answered as by none.
                let _ = blocking(work).await;
                End::LedgerClosed
            });
            queue
        };
        let place = data_folder.map_or(Place::Nowhere, |folder| Place::File(folder.join(FILE)));
        Self { services: begin(place), sandbox: begin(Place::Memory) }
    }
}

impl Program {
    /// The ledger of the account space that is shown.
    pub(super) fn ledger(&self) -> LedgerQueue {
        match self.space.as_ref().map(|space| &space.name) {
            Some(SpaceName::Sandbox) | None => self.ledgers.sandbox.clone(),
            Some(_) => self.ledgers.services.clone(),
        }
    }

    /// Whose history it is: the account that is shown. `None` while nobody knows who that is.
    pub(super) fn account_in_ledger(&self) -> Option<Account> {
        let space = self.space.as_ref()?;
        let profile = match &self.state.phase {
            Phase::Home(home) => home.profile.get(),
            Phase::SignIn(_) | Phase::Opening(_) => None,
        };
        // `sub` is the `userId` (reference section 8.5); a name that was made up for a session says nothing.
        let of_profile = profile.map(|profile| profile.user_id.clone());
        let of_token = || self.session.as_ref().and_then(|session| session.identity()).map(|identity| identity.subject);
        let subject = of_profile.or_else(of_token).filter(|subject| !subject.is_empty())?;
        Some(Account { host: space.app_host.authority().to_owned(), app_id: space.app_id.clone(), subject })
    }

    /// Notes the list that was just read: when each identity was seen, and what differs from the list before.
    pub(super) fn note_list_in_ledger(&self) {
        let Some(account) = self.account_in_ledger() else { return };
        let Phase::Home(home) = &self.state.phase else { return };
        let identities = &home.connections.identities;
        let (Some(listed), Some(at), None) = (identities.get().cloned(), identities.as_of(), &identities.failure)
        else {
            return;
        };
        if !home.connections.offline {
            let name = home.profile.get().map(|profile| profile.display_name().to_owned());
            self.ledger().write(move |ledger| {
                ledger.saw(&account, &listed, at)?;
                name.map_or(Ok(()), |name| ledger.name_account(&account, &name))
            });
        }
    }

    /// Notes by what the person who is shown has signed in, once it is known who that is.
    pub(super) fn note_way_in_ledger(&mut self) {
        let Some(account) = self.account_in_ledger() else { return };
        let Some((way, at)) = self.home().and_then(|home| home.signed_in_by.take()) else { return };
        self.ledger().write(move |ledger| ledger.signed_in_by(&account, way, None, None, at));
        self.read_seen();
    }

    /// Notes how the ledger stands, for the panels.
    pub(super) fn note_ledger(&mut self) {
        let shown = self.ledger().shown();
        if self.state.ledger != shown {
            self.state.ledger = shown;
        }
    }
}
