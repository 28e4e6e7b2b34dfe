//! The way of one call: sent, judged, made again where that can help.

use super::client::Client;
use super::error::Error;
use super::judge;
use super::request::Request;
use super::retry;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How many objects a page of a list has, as kubectl asks for.
const PAGE: usize = 500;

impl Client {
    /// Sends a request and reads the answer; tries again while that can help.
    pub(super) async fn call<T: DeserializeOwned>(&self, request: &Request) -> Result<T, Error> {
        let text = self.call_for_text(request).await?;
        // The answer's text stays out of the error: it may be a Secret.
        serde_json::from_str(&text).map_err(|error| Error::Strange {
            doing: request.doing.clone(),
            what: format!("the answer cannot be read (at {}:{})", error.line(), error.column()),
        })
    }

    /// The same for a request whose answer says nothing more.
    pub(super) async fn call_for_text(&self, request: &Request) -> Result<String, Error> {
        retry::persist(self.clock.as_ref(), || self.try_once(&self.patient, request)).await
    }

    /// The same for a thing that may not be there: none where it is not.
    pub(super) async fn find<T: DeserializeOwned>(&self, request: &Request) -> Result<Option<T>, Error> {
        match self.call(request).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads a list to its end, page by page.
    ///
    /// A list that takes longer than the server remembers it (410) is read again from its beginning, once.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        doing: &str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Vec<T>, Error> {
        match self.list_from_the_start(doing, path, query).await {
            Err(Error::Refused { status: 410, .. }) => self.list_from_the_start(doing, path, query).await,
            read => read,
        }
    }

    async fn list_from_the_start<T: DeserializeOwned>(
        &self,
        doing: &str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        let mut next = String::new();
        loop {
            let page: Page<T> = self.call(&Request::get(doing, page(path, query, &next))).await?;
            items.extend(page.items.unwrap_or_default());
            match page.metadata.next {
                Some(token) if !token.is_empty() => next = token,
                _ => return Ok(items),
            }
        }
    }

    /// Sends a request once.
    pub(super) async fn try_once(&self, client: &kube::Client, request: &Request) -> Result<String, Error> {
        let sent = self.try_unjudged(client, request).await?;
        sent.map_err(|error| judge::judge(&error, request, &self.server))
    }

    /// Sends a request once and leaves it to the caller what a refusal means.
    pub(super) async fn try_unjudged(
        &self,
        client: &kube::Client,
        request: &Request,
    ) -> Result<Result<String, kube::Error>, Error> {
        let ready = request
            .to_http()
            .map_err(|error| Error::Unusable { what: format!("cannot {}: {error}", request.doing) })?;
        Ok(client.request_text(ready).await)
    }

    /// An object as it stands, none if there is none.
    pub(super) async fn look(&self, doing: String, path: &str) -> Result<Option<Value>, Error> {
        self.find(&Request::get(doing, path)).await
    }
}

#[derive(serde::Deserialize)]
struct Page<T> {
    #[serde(default)]
    metadata: PageMetadata,
    items: Option<Vec<T>>,
}

#[derive(serde::Deserialize, Default)]
struct PageMetadata {
    #[serde(rename = "continue")]
    next: Option<String>,
}

/// Where a page of a list is; the first has no mark where it goes on from.
fn page(path: &str, query: &[(&str, &str)], next: &str) -> String {
    let mut asked = form_urlencoded::Serializer::new(format!("{path}?"));
    asked.append_pair("limit", &PAGE.to_string()).extend_pairs(query);
    if !next.is_empty() {
        asked.append_pair("continue", next);
    }
    asked.finish()
}
