//! Values that name somebody or something: offices, service types, persons, services.

use std::fmt;
use std::str::FromStr;

use cells::scan::{is_alnum, is_digits};
use serde::{Deserialize, Serialize};

use super::{NotAValue, serde_as_text};

/// Defines a value of a fixed number of ASCII characters.
macro_rules! fixed {
    ($(#[$doc:meta])* $name:ident, $length:literal, $expected:literal, $fits:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// The value of these bytes, if they have its form.
            #[must_use]
            pub fn read(bytes: &[u8]) -> Option<Self> {
                let fits: fn(&[u8]) -> bool = $fits;
                let value: [u8; $length] = bytes.try_into().ok()?;
                fits(&value).then_some(Self(value))
            }

            /// The value as written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).expect("only ASCII was let in")
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = NotAValue;

            fn from_str(text: &str) -> Result<Self, NotAValue> {
                Self::read(text.as_bytes()).ok_or(NotAValue { expected: $expected })
            }
        }

        serde_as_text!($name);
    };
}

fixed! {
    /// 事業所番号: ten characters of `0-9` and `A-Z` (offices of 総合事業 can have letters).
    OfficeNumber, 10, "an office number of ten characters 0-9 and A-Z", is_alnum
}

fixed! {
    /// 保険者番号: six figures.
    InsurerNumber, 6, "an insurer number of six figures", is_digits
}

fixed! {
    /// 被保険者番号: ten figures, or `H` and nine figures for 生保単独.
    InsuredNumber, 10, "an insured number of ten figures, or H and nine", |bytes| {
        is_digits(bytes.strip_prefix(b"H").unwrap_or(bytes))
    }
}

fixed! {
    /// サービスコード: service type and item, six characters of `0-9` and `A-Z`.
    ServiceCode, 6, "a service code of six characters 0-9 and A-Z", is_alnum
}

impl ServiceCode {
    /// サービス種類コード: the first two characters.
    #[must_use]
    pub fn service_type(&self) -> &str {
        &self.as_str()[..2]
    }
}

/// サービス種類コード as in file names: two characters, or three in names of edition 4.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceType {
    characters: [u8; 3],
    length: u8,
}

impl ServiceType {
    /// The value of these bytes, if they have its form.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if !(2..=3).contains(&bytes.len()) || !is_alnum(bytes) {
            return None;
        }
        let mut characters = [0; 3];
        characters[..bytes.len()].copy_from_slice(bytes);
        let length = u8::try_from(bytes.len()).expect("two or three");
        Some(Self { characters, length })
    }

    /// The code as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let written = &self.characters[..usize::from(self.length)];
        std::str::from_utf8(written).expect("only ASCII was let in")
    }

    /// 訪問介護 and so on; `None` when the standard does not know the code.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        crate::codes::service_type_name(self.as_str())
    }

    /// Whether offices of this type make care plans (43, 46, AF).
    #[must_use]
    pub fn is_care_manager(&self) -> bool {
        crate::codes::SERVICE_TYPE_CARE_MANAGER.has(self.as_str().as_bytes())
    }
}

impl fmt::Display for ServiceType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for ServiceType {
    type Err = NotAValue;

    fn from_str(text: &str) -> Result<Self, NotAValue> {
        Self::read(text.as_bytes()).ok_or(NotAValue {
            expected: "a service type of two characters 0-9 and A-Z",
        })
    }
}

serde_as_text!(ServiceType);

/// Who a file is from or for: 事業所番号 and, since edition 4.0, サービス種類コード.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address {
    /// 事業所番号.
    pub office: OfficeNumber,
    /// サービス種類コード; file names of edition 3 have none.
    pub service: Option<ServiceType>,
}

impl fmt::Display for Address {
    /// `9970100018-43`, as on a letter's label.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.service {
            Some(service) => write!(formatter, "{}-{service}", self.office),
            None => write!(formatter, "{}", self.office),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insured_numbers_are_figures_or_h_and_figures() {
        for good in ["0000123405", "H123456789"] {
            assert!(good.parse::<InsuredNumber>().is_ok(), "{good}");
        }
        for bad in ["000012340", "HH23456789", "h123456789", "123456789H", ""] {
            assert!(bad.parse::<InsuredNumber>().is_err(), "{bad}");
        }
    }

    #[test]
    fn office_numbers_may_have_letters() {
        assert!("99A0100067".parse::<OfficeNumber>().is_ok());
        assert!("99a0100067".parse::<OfficeNumber>().is_err());
    }
}
