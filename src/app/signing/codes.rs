//! Having a code sent that signs in.

use std::time::Duration;

use super::{CodeAddress, SignInFailure, SigningEnd};
use crate::app::Program;
use crate::app::tasks::{End, Job};
use crate::genauth::{Answer, Failure};

impl Program {
    /// Has a code sent, unless one is on its way or went there less than a minute ago.
    pub(in crate::app) fn send_code(&mut self, address: CodeAddress) {
        let Some(client) = self.client.clone() else { return };
        let now = self.state.now;
        let Some(sign_in) = self.signing_in() else { return };
        let busy = sign_in.is_busy();
        let code = sign_in.code_mut(&address);
        if busy || code.sending.is_some() || code.next_in(&address, now).is_some() {
            return;
        }
        code.sending = Some(now);
        code.failure = None;
        let job = job_of(&address);
        self.tasks.start(job, async move {
            let sent = match &address {
                CodeAddress::Email(email) => client.send_email_code(email).await,
                CodeAddress::Phone(phone) => client.send_sms_code(phone).await,
            };
            End::signing(SigningEnd::CodeSent(address, sent))
        });
    }

    pub(super) fn code_sent(&mut self, address: CodeAddress, sent: Result<Answer<()>, Failure>) {
        let now = self.state.now;
        self.called_once(&sent);
        let Some(sign_in) = self.signing_in() else { return };
        let code = sign_in.code_mut(&address);
        code.sending = None;
        match sent {
            Ok(_) => code.sent = Some((address, now)),
            Err(failure) => {
                code.note_too_soon(address, &failure.error, now);
                code.failure = Some(SignInFailure::Call(failure.error));
            }
        }
    }

    pub(in crate::app) fn code_crashed(&mut self, job: Job) {
        let Some(sign_in) = self.signing_in() else { return };
        let code = if job == Job::SendEmailCode { &mut sign_in.email_code } else { &mut sign_in.phone_code };
        code.sending = None;
        code.failure = Some(SignInFailure::Crashed);
    }

    /// How long until a second that the sign-in shows has passed; `None` while it shows none.
    pub(in crate::app) fn until_sign_in_changes(&self) -> Option<Duration> {
        let crate::app::Phase::SignIn(sign_in) = &self.state.phase else { return None };
        let now = self.state.now;
        let left_of_second = |time: Duration| Duration::from_millis(u64::from(time.subsec_millis()) + 1);
        let countdowns =
            [&sign_in.email_code, &sign_in.phone_code].into_iter().flat_map(|code| code.counts_down_for(now));
        let waits = sign_in.browser.as_ref().map(|browser| {
            let passed = browser.waited(now);
            Duration::from_millis(1001).saturating_sub(Duration::from_millis(u64::from(passed.subsec_millis())))
        });
        countdowns.map(left_of_second).chain(waits).min()
    }
}

fn job_of(address: &CodeAddress) -> Job {
    match address {
        CodeAddress::Email(_) => Job::SendEmailCode,
        CodeAddress::Phone(_) => Job::SendPhoneCode,
    }
}
