//! What decides what is shown, by auth state or by how far ClerkJS is, and the buttons that lead to signing in and out.

mod buttons;
mod redirect;
mod show;
mod status;

pub use buttons::{ButtonMode, SignInButton, SignOutButton, SignUpButton};
pub use redirect::RedirectToSignIn;
pub use show::{Protect, Show, SignedIn, SignedOut, When};
pub use status::{ClerkFailed, ClerkLoaded, ClerkLoading};
