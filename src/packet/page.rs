//! Lists: all their pages, asked for one by one, whatever their links look like.

use super::error::Error;
use super::reply::{Json, Strange};
use super::request::Request;
use super::transport::Transport;
use super::wire;
use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::marker::PhantomData;

/// How many pages in a row may bring nothing new while the service says that there are more.
const IDLE_PAGES: u32 = 3;
/// How many pages of one list are read at most; the document gives a page's number 100 000 at most.
const MOST_PAGES: u64 = 10_000;
/// How often a list is read again because it shrank while it was read.
const PASSES: u32 = 3;

/// What a list consists of.
pub(super) trait Entry: DeserializeOwned + Send {
    /// The member of the reply in which the entries stand.
    const MEMBER: &'static str;
    /// What tells one entry from another; none for what has no id.
    fn id(&self) -> Option<&str>;
}

/// All entries of a list.
#[derive(Debug)]
pub(super) struct Listing<T> {
    pub(super) entries: Vec<T>,
    /// Whether nothing can be missing.
    pub(super) complete: bool,
}

/// How reading a list once came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All that there is was read.
    Whole,
    /// There should have been more.
    Short,
    /// The list shrank meanwhile, and may have moved entries over the edge of a page, unseen.
    Shrunk,
}

/// Reads a list to its end, or until it is `enough`, which is asked after each page. `page_size` is not sent to
/// operations that have no pages.
pub(super) async fn read_all<T: Entry>(
    transport: &Transport,
    request: &Request,
    page_size: Option<u32>,
    enough: impl Fn(&[T]) -> bool,
) -> Result<Listing<T>, Error> {
    let request = match page_size {
        Some(size) => request.clone().query("per_page", &size),
        None => request.clone(),
    };
    let mut collected = Collected::default();
    for _ in 0..PASSES {
        let outcome = pass(transport, &request, &enough, &mut collected).await?;
        if outcome != Outcome::Shrunk {
            return Ok(Listing { entries: collected.entries, complete: outcome == Outcome::Whole });
        }
    }
    Ok(Listing { entries: collected.entries, complete: false })
}

/// Reads the list once.
async fn pass<T: Entry>(
    transport: &Transport,
    request: &Request,
    enough: &impl Fn(&[T]) -> bool,
    collected: &mut Collected<T>,
) -> Result<Outcome, Error> {
    let (mut number, mut idle, mut count) = (1_u64, 0, 0);
    let (mut total, mut shrunk) = (None, false);
    let mut seen = HashSet::new();
    loop {
        // Page 1 is what comes unasked, and of `/projects/{id}/ips` the published document knows no pages.
        let asked = if number == 1 { request.clone() } else { request.clone().query("page", &number) };
        let Json(page) = transport.ask::<Json<Page<T>>>(&asked).await?;
        shrunk |= page.meta.total < total;
        total = page.meta.total;
        count += page.entries.len() as u64;
        let news = page.entries.iter().filter(|entry| entry.id().is_none_or(|id| seen.insert(id.to_owned()))).count();
        idle = if news == 0 { idle + 1 } else { 0 };
        let more = page.meta.more_after(number);
        let full = enough(&page.entries);
        collected.add(page.entries);
        if !more || full {
            let short = total.is_some_and(|total| count < total);
            return Ok(if shrunk {
                Outcome::Shrunk
            } else if short {
                Outcome::Short
            } else {
                Outcome::Whole
            });
        }
        if idle == IDLE_PAGES || number == MOST_PAGES {
            return Err(endless(transport, &asked, number));
        }
        number += 1;
    }
}

fn endless(transport: &Transport, request: &Request, pages: u64) -> Error {
    let why = format!("after {pages} pages it still promises more");
    let reply = Strange { status: 200, content_type: Some("application/json".into()), why, start: String::new() };
    Error::Unreadable { call: Box::new(transport.call(request)), reply: Box::new(reply) }
}

/// Entries without repetition: project keys were seen to get some twice, and pages that shift repeat their edges.
struct Collected<T> {
    entries: Vec<T>,
    places: HashMap<String, usize>,
}

impl<T> Default for Collected<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), places: HashMap::new() }
    }
}

impl<T: Entry> Collected<T> {
    /// Adds a page. Of two entries with one id the later holds.
    fn add(&mut self, page: Vec<T>) {
        for entry in page {
            if let Some(place) = entry.id().and_then(|id| self.places.get(id).copied()) {
                self.entries[place] = entry;
            } else {
                self.places.extend(entry.id().map(|id| (id.to_owned(), self.entries.len())));
                self.entries.push(entry);
            }
        }
    }
}

/// One page of a list.
struct Page<T> {
    entries: Vec<T>,
    meta: Meta,
}

/// What a page says of the others. Its links are not followed: they lack the prefix that resources' links have.
#[derive(Debug, Default, PartialEq, Deserialize)]
struct Meta {
    #[serde(default, deserialize_with = "wire::count")]
    current_page: Option<u64>,
    #[serde(default, deserialize_with = "wire::count")]
    last_page: Option<u64>,
    #[serde(default, deserialize_with = "wire::count")]
    total: Option<u64>,
    /// That there is a next page; which one is known already.
    #[serde(default)]
    next: Option<IgnoredAny>,
}

impl Meta {
    fn more_after(&self, asked: u64) -> bool {
        self.next.is_some() || self.last_page.is_some_and(|last| self.current_page.unwrap_or(asked) < last)
    }
}

impl<'de, T: Entry> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PageVisitor(PhantomData))
    }
}

struct PageVisitor<T>(PhantomData<T>);

impl<'de, T: Entry> Visitor<'de> for PageVisitor<T> {
    type Value = Page<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object with `{}`", T::MEMBER)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Page<T>, A::Error> {
        let (mut entries, mut meta) = (None, None);
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            match name.as_ref() {
                name if name == T::MEMBER => entries = members.next_value()?,
                "meta" => meta = members.next_value()?,
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        // An object without the list is something else, not an empty list: somebody may conclude that all is gone.
        let entries = entries.ok_or_else(|| de::Error::missing_field(T::MEMBER))?;
        Ok(Page { entries, meta: meta.unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[derive(Debug, Deserialize)]
    struct Thing {
        id: String,
    }

    impl Entry for Thing {
        const MEMBER: &'static str = "things";
        fn id(&self) -> Option<&str> {
            Some(&self.id)
        }
    }

    fn page(value: &Value) -> Result<Page<Thing>, String> {
        serde_json::from_str(&value.to_string()).map_err(|error: serde_json::Error| error.to_string())
    }

    #[test]
    fn there_is_more_while_the_last_page_is_ahead_or_a_next_one_is_named() {
        let more = |meta: Value| page(&json!({"things": [], "meta": meta})).unwrap().meta.more_after(1);
        assert!(more(json!({"current_page": 1, "last_page": 2, "next": null})));
        assert!(more(json!({"next": {"href": "/things?page=2"}})));
        assert!(more(json!({"last_page": "2"})));
        assert!(!more(json!({"current_page": 2, "last_page": 2, "next": null, "total": 11})));
        assert!(!more(Value::Null));
    }

    #[test]
    fn an_object_without_the_list_is_not_an_empty_list() {
        assert_eq!(page(&json!({"other": 1, "things": [{"id": "a"}]})).unwrap().entries[0].id, "a");
        for other in [json!({}), json!({"things": null}), json!({"errors": ["x"]})] {
            assert!(page(&other).err().unwrap().contains("things"));
        }
    }
}
