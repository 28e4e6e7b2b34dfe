//! Lenient reading: null as absent, numbers also as texts, times in both forms, other resources by what names them.

use jiff::Timestamp;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use std::fmt;

/// Null as the type's own nothing. Goes with `#[serde(default)]`.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A time: RFC 3339, or Unix seconds as packngo also reads them. What is neither is absent.
pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(match deserializer.deserialize_any(ScalarVisitor)? {
        Scalar::Text(text) => text.parse().ok(),
        Scalar::Integer(seconds) => Timestamp::from_second(seconds).ok(),
        Scalar::Fraction(_) | Scalar::Nothing => None,
    })
}

/// A number, which may stand in quotes. What is none is absent.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(match deserializer.deserialize_any(ScalarVisitor)? {
        Scalar::Text(text) => text.trim().parse().ok(),
        #[expect(clippy::cast_precision_loss, reason = "prices and percentages are small")]
        Scalar::Integer(integer) => Some(integer as f64),
        Scalar::Fraction(fraction) => Some(fraction),
        Scalar::Nothing => None,
    })
}

/// A count, which may stand in quotes. What is none is absent.
pub(super) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(match deserializer.deserialize_any(ScalarVisitor)? {
        Scalar::Text(text) => text.trim().parse().ok(),
        Scalar::Integer(integer) => u64::try_from(integer).ok(),
        Scalar::Fraction(_) | Scalar::Nothing => None,
    })
}

/// The id of another resource, given whole or as `{"href": "/devices/ID"}`.
pub(super) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Reference::deserialize(deserializer)?.into_id())
}

/// The ids of other resources.
pub(super) fn ids<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let references = Option::<Vec<Reference>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(references.into_iter().filter_map(Reference::into_id).collect())
}

/// The code or slug of a place, a plan or a system that is given whole; absent where only its href is.
pub(super) fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Reference::deserialize(deserializer)?.code)
}

/// The last part of an href: `/metal/v1/devices/ID` and `/devices/ID` give `ID`, and so does `#ID`, which the
/// service writes for what the caller may not see.
pub(super) fn id_in_href(href: &str) -> Option<String> {
    let path = href.split('?').next().unwrap_or_default().trim_end_matches('/');
    path.rsplit(['/', '#']).next().filter(|id| !id.is_empty()).map(str::to_owned)
}

enum Scalar {
    Text(String),
    Integer(i64),
    Fraction(f64),
    Nothing,
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, a number or null")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }
    fn visit_i64<E: de::Error>(self, integer: i64) -> Result<Scalar, E> {
        Ok(Scalar::Integer(integer))
    }
    fn visit_u64<E: de::Error>(self, integer: u64) -> Result<Scalar, E> {
        Ok(i64::try_from(integer).map_or(Scalar::Nothing, Scalar::Integer))
    }
    fn visit_f64<E: de::Error>(self, fraction: f64) -> Result<Scalar, E> {
        Ok(Scalar::Fraction(fraction))
    }
    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Scalar, E> {
        Ok(Scalar::Nothing)
    }
    fn visit_unit<E: de::Error>(self) -> Result<Scalar, E> {
        Ok(Scalar::Nothing)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Scalar, A::Error> {
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Nothing)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Scalar, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Nothing)
    }
}

/// Another resource as it stands inside one: whole, as an href, as a bare text, or not at all.
#[derive(Debug, Default)]
struct Reference {
    id: Option<String>,
    href: Option<String>,
    code: Option<String>,
}

impl Reference {
    fn into_id(self) -> Option<String> {
        self.id.or_else(|| self.href.as_deref().and_then(id_in_href))
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ReferenceVisitor)
    }
}

struct ReferenceVisitor;

impl<'de> Visitor<'de> for ReferenceVisitor {
    type Value = Reference;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a resource or a reference to one")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Reference, E> {
        Ok(Reference { href: Some(text.to_owned()), code: Some(text.to_owned()), id: None })
    }
    fn visit_unit<E: de::Error>(self) -> Result<Reference, E> {
        Ok(Reference::default())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Reference, A::Error> {
        let mut reference = Reference::default();
        while let Some(name) = members.next_key::<std::borrow::Cow<'de, str>>()? {
            match name.as_ref() {
                "id" => reference.id = members.next_value()?,
                "href" => reference.href = members.next_value()?,
                // A place has a code, a plan and a system have a slug.
                "code" | "slug" => reference.code = members.next_value()?,
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(reference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[derive(Debug, PartialEq, Deserialize)]
    struct Sample {
        #[serde(default, deserialize_with = "time")]
        at: Option<Timestamp>,
        #[serde(default, deserialize_with = "number")]
        price: Option<f64>,
        #[serde(default, deserialize_with = "count")]
        quantity: Option<u64>,
        #[serde(default, deserialize_with = "id")]
        device: Option<String>,
        #[serde(default, deserialize_with = "ids")]
        keys: Vec<String>,
        #[serde(default, deserialize_with = "code")]
        metro: Option<String>,
        #[serde(default, deserialize_with = "or_default")]
        tags: Vec<String>,
    }

    fn read(value: Value) -> Sample {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn nulls_and_what_is_missing_are_the_same() {
        let nulls = json!({"at": null, "price": null, "quantity": null, "device": null, "keys": null, "metro": null,
            "tags": null});
        assert_eq!(read(nulls), read(json!({})));
    }

    #[test]
    fn times_come_in_two_forms_and_numbers_too() {
        let moment = Timestamp::from_second(1_577_836_800).unwrap();
        assert_eq!(read(json!({"at": "2020-01-01T00:00:00Z"})).at, Some(moment));
        assert_eq!(read(json!({"at": 1_577_836_800})).at, Some(moment));
        assert_eq!(read(json!({"at": {"odd": [1]}})).at, None);
        assert_eq!((read(json!({"price": "0.75"})).price, read(json!({"price": 2})).price), (Some(0.75), Some(2.0)));
        assert_eq!(
            (read(json!({"quantity": "3"})).quantity, read(json!({"quantity": 3})).quantity),
            (Some(3), Some(3))
        );
        assert_eq!(read(json!({"quantity": "45+"})).quantity, None);
    }

    #[test]
    fn other_resources_are_known_by_what_names_them_whole_or_not() {
        for device in [
            json!({"href": "/devices/d1"}),
            json!({"href": "/metal/v1/devices/d1/"}),
            json!({"href": "#d1"}),
            json!({"id": "d1", "href": "/devices/other", "state": "active", "userdata": "#!"}),
        ] {
            assert_eq!(read(json!({"device": device})).device.as_deref(), Some("d1"));
        }
        assert_eq!(read(json!({"keys": [{"href": "/ssh-keys/a"}, {"id": "b"}, {}]})).keys, ["a", "b"]);
        assert_eq!(read(json!({"metro": {"id": "m", "code": "da"}})).metro.as_deref(), Some("da"));
        assert_eq!(read(json!({"metro": {"href": "/metros/m"}})).metro, None);
    }
}
