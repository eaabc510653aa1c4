//! From what the program holds to what the ledger keeps.

use jiff::Timestamp;

use super::text::{LONGEST, LONGEST_ID, MOST_REQUESTS, cut, cut_ids};
use super::{Account, Answer, Deed, FoundLater, Intent, Listed, LostWhy, Request, Settlement, milliseconds};
use crate::account::{self, Binding, LostCause, Receipt, Reply};
use crate::genauth::Attempt;

impl Intent {
    /// The intent of an unbind of this binding, called `title` on the screen.
    pub fn unbind(account: Account, binding: &Binding, title: &str, begun_at: Timestamp) -> Self {
        Self {
            account,
            deed: Deed::Unbind,
            begun_at,
            batch: None,
            provider: binding.provider.clone(),
            title: title.to_owned(),
            ext_idp_id: binding.ext_idp_id().map(str::to_owned),
            identity_ids: binding.identities.iter().map(|identity| identity.identity_id.clone()).collect(),
            origin_connection_ids: binding.origin_connection_ids().into_iter().map(str::to_owned).collect(),
            connection: None,
        }
    }

    /// As it is kept: in whole milliseconds, with long texts cut.
    pub(super) fn bounded(&self) -> Self {
        let id = |id: &String| cut(id, LONGEST_ID);
        Self {
            account: self.account.bounded(),
            deed: self.deed,
            begun_at: milliseconds::whole(self.begun_at),
            batch: self.batch.clone(),
            provider: id(&self.provider),
            title: cut(&self.title, LONGEST),
            ext_idp_id: self.ext_idp_id.as_ref().map(id),
            identity_ids: cut_ids(&self.identity_ids),
            origin_connection_ids: cut_ids(&self.origin_connection_ids),
            connection: self.connection.as_ref().map(id),
        }
    }
}

impl From<&Attempt> for Request {
    fn from(attempt: &Attempt) -> Self {
        Self {
            method: attempt.method.to_owned(),
            path: attempt.path.clone(),
            started_at: attempt.started_at,
            took: attempt.took,
            http_status: attempt.http_status,
            status_code: attempt.status_code,
            api_code: attempt.api_code,
            message: attempt.message.clone(),
            request_id: attempt.request_id.clone(),
        }
        .bounded()
    }
}

impl Request {
    fn bounded(&self) -> Self {
        Self {
            method: cut(&self.method, LONGEST_ID),
            path: cut(&self.path, LONGEST),
            started_at: milliseconds::whole(self.started_at),
            took: milliseconds::whole_duration(self.took),
            http_status: self.http_status,
            status_code: self.status_code,
            api_code: self.api_code,
            message: self.message.as_ref().map(|message| cut(message, LONGEST)),
            request_id: self.request_id.as_ref().map(|id| cut(id, LONGEST_ID)),
        }
    }
}

impl Settlement {
    /// As it is kept: in whole milliseconds, with long texts cut.
    pub(super) fn bounded(&self) -> Self {
        Self {
            answer: match &self.answer {
                Answer::Accepted => Answer::Accepted,
                Answer::Refused(fault) => Answer::Refused(fault.bounded()),
                Answer::Lost(LostWhy::Failed(fault)) => Answer::Lost(LostWhy::Failed(fault.bounded())),
                Answer::Lost(why) => Answer::Lost(why.clone()),
            },
            at: milliseconds::whole(self.at),
            took: milliseconds::whole_duration(self.took),
            requests: self.requests.iter().take(MOST_REQUESTS).map(Request::bounded).collect(),
        }
    }

    /// The end of a call that nobody saw: the program ended before an answer came.
    pub fn program_ended(at: Timestamp) -> Self {
        Self { answer: Answer::Lost(LostWhy::ProgramEnded), at, took: std::time::Duration::ZERO, requests: Vec::new() }
    }
}

impl From<&Receipt> for Settlement {
    /// It was settled when its requests had taken their time.
    fn from(receipt: &Receipt) -> Self {
        Self {
            answer: Answer::from(&receipt.reply),
            at: receipt.when.checked_add(receipt.took).unwrap_or(receipt.when),
            took: receipt.took,
            requests: receipt.attempts.iter().take(MOST_REQUESTS).map(Request::from).collect(),
        }
        .bounded()
    }
}

impl From<&Reply> for Answer {
    fn from(reply: &Reply) -> Self {
        match reply {
            Reply::Accepted => Self::Accepted,
            Reply::Refused(error) => Self::Refused(error.into()),
            Reply::Lost(LostCause::Failed(error)) => Self::Lost(LostWhy::Failed(error.into())),
            Reply::Lost(LostCause::StoppedWaiting) => Self::Lost(LostWhy::StoppedWaiting),
            Reply::Lost(LostCause::Crashed) => Self::Lost(LostWhy::Crashed),
            Reply::Lost(LostCause::ProgramEnded) => Self::Lost(LostWhy::ProgramEnded),
        }
    }
}

impl Listed {
    /// As it is kept: with few and short ids.
    pub(super) fn bounded(&self) -> Self {
        match self {
            Self::Bound { identity_ids, origin_connection_ids } => Self::Bound {
                identity_ids: cut_ids(identity_ids),
                origin_connection_ids: cut_ids(origin_connection_ids),
            },
            Self::NothingNew { ended, later } => {
                Self::NothingNew { ended: *ended, later: later.as_ref().map(FoundLater::bounded) }
            }
            other => other.clone(),
        }
    }
}

impl FoundLater {
    fn bounded(&self) -> Self {
        Self {
            identity_ids: cut_ids(&self.identity_ids),
            origin_connection_ids: cut_ids(&self.origin_connection_ids),
            at: milliseconds::whole(self.at),
            not_yet_at: self.not_yet_at.map(milliseconds::whole),
            came_through: self.came_through,
        }
    }
}

impl From<account::Listed> for Listed {
    fn from(listed: account::Listed) -> Self {
        match listed {
            account::Listed::NotReadYet => Self::NotRead,
            account::Listed::Gone => Self::Gone,
            account::Listed::PartlyGone { left } => Self::PartlyGone { left },
            account::Listed::AllThere => Self::AllThere,
            account::Listed::Unreadable => Self::Unreadable,
        }
    }
}
