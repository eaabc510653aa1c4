//! `POST /api/v3/unlink-extidp` (reference section 6.3).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::envelope::{Quirk, Success, answer};
use super::parameters;
use super::refused::Refused;
use crate::sandbox::body;
use crate::sandbox::pool::{Account, Pool};
use crate::sandbox::service::Service;
use crate::sandbox::tokens::TokenTrouble;

/// Unbinds an identity source. Neither a connection's ID nor an identity's is one.
pub(crate) async fn unlink_extidp(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let outcome = act(&service, &headers, &bytes);
    answer(&headers, outcome)
}

fn act(service: &Service, headers: &HeaderMap, bytes: &[u8]) -> Result<Success, Refused> {
    let (grant, account) = service.signed_in(headers)?;
    let sent = body::json_object(headers, bytes)?;
    let source_id = parameters::text(&sent, "extIdpId")?;
    let unlinked = service.accounts.change(&grant.user_id, |stored| unlink(&service.pool, stored, source_id));
    unlinked.ok_or(Refused::NotSignedIn(TokenTrouble::NoAccount))??;
    Ok(Success::default().quirky(account.odd.then_some(Quirk::ApiCode20001)))
}

/// Removes every identity of the source: there is no way to name one of them (reference section 6.3).
fn unlink(pool: &Pool, account: &mut Account, source_id: &str) -> Result<(), Refused> {
    let before = account.identities.len();
    account.identities.retain(|identity| identity.source_id != source_id);
    if account.identities.len() < before {
        return Ok(());
    }
    if account.identities.iter().any(|identity| identity.identity_id == source_id) {
        return Err(Refused::IdentityId);
    }
    if pool.source(source_id).is_some() {
        return Err(Refused::NotBound);
    }
    for (_, connection) in pool.connections() {
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

    fn rich() -> (Pool, Account) {
        let pool = Pool::built_in();
        let account = Account::clone(pool.accounts.first().unwrap());
        (pool, account)
    }

    #[test]
    fn every_identity_of_the_source_goes_and_no_other() {
        let (pool, mut account) = rich();
        assert_eq!(unlink(&pool, &mut account, "62f2093271a2b3cc10d966ee"), Ok(()));
        let left: Vec<&str> = account.identities.iter().map(|identity| identity.provider.as_str()).collect();
        assert_eq!(left, ["github", "lark", "lark", "lark", "azure-ad"]);
        assert_eq!(unlink(&pool, &mut account, "62f2093271a2b3cc10d966ee"), Err(Refused::NotBound));
    }

    #[test]
    fn another_kind_of_id_is_named() {
        let (pool, mut account) = rich();
        for (id, refused) in [
            ("62f20932a1b2c3bcc10d966e", Refused::IdentityId),
            ("605492ac41b2c3d4e5f60701", Refused::ConnectionId),
            ("wechat-pc", Refused::ConnectionIdentifier),
            ("62f2093271a2b3cc10d966f2", Refused::NotBound),
            ("wechat", Refused::UnknownSource),
            // An identity of somebody else is not told apart from anything unknown.
            ("62f20932a1b2c3bcc10d9677", Refused::UnknownSource),
        ] {
            assert_eq!(unlink(&pool, &mut account, id), Err(refused), "{id}");
        }
        assert_eq!(account.identities.len(), 7);
    }
}
