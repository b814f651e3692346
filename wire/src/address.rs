//! Who a letter is from and for: 事業所番号 and サービス種類コード.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Why a text is not an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// 事業所番号 is ten characters of `0-9` and `A-Z`.
    #[error("an office number is ten characters of 0-9 and A-Z")]
    OfficeNumber,
    /// サービス種類コード is two characters of `0-9` and `A-Z`.
    #[error("a service type is two characters of 0-9 and A-Z")]
    ServiceType,
    /// `NUMBER-TYPE`, for example `9970100018-43`.
    #[error("an address is an office number and a service type, joined by a hyphen")]
    Form,
}

fn is_code(text: &str, length: usize) -> bool {
    text.len() == length
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $length:literal, $error:expr, $example:literal, $pattern:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, example = $example, pattern = $pattern))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The code as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = AddressError;

            fn from_str(text: &str) -> Result<Self, AddressError> {
                if is_code(text, $length) { Ok(Self(text.to_owned())) } else { Err($error) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = AddressError;

            fn try_from(text: String) -> Result<Self, AddressError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> String {
                code.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

code!(
    /// 事業所番号: ten characters of `0-9` and `A-Z` (offices of 総合事業 can have letters).
    OfficeNumber, 10, AddressError::OfficeNumber, "9970100018", "^[0-9A-Z]{10}$"
);

code!(
    /// サービス種類コード: two characters, `43` 居宅介護支援, `11` 訪問介護 and so on.
    ServiceType, 2, AddressError::ServiceType, "43", "^[0-9A-Z]{2}$"
);

/// One desk of one office: a letter goes from an address to an address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// サービス種類コード.
    pub service_type: ServiceType,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.number, self.service_type)
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let (number, service_type) = text.split_once('-').ok_or(AddressError::Form)?;
        Ok(Self {
            number: number.parse()?,
            service_type: service_type.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_as_it_is_read() {
        let address: Address = "99A0100067-A2".parse().expect("an address");
        assert_eq!(address.to_string(), "99A0100067-A2");
    }

    #[test]
    fn full_width_digits_are_refused() {
        assert_eq!(
            "９９７０１０００１８".parse::<OfficeNumber>(),
            Err(AddressError::OfficeNumber)
        );
        assert_eq!(
            "997010001".parse::<OfficeNumber>(),
            Err(AddressError::OfficeNumber)
        );
        assert_eq!("4３".parse::<ServiceType>(), Err(AddressError::ServiceType));
    }
}
