//! What can come of an attempt to bind, with its code and its words.
//!
//! The codes are a guess: the reference says that failures appear in the browser only (section 6.2), and of the codes no
//! more than that 200 is a success. The others are the closest of its table (section 1.5).

use axum::http::StatusCode;

use super::binding::NotBound;
use crate::sandbox::page::PageLanguage;
use crate::sandbox::pool::Identity;

/// The end of an attempt to bind.
pub(super) enum Outcome {
    /// Bound, or bound already; with the account's identities of this source.
    Bound(Vec<Identity>),
    /// The identity belongs to another account.
    BoundToAnotherAccount,
    /// The account is bound to somebody else at this provider.
    AnotherPersonIsBound,
    /// The person said no at the provider.
    Cancelled,
    /// The link or the visit is unknown, expired or used.
    Spent,
    /// The connection may no longer be used.
    ConnectionDisabled,
    /// The provider's answer does not belong to this visit.
    BadAnswer,
    /// The account is gone.
    NoAccount,
    /// No random text could be made.
    Failed,
}

/// What a person is told: what happened, and what to do.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) text: &'static str,
}

impl From<NotBound> for Outcome {
    fn from(refused: NotBound) -> Self {
        match refused {
            NotBound::ToAnotherAccount => Self::BoundToAnotherAccount,
            NotBound::AnotherPerson => Self::AnotherPersonIsBound,
            NotBound::NoAccount => Self::NoAccount,
        }
    }
}

impl Outcome {
    /// The result's `code`.
    pub(super) fn code(&self) -> u16 {
        match self {
            Self::Bound(_) => 200,
            Self::Spent => 401,
            Self::ConnectionDisabled => 403,
            Self::NoAccount => 404,
            Self::BoundToAnotherAccount | Self::AnotherPersonIsBound => 409,
            Self::Failed => 500,
            Self::Cancelled | Self::BadAnswer => 602,
        }
    }

    /// The page's HTTP status. Who cancels gets what was asked for.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Bound(_) | Self::Cancelled => StatusCode::OK,
            Self::BoundToAnotherAccount | Self::AnotherPersonIsBound => StatusCode::CONFLICT,
            Self::Spent => StatusCode::GONE,
            Self::ConnectionDisabled => StatusCode::FORBIDDEN,
            Self::BadAnswer => StatusCode::BAD_REQUEST,
            Self::NoAccount => StatusCode::NOT_FOUND,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Why it failed, for the list of requests.
    pub(super) fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Bound(_) => None,
            Self::BoundToAnotherAccount => Some("the identity is bound to another account"),
            Self::AnotherPersonIsBound => Some("the account is bound to somebody else at this provider"),
            Self::Cancelled => Some("the person cancelled at the provider"),
            Self::Spent => Some("the link, or the visit to the provider, is unknown, expired or used"),
            Self::ConnectionDisabled => Some("the connection is not enabled for the application"),
            Self::BadAnswer => Some("the provider's answer does not belong to this visit, or its code is no good"),
            Self::NoAccount => Some("the account is gone"),
            Self::Failed => Some("no random text could be made"),
        }
    }

    /// What the page and the result's `message` say.
    pub(super) fn words(&self, language: PageLanguage) -> Words {
        let (chinese, english) = match self {
            Self::Bound(_) => (
                ("绑定成功", "该账号已与您的账号绑定。您可以关闭此窗口。"),
                ("Bound", "This account is now bound to yours. You can close this window."),
            ),
            Self::BoundToAnotherAccount => (
                ("已被其他账号绑定", "该账号已绑定到另一个账号，请先在那里解绑。您的账号没有变化，可以关闭此窗口。"),
                (
                    "Already bound to another account",
                    "It is bound to another account, and has to be unbound there first. Nothing changed on yours. \
                     You can close this window.",
                ),
            ),
            Self::AnotherPersonIsBound => (
                (
                    "已绑定该身份源的其他账号",
                    "您的账号已绑定该身份源的另一个账号，请先解绑。您的账号没有变化，可以关闭此窗口。",
                ),
                (
                    "Another account of this provider is bound",
                    "Your account is bound to another one at this provider. Unbind that first. Nothing changed. You \
                     can close this window.",
                ),
            ),
            Self::Cancelled => (
                ("已取消", "您取消了绑定，没有任何变化。您可以关闭此窗口。"),
                ("Cancelled", "You cancelled, and nothing changed. You can close this window."),
            ),
            Self::Spent => (
                ("链接已失效", "该链接已过期或已被使用。请回到应用重新发起绑定。"),
                (
                    "This link is no longer good",
                    "It has expired or was used before. Go back to the application and start again.",
                ),
            ),
            Self::ConnectionDisabled => (
                ("身份源连接已停用", "该身份源连接未对此应用开启，没有任何变化。请联系应用的管理员。"),
                (
                    "The connection is disabled",
                    "It is not enabled for this application, and nothing changed. Ask the application's \
                     administrator.",
                ),
            ),
            Self::BadAnswer => (
                ("身份源返回无效", "身份源的返回与本次绑定不符，没有任何变化。请回到应用重新发起绑定。"),
                (
                    "The provider's answer is no good",
                    "It does not belong to this attempt, and nothing changed. Go back to the application and start \
                     again.",
                ),
            ),
            Self::NoAccount => (
                ("账号不存在", "要绑定的账号已不存在。请重新登录。"),
                ("The account is gone", "The account to bind to no longer exists. Sign in again."),
            ),
            Self::Failed => (
                ("服务器内部错误", "沙盒出错，没有任何变化。请稍后重试。"),
                ("The sandbox failed", "Nothing changed. Try again."),
            ),
        };
        let (title, text) = if language == PageLanguage::Chinese { chinese } else { english };
        Words { title, text }
    }
}
