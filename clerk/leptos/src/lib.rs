//! Clerk for Leptos over the real ClerkJS.
//!
//! The server renders with the [`AuthState`](clerk_protocol::AuthState) it verified itself; the browser starts from the same state and then
//! follows ClerkJS. So the first render needs no ClerkJS, shows no flash and hydrates without a mismatch.
//!
//! Where a component of Clerk is not there yet, or does not come, stands a sentence with a way out (`[data-clerk-meanwhile]`,
//! `[data-clerk-failed]`). The page's stylesheet takes the first away from a host that is filled:
//! `:has(> :not(:empty)) + [data-clerk-meanwhile] { display: none }`.
//!
//! A program that has stopped must not be called by ClerkJS any more. Whoever notices calls `window.__clerk_leptos_unfollow()`,
//! deletes the two hooks `__internal_onBeforeSetActive` and `__internal_onAfterSetActive`, and takes `routerPush` and
//! `routerReplace` back with `Clerk.__internal_updateProps`; from then on ClerkJS goes from page to page by itself.
//!
//! Put [`ClerkScripts`] into the document's head, [`ClerkProvider`] inside the `<Router>`, and use the hooks and components below it.

#![expect(unreachable_pub, reason = "the component macro leaves the written function beside the one it exports")]

mod auth_state;
mod components;
mod context;
mod control;
mod error;
mod hooks;
mod js;
mod links;
mod model;
mod options;
mod prelude;
mod props;
mod provider;
#[cfg(any(test, target_arch = "wasm32"))]
mod reading;
mod scripts;

pub use components::{
    CreateOrganization, OrganizationList, OrganizationProfile, OrganizationSwitcher, Routing, SignIn, SignUp,
    UserButton, UserProfile,
};
pub use context::ClerkStatus;
pub use control::{
    ButtonMode, ClerkFailed, ClerkLoaded, ClerkLoading, Protect, RedirectToSignIn, Show, SignInButton, SignOutButton,
    SignUpButton, SignedIn, SignedOut, When,
};
pub use error::ClerkError;
pub use hooks::{
    LARGEST_COOKIE, Target, UseAuth, UseClerk, UseOrganization, UseOrganizationList, UseSession, UseUser, use_auth,
    use_clerk, use_organization, use_organization_list, use_session, use_user,
};
pub use model::{EmailAddress, Membership, Organization, Session, User};
pub use options::ClerkOptions;
pub use provider::ClerkProvider;
#[cfg(target_arch = "wasm32")]
pub use reading::{Misfit, read_value};
pub use scripts::ClerkScripts;
