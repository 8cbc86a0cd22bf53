//! The visitor of one request: who it is, whether a page is wanted, and where sign-in is.

use axum::{
    extract::{FromRequestParts, OriginalUri},
    response::{IntoResponse, Response},
};
use clerk_protocol::{Auth, verify::redirect::Redirect};
use http::{HeaderMap, Method, StatusCode, header, request::Parts};

use crate::{clerk::Clerk, extract::auth_of, page::is_page_request, peer::Peer, problem::problem};

/// An extractor for guards. Needs the [`ClerkLayer`](crate::ClerkLayer) in front.
#[derive(Clone, Debug)]
pub struct Visitor {
    clerk: Clerk,
    auth: Auth,
    method: Method,
    url: Option<String>,
    page: bool,
    dev_browser_token: Option<String>,
}

impl Visitor {
    /// Who is asking.
    pub fn auth(&self) -> &Auth {
        &self.auth
    }

    /// Whether a browser wants a page, and so can be redirected. See [`is_page_request`].
    pub fn is_page(&self) -> bool {
        self.page
    }

    /// The request's method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The request's URL as the visitor sees it. `None` without a `Host` and a configured public origin.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The sign-in page, with the way back to this request: `redirectToSignIn`.
    pub fn sign_in_url(&self) -> Option<String> {
        self.redirect(self.return_url())?.to_sign_in().ok()
    }

    /// The sign-up page, with the way back to this request: `redirectToSignUp`.
    pub fn sign_up_url(&self) -> Option<String> {
        self.redirect(self.return_url())?.to_sign_up().ok()
    }

    /// The body of a form cannot be brought back, so only what was read leads back.
    fn return_url(&self) -> Option<&str> {
        self.url().filter(|_| matches!(self.method, Method::GET | Method::HEAD))
    }

    fn redirect<'a>(&'a self, return_back_url: Option<&'a str>) -> Option<Redirect<'a>> {
        let options = self.clerk.options();
        Some(Redirect {
            publishable_key: options.publishable_key(),
            base_url: self.url()?,
            sign_in_url: options.config().sign_in_url.as_deref(),
            sign_up_url: self.clerk.sign_up_url(),
            return_back_url,
            is_pending: matches!(self.auth, Auth::Pending(_)),
            is_satellite: options.config().is_satellite,
            dev_browser_token: self.dev_browser_token.as_deref(),
        })
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = NoLayer;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, NoLayer> {
        let clerk = parts.extensions.get::<Clerk>().cloned().ok_or(NoLayer)?;
        let peer = Peer::read(&parts.extensions, &parts.headers, clerk.trusted_proxies());
        let original = parts.extensions.get::<OriginalUri>();
        let uri = original.map_or(&parts.uri, |OriginalUri(uri)| uri);
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        Ok(Self {
            auth: auth_of(parts),
            method: parts.method.clone(),
            url: clerk.origin_for(&peer).map(|origin| format!("{origin}{target}")),
            page: is_page_request(&parts.headers),
            dev_browser_token: dev_browser_token(&parts.headers, clerk.options().cookie_suffix()),
            clerk,
        })
    }
}

/// There is no [`ClerkLayer`](crate::ClerkLayer) in front of this handler: a mistake in the router, and nobody gets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no ClerkLayer is in front of this handler")]
pub struct NoLayer;

impl IntoResponse for NoLayer {
    fn into_response(self) -> Response {
        tracing::error!("{self}");
        problem(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Lets the account portal of a development instance recognise the browser. No decision rests on it.
fn dev_browser_token(headers: &HeaderMap, suffix: &str) -> Option<String> {
    let suffixed = format!("__clerk_db_jwt_{suffix}");
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let cookies: Vec<_> =
        lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('=')).collect();
    let value = |wanted: &str| cookies.iter().find(|(name, _)| *name == wanted).map(|(_, value)| (*value).to_owned());
    value(&suffixed).or_else(|| value("__clerk_db_jwt"))
}
