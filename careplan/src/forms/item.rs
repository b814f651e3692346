//! What an item of a form is: its type, whether it must be there, and how sure we are of it.

use crate::codes::CodeList;
use crate::document::Record;
pub use crate::values::{
    Date, DayMap, InsuredNumber, InsurerNumber, Month, OfficeNumber, ServiceCode, Time,
};

/// One item of a form, as the standard's table has it.
#[derive(Debug)]
pub struct Item {
    /// Its number, from 1, in the order of edition 4.1.
    pub number: u8,
    /// The Japanese name.
    pub name: &'static str,
    /// The name in `standard/*.csv`, for programs.
    pub field: &'static str,
    /// The form that its values have.
    pub form: Form,
    /// The list that its values are from.
    pub codes: Option<&'static CodeList>,
    /// Whether it must be there.
    pub need: Need,
    /// How sure we are of what the standard says of it.
    pub confidence: Confidence,
}

/// What the table of a form says of an item besides its names.
pub(crate) type Packed = (u8, Form, Option<&'static CodeList>, Need, Confidence);

/// The items of a form, from a line each of names and fields, and the rest.
pub(crate) fn unpack(names: &'static str, fields: &'static str, rest: &[Packed]) -> Vec<Item> {
    let lines = names.lines().zip(fields.lines());
    lines
        .zip(rest)
        .map(
            |((name, field), &(number, form, codes, need, confidence))| Item {
                number,
                name,
                field,
                form,
                codes,
                need,
                confidence,
            },
        )
        .collect()
}

/// The forms of values (RULES.md section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// フリーテキスト: any MS932 text, quoted.
    Text,
    /// CSVバージョン.
    Edition,
    /// 保険者番号: six figures.
    InsurerNumber,
    /// 被保険者番号: ten figures, or H and nine.
    InsuredNumber,
    /// 事業所番号: ten characters of 0-9 and A-Z.
    OfficeNumber,
    /// サービスコード: six characters of 0-9 and A-Z.
    ServiceCode,
    /// So many characters of 0-9 and A-Z.
    Alnum(u8),
    /// Up to so many characters of 0-9 and A-Z (サテライト枝番, 識別子).
    Counter(u8),
    /// A value of a code list, of so many characters.
    Code(u8),
    /// A whole number of up to so many characters, its minus counted.
    Integer(u8),
    /// 単位数単価: 99.99.
    UnitPrice,
    /// YYYYMMDD.
    Date,
    /// YYYYMM.
    Month,
    /// HHMM.
    Time,
    /// 日割対象日: 31 characters of 0 and 1.
    DayMap,
    /// 郵便番号: XXX-XXXX.
    PostalCode,
    /// A telephone or fax number of up to so many characters.
    Phone(u8),
    /// TAISコード and 福祉用具届出コード: 99999-999999.
    TaisCode,
}

impl Form {
    /// The type in `standard/*.csv`.
    #[must_use]
    pub fn published(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Edition | Self::Month => "month_yyyymm",
            Self::InsurerNumber => "digits",
            Self::InsuredNumber
            | Self::OfficeNumber
            | Self::ServiceCode
            | Self::Alnum(_)
            | Self::Counter(_) => "alnum",
            Self::Code(_) => "code",
            Self::Integer(_) => "integer",
            Self::UnitPrice => "decimal",
            Self::Date => "date_yyyymmdd",
            Self::Time => "time_hhmm",
            Self::DayMap => "day_bitmap",
            Self::PostalCode => "postal_code",
            Self::Phone(_) => "phone",
            Self::TaisCode => "tais_code",
        }
    }

    /// 項目長: how many characters fit; free text has no limit.
    #[must_use]
    pub fn max_length(self) -> Option<u8> {
        match self {
            Self::Text => None,
            Self::Edition | Self::Month | Self::InsurerNumber | Self::ServiceCode => Some(6),
            Self::UnitPrice => Some(6),
            Self::InsuredNumber | Self::OfficeNumber => Some(10),
            Self::Date | Self::PostalCode => Some(8),
            Self::Time => Some(4),
            Self::DayMap => Some(31),
            Self::TaisCode => Some(12),
            Self::Alnum(length)
            | Self::Counter(length)
            | Self::Code(length)
            | Self::Integer(length)
            | Self::Phone(length) => Some(length),
        }
    }
}

/// 必須 or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must not be empty.
    Required,
    /// It may be empty.
    Optional,
    /// It depends on other items, or on a mark that could not be read for certain.
    Conditional,
}

/// How sure we are of an item. Items of low confidence never cause an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// Name, length, mark and form agree in the sources.
    High,
    /// One of them follows from the sequence only.
    Medium,
    /// Not settled.
    Low,
}

/// A type that an item can have in a form's table: its form, and how a cell of it is read.
pub trait ItemType {
    /// The form of the values.
    const FORM: Form;
    /// What a cell is read as.
    type Value<'a>;

    /// The value of an item (counted from 1) of a record; `None` where it is empty or not of the form.
    fn of<'a>(record: Record<'a>, item: u8) -> Option<Self::Value<'a>>;
}

/// Implements [`ItemType`] for a value that reads itself off the bytes.
macro_rules! read_from_bytes {
    ($($name:ident),+ $(,)?) => {$(
        impl ItemType for $name {
            const FORM: Form = Form::$name;
            type Value<'a> = Self;

            fn of(record: Record<'_>, item: u8) -> Option<Self> {
                Self::read(&record.value(item)?)
            }
        }
    )+};
}

read_from_bytes!(
    InsurerNumber,
    InsuredNumber,
    OfficeNumber,
    ServiceCode,
    Date,
    Month,
    Time,
    DayMap
);

/// Defines a type whose values are read as text.
macro_rules! read_as_text {
    ($($(#[$doc:meta])* $name:ident $(<$length:ident>)?),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name $(<const $length: u8>)?;

        impl $(<const $length: u8>)? ItemType for $name $(<$length>)? {
            const FORM: Form = Form::$name $(($length))?;
            type Value<'a> = std::borrow::Cow<'a, str>;

            fn of(record: Record<'_>, item: u8) -> Option<std::borrow::Cow<'_, str>> {
                record.text(item)
            }
        }
    )+};
}

read_as_text! {
    /// フリーテキスト.
    Text,
    /// CSVバージョン.
    Edition,
    /// 単位数単価, as sent.
    UnitPrice,
    /// 郵便番号, as sent.
    PostalCode,
    /// TAISコード or 福祉用具届出コード, as sent.
    TaisCode,
    /// A code of fixed length without a list of its own type.
    Alnum<LENGTH>,
    /// A short mark of up to so many characters.
    Counter<LENGTH>,
    /// A value of a code list.
    Code<LENGTH>,
    /// A telephone or fax number.
    Phone<LENGTH>,
}

/// A whole number: units, yen, days, times.
#[derive(Debug)]
pub struct Integer<const LENGTH: u8>;

impl<const LENGTH: u8> ItemType for Integer<LENGTH> {
    const FORM: Form = Form::Integer(LENGTH);
    type Value<'a> = i64;

    fn of(record: Record<'_>, item: u8) -> Option<i64> {
        // One that is too long has its finding and is not judged further.
        let value = record.value(item)?;
        read_integer(&value).filter(|_| value.len() <= usize::from(LENGTH))
    }
}

/// Reads figures with an optional minus before them.
pub(crate) fn read_integer(bytes: &[u8]) -> Option<i64> {
    let (sign, figures) = match bytes.strip_prefix(b"-") {
        Some(figures) => (-1, figures),
        None => (1, bytes),
    };
    crate::values::digits(figures).map(|number| sign * i64::from(number))
}
