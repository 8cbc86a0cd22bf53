//! `redirectToSignIn` and `redirectToSignUp`: where a signed-out visitor is sent, and back.
//!
//! Section [Redirects to sign-in and sign-up](crate#redirects-to-sign-in-and-sign-up); from `src/createRedirect.ts` of
//! `@clerk/backend`.

use url::Url;

use super::query;
use crate::keys::PublishableKey;

/// What the URL is built of. The parameters of `createRedirect`, from `src/createRedirect.ts`.
#[derive(Clone, Copy, Debug)]
pub struct Redirect<'a> {
    /// The instance: names the account portal where no sign-in URL is configured.
    pub publishable_key: &'a PublishableKey,
    /// The URL of this request as the browser sees it.
    pub base_url: &'a str,
    /// Configured, absolute or a path.
    pub sign_in_url: Option<&'a str>,
    /// Configured, absolute or a path.
    pub sign_up_url: Option<&'a str>,
    /// Where to come back to, absolute or a path; usually `base_url`. `None`: no `redirect_url`.
    pub return_back_url: Option<&'a str>,
    /// The session is pending: its tasks are next.
    pub is_pending: bool,
    /// This app is a satellite.
    pub is_satellite: bool,
    /// The dev browser token, where known; used on development instances only.
    pub dev_browser_token: Option<&'a str>,
}

/// A part of the redirect is not a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a URL")]
pub struct InvalidRedirect(
    /// Which part.
    pub &'static str,
);

impl Redirect<'_> {
    /// The sign-in page: the configured URL, else the account portal's. Section [Redirects to sign-in and
    /// sign-up](crate#redirects-to-sign-in-and-sign-up), from `src/createRedirect.ts`.
    ///
    /// # Errors
    /// When a part is not a URL.
    pub fn to_sign_in(&self) -> Result<String, InvalidRedirect> {
        let target = filled(self.sign_in_url).map(str::to_owned);
        self.to(&target.unwrap_or_else(|| format!("{}/sign-in", self.publishable_key.accounts_url())))
    }

    /// The sign-up page: the configured URL, else `/create` of the sign-in URL, else the account portal's. Section
    /// [Redirects to sign-in and sign-up](crate#redirects-to-sign-in-and-sign-up), from `src/createRedirect.ts`.
    ///
    /// # Errors
    /// When a part is not a URL.
    pub fn to_sign_up(&self) -> Result<String, InvalidRedirect> {
        if let Some(target) = filled(self.sign_up_url) {
            return self.to(target);
        }
        let Some(sign_in_url) = filled(self.sign_in_url) else {
            return self.to(&format!("{}/sign-up", self.publishable_key.accounts_url()));
        };
        let mut target = self.base()?.join(sign_in_url).map_err(|_| InvalidRedirect("sign-in URL"))?;
        let path = format!("{}/create", target.path());
        target.set_path(&path);
        self.to(target.as_str())
    }

    fn base(&self) -> Result<Url, InvalidRedirect> {
        Url::parse(self.base_url).map_err(|_| InvalidRedirect("base URL"))
    }

    fn to(&self, target: &str) -> Result<String, InvalidRedirect> {
        let base = self.base()?;
        let tasks = if self.is_pending { "/tasks" } else { "" };
        let mut url = base.join(&format!("{target}{tasks}")).map_err(|_| InvalidRedirect("target"))?;
        let is_cross_origin = (base.host_str(), base.port()) != (url.host_str(), url.port());
        if let Some(back) = filled(self.return_back_url) {
            let mut back = base.join(back).map_err(|_| InvalidRedirect("return URL"))?;
            if is_cross_origin && self.is_satellite {
                query::set(&mut back, "__clerk_synced", "false");
            }
            query::set(&mut url, "redirect_url", back.as_str());
        }
        let token = filled(self.dev_browser_token).filter(|_| is_cross_origin && self.publishable_key.is_development());
        if let Some(token) = token {
            query::set(&mut url, "__clerk_db_jwt", token);
        }
        Ok(url.into())
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

/// A return address from a request, kept only where it stays on the app's own origin (no rule of Clerk's; the URL
/// standard's idea of an origin, so that an address is read as a browser will read it): resolved against `base_url`,
/// `http` or `https`, no user name, the same scheme, host and port. Gives path, query and fragment.
pub fn same_origin_target(return_url: &str, base_url: &str) -> Option<String> {
    let base = Url::parse(base_url).ok()?;
    let target = base.join(return_url).ok()?;
    let is_web = matches!(target.scheme(), "http" | "https");
    let is_plain = target.username().is_empty() && target.password().is_none();
    if !is_web || !is_plain || target.origin() != base.origin() {
        return None;
    }
    let relative = target[url::Position::BeforePath..].to_owned();
    (!relative.starts_with("//") && !relative.starts_with("/\\")).then_some(relative)
}
