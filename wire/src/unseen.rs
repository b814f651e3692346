//! Signs that nobody sees, or that turn the direction of what is seen beside them.

/// Whether a character is not seen, or turns the direction of a text: control characters, and those that Unicode calls
/// `Default_Ignorable_Code_Point` (UAX 44), as far as a name could be made to deceive with them.
pub fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}
