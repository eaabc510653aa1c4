//! Draws the state and returns actions.
//!
//! Every panel is a free function of its state: it starts no task, opens no socket and reads no file, so a test can
//! show it anything. Words come from [`Words`], colours from [`theme`].

mod activity;
mod bind;
mod connection_card;
mod connections;
mod destination;
mod explain;
pub mod fonts;
mod inspector;
mod leave_dialog;
mod ledger_notice;
mod masks;
mod names;
mod opening;
mod provider_page;
mod rail;
mod receipt;
mod sandbox;
mod session;
mod several;
mod several_dialog;
mod shell;
mod sign_in;
mod spaces;
mod support_bundle;
mod text;
pub mod theme;
mod typed_confirmation;
mod unbind_dialog;
mod ways;
mod whole_file;
pub mod widgets;
mod window;
mod words;

pub use activity::{ActivityAround, ActivityForm, Copied as CopiedReceipt, activity_ui};
pub use bind::BindForm;
pub use connections::{ConnectionsForm, connections_ui};
pub use explain::{Explanation, Purpose, explain};
pub use inspector::{DetailTab, InspectorForm, inspector_ui};
pub use leave_dialog::leave_dialog_ui;
pub use names::{provider_title, titles};
pub use opening::opening_ui;
pub use provider_page::provider_page_ui;
pub use rail::rail_ui;
pub use receipt::receipt_text;
pub use sandbox::{SandboxForm, SandboxTab, sandbox_ui};
pub use session::{SessionForm, session_ui};
pub use several::{SeveralForm, several_ui};
pub use several_dialog::several_dialog_ui;
pub use shell::{Forms, program_ui, status_bar_ui};
pub use sign_in::{CodeBy, Directory, SignInForm, SignInWay, sign_in_ui};
pub use spaces::{SpacesForm, editor_ui, switcher_ui};
pub use support_bundle::{SupportBundleForm, support_bundle_ui};
pub use typed_confirmation::{TypedAnswer, typed_confirmation_ui};
pub use unbind_dialog::unbind_dialog_ui;
pub use ways::{WaysPanel, ways_ui, what_if_ui};
pub use window::Window;
pub use words::Words;
