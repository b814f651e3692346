//! The forms of the standard, each a table that reads like its page: number, field, type, need, name.
//!
//! `tests/standard.rs` proves the tables equal to the published ones, item by item.

pub(crate) mod item;

mod basic;
mod form1;
mod form2;
mod form3;
mod form6;
mod form7;
mod preventive;
mod supplement;
mod withdrawal;

pub use basic::{Basic, BasicDay, BasicIllness};
pub use form1::Form1;
pub use form2::Form2;
pub use form3::Form3;
pub use form6::Form6;
pub use form7::Form7;
pub use item::{Confidence, Form, Item, ItemType, Need};
pub use preventive::{Preventive, PreventiveSupport};
pub use supplement::Supplement;
pub use withdrawal::{
    WithdrawBasic, WithdrawForm1, WithdrawPlan, WithdrawPreventive, WithdrawResult,
};

/// Defines a form: the table of its items, and a typed view of a record that reads a cell when it is asked for.
macro_rules! form {
    (
        $(#[$doc:meta])*
        $name:ident, $prefix:literal {
            $($number:literal $field:ident: $type:ty $([$codes:path])?, $need:ident $($confidence:ident)?, $ja:literal;)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name<'a>(pub crate::document::Record<'a>);

        impl<'a> $name<'a> {
            #[doc = concat!("The items of `", $prefix, "`, in the standard's order.")]
            #[must_use]
            pub fn items() -> &'static [crate::forms::Item] {
                // To the browser they travel as two texts and a table, which take less room than structures.
                static ITEMS: std::sync::OnceLock<Vec<crate::forms::Item>> = std::sync::OnceLock::new();
                static REST: &[crate::forms::item::Packed] = &[$((
                    $number,
                    <$type as crate::forms::ItemType>::FORM,
                    crate::forms::form!(@codes $($codes)?),
                    crate::forms::form!(@need $need),
                    crate::forms::form!(@confidence $($confidence)?),
                ),)+];
                ITEMS.get_or_init(|| crate::forms::item::unpack(
                    concat!($($ja, "\n",)+),
                    concat!($(stringify!($field), "\n",)+),
                    REST,
                ))
            }

            $(
                #[doc = concat!("No. ", $number, " ", $ja, ".")]
                #[must_use]
                pub fn $field(self) -> Option<<$type as crate::forms::ItemType>::Value<'a>> {
                    <$type as crate::forms::ItemType>::of(self.0, $number)
                }
            )+
        }
    };
    (@codes) => { None };
    (@codes $codes:path) => { Some(&$codes) };
    (@need required) => { crate::forms::Need::Required };
    (@need optional) => { crate::forms::Need::Optional };
    (@need conditional) => { crate::forms::Need::Conditional };
    (@confidence) => { crate::forms::Confidence::High };
    (@confidence medium) => { crate::forms::Confidence::Medium };
    (@confidence low) => { crate::forms::Confidence::Low };
}
pub(crate) use form;
