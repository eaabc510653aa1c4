//! `GET /api/v3/generate-link-extidp-url`.

use serde_json::Value;
use url::Url;

use super::fields::{Fields, Misfit};
use super::redaction::LiveSecret;
use super::transport::Call;
use super::{AccessToken, Answer, Client, Failure, IdToken, LinkAddress};

impl Client {
    /// An address that binds an identity to the person of the ID token: `GET /api/v3/generate-link-extidp-url`
    /// (reference section 6.1). Making one binds nothing.
    ///
    /// `identifier` is a connection's, never an `extIdpId`. With a `target_url` the service is asked to send the browser
    /// there at the end; whether it does, and what it says there, is not documented.
    ///
    /// # Errors
    ///
    /// A [`Failure`]; [`Error::Unreadable`](super::Error::Unreadable) when `data.url` is missing or no web address.
    pub async fn generate_link_ext_idp_url(
        &self,
        access_token: &AccessToken,
        id_token: &IdToken,
        identifier: &str,
        target_url: Option<&Url>,
    ) -> Result<Answer<LinkAddress>, Failure> {
        let path = self.link_path(id_token, identifier, target_url);
        let call = Call { secrets: vec![LiveSecret::id_token(id_token)], ..Call::get(&path).by(access_token) };
        self.call(call, read_link).await
    }

    fn link_path(&self, id_token: &IdToken, identifier: &str, target_url: Option<&Url>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        // The one call whose parameters are in snake case (reference section 1.7).
        query.append_pair("ext_idp_conn_identifier", identifier);
        query.append_pair("app_id", &self.settings().app_id);
        query.append_pair("id_token", id_token.expose());
        if let Some(target_url) = target_url {
            query.append_pair("need_url_redirect", "1").append_pair("target_url", target_url.as_str());
        }
        format!("/api/v3/generate-link-extidp-url?{}", query.finish())
    }
}

/// Only a web address is one that a browser may be sent to.
fn read_link(data: Option<&Value>) -> Result<LinkAddress, Misfit> {
    let fields = Fields::of_object("data", data)?;
    let written = fields.optional_text(&["url"])?;
    let is_web = |address: &str| Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    match written.filter(|address| is_web(address)) {
        Some(address) => Ok(LinkAddress::new(address)),
        None => Err(Misfit::new(&fields.place_of("url"), "a web address", data.and_then(|data| data.get("url")))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::read_link;
    use crate::genauth::Error;
    use crate::genauth::fields::tests::any_json;

    #[test]
    fn reads_the_address() {
        let data = json!({"url": "https://app.example/connections/link?link_token=abc", "more": 1});
        assert_eq!(read_link(Some(&data)).unwrap().expose(), "https://app.example/connections/link?link_token=abc");
    }

    #[test]
    fn without_a_web_address_there_is_no_link() {
        for (data, found) in [
            (json!({}), "nothing"),
            (json!({"url": null}), "null"),
            (json!({"url": ""}), "a string"),
            (json!({"url": "javascript:alert(1)"}), "a string"),
            (json!({"url": "/connections/link"}), "a string"),
        ] {
            let error = Error::from(read_link(Some(&data)).unwrap_err());
            assert_eq!(
                error,
                Error::Unreadable { place: format!("data.url: expected a web address, found {found}") },
                "{data}"
            );
        }
        assert!(read_link(None).is_err());
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused(data in any_json()) {
            let _ = read_link(Some(&data));
        }
    }
}
