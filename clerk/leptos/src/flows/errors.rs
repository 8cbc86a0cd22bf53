//! What went wrong with the last step of a form, by field.

use crate::{
    ClerkErrorDetail,
    js::Source,
    resources::{Read, field},
};

/// Clerk's `errors` of a sign-in, sign-up or waitlist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowErrors {
    /// By Clerk's name of the field: `identifier`, `password`, `code`, `emailAddress`, …
    pub fields: Vec<(&'static str, ClerkErrorDetail)>,
    /// What is about no field.
    pub global: Vec<ClerkErrorDetail>,
    /// All, as they came.
    pub raw: Vec<ClerkErrorDetail>,
}

/// The fields of all forms.
const FIELDS: [&str; 11] = [
    "identifier",
    "password",
    "code",
    "firstName",
    "lastName",
    "emailAddress",
    "phoneNumber",
    "username",
    "captcha",
    "legalAccepted",
    "ticket",
];

impl FlowErrors {
    /// What is wrong with a field.
    pub fn of(&self, name: &str) -> Option<&ClerkErrorDetail> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, error)| error)
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.global.is_empty() && self.raw.is_empty()
    }
}

impl Read for FlowErrors {
    fn read(source: &Source) -> Option<Self> {
        let fields = source.member("fields");
        let of = |name: &'static str| Some((name, Option::<ClerkErrorDetail>::read(&fields.member(name))??));
        Some(Self {
            fields: FIELDS.into_iter().filter_map(of).collect(),
            global: field(source, "global"),
            raw: field(source, "raw"),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn errors_stand_by_their_fields() {
        let errors = FlowErrors::read(&Source::of(json!({
            "fields": {"identifier": null, "password": {"code": "form_password_incorrect", "message": "no"}},
            "raw": [{"code": "form_password_incorrect", "message": "no"}],
            "global": null,
        })))
        .unwrap_or_default();
        assert_eq!(errors.of("password").map(|error| error.code.as_str()), Some("form_password_incorrect"));
        assert!(errors.of("identifier").is_none() && errors.global.is_empty() && !errors.is_empty());
        assert!(FlowErrors::default().is_empty());
    }
}
