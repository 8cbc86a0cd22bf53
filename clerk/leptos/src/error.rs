//! What goes wrong between Leptos, ClerkJS and Clerk.

mod api;
mod sentences;
mod small;

pub use api::{ClerkApiError, ClerkErrorDetail};
pub use sentences::{ENGLISH, english};
pub use small::ClerkError;
