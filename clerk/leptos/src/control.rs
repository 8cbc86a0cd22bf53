//! What decides what is shown, by auth state or by how far ClerkJS is, and the buttons that lead to signing in and out.

mod acts;
mod buttons;
mod redirect;
mod show;
mod status;

pub use acts::{InviteMembersButton, SignInWithMetamaskButton};
pub use buttons::{ButtonMode, SignInButton, SignOutButton, SignUpButton};
pub use redirect::{AuthenticateWithRedirectCallback, RedirectToSignIn, RedirectToSignUp, RedirectToTasks};
#[expect(deprecated, reason = "Clerk still exports them")]
pub use redirect::{RedirectToCreateOrganization, RedirectToOrganizationProfile, RedirectToUserProfile};
pub use show::{Protect, Show, SignedIn, SignedOut, When};
pub use status::{ClerkDegraded, ClerkFailed, ClerkLoaded, ClerkLoading};
