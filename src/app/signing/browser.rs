//! Signing in in the browser: from the listener on this machine to the checked ID token (RFC 8252).
//!
//! Each step is a task of its own, and its end begins the next. Those before the code is traded have one job, so that
//! stopping that stops them all; those that bring tokens are never stopped, only no longer wanted.

use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard, mpsc};

use super::{BrowserPurpose, BrowserSignIn, BrowserStep, SignInFailure, SigningEnd};
use crate::app::Program;
use crate::app::tasks::{End, Job, blocking};
use crate::genauth::{
    Answer, Attempt, AuthorizationRequest, Cause, Client, Error, Failure, IdTokenError, Language, ProviderMetadata,
    TokenSet,
};
use crate::ledger::Way;
use crate::session::{
    AccountSpace, BrowserError, BrowserEvent, RedirectAddress, RedirectListener, Returned, Session, Waiting,
};

/// What the listener's port belongs to, until that is gone: the next sign-in may need the same port.
type PortGuard = OwnedMutexGuard<()>;

/// What a browser can be sent off with.
pub(in crate::app) struct Prepared {
    waiting: Waiting,
    provider: Box<ProviderMetadata>,
    port: PortGuard,
    attempt: Attempt,
}

/// How a step of a sign-in in the browser ended.
pub(in crate::app) enum BrowserEnd {
    Prepared(Result<Box<Prepared>, (SignInFailure, Option<Box<Attempt>>)>),
    /// `Err` says why no browser could be opened.
    Opened(Result<(), String>),
    /// Something happened at the listener; `None` when nothing more will.
    Happened(Option<BrowserEvent>, mpsc::UnboundedReceiver<BrowserEvent>),
    Returned(Result<Returned, BrowserError>, Box<ProviderMetadata>),
    Traded {
        traded: Box<Result<Answer<TokenSet>, Failure>>,
        client: Client,
        request: Arc<AuthorizationRequest>,
        provider: Box<ProviderMetadata>,
    },
    Checked(Result<Session, IdTokenError>),
}

impl Program {
    pub(in crate::app) fn sign_in_in_browser(&mut self, purpose: BrowserPurpose) {
        if self.begin_to_sign_in() {
            self.begin_in_browser(purpose);
        }
    }

    /// Begins anew: with another request, so that the answer to the one before counts as a stranger's.
    pub(in crate::app) fn open_browser_again(&mut self) {
        let Some(browser) = self.signing_in().and_then(|sign_in| sign_in.browser.as_ref()) else { return };
        // What has come back already is not thrown away.
        if matches!(browser.step, BrowserStep::Opening | BrowserStep::Waiting) {
            let purpose = browser.purpose;
            self.begin_in_browser(purpose);
        }
    }

    fn begin_in_browser(&mut self, purpose: BrowserPurpose) {
        let (Some(client), Some(space)) = (self.client.clone(), self.space.clone()) else { return };
        let (now, deadline) = (self.state.now, self.signing.browser_deadline);
        let Some(sign_in) = self.signing_in() else { return };
        sign_in.browser = Some(BrowserSignIn {
            purpose,
            started: now,
            deadline,
            step: BrowserStep::Preparing,
            address: None,
            not_opened: None,
            strangers: 0,
        });
        let (redirect, language) = (space.redirect_uri.address(), self.language);
        let port = Arc::clone(&self.signing.port);
        self.tasks.stop(Job::Browser);
        self.tasks.start(Job::Browser, async move {
            end(BrowserEnd::Prepared(prepare(&client, &space, &redirect, language, port).await.map(Box::new)))
        });
    }

    pub(super) fn browser_ended(&mut self, ended: BrowserEnd) {
        match ended {
            BrowserEnd::Prepared(Ok(prepared)) => self.send_browser_off(*prepared),
            BrowserEnd::Prepared(Err((failure, attempt))) => {
                if let (Some(attempt), SignInFailure::Call(error)) = (&attempt, &failure) {
                    self.called(std::slice::from_ref(attempt), Some(error));
                }
                self.sign_in_failed(failure);
            }
            BrowserEnd::Opened(opened) => {
                if let Some(browser) = self.browser() {
                    browser.not_opened = opened.err();
                }
            }
            BrowserEnd::Happened(event, events) => self.happened(event, events),
            BrowserEnd::Returned(Ok(returned), provider) => self.trade(returned, provider),
            BrowserEnd::Returned(Err(error), _) => self.browser_failed(SignInFailure::Browser(error)),
            BrowserEnd::Traded { traded, client, request, provider } => {
                self.called_once(&traded);
                match *traded {
                    Ok(answer) => self.check_tokens(client, answer.value, request, provider),
                    Err(failure) => self.browser_failed(SignInFailure::Call(failure.error)),
                }
            }
            BrowserEnd::Checked(Ok(session)) => {
                self.tasks.stop(Job::Browser);
                self.signed_in(session, Way::Browser);
            }
            BrowserEnd::Checked(Err(error)) => self.browser_failed(SignInFailure::IdToken(error)),
        }
    }

    pub(in crate::app) fn browser_failed(&mut self, failure: SignInFailure) {
        self.tasks.stop(Job::Browser);
        self.sign_in_failed(failure);
    }

    fn browser(&mut self) -> Option<&mut BrowserSignIn> {
        self.signing_in()?.browser.as_mut()
    }

    fn send_browser_off(&mut self, prepared: Prepared) {
        let Prepared { waiting, provider, port, attempt } = prepared;
        self.called(&[attempt], None);
        let now = self.state.now;
        let address = waiting.address();
        let Some(browser) = self.browser() else { return };
        browser.step = BrowserStep::Opening;
        browser.address = Some(address.clone());
        let left = browser.deadline.saturating_sub(browser.waited(now));
        let (sender, events) = mpsc::unbounded_channel();
        self.tasks.start(Job::Browser, async move {
            let returned = waiting.answer(left, sender).await;
            drop(port);
            end(BrowserEnd::Returned(returned, provider))
        });
        self.await_event(events);
        let open = Arc::clone(&self.signing.open_address);
        self.tasks.start(Job::Browser, async move {
            // A panic in it is a browser that was not opened; there is nothing more to say of it.
            let opened = blocking(move || open(&address)).await.unwrap_or_else(|| Err(String::new()));
            end(BrowserEnd::Opened(opened))
        });
    }

    fn await_event(&mut self, mut events: mpsc::UnboundedReceiver<BrowserEvent>) {
        self.tasks.start(Job::Browser, async move {
            let event = events.recv().await;
            end(BrowserEnd::Happened(event, events))
        });
    }

    fn happened(&mut self, event: Option<BrowserEvent>, events: mpsc::UnboundedReceiver<BrowserEvent>) {
        let (Some(event), Some(browser)) = (event, self.browser()) else { return };
        match event {
            BrowserEvent::Opened => {
                browser.not_opened = None;
                browser.step = browser.step.max(BrowserStep::Waiting);
            }
            BrowserEvent::Stranger(_) => browser.strangers = browser.strangers.saturating_add(1),
        }
        self.await_event(events);
    }

    fn trade(&mut self, returned: Returned, provider: Box<ProviderMetadata>) {
        let Some(client) = self.client.clone() else { return };
        let Some(browser) = self.browser() else { return };
        browser.step = BrowserStep::Trading;
        let Returned { code, request } = returned;
        self.tasks.start(Job::Trade, async move {
            let traded = Box::new(client.redeem_code(&request, &code).await);
            end(BrowserEnd::Traded { traded, client, request, provider })
        });
    }

    fn check_tokens(
        &mut self,
        client: Client,
        tokens: TokenSet,
        request: Arc<AuthorizationRequest>,
        provider: Box<ProviderMetadata>,
    ) {
        let storage = self.storage_for_new_session();
        let Some(space) = self.space.clone() else { return };
        if let Some(browser) = self.browser() {
            browser.step = BrowserStep::Checking;
        }
        self.tasks.start(Job::Trade, async move {
            let nonce = Some(request.nonce());
            let checked = Session::with_tokens(client, &space, storage, tokens, nonce, Some(*provider)).await;
            end(BrowserEnd::Checked(checked))
        });
    }
}

fn end(ended: BrowserEnd) -> End {
    End::signing(SigningEnd::Browser(ended))
}

async fn prepare(
    client: &Client,
    space: &AccountSpace,
    redirect: &RedirectAddress,
    language: Language,
    port: Arc<Mutex<()>>,
) -> Result<Prepared, (SignInFailure, Option<Box<Attempt>>)> {
    let port = port.lock_owned().await;
    let discovered = Cause::Preparation.during(client.discover()).await;
    let Answer { value: provider, attempt } =
        discovered.map_err(|failure| (SignInFailure::Call(failure.error), Some(failure.attempt)))?;
    let at_listening = |error| (SignInFailure::Browser(error), None);
    let at_asking = |error| (SignInFailure::Call(error), None);
    let listener = RedirectListener::bind(redirect).await.map_err(at_listening)?;
    let redirect_uri =
        listener.redirect_uri().ok_or_else(|| at_listening(BrowserError::CannotListen(redirect.path.clone())))?;
    let request = client.authorization_request(&provider, &redirect_uri, &space.scope).map_err(at_asking)?;
    let waiting = listener.wait_for(request, language).ok_or_else(|| at_asking(Error::NoRandomness))?;
    Ok(Prepared { waiting, provider: Box::new(provider), port, attempt })
}
