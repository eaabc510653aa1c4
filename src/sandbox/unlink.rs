//! `POST /api/v3/unlink-extidp` (reference section 6.3).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::body;
use super::envelope::{Quirk, Success, answer, v3_token};
use super::model::Account;
use super::refused::Refused;
use super::seed::SOURCES;
use super::service::Service;

/// Unbinds an identity source. Neither a connection's ID nor an identity's is one.
pub(super) async fn unlink_extidp(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let outcome = act(&service, &headers, &bytes);
    answer(&headers, outcome)
}

fn act(service: &Service, headers: &HeaderMap, bytes: &[u8]) -> Result<Success, Refused> {
    let (grant, account) = service.access(v3_token(headers))?;
    let sent = body::json_object(headers, bytes)?;
    let source_id = body::text(&sent, "extIdpId").ok_or(Refused::Parameter("extIdpId"))?;
    let mut accounts = service.accounts();
    let stored = accounts.iter_mut().find(|account| account.user_id == grant.user_id).ok_or(Refused::NotSignedIn)?;
    unlink(stored, source_id)?;
    Ok(Success::default().quirky(account.odd.then_some(Quirk::ApiCode20001)))
}

/// Removes every identity of the source: there is no way to name one of them (reference section 6.3).
fn unlink(account: &mut Account, source_id: &str) -> Result<(), Refused> {
    let before = account.identities.len();
    account.identities.retain(|identity| identity.source_id != source_id);
    if account.identities.len() < before {
        return Ok(());
    }
    if account.identities.iter().any(|identity| identity.identity_id == source_id) {
        return Err(Refused::IdentityId);
    }
    if SOURCES.iter().any(|source| source.source_id == source_id) {
        return Err(Refused::NotBound);
    }
    for connection in SOURCES.iter().flat_map(|source| source.connections) {
        if connection.connection_id == source_id {
            return Err(Refused::ConnectionId);
        }
        if connection.identifier == source_id {
            return Err(Refused::ConnectionIdentifier);
        }
    }
    Err(Refused::UnknownSource)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::seed;

    fn rich() -> Account {
        seed::accounts().remove(0)
    }

    #[test]
    fn every_identity_of_the_source_goes_and_no_other() {
        let mut account = rich();
        assert_eq!(unlink(&mut account, "62f2093271a2b3cc10d966ee"), Ok(()));
        let left: Vec<&str> = account.identities.iter().map(|identity| identity.provider).collect();
        assert_eq!(left, ["github", "lark", "lark", "lark", "azure-ad"]);
        assert_eq!(unlink(&mut account, "62f2093271a2b3cc10d966ee"), Err(Refused::NotBound));
    }

    #[test]
    fn another_kind_of_id_is_named() {
        let mut account = rich();
        for (id, refused) in [
            ("62f20932a1b2c3bcc10d966e", Refused::IdentityId),
            ("605492ac41b2c3d4e5f60701", Refused::ConnectionId),
            ("wechat-pc", Refused::ConnectionIdentifier),
            ("62f2093271a2b3cc10d966f2", Refused::NotBound),
            ("wechat", Refused::UnknownSource),
            // An identity of somebody else is not told apart from anything unknown.
            ("62f20932a1b2c3bcc10d9677", Refused::UnknownSource),
        ] {
            assert_eq!(unlink(&mut account, id), Err(refused), "{id}");
        }
        assert_eq!(account.identities.len(), 7);
    }
}
