//! Faults in a file: the same seed and the same requests are struck the same way.

use std::fmt;
use std::str::FromStr;

use super::error::FaultError;
use super::fault::Fault;

/// Faults to be played together, and the seed that everything random in them is drawn from.
///
/// Written as text, one fault a line, with `#` before a comment (at the beginning of a line, or after white space):
///
/// ```text
/// seed 42
/// # A gateway that fails now and then.
/// *=http-502x*,p0.1
/// unlink-extidp=reset-after   # once
/// ```
///
/// ```
/// use bindery::sandbox::Scenario;
///
/// let scenario: Scenario = "seed 42\n*=http-502x*,p0.1\n  unlink-extidp=reset-after   # once".parse()?;
/// assert_eq!(scenario.seed, Some(42));
/// assert_eq!(scenario.to_string(), "seed 42\n*=http-502x*,p0.1\nunlink-extidp=reset-after\n");
/// # Ok::<(), bindery::sandbox::ScenarioError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// What is drawn is drawn from this; without one, a seed is drawn too.
    pub seed: Option<u64>,
    /// The faults, in the order in which they wait.
    pub faults: Vec<Fault>,
}

/// Which line of a text keeps it from being a [`Scenario`], and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct ScenarioError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: ScenarioProblem,
}

/// What is wrong with a line of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioProblem {
    /// What follows `seed` is no number, or too large a one.
    #[error("{0:?} is not a seed: write a whole number from 0 to 18446744073709551615")]
    Seed(String),
    /// There is more than one seed.
    #[error("there is a seed already: leave one of them out")]
    SeedAgain,
    /// The line is no fault.
    #[error(transparent)]
    Fault(#[from] FaultError),
}

impl FromStr for Scenario {
    type Err = ScenarioError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut scenario = Self::default();
        // Editors on Windows like to begin a file with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (line, written) in text.lines().enumerate() {
            scenario.add(without_comment(written)).map_err(|problem| ScenarioError { line: line + 1, problem })?;
        }
        Ok(scenario)
    }
}

impl Scenario {
    fn add(&mut self, line: &str) -> Result<(), ScenarioProblem> {
        if line.is_empty() {
            return Ok(());
        }
        let mut words = line.split_whitespace();
        if words.next() != Some("seed") {
            self.faults.push(line.parse()?);
            return Ok(());
        }
        let seed = words.collect::<Vec<_>>().join(" ");
        let digits = seed.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.then(|| seed.parse().ok()).flatten().ok_or(ScenarioProblem::Seed(seed))?;
        match self.seed.replace(number) {
            None => Ok(()),
            Some(_) => Err(ScenarioProblem::SeedAgain),
        }
    }
}

/// What a line says, without its comment and the white space around it. A `#` inside a word, as in the address of a
/// redirect, begins no comment.
fn without_comment(line: &str) -> &str {
    let begins =
        |at: usize| line.get(..at).is_some_and(|before| before.chars().next_back().is_none_or(char::is_whitespace));
    let comment = line.match_indices('#').map(|(at, _)| at).find(|at| begins(*at));
    comment.and_then(|at| line.get(..at)).unwrap_or(line).trim()
}

/// Writes a scenario so that it reads back the same.
impl fmt::Display for Scenario {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(seed) = self.seed {
            writeln!(formatter, "seed {seed}")?;
        }
        self.faults.iter().try_for_each(|fault| writeln!(formatter, "{fault}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sandbox::FaultKind;

    #[test]
    fn comments_and_blank_lines_are_left_out() {
        let scenario: Scenario =
            "\u{feff}# all\r\n\r\n  signin=stall # one\r\n#x\r\nsignin=redirect-/a#b\t#two\r\nseed 7".parse().unwrap();
        assert_eq!(scenario.seed, Some(7));
        let written: Vec<String> = scenario.faults.iter().map(Fault::to_string).collect();
        assert_eq!(written, ["signin=stall", "signin=redirect-/a#b"]);
        assert_eq!("".parse(), Ok(Scenario::default()));
    }

    #[test]
    fn an_error_names_its_line() {
        let error = |text: &str| text.parse::<Scenario>().expect_err("no scenario");
        let fault = error("seed 1\n\nsignin=stall\nsignin=explode");
        assert_eq!((fault.line, &fault.problem), (4, &FaultError::Kind("explode".to_owned()).into()));
        assert!(fault.to_string().starts_with("line 4: \"explode\" is not a kind of fault"), "{fault}");
        assert_eq!(error("seed 1\nseed 1"), ScenarioError { line: 2, problem: ScenarioProblem::SeedAgain });
        for seed in ["", "x", "-1", "+1", "1 2", "18446744073709551616"] {
            assert_eq!(error(&format!("seed {seed}")).problem, ScenarioProblem::Seed(seed.to_owned()));
        }
        assert_eq!(error("signin=stall signin=stall").line, 1);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = text.parse::<Scenario>();
        }

        #[test]
        fn what_is_written_reads_back(
            seed in any::<Option<u64>>(),
            kinds in prop::collection::vec(prop::sample::select(FaultKind::EXAMPLES), 0..8),
        ) {
            let faults = kinds.iter().filter(|kind| !kind.starts_with("refuse"));
            let faults = faults.map(|kind| format!("signin={kind}x*,after-1,p0.5").parse().unwrap()).collect();
            let scenario = Scenario { seed, faults };
            prop_assert_eq!(scenario.to_string().parse(), Ok(scenario));
        }
    }
}
