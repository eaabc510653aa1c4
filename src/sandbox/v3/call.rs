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
