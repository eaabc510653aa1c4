//! The program from a terminal.

mod arguments;
mod display;
mod language;
mod log;
mod sandbox;

pub use arguments::{Arguments, BrandArgument, Command, LanguageArgument, LogLevel, ThemeArgument};
pub use display::{EXIT_NO_DISPLAY, EXIT_NO_RUNTIME, missing_display, unusable_display};
pub use language::system_language;
pub use log::log_to;
pub use sandbox::{
    EXIT_IN_USE, EXIT_NOT_PERMITTED, EXIT_UNREADABLE_FILE, EXIT_UNSAVED, EXIT_UNWRITABLE_FILE, EXIT_WRONG_CONTENT,
    SandboxArguments, SandboxFailure, serve_sandbox,
};
