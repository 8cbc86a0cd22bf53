//! The list of all resources. To add one, add a line here; everything else follows from its constant.

use crate::{
    activity::ACTIVITY, invoices::INVOICES, members::MEMBERS, pages::SITE, projects::PROJECTS, resource::Resources,
};

/// In the order of the menu.
pub const RESOURCES: Resources = Resources(&[&SITE, &PROJECTS, &INVOICES, &ACTIVITY, &MEMBERS]);

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    use crate::resource::{Address, Policy};

    #[test]
    fn every_route_is_a_page_of_the_list() {
        let routes = leptos_axum::generate_route_list(crate::App);
        let routed: BTreeSet<String> = routes.iter().map(|route| route.path().to_owned()).collect();
        let declared: BTreeSet<String> = RESOURCES.addresses().map(|page| page.path).collect();
        assert_eq!(routed, declared);
    }

    #[test]
    fn every_registered_function_is_in_the_list() {
        let registered: BTreeSet<&str> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
        let declared: BTreeSet<&str> = RESOURCES.functions().map(|function| function.path).collect();
        assert_eq!(registered, declared);
    }

    #[test]
    fn no_function_answers_get() {
        for (path, method) in leptos::server_fn::axum::server_fn_paths() {
            assert_eq!(method, http::Method::POST, "{path}");
        }
    }

    #[test]
    fn paths_are_readable() {
        use leptos::server_fn::ServerFn;
        assert_eq!(crate::activity::ListActivity::PATH, "/api/fn/app/activity/list_activity");
        // begin examples
        assert_eq!(crate::projects::CreateProject::PATH, "/api/fn/app/projects/create_project");
        // end examples
    }

    #[test]
    fn forms_call_functions_that_have_fields_and_others_have_none() {
        let forms: BTreeSet<&str> = RESOURCES.addresses().flat_map(|page| page.forms).copied().collect();
        let with_fields = RESOURCES.functions().filter(|function| !function.fields.is_empty());
        assert_eq!(forms, with_fields.map(|function| function.path).collect());
    }

    #[test]
    fn a_tenants_page_has_two_addresses_and_steps_are_below_their_page() {
        let paths: Vec<_> = RESOURCES.addresses().map(|Address { path, .. }| path).collect();
        for path in
            ["/sign-in", "/sign-in/{*any}", "/orgs/{slug}", "/personal", "/orgs/{slug}/activity", "/personal/activity"]
        {
            assert!(paths.iter().any(|known| known == path), "{path}");
        }
        let of_tenants = RESOURCES.addresses().filter(|page| page.path.starts_with("/orgs/"));
        assert!(of_tenants.into_iter().all(|page| page.policy == Policy::SignedIn));
    }
}
