//! Domains of the application.

use super::{
    BackendClient, Call, Page,
    common::Deleted,
    macros::{params, resource},
    path::Segment::{self, Fixed, Id},
};

const DOMAINS: Segment<'static> = Fixed("domains");

resource! {
    /// A domain.
    pub struct Domain {
        /// `dmn_…`.
        pub id: String,
        /// The domain.
        pub name: String,
        /// Signs in at the primary one.
        pub is_satellite: bool,
        /// Where ClerkJS asks.
        pub frontend_api_url: String,
        /// Clerk's own pages.
        pub accounts_portal_url: Option<String>,
        /// Where your server passes ClerkJS's calls on.
        pub proxy_url: Option<String>,
        /// Where it is developed.
        pub development_origin: Option<String>,
        /// Records that the DNS needs.
        pub cname_targets: Vec<CnameTarget>,
    }
}

resource! {
    /// A record that the DNS needs.
    pub struct CnameTarget {
        /// Its name.
        pub host: String,
        /// What it says.
        pub value: String,
        /// Whether it must be there.
        pub required: bool,
    }
}

params! {
    /// Parameters of [`Domains::add`].
    pub struct AddDomain {
        /// The domain.
        pub name: String,
        /// Signs in at the primary one. Clerk takes no others.
        pub is_satellite: Option<bool>,
        /// Where your server passes ClerkJS's calls on.
        pub proxy_url: Option<String>,
    }
}

params! {
    /// Parameters of [`Domains::update`].
    pub struct UpdateDomain {
        /// The domain.
        pub name: Option<String>,
        /// Where your server passes ClerkJS's calls on.
        pub proxy_url: Option<String>,
        /// Keeps the primary one's cookies away.
        pub is_secondary: Option<bool>,
    }
}

/// [`BackendClient::domains`].
#[derive(Clone, Copy, Debug)]
pub struct Domains<'a>(&'a BackendClient);

impl BackendClient {
    /// Domains of the application.
    pub fn domains(&self) -> Domains<'_> {
        Domains(self)
    }
}

impl Domains<'_> {
    /// `GET /domains`.
    pub fn list(self) -> Call<Page<Domain>> {
        self.0.get(&[DOMAINS])
    }

    /// `POST /domains`.
    pub fn add(&self, parameters: &AddDomain) -> Call<Domain> {
        self.0.post(&[DOMAINS]).body(parameters)
    }

    /// `PATCH /domains/{id}`.
    pub fn update(self, domain_id: &str, parameters: &UpdateDomain) -> Call<Domain> {
        self.0.patch(&[DOMAINS, Id(domain_id)]).body(parameters)
    }

    /// `DELETE /domains/{id}`.
    pub fn delete(self, domain_id: &str) -> Call<Deleted> {
        self.0.delete(&[DOMAINS, Id(domain_id)])
    }
}
