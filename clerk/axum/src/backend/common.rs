//! What the answers of several tags have in common.

use http::HeaderValue;
use serde::{Deserialize, Deserializer, Serialize, de::IgnoredAny};

use super::macros::{params, resource, words};

resource! {
    /// Something that was deleted.
    pub struct Deleted {
        /// `user`, `organization`, …
        pub object: String,
        /// Its id.
        pub id: Option<String>,
        /// Its slug, if it had one.
        pub slug: Option<String>,
        /// Your id for it, if it had one.
        pub external_id: Option<String>,
        /// `true`.
        pub deleted: bool,
    }
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "TotalCount")]
pub struct Count(pub u64);

#[derive(Deserialize)]
struct TotalCount {
    total_count: u64,
}

impl From<TotalCount> for Count {
    fn from(count: TotalCount) -> Self {
        Self(count.total_count)
    }
}

/// The call succeeded; there is nothing more to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Done;

impl<'de> Deserialize<'de> for Done {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(from).map(|_| Self)
    }
}

resource! {
    /// How something was verified.
    pub struct Verification {
        /// `verified`, `unverified`, `expired`, `failed`, `transferable`, …
        pub status: String,
        /// `email_code`, `ticket`, `admin`, `oauth_google`, …
        pub strategy: Option<String>,
        /// How often it was tried.
        pub attempts: Option<i64>,
        /// Until when, in Unix milliseconds.
        pub expire_at: Option<i64>,
        /// When it was, in Unix milliseconds.
        pub verified_at: Option<i64>,
        /// The client that it was done on.
        pub verified_at_client: Option<String>,
    }
}

resource! {
    /// Another way in that leads to the same address.
    pub struct IdentificationLink {
        /// `idn_…` or an account's id.
        pub id: String,
        /// `oauth_google`, `saml`, …
        pub r#type: String,
    }
}

words! {
    /// Where an invitation stands.
    pub enum InvitationStatus {
        /// It can be accepted.
        Pending = "pending",
        /// It was.
        Accepted = "accepted",
        /// It was withdrawn.
        Revoked = "revoked",
        /// Too late.
        Expired = "expired",
    }
}

words! {
    /// Where a token stands that is good for once.
    pub enum TokenStatus {
        /// It can be used.
        Pending = "pending",
        /// It was.
        Accepted = "accepted",
        /// It was withdrawn.
        Revoked = "revoked",
    }
}

params! {
    /// Which part of a list.
    pub struct List {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
    }
}

/// Wraps the parameters of a list that is a bare array unless `{data, total_count}` is asked for.
#[derive(Serialize)]
pub(super) struct Paginated<'a, P> {
    #[serde(flatten)]
    pub(super) parameters: &'a P,
    paginated: bool,
}

impl<'a, P> Paginated<'a, P> {
    pub(super) fn new(parameters: &'a P) -> Self {
        Self { parameters, paginated: true }
    }
}

/// A picture to upload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// `image/png`, …
    pub content_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Picture {
    /// As `multipart/form-data` (RFC 7578): these fields, and the picture as `file`.
    pub(super) fn form(&self, fields: &[(&str, &str)]) -> (HeaderValue, Vec<u8>) {
        let boundary = self.boundary();
        let content_type = HeaderValue::try_from(&self.content_type).ok();
        let content_type =
            content_type.as_ref().and_then(|value| value.to_str().ok()).unwrap_or("application/octet-stream");
        let mut body = Vec::with_capacity(self.bytes.len() + 512);
        for (name, value) in fields {
            body.extend_from_slice(
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .as_bytes(),
            );
        }
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"file\"";
        body.extend_from_slice(format!("--{boundary}\r\n{head}\r\nContent-Type: {content_type}\r\n\r\n").as_bytes());
        body.extend_from_slice(&self.bytes);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let form = format!("multipart/form-data; boundary={boundary}");
        (HeaderValue::try_from(form).unwrap_or_else(|_| HeaderValue::from_static("multipart/form-data")), body)
    }

    /// One that does not occur in the file.
    fn boundary(&self) -> String {
        let is_free = |boundary: &String| !self.bytes.windows(boundary.len()).any(|part| part == boundary.as_bytes());
        (0_u32..).map(|number| format!("picture-{number}")).find(is_free).unwrap_or_default()
    }
}
