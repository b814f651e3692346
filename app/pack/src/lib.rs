//! Facts as text, for the post between the page and a worker of the same build.
//!
//! Both sides are compiled together, so nothing names its fields and no older text is ever read.
//! JSON can do more, and its reader and writer are a tenth of what a worker may weigh.
//!
//! A number is its figures and a space; a text its length in octets, a space, and itself;
//! a list its length and its members; an option a list of none or one; a structure its fields in order;
//! a choice the number of the variant and its fields.

/// What can be written into a text and read from it.
pub trait Pack: Sized {
    /// Writes it behind a text.
    fn pack(&self, text: &mut String);

    /// Reads it from the beginning of a text, which it takes off; `None` if that is nothing of the kind.
    fn unpack(text: &mut &str) -> Option<Self>;
}

/// The text of a value.
pub fn pack(value: &impl Pack) -> String {
    let mut text = String::new();
    value.pack(&mut text);
    text
}

/// The value of a text; `None` if it is of nothing of the kind.
#[must_use]
pub fn unpack<T: Pack>(mut text: &str) -> Option<T> {
    T::unpack(&mut text)
}

/// Writes a number: its figures and a space.
fn number_to(text: &mut String, mut number: u64) {
    let start = text.len();
    loop {
        let figure = u32::try_from(number % 10).expect("a rest of ten");
        text.insert(start, char::from_digit(figure, 10).expect("a figure"));
        number /= 10;
        if number == 0 {
            break;
        }
    }
    text.push(' ');
}

fn number_from(text: &mut &str) -> Option<u64> {
    let end = text.bytes().position(|byte| byte == b' ')?;
    let figures = text.get(..end).filter(|figures| !figures.is_empty())?;
    let number = figures.bytes().try_fold(0_u64, |number, byte| {
        let figure = byte.checked_sub(b'0').filter(|figure| *figure < 10)?;
        number.checked_mul(10)?.checked_add(u64::from(figure))
    })?;
    *text = text.get(end + 1..)?;
    Some(number)
}

/// Implements [`Pack`] for whole numbers.
macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl Pack for $number {
            fn pack(&self, text: &mut String) {
                number_to(text, u64::from(*self));
            }

            fn unpack(text: &mut &str) -> Option<Self> {
                Self::try_from(number_from(text)?).ok()
            }
        }
    )+};
}

numbers!(u8, u16, u32, u64);

impl Pack for bool {
    fn pack(&self, text: &mut String) {
        u8::from(*self).pack(text);
    }

    fn unpack(text: &mut &str) -> Option<Self> {
        Some(number_from(text)? == 1)
    }
}

/// Written as the number of its bits.
impl Pack for i64 {
    fn pack(&self, text: &mut String) {
        number_to(text, self.cast_unsigned());
    }

    fn unpack(text: &mut &str) -> Option<Self> {
        Some(number_from(text)?.cast_signed())
    }
}

impl Pack for String {
    fn pack(&self, text: &mut String) {
        number_to(text, self.len() as u64);
        text.push_str(self);
    }

    fn unpack(text: &mut &str) -> Option<Self> {
        let length = usize::try_from(number_from(text)?).ok()?;
        let own = text.get(..length)?.to_owned();
        *text = text.get(length..)?;
        Some(own)
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, text: &mut String) {
        number_to(text, self.len() as u64);
        for member in self {
            member.pack(text);
        }
    }

    fn unpack(text: &mut &str) -> Option<Self> {
        let mut list = Self::new();
        for _ in 0..number_from(text)? {
            list.push(T::unpack(text)?);
        }
        Some(list)
    }
}

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, text: &mut String) {
        self.is_some().pack(text);
        if let Some(value) = self {
            value.pack(text);
        }
    }

    fn unpack(text: &mut &str) -> Option<Self> {
        Some(if bool::unpack(text)? {
            Some(T::unpack(text)?)
        } else {
            None
        })
    }
}

impl<A: Pack, B: Pack> Pack for (A, B) {
    fn pack(&self, text: &mut String) {
        self.0.pack(text);
        self.1.pack(text);
    }

    fn unpack(text: &mut &str) -> Option<Self> {
        Some((A::unpack(text)?, B::unpack(text)?))
    }
}

impl<T: Pack> Pack for Box<T> {
    fn pack(&self, text: &mut String) {
        (**self).pack(text);
    }

    fn unpack(text: &mut &str) -> Option<Self> {
        T::unpack(text).map(Self::new)
    }
}

/// Implements [`Pack`] for structures and choices by naming what they are made of; a field that is forgotten does not compile.
#[macro_export]
macro_rules! packed {
    () => {};
    (struct $name:ident { $($field:ident),+ $(,)? } $($rest:tt)*) => {
        impl $crate::Pack for $name {
            fn pack(&self, text: &mut String) {
                $($crate::Pack::pack(&self.$field, text);)+
            }

            fn unpack(text: &mut &str) -> Option<Self> {
                Some(Self { $($field: $crate::Pack::unpack(text)?,)+ })
            }
        }
        $crate::packed!($($rest)*);
    };
    (enum $name:ident {
        $($number:literal $variant:ident $({ $($field:ident),+ })? $(( $inner:ident ))?),+ $(,)?
    } $($rest:tt)*) => {
        impl $crate::Pack for $name {
            fn pack(&self, text: &mut String) {
                match self {
                    $(Self::$variant $({ $($field),+ })? $(( $inner ))? => {
                        $crate::Pack::pack(&u8::from($number), text);
                        $($($crate::Pack::pack($field, text);)+)?
                        $($crate::Pack::pack($inner, text);)?
                    })+
                }
            }

            fn unpack(text: &mut &str) -> Option<Self> {
                match <u8 as $crate::Pack>::unpack(text)? {
                    $($number => {
                        $($(let $field = $crate::Pack::unpack(text)?;)+)?
                        $(let $inner = $crate::Pack::unpack(text)?;)?
                        Some(Self::$variant $({ $($field),+ })? $(( $inner ))?)
                    })+
                    _ => None,
                }
            }
        }
        $crate::packed!($($rest)*);
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Facts {
        name: String,
        sizes: Vec<u64>,
        moment: i64,
        note: Option<Box<Choice>>,
        good: bool,
    }

    #[derive(Debug, PartialEq)]
    enum Choice {
        Nothing,
        One(String),
        Many { first: u8, last: u32 },
    }

    packed! {
        struct Facts { name, sizes, moment, note, good }
        enum Choice { 0 Nothing, 1 One(text), 2 Many { first, last } }
    }

    #[track_caller]
    fn comes_back(note: Option<Choice>) {
        let facts = Facts {
            name: "見本 12 ア\n".to_owned(),
            sizes: vec![0, 10, u64::MAX],
            moment: -1,
            note: note.map(Box::new),
            good: true,
        };
        let text = pack(&facts);
        assert_eq!(unpack(&text), Some(facts));
        // A text that was cut off is nothing, wherever it was cut.
        for (end, _) in text.char_indices() {
            assert_eq!(unpack::<Facts>(&text[..end]), None, "{end}");
        }
    }

    #[test]
    fn what_is_packed_comes_back() {
        comes_back(None);
        comes_back(Some(Choice::Nothing));
        comes_back(Some(Choice::One(String::new())));
        comes_back(Some(Choice::Many {
            first: 255,
            last: 0,
        }));
    }

    #[test]
    fn other_texts_are_nothing() {
        for text in ["", " ", "x ", "256 ", "1", "18446744073709551616 "] {
            assert_eq!(unpack::<u8>(text), None, "{text}");
        }
        assert_eq!(unpack::<Choice>("3 "), None);
        assert_eq!(unpack::<String>("2 語"), None);
    }
}
