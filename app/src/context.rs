//! What the server side of the app has at hand for a request. None of it reaches the browser.

pub mod address_book;
mod backend;
pub mod member_directory;
pub mod respond;

use std::{ops::Deref, sync::Arc};

pub use clerk_leptos::ClerkOptions;
use clerk_protocol::{Auth, Session};
use domain::{Access, Attempt, Clock, Grant, Impersonation, NoTenant, PermissionSource, TenantPath, TenantScope};
use leptos::prelude::use_context;
use store::Store;

pub use self::backend::backend;
use self::{address_book::AddressBook, member_directory::MemberDirectory};
use crate::{
    AppError, appearance,
    local_person::LocalPerson,
    request::{of_request, request_id},
};

/// What server functions and pages need. The server gives it to every request with [`crate::provide`]. Each use gets a copy,
/// many times for one page: all copies share their content.
#[derive(Clone)]
pub struct AppContext(Arc<Shared>);

/// What is in an [`AppContext`].
#[derive(Clone)]
pub struct Shared {
    /// The database.
    pub store: Arc<dyn Store>,
    /// The names of a tenant's people.
    pub members: Arc<dyn MemberDirectory>,
    /// The addresses that organizations had.
    pub addresses: Arc<dyn AddressBook>,
    /// Whether Clerk tells this app about people, so that there is a copy of them.
    pub has_copy: bool,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where a member's permissions come from.
    pub permissions: PermissionSource,
    /// Whether people may work without an organization, under `/personal`.
    pub personal_accounts: bool,
    /// What somebody may do who is signed in as somebody else.
    pub impersonation: Impersonation,
    /// How the browser loads ClerkJS.
    pub clerk: Arc<ClerkOptions>,
    /// The people of the local Clerk, shown in its badge; empty with a real instance.
    pub people: Vec<LocalPerson>,
    /// Where the browser finds the built files.
    pub assets: Assets,
}

impl Deref for AppContext {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl AppContext {
    /// The context of all requests. Where the options say nothing of it, Clerk gets our looks and ways on.
    pub fn new(shared: Shared) -> Self {
        Self(Arc::new(Shared {
            clerk: Arc::new(appearance::with_defaults(Arc::unwrap_or_clone(shared.clerk))),
            ..shared
        }))
    }

    /// The tenant that a session acts in, on behalf of a request.
    ///
    /// # Errors
    /// [`NoTenant`] when there is none.
    pub fn scope(&self, session: &Session, request_id: Option<String>) -> Result<TenantScope, NoTenant> {
        let scope = TenantScope::of(session, self.permissions, self.personal_accounts)?;
        Ok(scope.with_impersonation(self.impersonation).for_request(request_id))
    }
}

/// The URL paths of the built files, `/pkg/app.js` or with a hash in the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The glue script, an ES module.
    pub js: String,
    /// The program.
    pub wasm: String,
    /// The stylesheet.
    pub css: String,
}

impl Default for Assets {
    fn default() -> Self {
        Self { js: "/pkg/app.js".to_owned(), wasm: "/pkg/app.wasm".to_owned(), css: "/pkg/app.css".to_owned() }
    }
}

/// The context of this request.
///
/// # Errors
/// [`AppError::Internal`] outside of a request.
pub fn current() -> Result<AppContext, AppError> {
    use_context().ok_or(AppError::Internal { request_id: None })
}

/// Who asks, as the Clerk layer found.
pub fn auth() -> Auth {
    of_request(|parts| parts.extensions.get().cloned()).flatten().unwrap_or_default()
}

/// The session of who asks.
///
/// # Errors
/// [`AppError::Unauthenticated`] while signed out or pending.
pub fn session() -> Result<Session, AppError> {
    auth().session().cloned().ok_or(AppError::Unauthenticated)
}

/// The tenant of the session, if the page or form was made for that very tenant; and what is needed to work in it.
///
/// # Errors
/// [`AppError::TenantMismatch`] when not: said of tenants of others and of missing ones alike.
pub fn scope_at(tenant: &TenantPath) -> Result<(AppContext, TenantScope), AppError> {
    let context = current()?;
    let scope = context.scope(&session()?, request_id()).map_err(|_| AppError::TenantMismatch)?;
    if scope.is_at(tenant) { Ok((context, scope)) } else { Err(AppError::TenantMismatch) }
}

/// The permission for a change; a refusal goes into the audit trail. Reading takes [`TenantScope::require`] alone.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Impersonating`] where the permission is to take something away.
pub async fn require<P: Access>(
    context: &AppContext,
    scope: &TenantScope,
    attempt: Attempt,
) -> Result<Grant<P>, AppError> {
    let right = if P::PERMISSION.removes() { scope.may_remove().map_err(AppError::from) } else { Ok(()) };
    noted(context, scope, attempt, right.and_then(|()| Ok(scope.require()?))).await
}

/// A right that was asked for; a refusal goes into the audit trail.
///
/// # Errors
/// The refusal.
pub(crate) async fn noted<T, E: Into<AppError>>(
    context: &AppContext,
    scope: &TenantScope,
    attempt: Attempt,
    right: Result<T, E>,
) -> Result<T, AppError> {
    if right.is_err() {
        refused(context, scope, attempt).await;
    }
    right.map_err(Into::into)
}

/// The permission for a change whose answer shows the object: who may not read it may not change it either.
///
/// # Errors
/// As [`require`].
pub async fn require_both<P: Access, R: Access>(
    context: &AppContext,
    scope: &TenantScope,
    attempt: Attempt,
) -> Result<Grant<P>, AppError> {
    let grant = require(context, scope, attempt.clone()).await?;
    require::<R>(context, scope, attempt).await?;
    Ok(grant)
}

/// Writes a refusal into the trail. If that fails it is still a refusal, and the log has it.
pub(crate) async fn refused(context: &AppContext, scope: &TenantScope, attempt: Attempt) {
    if let Err(error) = context.store.refused(scope, &attempt).await {
        let action = attempt.action;
        tracing::error!(error = &error as &dyn std::error::Error, %action, "a refusal could not be noted");
    }
}
