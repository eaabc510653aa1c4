//! The same call as a text that somebody else can run: cURL, HTTPie, Python.
//!
//! What was redacted comes out as an environment variable, so that the text runs when those are set and tells nothing when
//! it is pasted somewhere. A variable can hold anything but a NUL: what it stands in, a URL, a form or JSON, is escaped when
//! the text runs.

mod curl;
mod holes;
mod httpie;
mod python;
mod sdk;
mod shell;
mod template;
mod warning;

use template::Parts;
pub use warning::Warning;

use crate::genauth::Exchange;

/// What runs the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// A POSIX shell with `curl`.
    Curl,
    /// A POSIX shell with HTTPie's `http`, version 3 or newer.
    Httpie,
    /// Python 3 with the official SDK where it has the call, and with `requests` where it has not.
    Python,
}

/// A call as a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The text; ends with a newline.
    pub text: String,
    /// The environment variables that must be set, in the order in which they come.
    pub variables: Vec<String>,
    /// What to know before it is run. They stand in the text too, as comments.
    pub warnings: Vec<Warning>,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Curl, Self::Httpie, Self::Python];
}

/// Writes an exchange as code. `words` says a warning in the reader's language.
pub fn write(exchange: &Exchange, language: Language, words: &dyn Fn(Warning) -> String) -> Code {
    write_with(exchange, language, Warning::of(exchange), words)
}

/// Writes an exchange as code that does not go to the account space's own host, as that of a file may not: whoever made
/// the file has chosen where secrets are sent.
pub fn write_elsewhere(exchange: &Exchange, language: Language, words: &dyn Fn(Warning) -> String) -> Code {
    let has_secrets = !Parts::of(exchange).variables().is_empty();
    let elsewhere = has_secrets.then_some(Warning::SendsSecretsElsewhere);
    write_with(exchange, language, elsewhere.into_iter().chain(Warning::of(exchange)).collect(), words)
}

fn write_with(
    exchange: &Exchange,
    language: Language,
    warnings: Vec<Warning>,
    words: &dyn Fn(Warning) -> String,
) -> Code {
    let parts = Parts::of(exchange);
    let comments: String =
        warnings.iter().flat_map(|warning| words(*warning).lines().map(comment).collect::<Vec<_>>()).collect();
    let text = match language {
        Language::Curl => curl::write(&parts),
        Language::Httpie => httpie::write(&parts),
        Language::Python => python::write(&parts),
    };
    Code { text: format!("{comments}{text}"), variables: parts.variables(), warnings }
}

/// A line that is not run, whatever it holds.
fn comment(line: &str) -> String {
    let plain: String = line.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    format!("# {plain}\n")
}

#[cfg(test)]
mod shell_tests;
#[cfg(test)]
mod tests;
