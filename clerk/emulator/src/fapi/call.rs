//! One call of ClerkJS, read from the request.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, header};

use crate::{
    bapi::version::Version,
    context::Context,
    error::Problem,
    fields::Fields,
    origin,
    upload::{Parts, Upload},
};

/// Fields and origin of a call, and what it brings to say which browser it is.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) query: Fields,
    pub(crate) form: Fields,
    file: Option<Upload>,
    /// Origin of the app: `azp` of tokens, base of links.
    pub(crate) origin: String,
    pub(crate) secure: bool,
    /// The host that was called.
    pub(crate) host: Option<String>,
    pub(crate) version: Version,
    /// Value of the `__client` cookie.
    pub(crate) client_cookie: Option<String>,
}

impl FromRequest<Context> for Call {
    type Rejection = Response;

    async fn from_request(request: Request, context: &Context) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let (form, file) = read_body(&parts.headers, body, context).await?;
        let query = Fields::of_query(&parts.uri);
        let version = Version::of(&parts.headers, &query).map_err(IntoResponse::into_response)?;
        Ok(Self {
            query,
            version,
            form,
            file,
            origin: origin::of(&parts.headers, &parts.uri, context.app_origin()),
            secure: origin::is_secure(&parts.headers),
            host: origin::host_of(&parts.headers).map(str::to_owned),
            client_cookie: cookie(&parts.headers, "__client"),
        })
    }
}

impl Call {
    /// The picture that came, as an address that holds it.
    pub(crate) fn image(&self) -> Result<String, Problem> {
        self.file.as_ref().ok_or_else(|| Problem::missing("file"))?.image()
    }
}

/// ClerkJS sends forms; pictures come in a form with files, or as an address in a body of no particular kind.
async fn read_body(headers: &HeaderMap, body: Body, context: &Context) -> Result<(Fields, Option<Upload>), Response> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if let Ok(boundary) = multer::parse_boundary(kind) {
        let parts = Parts::read(read(body, context).await?, boundary).await.map_err(IntoResponse::into_response)?;
        return Ok((Fields::of_pairs(parts.fields), parts.file));
    }
    if kind.starts_with("application/octet-stream") {
        return Ok((Fields::default(), Upload::of_address(&read(body, context).await?)));
    }
    let is_form = kind.starts_with("application/x-www-form-urlencoded");
    Ok((if is_form { Fields::parse(&read(body, context).await?) } else { Fields::default() }, None))
}

async fn read(body: Body, context: &Context) -> Result<Bytes, Response> {
    Bytes::from_request(Request::new(body), context).await.map_err(IntoResponse::into_response)
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}
