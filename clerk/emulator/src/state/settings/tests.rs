use super::*;

fn problems(text: &str) -> String {
    Settings::read("s.json", text, Profile::Ours).expect_err("it was read").to_string()
}

#[test]
fn a_file_changes_its_profile() -> anyhow::Result<()> {
    let (settings, roles) = Settings::read("s.json", r#"{ "max_allowed_memberships": 7 }"#, Profile::New)?;
    assert_eq!(settings, Settings { max_allowed_memberships: 7, ..Settings::of(Profile::New) });
    assert_eq!(roles, None);
    assert!(!settings.organization_slugs && settings.force_organization_selection);
    Ok(())
}

#[test]
fn what_is_wrong_is_named_with_line_and_path() {
    assert!(problems("{\n \"sign_up_mode\": \"closed\" }").starts_with("s.json:2: sign_up_mode: unknown variant"));
    assert!(problems("{\n\n \"slugs\": true }").starts_with("s.json:3: slugs: unknown field"));
    let all = problems(
        "{ \"factors\": [],\n \"custom_claims\": {\n \"sub\": 1 },\n \"organization_roles\": { \"roles\": [] },\n \
         \"jwt_templates\": [{ \"name\": \"a\", \"claims\": { \"iss\": 1 } }],\n \"session_life_seconds\": 400000000 }",
    );
    let places: Vec<&str> = all.lines().filter_map(|line| line.split(": ").nth(1)).collect();
    assert_eq!(
        places,
        ["factors", "session_life_seconds", "custom_claims.sub", "jwt_templates[0].claims.iss", "organization_roles"]
    );
    let lines: Vec<&str> = all.lines().filter_map(|line| line.split(':').nth(1)).collect();
    assert_eq!(lines, ["1", "6", "3", "5", "4"]);
}
