//! Why a request did not succeed, as a person is told.

use crate::text::Lang;
use wire::{Code, FieldProblem, Problem};

/// What came of a request, if not what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The server's own word.
    Problem(Box<Problem>),
    /// A problem that this side has found.
    Here(Code, Sentences),
    /// No answer: the network or the server is away.
    Away,
}

/// What a person is told, in Japanese and in English.
pub type Sentences = (&'static str, &'static str);

impl Failure {
    /// A problem that this side has found. Always called in `const { .. }`:
    /// so the app carries the sentences that it says itself, and not those of every code.
    pub const fn of(code: Code) -> Self {
        Self::Here(code, (code.japanese(), code.english()))
    }

    /// The stable code, if there was an answer.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Here(code, _) => Some(*code),
            Self::Away => None,
        }
    }

    /// The sentence for the person.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Problem(problem) => lang.pick(&problem.title, &problem.title_en).to_owned(),
            Self::Here(_, (japanese, english)) => lang.pick(japanese, english).to_owned(),
            Self::Away => lang.text().offline.to_owned(),
        }
    }

    /// Whether the same request can succeed later without anybody's doing.
    pub fn passes(&self) -> bool {
        match self.code() {
            None => true,
            Some(code) => matches!(
                code,
                Code::Unavailable | Code::RateLimited | Code::HubUnreachable
            ),
        }
    }

    /// What is wrong with which field, if it was a form.
    pub fn fields(&self) -> Vec<FieldProblem> {
        match self {
            Self::Problem(problem) => problem.fields.clone().unwrap_or_default(),
            Self::Here(..) | Self::Away => Vec::new(),
        }
    }

    /// What a help desk needs, without personal data.
    pub fn report(&self) -> String {
        match self {
            Self::Problem(problem) => format!("{} ({})", problem.code, problem.status),
            Self::Here(code, _) => format!("{code} ({})", code.status()),
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
        let failure = const { Failure::of(Code::TooLarge) };
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
