//! Asking for a link: its parameters as the reference has them, and nothing of its secrets in what is kept.

use bindery::genauth::{AccessToken, Error, IdToken};
use url::Url;

use super::server::{Server, answer, client, header_in, ok};

/// Not of the form of a token, so that nothing but its being known finds it.
const ID_TOKEN: &str = "opaque.id-token_77";
const LINK: &str = "https://app.example/connections/link?link_token=one-shot-4711&x=%2F";

fn access_token() -> AccessToken {
    AccessToken::new("opaque-access-token-1".to_owned())
}

fn id_token() -> IdToken {
    IdToken::new(ID_TOKEN.to_owned())
}

fn linked() -> String {
    format!(r#"{{"statusCode":200,"message":"操作成功","data":{{"url":"{LINK}"}}}}"#)
}

#[tokio::test]
async fn the_query_is_in_snake_case_and_encoded() {
    for target in [None, Some("http://127.0.0.1:4100/a b?c=d&e=f")] {
        let server = Server::answering(ok(&linked())).await;
        let target = target.map(|target| Url::parse(target).unwrap());
        let link = server
            .client()
            .generate_link_ext_idp_url(&access_token(), &id_token(), "my-github&x=1", target.as_ref())
            .await
            .unwrap();
        assert_eq!(link.value.expose(), LINK);
        assert_eq!(link.attempt.path, "/api/v3/generate-link-extidp-url");

        let request = server.request();
        let mut expected = format!(
            "GET /api/v3/generate-link-extidp-url?ext_idp_conn_identifier=my-github%26x%3D1\
             &app_id=62f2093271a2b3cc10d90001&id_token={ID_TOKEN}"
        );
        if target.is_some() {
            expected
                .push_str("&need_url_redirect=1&target_url=http%3A%2F%2F127.0.0.1%3A4100%2Fa%2520b%3Fc%3Dd%26e%3Df");
        }
        assert!(request.starts_with(&format!("{expected} HTTP/1.1\r\n")), "{request}");
        assert_eq!(header_in(&request, "authorization").unwrap(), "Bearer opaque-access-token-1");
        assert_eq!(header_in(&request, "x-genauth-app-id").unwrap(), "62f2093271a2b3cc10d90001");
    }
}

#[tokio::test]
async fn nothing_that_is_kept_holds_the_link_or_the_id_token() {
    let echo = format!(
        r#"{{"statusCode":200,"message":"for {ID_TOKEN} see {LINK}","data":{{"url":"{LINK}","again":["{LINK}"]}}}}"#
    );
    let page = format!("<html>GET ?id_token={ID_TOKEN} gave <a href=\"{LINK}\">url: {LINK}</a></html>");
    let refused = format!(r#"{{"statusCode":403,"message":"no: {ID_TOKEN}"}}"#);
    for (bytes, with_link) in [
        (ok(&linked()), false),
        (ok(&echo), false),
        (answer("502 Bad Gateway", "text/html", &page), true),
        (ok(&refused), false),
        // Cut in the middle of the link.
        (format!("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{}", &linked()[..110]).into_bytes(), false),
    ] {
        let server = Server::answering(bytes).await;
        let (client, kept) = client(server.settings());
        let target = Url::parse("http://127.0.0.1:4100/back").unwrap();
        let ended = client.generate_link_ext_idp_url(&access_token(), &id_token(), "my-github", Some(&target)).await;
        let exchange = kept.only();
        let shown = format!("{ended:?} {exchange:?}");
        assert!(exchange.request.url.contains("ext_idp_conn_identifier=my-github"), "{shown}");
        assert!(exchange.request.url.contains("id_token=[redacted ID token"), "{shown}");
        for secret in [ID_TOKEN, "opaque-access-token-1"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        // Of a page that is not the service's nobody knows what in it may be a link.
        assert!(with_link || !shown.contains("one-shot"), "{shown}");
    }
}

#[tokio::test]
async fn an_answer_without_a_link_is_a_failure() {
    for body in [r#"{"statusCode":200,"data":{}}"#, r#"{"statusCode":200}"#, r#"{"statusCode":200,"data":{"url":""}}"#]
    {
        let server = Server::answering(ok(body)).await;
        let failure = server
            .client()
            .generate_link_ext_idp_url(&access_token(), &id_token(), "my-github", None)
            .await
            .unwrap_err();
        assert!(matches!(&failure.error, Error::Unreadable { place } if place.starts_with("data")), "{failure:?}");
    }
}
