//! What is sent: over REST, as our browser code does, or as a browser without JavaScript does.

mod call;
mod page;
mod rest;

use domain::Tenant;
use http::{Method, Request, header};
use http_body_util::Full;
use hyper::body::Bytes;

use super::{ask::Ask, step::Via};

pub(super) use self::page::address;

/// A request before it has a sender.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) body: Body,
}

#[derive(Clone, Debug)]
pub(super) enum Body {
    None,
    Json(serde_json::Value),
    /// A form, already encoded.
    Form(String),
}

impl Draft {
    pub(super) fn of(ask: &Ask) -> Self {
        match ask.via {
            Via::Rest => rest::draft(&ask.operation),
            Via::Call => call::draft(ask),
            Via::Page => page::draft(ask),
        }
    }

    pub(super) fn get(target: impl Into<String>) -> Self {
        Self { method: Method::GET, target: target.into(), body: Body::None }
    }

    /// Everything that the sender says, to tell an echo from a leak.
    pub(super) fn said(&self) -> String {
        match &self.body {
            Body::None => self.target.clone(),
            Body::Json(body) => format!("{} {body}", self.target),
            Body::Form(form) => format!("{} {form}", self.target),
        }
    }

    /// Sent by whoever has the token, who over REST says which tenant it is of.
    pub(super) fn request(&self, via: Via, token: &str, tenant: &Tenant) -> anyhow::Result<Request<Full<Bytes>>> {
        let accept = if via == Via::Page { "text/html" } else { "application/json" };
        let request = Request::builder()
            .method(self.method.clone())
            .uri(&self.target)
            .header(header::HOST, "localhost:3000")
            .header("sec-fetch-site", "same-origin")
            .header("sec-fetch-dest", "empty")
            .header(header::ACCEPT, accept)
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        let request = if via == Via::Rest { request.header("x-tenant", tenant.id()) } else { request };
        Ok(match &self.body {
            Body::None => request.body(Full::default())?,
            Body::Json(body) => {
                request.header(header::CONTENT_TYPE, "application/json").body(body.to_string().into())?
            }
            Body::Form(form) => {
                request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(form.clone().into())?
            }
        })
    }
}

/// Fields of a form or a query, those that say nothing left out.
pub(super) fn encoded<'a>(fields: impl IntoIterator<Item = (&'a str, Option<String>)>) -> String {
    let said = fields.into_iter().filter_map(|(name, value)| value.map(|value| (name, value)));
    said.map(|(name, value)| format!("{name}={}", percent_encoded(&value))).collect::<Vec<_>>().join("&")
}

fn percent_encoded(text: &str) -> String {
    let letter = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(letter).collect()
}
