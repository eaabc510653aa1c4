//! Why a text is no fault or no scenario, in words.

use crate::sandbox::{FaultError, ScenarioProblem};
use crate::ui::Words;
use crate::ui::text::plain;

/// Why a text is no fault.
pub(super) fn mistake_words(words: &Words, error: &FaultError) -> String {
    let of = |key, text: &str| words.with_key(key, &[("text", plain(text, 60).into())]);
    match error {
        FaultError::NoKind => words.text("fault-mistake-no-kind").into_owned(),
        FaultError::Endpoint(text) => of("fault-mistake-endpoint", text),
        FaultError::Kind(text) => of("fault-mistake-kind", text),
        FaultError::HttpStatus(text) => of("fault-mistake-http-status", text),
        FaultError::Times(text) => of("fault-mistake-times", text),
        FaultError::Option(text) => of("fault-mistake-option", text),
        FaultError::OptionAgain(text) => of("fault-mistake-option-again", text),
        FaultError::NotOfService(text) => of("fault-mistake-not-of-service", text),
        FaultError::OnlyOfService(text) => of("fault-mistake-only-of-service", text),
    }
}

/// Why a line is none of a scenario.
pub(super) fn line_words(words: &Words, problem: &ScenarioProblem) -> String {
    match problem {
        ScenarioProblem::Seed(text) => words.with("scenario-mistake-seed", &[("text", plain(text, 60).into())]),
        ScenarioProblem::SeedAgain => words.text("scenario-mistake-seed-again").into_owned(),
        ScenarioProblem::Fault(error) => mistake_words(words, error),
    }
}
