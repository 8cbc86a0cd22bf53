//! Avatars: initials on a colour that follows from the id. The address holds the whole picture, so no image comes from the
//! internet, and pages show it whether the Frontend API is below their origin or on a host of its own.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::View;
use crate::state::State;

impl View<'_> {
    /// `image_url` of a person or an organization.
    pub(crate) fn image_url(self, id: &str) -> String {
        if let Some(image) = given(self.state, id) {
            return image.to_owned();
        }
        let hue = id.bytes().fold(7_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into())) % 360;
        format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg(hue, &initials(self.state, id))))
    }
}

/// A picture that was given, which wins.
fn given<'a>(state: &'a State, id: &str) -> Option<&'a str> {
    let of_person = state.data.users.get(id).and_then(|user| user.image.as_deref());
    of_person.or_else(|| state.data.organizations.get(id).and_then(|organization| organization.image.as_deref()))
}

/// First letters of the first two words; letters and digits only, so that nothing needs escaping.
fn initials(state: &State, id: &str) -> String {
    let name = name(state, id).unwrap_or_default();
    let letters = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    letters.take(2).flat_map(char::to_uppercase).collect()
}

/// Of a person or an organization; a person who gave no name is known by their address.
fn name(state: &State, id: &str) -> Option<String> {
    if let Ok(user) = state.user(id) {
        let name = user.full_name();
        return Some(if name.is_empty() { user.identifier().to_owned() } else { name });
    }
    state.organization(id).ok().map(|organization| organization.name.clone())
}

fn svg(hue: u32, initials: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="hsl({hue} 55% 42%)"/><text x="32" y="33" fill="white" font-family="sans-serif" font-size="26" text-anchor="middle" dominant-baseline="middle">{initials}</text></svg>"#
    )
}
