//! Reads every byte of an answer for what is another tenant's: canaries, ids, slugs, people.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::TenantPath;
use serde_json::Value;
use server::harness::Answer;

use super::cast::Seat;

/// Whose each id is. An id belongs to the first tenant that sees it, and no other may see it ever.
#[derive(Default)]
pub(super) struct Owners(Mutex<BTreeMap<String, String>>);

impl Owners {
    fn owner(&self, id: &str, seen_by: &str) -> String {
        let mut owners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        owners.entry(id.to_owned()).or_insert_with(|| seen_by.to_owned()).clone()
    }
}

/// Who reads an answer, and what they had a hand in themselves.
pub(super) struct Reader<'a> {
    pub(super) seat: &'a Seat,
    pub(super) owners: &'a Owners,
    /// What they just said: an answer may repeat it.
    pub(super) said: &'a str,
    /// What people of the tenant tried, as the audit trail keeps it.
    pub(super) named: &'a BTreeSet<String>,
}

impl Reader<'_> {
    /// What is not theirs.
    ///
    /// # Errors
    /// Names it.
    pub(super) fn read(&self, answer: &Answer) -> Result<(), String> {
        for (name, value) in &answer.headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            self.text(&value).map_err(|leak| format!("{leak} in the header {name}: {value}"))?;
        }
        self.text(&answer.text)
    }

    fn text(&self, text: &str) -> Result<(), String> {
        let text = self.without_cursors(text)?;
        for canary in marked(&text, "cnry", 6) {
            if !canary.eq_ignore_ascii_case(&self.seat.canary) {
                return Err(format!("a foreign canary, {canary}"));
            }
        }
        for id in ["org_q", "user_q", "slug-"].into_iter().flat_map(|prefix| marked(&text, prefix, 12)) {
            if !self.is_ours(id) && !self.said.contains(id) {
                return Err(format!("a foreign id, {id}"));
            }
        }
        for id in uuids(&text) {
            let is_known = self.said.contains(id) || self.named.contains(id);
            if !is_known && self.owners.owner(id, &self.seat.canary) != self.seat.canary {
                return Err(format!("a foreign id, {id}"));
            }
        }
        Ok(())
    }

    fn is_ours(&self, id: &str) -> bool {
        let is_slug = matches!(&self.seat.path, TenantPath::Organization(slug) if slug == id);
        is_slug || self.seat.tenant.id() == id || self.seat.people.iter().any(|somebody| somebody.id.as_str() == id)
    }

    /// The text with its cursors cut out; what they hold is read too.
    fn without_cursors(&self, text: &str) -> Result<String, String> {
        let mut rest = text.to_owned();
        for (word, content) in cursors(text) {
            if !self.said.contains(word) {
                if content["tenant"] != self.seat.tenant.id() {
                    return Err(format!("a foreign cursor, {content}"));
                }
                self.text(&content.to_string()).map_err(|leak| format!("{leak} in a cursor"))?;
            }
            rest = rest.replace(word, "");
        }
        Ok(rest)
    }
}

/// Everything that reads like a cursor, with what it holds.
fn cursors(text: &str) -> Vec<(&str, Value)> {
    let is_of_cursor = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let begin = URL_SAFE_NO_PAD.encode(r#"{"version":"#);
    let rests = text.match_indices(&begin).filter_map(|(at, _)| text.get(at..));
    let words = rests.map(|rest| rest.split(|letter| !is_of_cursor(letter)).next().unwrap_or_default());
    words.filter_map(|word| Some((word, serde_json::from_slice(&URL_SAFE_NO_PAD.decode(word).ok()?).ok()?))).collect()
}

/// Every place where `prefix`, in small or in capital letters, is followed by so many digits of a hexadecimal number.
fn marked<'a>(text: &'a str, prefix: &str, digits: usize) -> Vec<&'a str> {
    let length = prefix.len() + digits;
    let mut words = Vec::new();
    for prefix in BTreeSet::from([prefix.to_lowercase(), prefix.to_uppercase()]) {
        words.extend(text.match_indices(&prefix).filter_map(|(at, _)| text.get(at..at + length)));
    }
    let is_number = |word: &&str| word.bytes().skip(prefix.len()).all(|byte| byte.is_ascii_hexdigit());
    words.into_iter().filter(is_number).collect()
}

/// Everything that reads like an id of an object.
fn uuids(text: &str) -> Vec<&str> {
    let words = text.match_indices('-').filter_map(|(at, _)| text.get(at.checked_sub(8)?..at + 28));
    words.filter(|word| uuid::Uuid::try_parse(word).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canaries_and_ids_are_found_wherever_they_stand() {
        let text = "日CNRY00001fx cnry00001g cnry00002a,01890a5d-ac96-774b-bcce-b302099a8057-x";
        assert_eq!(marked(text, "cnry", 6), ["CNRY00001f", "cnry00002a"]);
        assert_eq!(marked("scnryx cnry00", "cnry", 6), [""; 0]);
        assert_eq!(uuids(text), ["01890a5d-ac96-774b-bcce-b302099a8057"]);
    }
}
