//! Getting a captcha's picture onto the screen.

use std::sync::Arc;

use super::{Captcha, CaptchaStage, Picture, SigningEnd, picture};
use crate::app::Program;
use crate::app::tasks::{End, Job, blocking};
use crate::genauth::{Answer, CaptchaToken, Cause, Failure};

/// What came of getting a captcha: its token, and the picture if it could be drawn.
pub(in crate::app) type CaptchaRead = Result<Answer<(CaptchaToken, Option<Picture>)>, Failure>;

impl Program {
    /// Gets another picture because the person cannot read this one.
    pub(in crate::app) fn another_picture(&mut self) {
        let Some(sign_in) = self.signing_in() else { return };
        let reading = |captcha: &Captcha| captcha.stage == CaptchaStage::Reading;
        if sign_in.pending.is_none() && sign_in.captcha.as_ref().is_some_and(|captcha| !reading(captcha)) {
            self.read_captcha(false, Cause::Person);
        }
    }

    /// Gets a new captcha. `wrong` says that what was read in the one before was wrong.
    pub(super) fn read_captcha(&mut self, wrong: bool, cause: Cause) {
        let Some(client) = self.client.clone() else { return };
        let Some(sign_in) = self.signing_in() else { return };
        sign_in.captcha = Some(Captcha { stage: CaptchaStage::Reading, wrong });
        self.signing.captcha_token = None;
        self.tasks.stop(Job::Captcha);
        self.tasks.start(Job::Captcha, async move {
            let read = match cause.during(client.get_captcha()).await {
                Ok(Answer { value, attempt }) => {
                    let (svg, token) = (value.svg, value.token);
                    // Drawing takes a moment, and what is drawn is the other side's.
                    let picture = blocking(move || picture::draw(&svg)).await.flatten();
                    Ok(Answer { value: (token, picture), attempt })
                }
                Err(failure) => Err(failure),
            };
            End::signing(SigningEnd::CaptchaRead(read))
        });
    }

    pub(super) fn captcha_read(&mut self, read: CaptchaRead) {
        self.called_once(&read);
        let Some(captcha) = self.signing_in().and_then(|sign_in| sign_in.captcha.as_mut()) else { return };
        let token = match read {
            Ok(Answer { value: (token, Some(picture)), .. }) => {
                captcha.stage = CaptchaStage::Shown(Arc::new(picture));
                Some(token)
            }
            Ok(Answer { value: (_, None), .. }) => {
                captcha.stage = CaptchaStage::NotDrawn;
                None
            }
            Err(failure) => {
                captcha.stage = CaptchaStage::NotFetched(failure.error);
                None
            }
        };
        self.signing.captcha_token = token;
    }

    pub(in crate::app) fn captcha_crashed(&mut self) {
        if let Some(captcha) = self.signing_in().and_then(|sign_in| sign_in.captcha.as_mut()) {
            captcha.stage = CaptchaStage::NotDrawn;
        }
    }
}
