//! Reads what the server and the worker say: the browser parses the JSON, and serde's types are filled from what it found.
//!
//! `serde_json` would parse as well, but its deserializer is compiled anew for every type and weighs a tenth of the app.
//! Here a struct is read by the names of its fields in their order and an error is only that: nothing that does not fit is ever shown.
//!
//! Not read: types with `flatten`, `untagged`, `alias` or a tag, which nothing that crosses to the app has.

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer as _, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};
use std::fmt;
use wasm_bindgen::{JsCast as _, JsValue};

/// A value from its JSON; none if it does not fit.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    read_parsed(js_sys::JSON::parse(text).ok()?)
}

/// A value from its JSON that the browser has parsed already; none if it does not fit.
pub fn read_parsed<T: DeserializeOwned>(value: JsValue) -> Option<T> {
    T::deserialize(Reader(value)).ok()
}

/// What a parser leaves behind.
trait Tree: Sized {
    /// `null`, or no such member.
    fn is_absent(&self) -> bool;
    fn flag(&self) -> Option<bool>;
    fn number(&self) -> Option<f64>;
    fn text(&self) -> Option<String>;
    fn list(&self) -> Option<Vec<Self>>;
    /// A member of an object.
    fn member(&self, name: &str) -> Self;
    /// All members of an object.
    fn members(&self) -> Vec<(String, Self)>;
}

impl Tree for JsValue {
    fn is_absent(&self) -> bool {
        self.is_null() || self.is_undefined()
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn list(&self) -> Option<Vec<Self>> {
        js_sys::Array::is_array(self).then(|| {
            let list: &js_sys::Array = self.unchecked_ref();
            list.iter().collect()
        })
    }

    fn member(&self, name: &str) -> Self {
        js_sys::Reflect::get(self, &Self::from_str(name)).unwrap_or(Self::UNDEFINED)
    }

    fn members(&self) -> Vec<(String, Self)> {
        let Some(object) = self.dyn_ref::<js_sys::Object>() else {
            return Vec::new();
        };
        js_sys::Object::keys(object)
            .iter()
            .filter_map(|name| name.as_string())
            .map(|name| {
                let value = self.member(&name);
                (name, value)
            })
            .collect()
    }
}

/// The value is not of the type that was asked for.
#[derive(Debug)]
struct Misfit;

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value does not fit the type")
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// One value.
struct Reader<T>(T);

/// A whole number: every one below 2^53 is exact.
fn whole(number: Option<f64>) -> Result<i64, Misfit> {
    const LIMIT: f64 = 9_007_199_254_740_991.0;
    let number = number.ok_or(Misfit)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "held against the limit just before"
    )]
    let whole = if number.abs() <= LIMIT {
        number as i64
    } else {
        return Err(Misfit);
    };
    #[expect(clippy::cast_precision_loss, reason = "below 2^53 every one is exact")]
    let back = whole as f64;
    #[expect(clippy::float_cmp, reason = "equal exactly when nothing was cut off")]
    if back == number {
        Ok(whole)
    } else {
        Err(Misfit)
    }
}

macro_rules! whole_numbers {
    ($($name:ident)*) => { $(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            visitor.visit_i64(whole(self.0.number())?)
        }
    )* };
}

macro_rules! texts {
    ($($name:ident)*) => { $(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            visitor.visit_string(self.0.text().ok_or(Misfit)?)
        }
    )* };
}

macro_rules! refused {
    ($($name:ident)*) => { $(
        fn $name<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Misfit> {
            Err(Misfit)
        }
    )* };
}

impl<'de, T: Tree> de::Deserializer<'de> for Reader<T> {
    type Error = Misfit;

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }
    texts! { deserialize_char deserialize_str deserialize_string deserialize_identifier }
    refused! { deserialize_any deserialize_bytes deserialize_byte_buf }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_bool(self.0.flag().ok_or(Misfit)?)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_f64(self.0.number().ok_or(Misfit)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.0.is_absent() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_seq(List(self.0.list().ok_or(Misfit)?.into_iter()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_map(Members {
            rest: self.0.members().into_iter(),
            value: None,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_seq(Fields {
            of: self.0,
            names: fields,
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        // A variant with contents is an object of one member, another one its name.
        let (name, contents) = match self.0.text() {
            Some(name) => (name, None),
            None => {
                let only = self.0.members().pop().ok_or(Misfit)?;
                (only.0, Some(only.1))
            }
        };
        let place = variants.iter().position(|it| *it == name).ok_or(Misfit)?;
        visitor.visit_enum(Variant {
            place: u32::try_from(place).map_err(|_| Misfit)?,
            contents,
        })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }
}

/// The elements of a list.
struct List<T>(std::vec::IntoIter<T>);

impl<'de, T: Tree> SeqAccess<'de> for List<T> {
    type Error = Misfit;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misfit> {
        match self.0.next() {
            Some(value) => seed.deserialize(Reader(value)).map(Some),
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The fields of a struct, in the order in which it has them.
struct Fields<T> {
    of: T,
    names: &'static [&'static str],
}

impl<'de, T: Tree> SeqAccess<'de> for Fields<T> {
    type Error = Misfit;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misfit> {
        let Some((name, rest)) = self.names.split_first() else {
            return Ok(None);
        };
        self.names = rest;
        seed.deserialize(Reader(self.of.member(name))).map(Some)
    }
}

/// The members of an object that is read as a map.
struct Members<T> {
    rest: std::vec::IntoIter<(String, T)>,
    value: Option<T>,
}

impl<'de, T: Tree> MapAccess<'de> for Members<T> {
    type Error = Misfit;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misfit> {
        let Some((name, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Misfit> {
        seed.deserialize(Reader(self.value.take().ok_or(Misfit)?))
    }
}

/// A variant by its place among all of them.
struct Variant<T> {
    place: u32,
    contents: Option<T>,
}

impl<'de, T: Tree> EnumAccess<'de> for Variant<T> {
    type Error = Misfit;
    type Variant = Contents<T>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Contents<T>), Misfit> {
        let place: de::value::U32Deserializer<Misfit> = self.place.into_deserializer();
        Ok((seed.deserialize(place)?, Contents(self.contents)))
    }
}

/// What a variant holds.
struct Contents<T>(Option<T>);

impl<'de, T: Tree> VariantAccess<'de> for Contents<T> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Misfit> {
        seed.deserialize(Reader(self.0.ok_or(Misfit)?))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        de::Deserializer::deserialize_seq(Reader(self.0.ok_or(Misfit)?), visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_seq(Fields {
            of: self.0.ok_or(Misfit)?,
            names: fields,
        })
    }
}

#[cfg(test)]
mod tests;
