//! What a bind brought: two lists of identities, compared.

use crate::genauth::Identity;

/// What is different between two lists of identities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewlyBound {
    /// New identities under the identity provider that was to be bound: any of them completes the bind.
    pub wanted: Vec<Identity>,
    /// New identities under another one, which do not.
    pub elsewhere: Vec<Identity>,
    /// Identities that are no longer listed.
    pub vanished: Vec<Identity>,
}

impl NewlyBound {
    /// Whether the bind is done.
    pub fn is_complete(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// The connection IDs that the wanted identities came through, each once, in order of appearance.
    pub fn origin_connection_ids(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        for id in self.wanted.iter().flat_map(|identity| &identity.origin_connection_ids) {
            if !id.is_empty() && !ids.contains(&id.as_str()) {
                ids.push(id);
            }
        }
        ids
    }
}

/// Compares by `identityId` what is listed before a bind and after (reference section 6.2).
///
/// One bind can bring several identities at once. An empty `wanted_ext_idp_id` is nobody's, so nothing completes it.
pub fn newly_bound(before: &[Identity], after: &[Identity], wanted_ext_idp_id: &str) -> NewlyBound {
    let mut found = NewlyBound::default();
    for identity in only_in(after, before) {
        if !wanted_ext_idp_id.is_empty() && identity.ext_idp_id == wanted_ext_idp_id {
            found.wanted.push(identity);
        } else {
            found.elsewhere.push(identity);
        }
    }
    found.vanished = only_in(before, after);
    found
}

/// What these have that those lack, each once.
fn only_in(these: &[Identity], those: &[Identity]) -> Vec<Identity> {
    let mut found: Vec<Identity> = Vec::new();
    for identity in these {
        if !has(those, identity) && !has(&found, identity) {
            found.push(identity.clone());
        }
    }
    found
}

fn has(list: &[Identity], identity: &Identity) -> bool {
    list.iter().any(|other| is_same(other, identity))
}

/// An `identityId` that is missing on the wire is empty here and tells nothing apart.
fn is_same(one: &Identity, other: &Identity) -> bool {
    if one.identity_id.is_empty() && other.identity_id.is_empty() {
        (&one.ext_idp_id, &one.provider, &one.kind, &one.user_id_in_idp)
            == (&other.ext_idp_id, &other.provider, &other.kind, &other.user_id_in_idp)
    } else {
        one.identity_id == other.identity_id
    }
}

#[cfg(test)]
#[path = "newly_bound_tests.rs"]
mod tests;
