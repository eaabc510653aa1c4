//! A service that signs ID tokens as a test tells it.

use std::sync::{Arc, LazyLock, Mutex};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Json, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bindery::session::{AccountSpace, Keep};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::stage::space_at;

/// Two keys, so that one can take the place of the other; making them takes long.
static KEYS: LazyLock<[KeyPair; 2]> = LazyLock::new(|| [0, 1].map(|_| KeyPair::generate(KeySize::Rsa2048).unwrap()));

/// How the next ID token is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Issuing {
    pub(crate) subject: &'static str,
    pub(crate) algorithm: &'static str,
    /// Which key signs; it is published as `key-0` or `key-1`.
    pub(crate) key: usize,
    /// Which key is published.
    pub(crate) published: usize,
    /// `aud`.
    pub(crate) audience: &'static str,
    /// In how many seconds it expires.
    pub(crate) life: i64,
    /// Whether the keys can be fetched.
    pub(crate) tells_keys: bool,
    /// What the issuer has behind the host.
    pub(crate) issuer_path: &'static str,
}

impl Default for Issuing {
    fn default() -> Self {
        Self {
            subject: "lin",
            algorithm: "RS256",
            key: 0,
            published: 0,
            audience: "app",
            life: 3600,
            tells_keys: true,
            issuer_path: "/oidc",
        }
    }
}

/// The service.
#[derive(Clone)]
pub(crate) struct Service {
    host: Arc<str>,
    state: Arc<Mutex<Inside>>,
}

#[derive(Default)]
struct Inside {
    issuing: Issuing,
    tokens: usize,
    paths: Vec<String>,
    revoked: Vec<String>,
}

impl Service {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let host = format!("http://{}", listener.local_addr().unwrap());
        let service = Self { host: host.into(), state: Arc::default() };
        let router = Router::new().fallback(answer).with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        service
    }

    pub(crate) fn space(&self) -> AccountSpace {
        space_at(&self.host, "app", Keep::Keyring)
    }

    pub(crate) fn issue(&self, issuing: Issuing) {
        self.state.lock().unwrap().issuing = issuing;
    }

    /// How many requests there were to a path that ends so.
    pub(crate) fn count(&self, end: &str) -> usize {
        self.state.lock().unwrap().paths.iter().filter(|path| path.ends_with(end)).count()
    }

    /// The tokens that it was asked to revoke, in order.
    pub(crate) fn revoked(&self) -> Vec<String> {
        self.state.lock().unwrap().revoked.clone()
    }

    /// Makes the access token in use an old one.
    pub(crate) fn expire(&self) {
        self.state.lock().unwrap().tokens += 1;
    }

    fn token_set(&self) -> Value {
        let mut inside = self.state.lock().unwrap();
        inside.tokens += 1;
        let (number, issuing) = (inside.tokens, inside.issuing);
        let claims = json!({
            "iss": format!("{}{}", self.host, issuing.issuer_path), "aud": issuing.audience, "sub": issuing.subject,
            "exp": Timestamp::now().as_second() + issuing.life, "jti": number.to_string(), "name": "林晓", "email": "lin@example.com",
        });
        json!({
            "access_token": format!("access-{number}"), "refresh_token": format!("refresh-{number}"),
            "id_token": signed(issuing, &claims), "expires_in": 3600, "token_type": "Bearer", "scope": "openid",
        })
    }
}

fn signed(issuing: Issuing, claims: &Value) -> String {
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = json!({"alg": issuing.algorithm, "kid": format!("key-{}", issuing.key)});
    let message = format!("{}.{}", encoded(&header), encoded(claims));
    let key = &KEYS[issuing.key];
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

async fn answer(State(service): State<Service>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    service.state.lock().unwrap().paths.push(path.clone());
    let ok = |data: Value| Json(json!({"statusCode": 200, "message": "", "data": data})).into_response();
    let host = &service.host;
    match path.as_str() {
        "/api/v3/signin" => ok(service.token_set()),
        "/oidc/token" => Json(service.token_set()).into_response(),
        "/api/v3/get-identities" => {
            // Only the newest access token is good.
            let newest = format!("Bearer access-{}", service.state.lock().unwrap().tokens);
            let sent = request.headers().get("authorization").and_then(|value| value.to_str().ok());
            match sent == Some(newest.as_str()) {
                true => ok(json!([])),
                false => Json(json!({"statusCode": 401, "message": "no"})).into_response(),
            }
        }
        "/oidc/token/revocation" => {
            let form = axum::body::to_bytes(request.into_body(), 10_000).await.unwrap();
            let token = url::form_urlencoded::parse(&form).find(|(name, _)| name == "token").unwrap().1.into_owned();
            service.state.lock().unwrap().revoked.push(token);
            ().into_response()
        }
        "/oidc/.well-known/openid-configuration" => Json(json!({
            "issuer": format!("{host}{}", service.state.lock().unwrap().issuing.issuer_path),
            "authorization_endpoint": format!("{host}/oidc/auth"),
            "token_endpoint": format!("{host}/oidc/token"),
            "jwks_uri": format!("{host}/oidc/.well-known/jwks.json"),
        }))
        .into_response(),
        "/oidc/.well-known/jwks.json" => {
            let Issuing { published, tells_keys, .. } = service.state.lock().unwrap().issuing;
            if !tells_keys {
                return axum::http::StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
            let public: PublicKeyComponents<Vec<u8>> = KEYS[published].public_key().into();
            let (n, e) = (URL_SAFE_NO_PAD.encode(public.n), URL_SAFE_NO_PAD.encode(public.e));
            let key_id = format!("key-{published}");
            Json(json!({"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": key_id, "n": n, "e": e}]}))
                .into_response()
        }
        _ => ().into_response(),
    }
}
