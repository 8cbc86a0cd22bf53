//! Clerk's Backend API.
//!
//! ```no_run
//! # use clerk_axum::backend::*;
//! # async fn example(secret_key: String) -> Result<(), Box<dyn std::error::Error>> {
//! let clerk = BackendClient::new(BackendConfig::new(secret_key))?;
//! let users = clerk.users().list(&UserList { query: Some("ada".into()), limit: Some(10), ..Default::default() }).await?;
//! let organization = clerk.organizations().get("acme").await?;
//! # Ok(())
//! # }
//! ```
//!
//! A client has one handle for each of Clerk's tags ([`BackendClient::users`], …). Its methods are named as in Clerk's own
//! SDK, in snake case and without the thing's name again, and give a [`Call`]: `.await` makes it. Errors are one type,
//! [`BackendError`].
//!
//! A call ends within two seconds, tries and pauses included, because somebody may be waiting; for jobs there is
//! [`BackendClient::patient`]. Calls that may be made twice (GET, PUT, DELETE) are tried again after 408, 429, 5xx and broken
//! connections, `Retry-After` is honoured, and the whole process shares one budget and one breaker.
//!
//! Nothing here writes a secret, a token or a URL into a log.

use std::{fmt, sync::Arc};

use clerk_protocol::Clock;
use http::Method;
use secrecy::SecretString;
use url::Url;

use self::{
    exchange::{Answered, Prepared, exchange},
    guard::{Guard, Purpose},
    path::Segment,
    policy::{Policy, Tried},
};
use crate::config::{ConfigError, upstream};

mod actor_tokens;
mod call;
mod common;
mod configuration;
mod domains;
mod email_addresses;
mod error;
mod exchange;
mod guard;
mod instance;
mod invitations;
mod jwt_templates;
mod macros;
mod organization_permissions;
mod organization_roles;
mod organizations;
mod pace;
mod page;
mod path;
mod phone_numbers;
mod policy;
mod private_metadata;
mod redacted;
mod retry_after;
mod sessions;
mod sign_in_tokens;
mod testing_tokens;
#[cfg(test)]
mod tests;
mod users;
mod visits;
mod webhooks;

pub use self::{
    actor_tokens::{ActorToken, ActorTokens, CreateActorToken},
    call::{Call, Report},
    common::{Count, Deleted, Done, IdentificationLink, InvitationStatus, List, Picture, TokenStatus, Verification},
    configuration::BackendConfig,
    domains::{AddDomain, CnameTarget, Domain, Domains, UpdateDomain},
    email_addresses::{CreateEmailAddress, EmailAddress, EmailAddresses, UpdateEmailAddress},
    error::{ApiError, BackendError, ErrorItem},
    instance::{
        Instance, InstanceCommunication, InstanceProtect, InstanceRestrictions, InstanceSettings, OrganizationSettings,
        UpdateCommunication, UpdateInstance, UpdateOrganizationSettings, UpdateProtect, UpdateRestrictions,
    },
    invitations::{CreateInvitation, Invitation, InvitationList, Invitations},
    jwt_templates::{JwtTemplate, JwtTemplateParameters, JwtTemplates},
    organization_permissions::{
        CreatePermission, OrganizationPermission, OrganizationPermissions, RoleOrPermissionList, UpdatePermission,
    },
    organization_roles::{CreateRole, OrganizationRole, OrganizationRoles, UpdateRole},
    organizations::*,
    pace::{Pace, SystemPace},
    page::{Page, Pages},
    phone_numbers::{CreatePhoneNumber, PhoneNumber, PhoneNumbers, UpdatePhoneNumber},
    private_metadata::{Metadata, PrivateMetadata},
    redacted::Redacted,
    sessions::{CreateSession, Session, SessionActivity, SessionList, SessionState, SessionTask, Sessions, Token},
    sign_in_tokens::{CreateSignInToken, SignInToken, SignInTokens},
    testing_tokens::{TestingToken, TestingTokens},
    users::*,
    webhooks::{SvixUrl, Webhooks},
};

/// The largest answer that is read: 500 users whose metadata is as large as Clerk lets it be.
const ANSWER_LIMIT: usize = 16 * 1024 * 1024;
/// A key set is small; ten keys are about 5 KB.
const KEYS_LIMIT: usize = 256 * 1024;

/// The client. Cloning is cheap: connections, budget and breaker are shared.
#[derive(Clone)]
pub struct BackendClient {
    inner: Arc<Inner>,
    policy: Policy,
}

struct Inner {
    http: reqwest::Client,
    base: Url,
    secret_key: SecretString,
    guard: Guard,
    clock: Arc<dyn Clock>,
    pace: Arc<dyn Pace>,
}

impl BackendClient {
    /// A client that stands alone, without the rest of this crate.
    ///
    /// # Errors
    /// The URL is none to send a secret key to, or the TLS library does not start.
    pub fn new(config: BackendConfig) -> Result<Self, ConfigError> {
        let api_url = upstream("CLERK_API_URL", Some(&config.api_url), "")?;
        let http = crate::http_client::build(&api_url)?;
        Ok(Self::with_http(http, &api_url, config))
    }

    /// The same with connections that exist. `api_url` is the origin, without `/v1`.
    pub(crate) fn with_http(http: reqwest::Client, api_url: &Url, config: BackendConfig) -> Self {
        let guard = Guard::new(config.rate, Arc::clone(&config.clock));
        let BackendConfig { secret_key, clock, pace, .. } = config;
        let inner = Inner { http, base: path::versioned(api_url), secret_key, guard, clock, pace };
        Self { inner: Arc::new(inner), policy: Policy::WAITED_FOR }
    }

    /// For work that nobody is waiting for: a call may take a minute and is tried up to six times.
    #[must_use]
    pub fn patient(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), policy: Policy::PATIENT }
    }

    fn call<T>(&self, method: Method, segments: &[Segment<'_>]) -> Call<T> {
        Call::new(self, method, segments)
    }

    fn get<T>(&self, segments: &[Segment<'_>]) -> Call<T> {
        self.call(Method::GET, segments)
    }

    fn post<T>(&self, segments: &[Segment<'_>]) -> Call<T> {
        self.call(Method::POST, segments)
    }

    fn patch<T>(&self, segments: &[Segment<'_>]) -> Call<T> {
        self.call(Method::PATCH, segments)
    }

    fn put<T>(&self, segments: &[Segment<'_>]) -> Call<T> {
        self.call(Method::PUT, segments)
    }

    fn delete<T>(&self, segments: &[Segment<'_>]) -> Call<T> {
        self.call(Method::DELETE, segments)
    }

    /// `GET /jwks`: the instance's public keys as JSON. One try, without budget and breaker: the key cache has its own.
    pub(crate) async fn jwks(&self) -> Result<Vec<u8>, BackendError> {
        let url = path::join(&self.inner.base, &[Segment::Fixed("jwks")])?;
        let request = Prepared::new(Method::GET, url);
        let keys = self.inner.exchange(&request, KEYS_LIMIT);
        let answered = tokio::time::timeout(visits::WAITED_FOR, keys).await;
        answered.unwrap_or(Err(BackendError::TimedOut)).map(|answered| answered.body)
    }
}

impl fmt::Debug for BackendClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("BackendClient").field("base", &self.inner.base.as_str()).finish_non_exhaustive()
    }
}

impl Inner {
    /// One step of a call: admitted once, tried as often as the policy says.
    async fn send(&self, purpose: Purpose, policy: Policy, step: &Prepared) -> Tried<Answered> {
        if let Err(error) = self.guard.admit(purpose) {
            return Tried::unsent(error);
        }
        let tries = if policy::is_idempotent(&step.method) { policy.tries } else { 1 };
        let attempt = || async {
            let outcome = self.exchange(step, ANSWER_LIMIT).await;
            self.guard.note_pause(purpose, &outcome);
            outcome
        };
        let passing = (&*self.clock, &*self.pace);
        let tried = policy::run(Policy { tries, ..policy }, passing, attempt, || self.guard.admit_again()).await;
        self.guard.note(purpose, &tried.outcome);
        tried
    }

    async fn exchange(&self, step: &Prepared, limit: usize) -> Result<Answered, BackendError> {
        exchange(&self.http, &self.secret_key, step, limit, &*self.clock).await
    }
}

/// A failed call, in the log. Errors of the API name no secret and no URL.
pub(crate) fn log(error: &BackendError, what: &'static str) {
    if matches!(error, BackendError::Held(_)) {
        // What held it up was logged; a flood of these would bury it.
        return tracing::debug!(error = error as &dyn std::error::Error, what);
    }
    tracing::warn!(error = error as &dyn std::error::Error, what);
}
