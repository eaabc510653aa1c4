//! Every reason for which a V3 request is refused: its codes and its words (reference sections 1.5 and 1.6).

use serde_json::Value;

use super::envelope::Language;
use super::flow::FlowCode;
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
    /// The user pool that a header names is another one.
    UnknownUserPool,
    /// Not exactly one of `email` and `phone`.
    NotOneAddress,
    /// A password encrypted with SM2.
    UnsupportedEncryption,
    /// The application has to prove who it is, and did not (reference section 4).
    Client,
    /// No such account, or not its password.
    WrongCredentials,
    /// Not the password that is set.
    WrongPassword,
    /// Not the code that was sent, or no longer.
    WrongCode,
    /// Nobody has this address.
    NoSuchUser,
    /// Nobody in the directory has this name.
    NotInDirectory,
    /// After repeated failures a captcha is asked for, and none or a wrong one was brought.
    CaptchaNeeded,
    /// After many failures the account is locked.
    LockedAfterFailures,
    /// Right credentials, and something more is asked for.
    Flow(Box<FlowCode>),
    /// A code went to this address on this channel less than a minute ago.
    TooSoon,
    /// Somebody has this email, username or phone.
    UserExists,
    /// Somebody else has this username.
    UsernameTaken,
    /// Somebody else has this phone number.
    PhoneTaken,
    /// It is the phone number that is bound already.
    SamePhone,
    /// An address of this kind is bound already.
    AlreadyBound,
    /// No address of this kind is bound.
    NoAddressBound,
    /// Without it nobody could sign in to the account any more.
    LastLoginMethod,
    /// A token from the step before that is unknown, expired, used, or for something else.
    StepToken,
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
    pub(crate) fn status_code(&self) -> u32 {
        match self {
            Self::MissingAppId
            | Self::BadJson
            | Self::Parameter(_)
            | Self::NotOneAccountName
            | Self::NotOneAddress
            | Self::ScopeWithoutOpenid
            | Self::ConnectionId
            | Self::ConnectionIdentifier
            | Self::IdentityId
            | Self::AppIdMismatch
            | Self::IdAsIdentifier
            | Self::TargetUrl => 400,
            Self::NotSignedIn(_) | Self::IdToken(_) => 401,
            // 401 would tell a client to renew its access token.
            Self::Client
            | Self::WrongCredentials
            | Self::WrongPassword
            | Self::WrongCode
            | Self::CaptchaNeeded
            | Self::LockedAfterFailures
            | Self::NotInDirectory
            | Self::StepToken
            | Self::TokenWithoutOpenid
            | Self::ConnectionNotEnabled => 403,
            Self::Flow(flow) => match flow.in_status {
                true => flow.code,
                false => 403,
            },
            Self::UnknownApp
            | Self::UnknownUserPool
            | Self::NoSuchPath
            | Self::NoSuchUser
            | Self::UnknownSource
            | Self::NotBound
            | Self::UnknownConnection
            | Self::NoAddressBound => 404,
            Self::UserExists | Self::UsernameTaken | Self::PhoneTaken | Self::SamePhone | Self::AlreadyBound => 409,
            Self::BodyTooLarge => 413,
            Self::LastLoginMethod => 422,
            Self::TooSoon => 429,
            Self::NoKeys => 500,
            Self::NotServed | Self::UnsupportedEncryption => 501,
            Self::Injected { status_code, .. } => (*status_code).into(),
        }
    }

    /// The envelope's `apiCode`, where one is documented or known to clients.
    pub(crate) fn api_code(&self) -> Option<u32> {
        match self {
            Self::UnknownApp => Some(2011),
            Self::NotSignedIn(_) => Some(2020),
            Self::WrongCredentials => Some(2333),
            Self::WrongPassword => Some(2006),
            Self::WrongCode => Some(2001),
            Self::NoSuchUser => Some(2004),
            Self::NotInDirectory => Some(2_820_002),
            Self::CaptchaNeeded => Some(2000),
            Self::LockedAfterFailures => Some(2057),
            Self::Flow(flow) => (!flow.in_status).then_some(flow.code),
            Self::UnknownUserPool => Some(2224),
            Self::UserExists => Some(2026),
            Self::UsernameTaken => Some(1108),
            Self::PhoneTaken => Some(1_320_004),
            Self::SamePhone => Some(2230),
            Self::Injected { api_code, .. } => *api_code,
            _ => None,
        }
    }

    /// The envelope's `data`, which only a flow code has.
    pub(crate) fn data(&self) -> Option<&Value> {
        match self {
            Self::Flow(flow) => flow.data.as_ref(),
            _ => None,
        }
    }

    /// Why, in English, for the list of requests: more than the client is told where the service would not tell it.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::NotSignedIn(trouble) => trouble.to_string(),
            Self::IdToken(trouble) => trouble.to_string(),
            Self::Flow(flow) => format!("{}: {}", flow.code, self.message(Language::English)),
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
            Self::UnknownUserPool => ("用户池不存在", "The user pool does not exist."),
            Self::NotOneAddress => ("email、phone 必须且只能提供一个", "Give exactly one of email and phone."),
            Self::UnsupportedEncryption => (
                "沙盒不支持 sm2 加密的密码",
                "The sandbox takes passwords in clear text or encrypted with rsa, not sm2.",
            ),
            Self::Client => (
                "应用身份校验失败，请检查应用 ID 和应用密钥",
                "The application did not prove who it is: check its ID, its secret, and where they are sent.",
            ),
            Self::WrongPassword => ("密码错误", "The password is incorrect."),
            Self::WrongCode => ("验证码不正确或已过期", "The verification code is incorrect or expired."),
            Self::NoSuchUser => ("用户不存在", "The user does not exist."),
            Self::NotInDirectory => ("LDAP 链接不合法", "Nobody in the directory has this name."),
            Self::CaptchaNeeded => (
                "请输入正确的图形验证码",
                "Too many failed sign-ins: bring the text of a new captcha with the next one.",
            ),
            Self::LockedAfterFailures => (
                "登录失败次数过多，账号已锁定，请稍后再试",
                "The account is locked for a while after too many failed sign-ins.",
            ),
            Self::Flow(flow) => flow.words(),
            Self::TooSoon => {
                ("发送过于频繁，请一分钟后再试", "A code was sent less than a minute ago. Try again later.")
            }
            Self::UserExists => ("该账号已存在", "Somebody has this email, username or phone number already."),
            Self::UsernameTaken => ("用户名已被占用", "The username is taken."),
            Self::PhoneTaken => ("该手机号已被其他账号绑定", "The phone number is bound to another account."),
            Self::SamePhone => ("新手机号与原手机号相同", "This is the phone number that is bound already."),
            Self::AlreadyBound => {
                ("当前用户已绑定，请使用修改接口", "One is bound already; it can be changed instead.")
            }
            Self::NoAddressBound => ("当前用户尚未绑定", "None is bound to the account."),
            Self::LastLoginMethod => (
                "解绑后将没有其他登录方式，无法解绑",
                "Without it there would be no way left to sign in to the account.",
            ),
            Self::StepToken => ("令牌无效或已过期", "The token of the step before is unknown, used or expired."),
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
