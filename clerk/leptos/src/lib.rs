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
//! # From nothing to a protected page
//!
//! 1. **A session check in front of the pages.** With axum that is `clerk_axum::ClerkLayer`; whatever it is, it ends in an
//!    [`AuthState`](clerk_protocol::AuthState) for each request.
//! 2. **Options**, made on the server: the publishable key and what differs from Clerk's defaults.
//!
//!    ```
//!    use clerk_leptos::{Appearance, ClerkOptions};
//!
//!    let options = ClerkOptions {
//!        publishable_key: "pk_test_…".into(),
//!        proxy_url: Some("/__clerk".into()),
//!        sign_in_fallback_redirect_url: Some("/dashboard".into()),
//!        ..ClerkOptions::default()
//!    }
//!    .with_appearance(Appearance::new().light_and_dark().variable("colorPrimary", "#6c47ff"));
//!    # assert_eq!(options.sign_in_url, "/sign-in");
//!    ```
//! 3. **The document**: [`ClerkScripts`] into its head, with the nonce of the answer's content security policy ([`ClerkCsp`] has the
//!    sources).
//! 4. **The provider**, inside the `<Router>`, with what the server knows:
//!
//!    ```ignore
//!    let (options, auth) = SharedValue::new(|| (clerk_options(), auth_state())).into_inner();
//!    view! {
//!        <Router>
//!            <ClerkProvider options auth>
//!                <Show when=When::SignedIn fallback=|| view! { <SignInButton/> }><UserButton/></Show>
//!                <Routes fallback=NotFound>
//!                    <Route path=path!("/sign-in/*any") view=|| view! { <SignIn routing="/sign-in"/> }/>
//!                    <Route path=path!("/dashboard") view=Dashboard/>
//!                </Routes>
//!            </ClerkProvider>
//!        </Router>
//!    }
//!    ```
//! 5. **The protected page.** The server decides: it answers a document request without a session with a redirect, and a server function
//!    without one with 401. The page shows the same, and helps where nobody loads a document:
//!
//!    ```ignore
//!    #[component]
//!    fn Dashboard() -> impl IntoView {
//!        let user = use_user().user;
//!        view! {
//!            <Show when=When::SignedIn fallback=|| view! { <RedirectToSignIn/> }>
//!                <h1>"Welcome " {move || user.get().and_then(|user| user.first_name)}</h1>
//!                <Protect permission="org:invoices:create" fallback=|| "You may not."><NewInvoice/></Protect>
//!            </Show>
//!        }
//!    }
//!    ```
//!
//! # What costs what
//!
//! [`use_auth`], [`use_brief`], [`use_clerk`], [`Show`] and the components are what every page has. [`use_user`], [`use_organization`] and
//! the other hooks that give resources read them in full, and only a program that calls them has their code.
//!
//! # Private metadata
//!
//! Clerk never sends it to browsers, and no type here can hold it:
//!
//! ```compile_fail
//! fn read(user: clerk_leptos::User) {
//!     let _ = user.private_metadata;
//! }
//! ```

#![expect(unreachable_pub, reason = "the component macro leaves the written function beside the one it exports")]

pub mod brief;

mod auth_state;
mod components;
mod context;
mod control;
#[cfg(not(target_arch = "wasm32"))]
mod csp;
mod error;
mod flows;
mod hooks;
mod js;
mod links;
mod macros;
mod options;
mod prelude;
mod props;
mod provider;
#[cfg(any(test, target_arch = "wasm32"))]
mod reading;
pub mod resources;
mod scripts;
#[cfg(all(feature = "testing", not(target_arch = "wasm32")))]
pub mod testing;

pub use components::{
    APIKeys, CreateOrganization, GoogleOneTap, MenuItem, OAuthConsent, OAuthDeviceVerification, OrganizationList,
    OrganizationProfile, OrganizationProfileOptions, OrganizationSwitcher, OrganizationSwitcherOptions, OwnMenuItem,
    PricingTable, ProfilePage, Routing, SignIn, SignInOptions, SignUp, SignUpOptions, TaskChooseOrganization,
    TaskResetPassword, TaskSetupMFA, UserAvatar, UserButton, UserButtonOptions, UserProfile, UserProfileOptions,
    Waitlist,
};
pub use context::ClerkStatus;
pub use control::{
    AuthenticateWithRedirectCallback, ButtonMode, ClerkDegraded, ClerkFailed, ClerkLoaded, ClerkLoading,
    InviteMembersButton, Protect, RedirectToSignIn, RedirectToSignUp, RedirectToTasks, Show, SignInButton,
    SignInWithMetamaskButton, SignOutButton, SignUpButton, SignedIn, SignedOut, When,
};
#[expect(deprecated, reason = "Clerk still exports them")]
pub use control::{RedirectToCreateOrganization, RedirectToOrganizationProfile, RedirectToUserProfile};
#[cfg(not(target_arch = "wasm32"))]
pub use csp::ClerkCsp;
pub use error::{ClerkApiError, ClerkError, ClerkErrorDetail, ENGLISH, english};
pub use flows::{
    EmailCode, EmailCodeTo, EmailLink, EmailLinkOutcome, EmailLinkTo, ExistingSession, Factor, FlowErrors,
    HandleSSOCallback, LegacySignIn, PhoneCode, PhoneCodeTo, ProtectCheck, ResetPasswordEmailCode,
    ResetPasswordPhoneCode, SecondFactor, SignInCreate, SignInPassword, SignInSso, SignUpCreate, SignUpPassword,
    SignUpSso, SignUpUpdate, SignUpVerification, SignUpVerifications, UseEmailLink, UseSignIn, UseSignUp, UseWaitlist,
    UserData, WaitlistEntry, legacy, use_email_link, use_sign_in, use_sign_up, use_waitlist,
};
pub use flows::{SignIn as SignInAttempt, SignUp as SignUpAttempt};
pub use hooks::*;
pub use options::{Appearance, ClerkOptions, dark};
pub use provider::ClerkProvider;
#[cfg(target_arch = "wasm32")]
pub use reading::{Misfit, read_value};
pub use resources::{
    CreateExternalAccount, CreateOrganizationParameters, EmailAddress, ExternalAccount, Metadata, Organization,
    OrganizationCreationDefaults, OrganizationDomain, OrganizationInvitation, OrganizationMembership, Passkey,
    PhoneNumber, Picture, Session, UpdateOrganization, UpdatePassword, UpdateUser, User, Verification,
    VerificationLevel, Web3Wallet,
};
pub use scripts::ClerkScripts;
