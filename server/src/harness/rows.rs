//! Rows of every resource, and their ids: so that tests walk the tables of routes without knowing what is in them.

use std::collections::BTreeMap;

use app::{RESOURCES, resource::Kind};
use domain::{Attempt, TenantScope};
use http::Method;
use serde_json::Value;
use testkit::{
    LocalClerk,
    people::{Person, Place},
    samples,
};

use super::{TestServer, Who};

/// An id that nothing has.
const NEVER: &str = "0190a5d0-0000-7000-8000-000000000000";

/// The id of a row of each list, by the list's name in paths: `projects`.
#[derive(Clone, Debug, Default)]
pub struct Rows(BTreeMap<String, String>);

impl Rows {
    /// A path in axum's syntax with ids of rows that are there; what has no row is named by an id that nothing has. The
    /// tenant is Acme.
    #[must_use]
    pub fn fill(&self, path: &str) -> String {
        let mut list = "";
        let filled = path.split('/').map(|segment| {
            let named = match segment {
                "{slug}" => "acme",
                "{*any}" => "x",
                gap if gap.starts_with('{') => self.0.get(list).map_or(NEVER, String::as_str),
                word => word,
            };
            list = segment;
            named
        });
        filled.collect::<Vec<_>>().join("/")
    }

    /// Whether all that a path names is there.
    #[must_use]
    pub fn lead_to(&self, path: &str) -> bool {
        !self.fill(path).contains(NEVER)
    }

    /// The fields of a form for a server function: the id of a row of its resource, and of those that it may lie in.
    #[must_use]
    pub fn form(&self, function: &str) -> String {
        let list = function.rsplit('/').nth(1).unwrap_or_default();
        let own = self.0.get(list).map_or(NEVER, String::as_str);
        let others = self.0.iter().map(|(list, id)| format!("&{}={id}", list.trim_end_matches('s')));
        format!("id={own}{}", others.collect::<String>())
    }

    /// Whether the resource of a server function has rows.
    #[must_use]
    pub fn knows(&self, function: &str) -> bool {
        function.rsplit('/').nth(1).is_some_and(|list| self.0.contains_key(list))
    }
}

impl TestServer {
    /// Makes rows of every resource in somebody's tenant, through the ports. Which they are, the lists of the API say.
    ///
    /// # Errors
    /// When they cannot be made.
    pub async fn rows(&self, who: Who) -> anyhow::Result<Rows> {
        samples::make(&*self.parts.state.context.store, &scope(who)?).await?;
        let mut rows = Rows::default();
        for endpoint in RESOURCES.endpoints().filter(|endpoint| endpoint.kind == Kind::Reads) {
            let list = endpoint.path.rsplit('/').next().unwrap_or_default();
            let answer = self.call(who, Method::GET, &rows.fill(endpoint.path), None).await?.json();
            if let Some(id) = answer.pointer(&format!("/{list}/0/id")).and_then(Value::as_str) {
                rows.0.insert(list.to_owned(), id.to_owned());
            }
        }
        Ok(rows)
    }

    /// Has the trail tell that somebody was refused to delete a thing of this id.
    ///
    /// # Errors
    /// When it is not written.
    pub async fn refused(&self, who: Who, id: &str) -> anyhow::Result<()> {
        let attempt = Attempt { action: "thing.deleted".parse()?, object_id: Some(id.to_owned()) };
        Ok(self.parts.state.context.store.refused(&scope(who)?, &attempt).await?)
    }

    /// Which things the trail says were refused to somebody, as another one reads it.
    ///
    /// # Errors
    /// When it is not shown.
    pub async fn refusals(&self, reader: Who) -> anyhow::Result<Vec<String>> {
        let trail = self.call(reader, Method::GET, "/api/activity?limit=100", None).await?.json();
        let events =
            trail.get("events").and_then(Value::as_array).ok_or_else(|| anyhow::anyhow!("no trail: {trail}"))?;
        let text = |event: &Value, field: &str| event.get(field).and_then(Value::as_str).map(str::to_owned);
        let refused = events.iter().filter(|event| text(event, "outcome").as_deref() == Some("refused"));
        Ok(refused.filter_map(|event| text(event, "object_id")).collect())
    }
}

fn scope(who: Who) -> anyhow::Result<TenantScope> {
    let (person, place) = match who {
        Who::Admin => (Person::Ada, Place::Acme),
        Who::Member => (Person::Mel, Place::Acme),
        Who::Viewer => (Person::Vic, Place::Acme),
        Who::Stranger => (Person::Sam, Place::Globex),
        Who::Alone | Who::Pending => (Person::Sam, Place::Personal),
        Who::Nobody => anyhow::bail!("nobody has a tenant"),
    };
    LocalClerk::shared()?.scope(person, place)
}
