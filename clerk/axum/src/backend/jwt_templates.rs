//! Templates of tokens for other services.

use super::{
    BackendClient, Call, Metadata, Page, Redacted,
    common::{Deleted, List, Paginated},
    macros::{params, resource},
    path::Segment::{self, Fixed, Id},
};

const JWT_TEMPLATES: Segment<'static> = Fixed("jwt_templates");

resource! {
    /// A template.
    pub struct JwtTemplate {
        /// `jtmp_…`.
        pub id: String,
        /// What [`get_token_from_template`](super::Sessions::get_token_from_template) asks for.
        pub name: String,
        /// What its tokens say.
        pub claims: Metadata,
        /// In seconds.
        pub lifetime: i64,
        /// In seconds.
        pub allowed_clock_skew: i64,
        /// Signed with a key of its own.
        pub custom_signing_key: bool,
        /// `RS256`, …
        pub signing_algorithm: String,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
    }
}

params! {
    /// Parameters of [`JwtTemplates::create`] and [`JwtTemplates::update`]. Clerk wants name and claims in both.
    pub struct JwtTemplateParameters {
        /// Unique.
        pub name: String,
        /// What its tokens say.
        pub claims: Option<Metadata>,
        /// In seconds.
        pub lifetime: Option<u64>,
        /// In seconds.
        pub allowed_clock_skew: Option<u64>,
        /// Sign with a key of its own.
        pub custom_signing_key: Option<bool>,
        /// With such a key.
        pub signing_algorithm: Option<String>,
        /// The private key.
        pub signing_key: Option<Redacted>,
    }
}

/// [`BackendClient::jwt_templates`].
#[derive(Clone, Copy, Debug)]
pub struct JwtTemplates<'a>(&'a BackendClient);

impl BackendClient {
    /// Templates of tokens.
    pub fn jwt_templates(&self) -> JwtTemplates<'_> {
        JwtTemplates(self)
    }
}

impl JwtTemplates<'_> {
    /// `GET /jwt_templates`.
    pub fn list(self, parameters: &List) -> Call<Page<JwtTemplate>> {
        self.0.get(&[JWT_TEMPLATES]).query(&Paginated::new(parameters))
    }

    /// `GET /jwt_templates/{id}`.
    pub fn get(self, template_id: &str) -> Call<JwtTemplate> {
        self.0.get(&[JWT_TEMPLATES, Id(template_id)])
    }

    /// `POST /jwt_templates`.
    pub fn create(self, parameters: &JwtTemplateParameters) -> Call<JwtTemplate> {
        self.0.post(&[JWT_TEMPLATES]).body(parameters)
    }

    /// `PATCH /jwt_templates/{id}`.
    pub fn update(self, template_id: &str, parameters: &JwtTemplateParameters) -> Call<JwtTemplate> {
        self.0.patch(&[JWT_TEMPLATES, Id(template_id)]).body(parameters)
    }

    /// `DELETE /jwt_templates/{id}`.
    pub fn delete(self, template_id: &str) -> Call<Deleted> {
        self.0.delete(&[JWT_TEMPLATES, Id(template_id)])
    }
}
