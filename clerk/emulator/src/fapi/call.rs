//! One call of ClerkJS, read from the request.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, header};

use crate::{context::Context, fields::Fields, origin};

/// Fields and origin of a call, and what it brings to say which browser it is.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) query: Fields,
    pub(crate) form: Fields,
    /// Origin of the app: `azp` of tokens, base of links.
    pub(crate) origin: String,
    pub(crate) secure: bool,
    /// Value of the `__client` cookie.
    pub(crate) client_cookie: Option<String>,
}

impl FromRequest<Context> for Call {
    type Rejection = Response;

    async fn from_request(request: Request, context: &Context) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let form = if is_form(&parts.headers) { read_form(body, context).await? } else { Fields::default() };
        Ok(Self {
            query: Fields::of_query(&parts.uri),
            form,
            origin: origin::of(&parts.headers, &parts.uri, context.app_origin()),
            secure: origin::is_secure(&parts.headers),
            client_cookie: cookie(&parts.headers, "__client"),
        })
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

async fn read_form(body: Body, context: &Context) -> Result<Fields, Response> {
    let bytes = Bytes::from_request(Request::new(body), context).await.map_err(IntoResponse::into_response)?;
    Ok(Fields::parse(&bytes))
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}
