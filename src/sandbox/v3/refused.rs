//! Every reason for which a V3 request is refused: its codes and its words (reference sections 1.5 and 1.6).

use super::envelope::Language;
use super::id_token::IdTokenTrouble;
use crate::sandbox::tokens::TokenTrouble;

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Neither `x-genauth-app-id` nor `x-authing-app-id` was sent.
    MissingAppId,
    /// The app ID is another one.
    UnknownApp,
    /// No such path, or not with this method.
    NoSuchPath,
    /// An endpoint that the reference knows and the sandbox does not serve.
    NotServed,
    /// The body is not a JSON object, or not declared as JSON.
    BadJson,
    /// The body is larger than any request needs.
    BodyTooLarge,
    /// A parameter is missing, or is not of its type.
    Parameter(&'static str),
    /// Not exactly one of `account`, `email`, `username`, `phone`.
    NotOneAccountName,
    /// `options.scope` without `openid`.
    ScopeWithoutOpenid,
    /// A `connection` that the sandbox has no way to check.
    UnsupportedConnection,
    /// An encrypted password.
    UnsupportedEncryption,
    /// No such account, or not its password.
    WrongCredentials,
    /// The access token is missing or no good. The answer is the same whatever is wrong with it.
    NotSignedIn(TokenTrouble),
    /// The access token was issued without the scope `openid` (reference section 1.3).
    TokenWithoutOpenid,
    /// A connection's ID where an identity source's belongs.
    ConnectionId,
    /// A connection's identifier where an identity source's ID belongs.
    ConnectionIdentifier,
    /// An identity's ID where an identity source's belongs.
    IdentityId,
    /// No identity source has this ID.
    UnknownSource,
    /// The account has no identity under this source.
    NotBound,
    /// `app_id` is not the application that the header names.
    AppIdMismatch,
    /// No connection has this identifier.
    UnknownConnection,
    /// An ID of an identity source or a connection where a connection's identifier belongs.
    IdAsIdentifier,
    /// The connection is not enabled for the application.
    ConnectionNotEnabled,
    /// `target_url` is neither registered nor loopback. The rule is not documented, so it is a guess.
    TargetUrl,
    /// The ID token is no good. The answer is the same whatever is wrong with it.
    IdToken(IdTokenTrouble),
    /// The keys to sign tokens with could not be made.
    NoKeys,
    /// A fault says so.
    Injected {
        /// The `statusCode`.
        status_code: u16,
        /// The `apiCode`.
        api_code: Option<u32>,
    },
}

impl Refused {
    /// The envelope's `statusCode`.
    pub(crate) fn status_code(&self) -> u16 {
        match self {
            Self::MissingAppId
            | Self::BadJson
            | Self::Parameter(_)
            | Self::NotOneAccountName
            | Self::ScopeWithoutOpenid
            | Self::ConnectionId
            | Self::ConnectionIdentifier
            | Self::IdentityId
            | Self::AppIdMismatch
            | Self::IdAsIdentifier
            | Self::TargetUrl => 400,
            Self::NotSignedIn(_) | Self::IdToken(_) => 401,
            Self::WrongCredentials | Self::TokenWithoutOpenid | Self::ConnectionNotEnabled => 403,
            Self::UnknownApp | Self::NoSuchPath | Self::UnknownSource | Self::NotBound | Self::UnknownConnection => 404,
            Self::BodyTooLarge => 413,
            Self::NoKeys => 500,
            Self::NotServed | Self::UnsupportedConnection | Self::UnsupportedEncryption => 501,
            Self::Injected { status_code, .. } => *status_code,
        }
    }

    /// The envelope's `apiCode`, where one is documented.
    pub(crate) fn api_code(&self) -> Option<u32> {
        match self {
            Self::UnknownApp => Some(2011),
            Self::NotSignedIn(_) => Some(2020),
            Self::WrongCredentials => Some(2333),
            Self::Injected { api_code, .. } => *api_code,
            _ => None,
        }
    }

    /// Why, in English, for the list of requests: more than the client is told where the service would not tell it.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::NotSignedIn(trouble) => trouble.to_string(),
            Self::IdToken(trouble) => trouble.to_string(),
            other => other.message(Language::English),
        }
    }

    /// The envelope's `message`.
    pub(crate) fn message(&self, language: Language) -> String {
        match self {
            Self::Parameter(name) => match language {
                Language::Chinese => format!("参数 {name} 缺失或格式错误"),
                Language::English => format!("The parameter {name} is missing or malformed."),
            },
            Self::Injected { status_code, .. } => match language {
                Language::Chinese => format!("沙盒注入的故障（{status_code}）"),
                Language::English => format!("A fault injected into the sandbox ({status_code})."),
            },
            other => {
                let (chinese, english) = other.words();
                match language {
                    Language::Chinese => chinese.to_owned(),
                    Language::English => english.to_owned(),
                }
            }
        }
    }

    /// The words of a refusal that always reads the same, in Chinese and English.
    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::MissingAppId => (
                "请求头缺少应用 ID（x-genauth-app-id 或 x-authing-app-id）",
                "The application ID header is missing (x-genauth-app-id or x-authing-app-id).",
            ),
            Self::UnknownApp => ("应用不存在", "The application does not exist."),
            Self::NoSuchPath => ("接口不存在", "There is no such endpoint for this method and path."),
            Self::NotServed => ("沙盒不支持该接口", "The sandbox does not serve this endpoint."),
            Self::BadJson => ("请求体必须是 JSON 对象", "The body must be a JSON object sent as application/json."),
            Self::BodyTooLarge => ("请求体过大", "The body is too large."),
            Self::NotOneAccountName => (
                "account、email、username、phone 必须且只能提供一个",
                "Give exactly one of account, email, username and phone.",
            ),
            Self::ScopeWithoutOpenid => ("scope 必须包含 openid", "The scope must contain openid."),
            Self::UnsupportedConnection => {
                ("沙盒仅支持密码登录", "The sandbox only signs in with the connection PASSWORD.")
            }
            Self::UnsupportedEncryption => ("沙盒不支持加密的密码", "The sandbox does not take encrypted passwords."),
            Self::WrongCredentials => ("账号不存在或密码错误", "Account not exists or password is incorrect."),
            Self::TokenWithoutOpenid => {
                ("访问令牌的 scope 不包含 openid", "The access token's scope does not contain openid.")
            }
            Self::NotSignedIn(_) => ("尚未登录，无访问权限", "Not signed in, or the access token is no longer valid."),
            Self::ConnectionId => (
                "extIdpId 必须是身份源 ID，而这是身份源连接 ID",
                "extIdpId must be the ID of an identity source; this one looks like a connection ID.",
            ),
            Self::ConnectionIdentifier => (
                "extIdpId 必须是身份源 ID，而这是身份源连接的唯一标识（identifier）",
                "extIdpId must be the ID of an identity source; this one looks like a connection identifier.",
            ),
            Self::IdentityId => (
                "extIdpId 必须是身份源 ID，而这是身份 ID（identityId）",
                "extIdpId must be the ID of an identity source; this one looks like an identity ID.",
            ),
            Self::UnknownSource => ("身份源不存在", "There is no such identity source."),
            Self::NotBound => ("当前用户未绑定该身份源", "Nothing of this identity source is bound to the account."),
            Self::AppIdMismatch => {
                ("app_id 与请求头中的应用 ID 不一致", "app_id is not the application that the request's header names.")
            }
            Self::UnknownConnection => ("身份源连接不存在", "No connection has this identifier."),
            Self::IdAsIdentifier => (
                "ext_idp_conn_identifier 必须是身份源连接的唯一标识（identifier），而这是一个 ID",
                "ext_idp_conn_identifier must be a connection's identifier; this looks like the ID of a source or a \
                 connection.",
            ),
            Self::ConnectionNotEnabled => {
                ("该身份源连接未对此应用开启", "The connection is not enabled for this application.")
            }
            Self::TargetUrl => (
                "target_url 必须是已登记的回调地址或本机地址",
                "target_url must be a registered redirect address or a loopback address.",
            ),
            Self::IdToken(_) => ("id_token 无效或已过期", "The id_token is not valid, or no longer."),
            // The two with words of their own are written by `message`.
            Self::NoKeys | Self::Parameter(_) | Self::Injected { .. } => ("服务器内部错误", "The sandbox failed."),
        }
    }
}
