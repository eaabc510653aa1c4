//! Faults as a text: one a line, with `#` before a comment.

use crate::sandbox::{Fault, FaultError};

/// A line that is no fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioMistake {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: FaultError,
}

/// Reads the faults of a text.
///
/// # Errors
/// Every line that is none, so that all can be put right at once.
pub fn read_scenario(text: &str) -> Result<Vec<Fault>, Vec<ScenarioMistake>> {
    let mut faults = Vec::new();
    let mut mistakes = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.parse() {
            Ok(fault) => faults.push(fault),
            Err(problem) => mistakes.push(ScenarioMistake { line: index + 1, problem }),
        }
    }
    if mistakes.is_empty() { Ok(faults) } else { Err(mistakes) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_line_that_is_no_fault_is_told() {
        let read = read_scenario("# the next unbind\n\nunlink-extidp=stall\n *=http-502x2 \n");
        assert_eq!(
            read.map(|faults| faults.iter().map(Fault::to_string).collect::<Vec<_>>()),
            Ok(vec!["unlink-extidp=stall".to_owned(), "*=http-502x2".to_owned()])
        );
        let mistakes = read_scenario("a=stall\nstall\n\na=explode").unwrap_err();
        assert_eq!(mistakes.iter().map(|mistake| mistake.line).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(mistakes[0].problem, FaultError::NoKind);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = read_scenario(&text);
        }
    }
}
