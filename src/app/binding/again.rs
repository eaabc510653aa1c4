//! Binding once more what was unbound, from its receipt.

use std::time::Duration;

use super::BindEnd;
use crate::app::tasks::{End, Job};
use crate::app::{Card, Home, Program};

/// How long the ledger is waited for; after that, no connection was used from here.
const LEDGER_PATIENCE: Duration = Duration::from_secs(3);

/// Whether what is gone can be bound once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindAgain {
    /// It can; where what is offered could not be read, the choice says so.
    Offered,
    /// It is being bound already.
    UnderWay,
    /// The application does not offer this identity provider any more.
    NotEnabled,
    /// The session is over.
    SessionOver,
    /// What is shown was last seen at an earlier time.
    Offline,
}

impl Home {
    /// Whether what this card is about can be bound once more; `None` while it is bound, or where it has no ID.
    pub fn bind_again(&self, card: &Card<'_>) -> Option<BindAgain> {
        let ext_idp_id = card.binding.ext_idp_id()?;
        let gone = !card.listed && card.unbinding.is_none();
        gone.then(|| self.can_bind_again(ext_idp_id))
    }

    fn can_bind_again(&self, ext_idp_id: &str) -> BindAgain {
        let offers = |connections: &Vec<crate::genauth::EnabledConnection>| {
            connections.iter().any(|connection| connection.ext_idp_id == ext_idp_id)
        };
        if self.standing.over {
            BindAgain::SessionOver
        } else if self.connections.offline {
            BindAgain::Offline
        } else if self.binds.running(ext_idp_id).is_some() {
            BindAgain::UnderWay
        } else if self.connections.enabled.get().is_none_or(offers) {
            BindAgain::Offered
        } else {
            BindAgain::NotEnabled
        }
    }
}

impl Program {
    /// Asks the ledger through which connection the binding of this receipt came.
    pub(super) fn bind_again(&mut self, receipt: u64, title: String) {
        let (ledger, account) = (self.ledger(), self.account_of_receipts());
        let no_id_token = self.session.as_ref().is_none_or(|session| session.identity().is_none());
        let Some(home) = self.home() else { return };
        let cards = home.connections.cards();
        let Some(card) = cards.iter().find(|card| card.receipts.iter().any(|known| known.number == receipt)) else {
            return;
        };
        let (can, ext_idp_id) = (home.bind_again(card), card.binding.ext_idp_id().unwrap_or_default().to_owned());
        if can != Some(BindAgain::Offered) || home.signing_out || home.binds.choosing {
            return;
        }
        if no_id_token {
            self.choose_what_to_bind(Some(ext_idp_id));
            return;
        }
        if self.tasks.is_running(Job::BindAgain) {
            return;
        }
        self.tasks.start(Job::BindAgain, async move {
            let id = ext_idp_id.clone();
            let asked = ledger.ask(move |ledger| ledger.used_connection(&account, &id));
            let used = tokio::time::timeout(LEDGER_PATIENCE, asked).await;
            let used = used.ok().and_then(Result::ok).flatten().map(|used| used.identifier);
            End::bind(BindEnd::Used { ext_idp_id, title, used })
        });
    }

    /// Begins through the connection that was used, or the only one; where there are several, the person chooses.
    pub(super) fn bind_again_through(&mut self, ext_idp_id: String, title: String, used: Option<&str>) {
        let Some(home) = self.home() else { return };
        let offered = home.connections.offered().unwrap_or_default();
        let offered = offered.into_iter().find(|offered| offered.ext_idp_id == ext_idp_id);
        let connections = offered.map(|offered| offered.connections).unwrap_or_default();
        let again = connections.iter().find(|connection| Some(connection.identifier.as_str()) == used);
        let only = match connections.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        match again.or(only) {
            Some(connection) => self.begin_to_bind(&connection.identifier, title),
            None => self.choose_what_to_bind(Some(ext_idp_id)),
        }
    }
}
