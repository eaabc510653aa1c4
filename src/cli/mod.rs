//! The program from a terminal.

mod arguments;
mod display;
mod language;

pub use arguments::{Arguments, BrandArgument, LanguageArgument, LogLevel, ThemeArgument};
pub use display::{EXIT_NO_DISPLAY, EXIT_NO_RUNTIME, missing_display, unusable_display};
pub use language::system_language;
