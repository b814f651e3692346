//! The nearest known word to a mistyped one.

/// The known word that needs the fewest changed letters; the first of `known` when all are far.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> &'a str {
    known
        .iter()
        .min_by_key(|candidate| distance(word, candidate))
        .expect("there is at least one known word")
}

/// Levenshtein's distance, by rows.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let substitution = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substitution.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_found() {
        assert_eq!(nearest("lisen", &["data", "listen", "hold"]), "listen");
    }
}
