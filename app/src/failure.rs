//! Why a request did not succeed, as a person is told.

use crate::text::Lang;
use wire::{Code, Problem};

/// What came of a request, if not what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The server's own word.
    Problem(Box<Problem>),
    /// No answer: the network or the server is away.
    Away,
}

impl Failure {
    /// A problem that this side has found.
    pub fn of(code: Code) -> Self {
        Self::Problem(Box::new(Problem::new(code)))
    }

    /// The stable code, if there was an answer.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Away => None,
        }
    }

    /// The sentence for the person.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Problem(problem) => lang.pick(&problem.title, &problem.title_en).to_owned(),
            Self::Away => lang.text().offline.to_owned(),
        }
    }

    /// Whether the same request can succeed later without anybody's doing.
    pub fn passes(&self) -> bool {
        match self {
            Self::Away => true,
            Self::Problem(problem) => matches!(
                problem.code,
                Code::Unavailable | Code::RateLimited | Code::HubUnreachable
            ),
        }
    }

    /// What a help desk needs, without personal data.
    pub fn report(&self) -> String {
        match self {
            Self::Problem(problem) => format!("{} ({})", problem.code, problem.status),
            Self::Away => "no_answer".to_owned(),
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_speaks_both_languages() {
        let failure = Failure::of(Code::TooLarge);
        assert_eq!(failure.sentence(Lang::Ja), Code::TooLarge.japanese());
        assert_eq!(failure.sentence(Lang::En), Code::TooLarge.english());
    }

    #[test]
    fn what_passes_by_itself_is_tried_again() {
        assert!(Failure::Away.passes());
        assert!(Failure::of(Code::Unavailable).passes());
        assert!(!Failure::of(Code::RecipientUnknown).passes());
    }
}
