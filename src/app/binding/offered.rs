//! What can be bound: the identity providers that the application offers and the account does not have.

use std::collections::HashSet;

use crate::app::Connections;
use crate::genauth::EnabledConnection;

/// An identity provider that is offered and not bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The identity provider.
    pub ext_idp_id: String,
    /// Its connections, in the order of the API's list; never empty.
    pub connections: Vec<EnabledConnection>,
}

impl Connections {
    /// The identity providers that can be bound, in the order of the API's list; `None` when what is offered or what is
    /// bound has not been read.
    ///
    /// A connection that came without an `extIdpId` is left out: nobody could tell when it is bound.
    pub fn offered(&self) -> Option<Vec<Offered>> {
        let enabled = self.enabled.get()?;
        self.identities.get()?;
        let bound: HashSet<&str> = self.bindings().iter().filter_map(|binding| binding.ext_idp_id()).collect();
        let mut offered: Vec<Offered> = Vec::new();
        for connection in enabled {
            let id = connection.ext_idp_id.as_str();
            if id.is_empty() || bound.contains(id) || connection.identifier.is_empty() {
                continue;
            }
            match offered.iter_mut().find(|offered| offered.ext_idp_id == id) {
                Some(offered) if offered.connections.iter().any(|known| known.identifier == connection.identifier) => {}
                Some(offered) => offered.connections.push(connection.clone()),
                None => offered.push(Offered { ext_idp_id: id.to_owned(), connections: vec![connection.clone()] }),
            }
        }
        Some(offered)
    }
}
