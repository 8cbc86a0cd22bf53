//! The webhooks' own console: Clerk sends them through Svix.

use super::{BackendClient, Call, Redacted, common::Done, macros::resource, path::Segment::Fixed};

resource! {
    /// A way into the console.
    pub struct SvixUrl {
        /// Whoever has it is signed in there.
        pub svix_url: Redacted,
    }
}

/// [`BackendClient::webhooks`].
#[derive(Clone, Copy, Debug)]
pub struct Webhooks<'a>(&'a BackendClient);

impl BackendClient {
    /// Webhooks.
    pub fn webhooks(&self) -> Webhooks<'_> {
        Webhooks(self)
    }
}

impl Webhooks<'_> {
    /// `POST /webhooks/svix`: makes the instance's Svix app.
    pub fn create_svix_app(self) -> Call<SvixUrl> {
        self.0.post(&[Fixed("webhooks"), Fixed("svix")])
    }

    /// `DELETE /webhooks/svix`.
    pub fn delete_svix_app(self) -> Call<Done> {
        self.0.delete(&[Fixed("webhooks"), Fixed("svix")])
    }

    /// `POST /webhooks/svix_url`: a link that signs in there.
    pub fn generate_svix_auth_url(self) -> Call<SvixUrl> {
        self.0.post(&[Fixed("webhooks"), Fixed("svix_url")])
    }
}
