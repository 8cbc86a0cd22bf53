//! Versions of Clerk's API: which one a call speaks.

use http::HeaderMap;

use crate::{
    error::{Code, Problem},
    fields::Fields,
};

/// The versions that Clerk has published, oldest first.
const PUBLISHED: [&str; 7] =
    ["2021-02-05", "2024-10-01", "2025-03-12", "2025-04-10", "2025-11-10", METADATA_APART, BROWSERS_ONLY];

/// What ClerkJS speaks since 6.40; Clerk has not said what is other in it.
const BROWSERS_ONLY: &str = "2026-08-20";

/// From this one on, updating a person or an organization takes no metadata: that has calls of its own.
const METADATA_APART: &str = "2026-05-12";

/// The version of one call. A call that names none speaks the newest, as with an application made today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(&'static str);

impl Version {
    /// From the header `Clerk-API-Version`, else from the query.
    pub(crate) fn of(headers: &HeaderMap, query: &Fields) -> Result<Self, Problem> {
        let header = headers.get("clerk-api-version").and_then(|value| value.to_str().ok());
        let named = header.or(query.filled("__clerk_api_version")).unwrap_or(METADATA_APART);
        let known = PUBLISHED.into_iter().find(|version| *version == named).map(Self);
        known.ok_or_else(|| {
            let message = format!("There is no API version {named}; there are {}.", PUBLISHED.join(", "));
            Problem::new(Code::ApiVersionInvalid, message)
        })
    }

    /// Whether updating takes metadata along.
    pub(crate) fn updates_metadata(self) -> bool {
        self.0 < METADATA_APART
    }
}
