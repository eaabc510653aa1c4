//! The running program without a screen.
//!
//! A panel draws [`State`] and returns [`Action`]s; [`Program`] applies them and may start a task; the task's end
//! comes back into the state, and the panel draws again.

mod action;
mod activity;
mod binding;
mod connections;
mod destination;
mod fetch;
mod inspector;
mod last_seen;
mod leaving;
mod ledger;
mod program;
mod sandbox;
mod scenario;
mod session_screen;
mod signing;
mod spaces;
mod state;
mod support_bundle;
mod tasks;
mod unbinding;
mod update;
mod whole_file;

pub use action::Action;
pub use activity::{
    Activity, ActivityAction, ActivityDialog, ActivityFilter, Day, ExportDialog, ExportFailure, ExportFormat,
    ExportStage, ForgetDialog, ForgetStage, HeldExchanges, History, HistoryFailure, HistoryRow, NotACode,
    OutcomeFilter, WhoseActivity, entry_json,
};
pub use binding::{
    BindAction, BindAgain, BindFailure, BindLeft, BindOutcome, BindStage, BindTracker, Binds, Bound, Offered, Pace,
};
pub use connections::{Card, Connections, Unbinding};
pub use destination::DestinationFailure;
pub use fetch::Fetch;
pub use inspector::{
    CaseFile, Export, ExportChoice, ExportForm, ExportWhat, Here, InspectorAction, InspectorShown, NotRepeatable,
    Preview, ReadDialog, ReadFailure, Repetition,
};
pub use leaving::{Leaving, LeavingStage, Way};
pub use ledger::{LedgerShown, LedgerTrouble};
pub use program::{BROWSER_DEADLINE, Choice, Program, Setup};
pub use sandbox::{SandboxAction, SandboxDone, SandboxSeen, SandboxShown};
pub use scenario::read_scenario;
pub use session_screen::{
    BrowserSessionError, BrowserSessionStage, CLIPBOARD_DEADLINE, ClaimsShown, Clipboard, IdTokenShown, Renewal,
    SessionAction, SessionShown, TokenCopy, system_clipboard,
};
pub use signing::{
    BrowserPurpose, BrowserSignIn, BrowserStep, Captcha, CaptchaStage, CodeAddress, OpenAddress, Picture, SentCode,
    SignIn, SignInFailure, system_browser,
};
pub use spaces::{
    AccountShown, AccountStanding, Editor, FileShown, Found, Notice, SaveFailure, SpaceTest, SpacesAction, SpacesPanel,
    SpacesShown, TestFailure, TestStep, TestedStep, Typed,
};
pub use state::{
    Home, KeyringState, LastCall, Opening, OpeningError, Phase, SandboxPersona, Screen, SignOutTrouble, SpaceShown,
    State,
};
pub use support_bundle::{
    BundleChoice, BundleContents, BundleFile, BundledCalls, BundledReceipts, SupportBundle, SupportBundleAction,
};
pub use tasks::Wake;
pub use unbinding::{
    Batch, BatchItem, BatchStop, ChosenUnbind, ItemState, SeenFromHere, Several, SeveralAction, SeveralDialog,
    UnbindCheckpoints, UnbindDialog, UnbindPoint, UnbindStage, WaysShown,
};
pub use whole_file::{FileFailure, FileStage};
