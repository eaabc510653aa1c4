//! A scenario as a person types it, with every mistake in it.

use crate::sandbox::{Scenario, ScenarioError};

/// Reads a scenario.
///
/// # Errors
/// Every line that is wrong by itself, so that all can be put right at once; else what is wrong with the whole.
pub fn read_scenario(text: &str) -> Result<Scenario, Vec<ScenarioError>> {
    let whole = match text.parse::<Scenario>() {
        Ok(scenario) => return Ok(scenario),
        Err(error) => error,
    };
    let lines = text.lines().enumerate();
    let mistakes: Vec<ScenarioError> = lines
        .filter_map(|(index, line)| Some(ScenarioError { line: index + 1, ..line.parse::<Scenario>().err()? }))
        .collect();
    Err(if mistakes.is_empty() { vec![whole] } else { mistakes })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sandbox::{FaultError, ScenarioProblem};

    #[test]
    fn every_line_that_is_wrong_is_told() {
        let text = "seed 7\n# the next unbind\n\nunlink-extidp=stall\n *=http-502x2 \n";
        assert_eq!(read_scenario(text), Ok(text.parse().unwrap()));
        let mistakes = read_scenario("a=stall\nstall\n\na=explode").unwrap_err();
        assert_eq!(mistakes.iter().map(|mistake| mistake.line).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(mistakes[0].problem, ScenarioProblem::Fault(FaultError::NoKind));
        let twice = read_scenario("seed 1\nseed 2").unwrap_err();
        assert_eq!(twice, [ScenarioError { line: 2, problem: ScenarioProblem::SeedAgain }]);
    }

    proptest! {
        #[test]
        fn no_text_panics_and_every_failure_has_a_mistake(text in any::<String>()) {
            if let Err(mistakes) = read_scenario(&text) {
                prop_assert!(!mistakes.is_empty());
            }
        }
    }
}
