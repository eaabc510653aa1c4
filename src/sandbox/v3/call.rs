//! Who calls: the application that a request names, and the account that its token speaks for (reference sections 1.2
//! and 1.3).

use std::sync::Arc;

use axum::http::HeaderMap;

use super::envelope::{family_header, v3_token};
use super::refused::Refused;
use crate::sandbox::pool::{Account, Application};
use crate::sandbox::service::Service;
use crate::sandbox::tokens::{Grant, TokenTrouble};

impl Service {
    /// The application that every V3 request must name (reference section 1.2).
    pub(crate) fn calling_application(&self, headers: &HeaderMap) -> Result<&Arc<Application>, Refused> {
        match family_header(headers, "app-id") {
            None | Some("") => Err(Refused::MissingAppId),
            Some(app_id) => self.application(app_id).ok_or(Refused::UnknownApp),
        }
    }

    /// The user pool, which a request may name and then must name rightly (reference section 1.2).
    pub(crate) fn calling_user_pool(&self, headers: &HeaderMap) -> Result<(), Refused> {
        match family_header(headers, "userpool-id") {
            Some(user_pool_id) if user_pool_id != self.pool.user_pool_id => Err(Refused::UnknownUserPool),
            _ => Ok(()),
        }
    }

    /// The grant and the account of a V3 request's access token, which must have been issued to the application that the
    /// request names, with the scope `openid` (reference section 1.3).
    pub(crate) fn signed_in(&self, headers: &HeaderMap) -> Result<(Grant, Arc<Account>), Refused> {
        let application = self.calling_application(headers)?;
        let (grant, account) = self.access(v3_token(headers)).map_err(Refused::NotSignedIn)?;
        if *grant.client_id != *application.app_id {
            return Err(Refused::NotSignedIn(TokenTrouble::OtherApplication));
        }
        if !grant.allows("openid") {
            return Err(Refused::TokenWithoutOpenid);
        }
        Ok((grant, account))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::sandbox::pool::Pool;

    /// A service, and the headers of a request with a token of this scope.
    async fn called_with(scope: &str) -> (Service, HeaderMap) {
        let service = Service::new("http://127.0.0.1:1".to_owned(), Pool::built_in());
        let (account, application) = (service.pool.accounts.first(), service.pool.applications.first());
        let (account, application) = (Arc::clone(account.unwrap()), Arc::clone(application.unwrap()));
        let grant = Grant::new(&account, &application, scope, service.clock.now());
        let Ok(issued) = service.issue(grant).await else { panic!("no token") };
        let mut headers = HeaderMap::new();
        headers.insert("x-genauth-app-id", application.app_id.parse().unwrap());
        headers.insert("authorization", issued.access_token.parse().unwrap());
        (service, headers)
    }

    #[tokio::test]
    async fn a_token_without_openid_is_good_for_nothing_here() {
        let (service, headers) = called_with("openid profile").await;
        assert!(service.signed_in(&headers).is_ok());
        for scope in ["profile email", "openid-not"] {
            let (service, headers) = called_with(scope).await;
            assert_eq!(service.signed_in(&headers).err(), Some(Refused::TokenWithoutOpenid), "{scope}");
        }
        assert_eq!(Refused::TokenWithoutOpenid.status_code(), 403);
    }
}
