//! What people have and prove there, by the attributes of an environment.

use serde_json::Value;

use super::at;

/// Whether people have something; nothing where the environment does not say.
pub(super) fn presence(attribute: &Value) -> Option<&'static str> {
    let is = |name: &str| at(attribute, name) == true;
    attribute.is_object().then(|| match (is("enabled"), is("required")) {
        (true, true) => "required",
        (true, false) => "optional",
        _ => "off",
    })
}

/// How one can sign in.
pub(super) fn first(attributes: &Value) -> Vec<&'static str> {
    let names = |attribute: &str, strategy: &str| contains(at(at(attributes, attribute), "first_factors"), strategy);
    let all = [
        ("password", at(at(attributes, "password"), "enabled") == true),
        ("email_code", names("email_address", "email_code")),
        ("email_link", names("email_address", "email_link")),
        ("phone_code", names("phone_number", "phone_code")),
        ("username", at(at(attributes, "username"), "used_for_first_factor") == true),
    ];
    all.into_iter().filter_map(|(name, is_on)| is_on.then_some(name)).collect()
}

/// How one can prove once more who one is.
pub(super) fn second(attributes: &Value) -> Vec<&'static str> {
    let names = |attribute: &str, strategy: &str| contains(at(at(attributes, attribute), "second_factors"), strategy);
    let all = [("authenticator_app", "totp"), ("phone_number", "phone_code"), ("backup_code", "backup_code")];
    all.into_iter().filter_map(|(attribute, strategy)| names(attribute, strategy).then_some(strategy)).collect()
}

fn contains(list: &Value, name: &str) -> bool {
    list.as_array().is_some_and(|all| all.iter().any(|one| one == name))
}
