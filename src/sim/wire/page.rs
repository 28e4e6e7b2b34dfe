//! Pages of a list, and the `meta` that tells about them.

use super::query::Query;
use serde_json::{Value, json};

/// Items on a page where nothing is said (OpenAPI `PerPage`).
pub(in crate::sim) const USUAL: usize = 10;
/// The most that may be asked for (OpenAPI `PerPage`).
const MOST: usize = 1_000;

/// Which page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) struct Page {
    number: usize,
    size: usize,
}

impl Page {
    /// Reads `page` and `per_page`; what makes no sense counts as not said (ours).
    pub(in crate::sim) fn of(query: &Query, usual: usize) -> Self {
        let number = |name| query.get(name).and_then(|text| text.parse::<usize>().ok()).filter(|number| *number > 0);
        Self { number: number("page").unwrap_or(1), size: number("per_page").unwrap_or(usual).min(MOST) }
    }

    /// The items of the page.
    pub(in crate::sim) fn cut<'a, T>(&self, items: &'a [T]) -> &'a [T] {
        let start = (self.number - 1).saturating_mul(self.size).min(items.len());
        &items[start..(start.saturating_add(self.size)).min(items.len())]
    }

    /// What `meta` tells of a list with `total` items at a path.
    ///
    /// Its links lack the `/metal/v1` that those of resources have (captured 2022):
    /// the path is given without it.
    pub(in crate::sim) fn meta(&self, path: &str, query: &Query, total: usize) -> Value {
        let last = total.div_ceil(self.size).max(1);
        let link = |page: usize| {
            let mut text = query.without(&["page"]);
            text.append_pair("page", &page.to_string());
            json!({ "href": format!("{path}?{}", text.finish()) })
        };
        let inside = |page: Option<usize>| page.filter(|page| (1..=last).contains(page)).map(link);
        json!({
            "self": link(self.number),
            "first": link(1),
            "last": link(last),
            "previous": inside(self.number.checked_sub(1)),
            "next": inside(self.number.checked_add(1)),
            "total": total,
            "current_page": self.number,
            "last_page": last,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(query: &str) -> Page {
        Page::of(&Query::parse(query), USUAL)
    }

    #[test]
    fn pages_of_ten_unless_something_else_is_said() {
        let items: Vec<usize> = (0..23).collect();
        assert_eq!(page("").cut(&items), &items[..10]);
        assert_eq!(page("page=3").cut(&items), &items[20..]);
        assert_eq!(page("page=2&per_page=7").cut(&items), &items[7..14]);
        assert_eq!(page("per_page=100000").cut(&items).len(), 23);
        for absurd in ["page=0", "page=-1", "page=x", "per_page=0", "page=&per_page="] {
            assert_eq!(page(absurd).cut(&items).len(), 10, "{absurd}");
        }
        assert_eq!(page("page=18446744073709551615").cut(&items), [0; 0]);
    }

    #[test]
    fn meta_tells_the_way_without_the_prefix() {
        let query = Query::parse("tag=a b&page=2");
        let meta = page("page=2").meta("/projects/1/devices", &query, 23);
        assert_eq!(meta["next"]["href"], "/projects/1/devices?tag=a+b&page=3");
        assert_eq!((&meta["total"], &meta["last_page"]), (&json!(23), &json!(3)));
        assert_eq!(page("page=3").meta("/x", &query, 23)["next"], Value::Null);
        let empty = page("").meta("/x", &query, 0);
        assert_eq!((&empty["last_page"], &empty["next"]), (&json!(1), &Value::Null));
    }
}
