//! Trying an account space against its service, step by step, with nothing saved and nobody signed in.

use super::super::Program;
use super::super::tasks::{End, Job, blocking};
use super::Typed;
use crate::genauth::{Client, ClientError, Error, ProviderMetadata};
use crate::session::{AccountSpace, AuthenticationMethod, PasswordEncryption, SpaceTrouble, client_settings};

/// What trying a space came to, as far as it got.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpaceTest {
    /// The host, as the person knows it.
    pub host: String,
    /// The steps that were begun, in their order.
    pub steps: Vec<TestStep>,
    /// Whether the person stopped it.
    pub stopped: bool,
    /// Whether the application proves itself with a secret: only a sign-in tells whether that is right.
    pub has_secret: bool,
}

impl SpaceTest {
    /// Whether a step is under way.
    pub fn is_running(&self) -> bool {
        !self.stopped && self.steps.last().is_some_and(|step| step.result.is_none())
    }

    /// Whether every step went well.
    pub fn is_good(&self) -> bool {
        self.steps.last().is_some_and(|step| step.step == TestedStep::Application && matches!(step.result, Some(Ok(_))))
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestStep {
    /// Which.
    pub step: TestedStep,
    /// What it came to; `None` while it runs.
    pub result: Option<Result<Found, TestFailure>>,
}

/// What is tried, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestedStep {
    /// The certificates that the space names are read.
    Certificates,
    /// `GET /api/v3/system` (reference section 3.1): the host is there and is the service.
    System,
    /// `GET /oidc/.well-known/openid-configuration` (reference section 8.1): where one signs in.
    Discovery,
    /// `GET /api/v3/get-application-enabled-extidps` (reference section 3.2): the service knows the app ID.
    Application,
}

/// What a step found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This many extra certificates.
    Certificates(usize),
    /// The server.
    System {
        /// Its version.
        version: Option<String>,
        /// How long its key for passwords is, in bits, where passwords are to be encrypted.
        key_bits: Option<usize>,
    },
    /// The OpenID provider.
    Discovery(Box<ProviderMetadata>),
    /// How many connections the application offers.
    Application(usize),
}

/// Why a step failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestFailure {
    /// What the space names is not there.
    Space(SpaceTrouble),
    /// No client can be made for it.
    Client(ClientError),
    /// The call failed.
    Call(Error),
    /// The service does not let an application prove itself in this way, says its own description.
    MethodNotOffered {
        /// `token_endpoint_auth_methods_supported`.
        offered: Vec<String>,
    },
    /// The task ended abnormally.
    Crashed,
}

/// A test under way.
pub(super) struct Testing {
    space: AccountSpace,
    client: Option<Client>,
}

/// The end of one step, with the client once there is one.
pub(in crate::app) struct Tested {
    client: Option<Client>,
    result: Result<Found, TestFailure>,
}

impl Program {
    pub(super) fn test_space(&mut self, typed: &Typed) {
        self.stop_test();
        let Some(space) = self.checked(typed) else { return };
        let has_secret = space.authentication != AuthenticationMethod::None;
        let host = space.app_host.authority().to_owned();
        if let Some(editor) = self.editor() {
            editor.test = Some(SpaceTest { host, has_secret, ..SpaceTest::default() });
        }
        self.spaces.testing = Some(Testing { space, client: None });
        self.start_step(TestedStep::Certificates);
    }

    fn start_step(&mut self, step: TestedStep) {
        let Some(testing) = &self.spaces.testing else { return };
        let (space, client) = (testing.space.clone(), testing.client.clone());
        let (language, deadlines, observer) = (self.language, self.deadlines, self.observer());
        if let Some(test) = self.editor().and_then(|editor| editor.test.as_mut()) {
            test.steps.push(TestStep { step, result: None });
        }
        self.spaces.tasks.start(Job::TestSpace, async move {
            let Some(client) = client else {
                let made = blocking(move || {
                    // No call of the test proves the application, so none needs the secret.
                    let unproven = AccountSpace { authentication: AuthenticationMethod::None, ..space };
                    let settings = client_settings(&unproven, None, language, deadlines).map_err(TestFailure::Space)?;
                    let count = settings.extra_roots.count();
                    let client = Client::new(settings, observer).map_err(TestFailure::Client)?;
                    Ok((client, count))
                });
                return End::SpaceTested(match made.await {
                    Some(Ok((client, count))) => {
                        Tested { client: Some(client), result: Ok(Found::Certificates(count)) }
                    }
                    Some(Err(failure)) => Tested { client: None, result: Err(failure) },
                    None => Tested { client: None, result: Err(TestFailure::Crashed) },
                });
            };
            let result = match step {
                TestedStep::Certificates => Err(TestFailure::Crashed),
                TestedStep::System => system(&client, &space).await,
                TestedStep::Discovery => discovery(&client, &space).await,
                TestedStep::Application => match client.get_application_enabled_ext_idps().await {
                    Ok(answer) => Ok(Found::Application(answer.value.len())),
                    Err(failure) => Err(TestFailure::Call(failure.error)),
                },
            };
            End::SpaceTested(Tested { client: Some(client), result })
        });
    }

    pub(in crate::app) fn space_tested(&mut self, tested: Tested) {
        let Tested { client, result } = tested;
        let Some(test) = self.editor().and_then(|editor| editor.test.as_mut()) else { return };
        let Some(step) = test.steps.last_mut() else { return };
        let next = match (&result, step.step) {
            (Err(_), _) | (Ok(_), TestedStep::Application) => None,
            (Ok(_), TestedStep::Certificates) => Some(TestedStep::System),
            (Ok(_), TestedStep::System) => Some(TestedStep::Discovery),
            (Ok(_), TestedStep::Discovery) => Some(TestedStep::Application),
        };
        step.result = Some(result);
        match (next, &mut self.spaces.testing) {
            (Some(next), Some(testing)) => {
                testing.client = client;
                self.start_step(next);
            }
            _ => self.spaces.testing = None,
        }
    }

    pub(in crate::app) fn test_crashed(&mut self) {
        self.space_tested(Tested { client: None, result: Err(TestFailure::Crashed) });
    }

    pub(super) fn stop_test(&mut self) {
        self.spaces.tasks.stop(Job::TestSpace);
        self.spaces.testing = None;
        if let Some(test) = self.editor().and_then(|editor| editor.test.as_mut()) {
            test.stopped |= test.is_running();
        }
    }
}

async fn system(client: &Client, space: &AccountSpace) -> Result<Found, TestFailure> {
    let call = |failure: crate::genauth::Failure| TestFailure::Call(failure.error);
    let version = client.system().await.map_err(call)?.value.server_version;
    let key_bits = match space.password_encryption {
        PasswordEncryption::None => None,
        PasswordEncryption::Rsa => Some(client.encryption_key().await.map_err(call)?.value.bits()),
    };
    Ok(Found::System { version, key_bits })
}

async fn discovery(client: &Client, space: &AccountSpace) -> Result<Found, TestFailure> {
    let provider = client.discover().await.map_err(|failure| TestFailure::Call(failure.error))?.value;
    let method = match space.authentication {
        AuthenticationMethod::None => "none",
        AuthenticationMethod::Post => "client_secret_post",
        AuthenticationMethod::Basic => "client_secret_basic",
    };
    // A service that does not list its methods, or leaves out `none`, can still take it.
    let offered = &provider.authentication_methods;
    if method != "none" && !offered.is_empty() && !offered.iter().any(|one| one == method) {
        return Err(TestFailure::MethodNotOffered { offered: offered.clone() });
    }
    Ok(Found::Discovery(Box::new(provider)))
}
