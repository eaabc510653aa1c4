//! What a person can ask of the program.

use super::{
    ActivityAction, BindAction, BrowserPurpose, CodeAddress, InspectorAction, SandboxAction, Screen, SessionAction,
    SeveralAction, SpacesAction, SupportBundleAction,
};
use crate::account::BindingKey;
use crate::genauth::{AccessToken, Credentials, PassCode};

/// One thing that a person asked for, as a panel returns it.
///
/// Applying an action that no longer fits the state does nothing: a second click finds the first one's work done.
#[derive(Clone, Debug)]
pub enum Action {
    /// Sign in with what was typed.
    SignIn {
        /// What the person proves to be themselves with.
        credentials: Credentials,
        /// What was read in the captcha's picture, where one is shown.
        captcha: Option<PassCode>,
    },
    /// Sign in in the browser.
    SignInInBrowser(BrowserPurpose),
    /// Send the browser off once more, with a new request.
    OpenBrowserAgain,
    /// Sign in with an access token that came another way.
    SignInWithToken(AccessToken),
    /// Have a code sent that signs in.
    SendCode(CodeAddress),
    /// Show another captcha.
    AnotherPicture,
    /// Stop the sign-in that is under way, in the browser or here.
    CancelSignIn,
    /// Go on without the keyring; the session lives in memory.
    ContinueWithoutKeyring,
    /// Try again to open the account space.
    OpenAgain,
    /// Go to a screen.
    ShowScreen(Screen),
    /// Do something to the sandbox inside the program.
    Sandbox(SandboxAction),
    /// Do something in the inspector.
    Inspector(InspectorAction),
    /// Do something about a support bundle.
    SupportBundle(SupportBundleAction),
    /// Do something about the session.
    Session(SessionAction),
    /// Do something on the Activity screen.
    Activity(ActivityAction),
    /// Do something with account spaces and accounts.
    Spaces(SpacesAction),
    /// Leave the sign-in that followed the end of a session, back to what was shown.
    BackToWhatWasShown,
    /// Read the account and its bindings again.
    Refresh,
    /// Show the dialog that asks whether to unbind.
    AskToUnbind {
        /// What.
        key: BindingKey,
        /// What it is called on the screen: where typing is wanted, this is what is typed.
        title: String,
    },
    /// Close that dialog; nothing was sent.
    CancelUnbind,
    /// Unbind what the dialog shows.
    ConfirmUnbind {
        /// What.
        key: BindingKey,
        /// What was typed; it has to pass where the dialog wants typing.
        typed: String,
    },
    /// Unbind what the dialog shows although no receipt can be kept of it.
    UnbindWithoutReceipt(BindingKey),
    /// Do something about several unbinds at once.
    Several(SeveralAction),
    /// Open the page where a person withdraws the grant at this provider, by its name on the wire.
    OpenProviderPage(String),
    /// Stop waiting for the answer to an unbind: it counts as lost, and the list is read.
    StopWaiting(BindingKey),
    /// Take a receipt off the screen.
    DismissReceipt {
        /// [`crate::account::Receipt::number`].
        number: u64,
    },
    /// Do something about binding.
    Bind(BindAction),
    /// Sign out.
    SignOut,
    /// Go to the sign-in after the service ended the session.
    SignInAgain,
    /// The window was asked to close.
    CloseWindow,
    /// Leave although something is still running or not read.
    LeaveNow,
    /// Stay after all.
    Stay,
}
