//! Ending the browser's session too, after a sign-out.

use std::sync::Arc;
use std::time::Duration;

use super::SessionEnd;
use crate::app::signing::OpenAddress;
use crate::app::tasks::{End, Job, blocking};
use crate::app::{Phase, Program};
use crate::genauth::Language;
use crate::session::{BrowserError, BrowserSession, OneShot};

/// How long a browser may take to come for the address.
const DEADLINE: Duration = Duration::from_secs(60);

/// How far the end of the browser's session is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrowserSessionStage {
    /// It can be ended.
    Offered,
    /// The browser is being sent there.
    Opening,
    /// The browser was sent there; it shows what came of it.
    Sent,
    /// The browser was not sent there.
    Failed(BrowserSessionError),
}

/// Why no browser was sent to end its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrowserSessionError {
    /// No browser could be opened, in the words of the system.
    NotOpened(String),
    /// This computer does not let the program wait for it, or no browser came.
    Browser(BrowserError),
    /// The service names no address for it.
    NoAddress,
    /// The task ended abnormally.
    Crashed,
}

impl Program {
    /// Keeps what can end the browser's session, and offers it.
    pub(in crate::app) fn offer_to_end_browser_session(&mut self, browser_session: Option<BrowserSession>) {
        let offered = browser_session.is_some();
        self.browser_session = browser_session.map(Arc::new);
        if let Phase::SignIn(sign_in) = &mut self.state.phase {
            sign_in.browser_session = offered.then_some(BrowserSessionStage::Offered);
        }
    }

    /// Forgets what could end the browser's session: somebody else may sign in there now.
    pub(in crate::app) fn forget_browser_session(&mut self) {
        self.browser_session = None;
        self.tasks.forget(Job::EndBrowserSession);
        if let Phase::SignIn(sign_in) = &mut self.state.phase {
            sign_in.browser_session = None;
        }
    }

    pub(super) fn end_browser_session(&mut self) {
        let Some(browser_session) = self.browser_session.clone() else { return };
        let (open, language) = (self.signing.open_address(), self.language);
        let Phase::SignIn(sign_in) = &mut self.state.phase else { return };
        if !matches!(
            sign_in.browser_session,
            Some(BrowserSessionStage::Offered | BrowserSessionStage::Sent | BrowserSessionStage::Failed(_))
        ) {
            return;
        }
        sign_in.browser_session = Some(BrowserSessionStage::Opening);
        self.tasks.start(Job::EndBrowserSession, async move {
            End::session(SessionEnd::BrowserSession(send_browser(&browser_session, open, language).await))
        });
    }

    pub(super) fn browser_session_ended(&mut self, ended: Result<(), BrowserSessionError>) {
        if let Phase::SignIn(sign_in) = &mut self.state.phase
            && sign_in.browser_session == Some(BrowserSessionStage::Opening)
        {
            sign_in.browser_session = Some(match ended {
                Ok(()) => BrowserSessionStage::Sent,
                Err(error) => BrowserSessionStage::Failed(error),
            });
        }
    }
}

async fn send_browser(
    browser_session: &BrowserSession,
    open: OpenAddress,
    language: Language,
) -> Result<(), BrowserSessionError> {
    let leads_to = browser_session.address().await.ok_or(BrowserSessionError::NoAddress)?;
    let one_shot = OneShot::bind().await.map_err(BrowserSessionError::Browser)?;
    let address = one_shot.address();
    let opened = async {
        // A panic in it is a browser that was not opened; there is nothing more to say of it.
        let opened = blocking(move || open(&address)).await.unwrap_or_else(|| Err(String::new()));
        match opened {
            Err(reason) => BrowserSessionError::NotOpened(reason),
            Ok(()) => std::future::pending().await,
        }
    };
    tokio::select! {
        sent = one_shot.send_off(leads_to, language, DEADLINE) => sent.map_err(BrowserSessionError::Browser),
        not_opened = opened => Err(not_opened),
    }
}
