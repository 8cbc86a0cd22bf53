//! Takes tenant conditions out of statements, one at a time: what a hurried edit would do. An adapter's tests show that
//! each is caught.

/// What a tenant condition reads like, without its table.
const CONDITIONS: [&str; 2] = ["tenant_id = ", "tenant_id="];
/// In its place: gone, turned round, for another parameter, for one of two.
const EDITS: [&str; 4] = ["$1 = $1", "{column} <> {value}", "{column} = $2", "({column} = {value} OR 1 = 1)"];

/// The statement with each of its tenant conditions (`tenant_id = $1`, `t.tenant_id = p.tenant_id`) spoiled in turn, in
/// each of several ways.
pub fn mutants(statement: &str) -> Vec<String> {
    conditions(statement).flat_map(|condition| EDITS.map(|edit| condition.edited(statement, edit))).collect()
}

struct Condition<'a> {
    start: usize,
    end: usize,
    column: &'a str,
    value: &'a str,
}

impl Condition<'_> {
    fn edited(&self, statement: &str, edit: &str) -> String {
        let edit = edit.replace("{column}", self.column).replace("{value}", self.value);
        let (before, after) = (statement.get(..self.start), statement.get(self.end..));
        [before.unwrap_or_default(), &edit, after.unwrap_or_default()].concat()
    }
}

fn conditions(statement: &str) -> impl Iterator<Item = Condition<'_>> {
    CONDITIONS.iter().flat_map(|text| statement.match_indices(text)).filter_map(|(at, text)| {
        let start = at - statement.get(..at)?.chars().rev().take_while(|letter| is_of_name(*letter)).count();
        let rest = statement.get(at + text.len()..)?;
        let value = rest.get(..rest.find(|letter| !is_of_name(letter)).unwrap_or(rest.len()))?;
        let column = statement.get(start..at + "tenant_id".len())?;
        let end = at + text.len() + value.len();
        (!value.is_empty()).then_some(Condition { start, end, column, value })
    })
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '$' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_is_taken_out_once_in_every_way() {
        let statement = "SELECT 1 FROM projects p JOIN tasks t ON t.tenant_id = p.tenant_id WHERE p.tenant_id = $1";
        assert_eq!(
            mutants(statement),
            [
                "SELECT 1 FROM projects p JOIN tasks t ON $1 = $1 WHERE p.tenant_id = $1",
                "SELECT 1 FROM projects p JOIN tasks t ON t.tenant_id <> p.tenant_id WHERE p.tenant_id = $1",
                "SELECT 1 FROM projects p JOIN tasks t ON t.tenant_id = $2 WHERE p.tenant_id = $1",
                "SELECT 1 FROM projects p JOIN tasks t ON (t.tenant_id = p.tenant_id OR 1 = 1) WHERE p.tenant_id = $1",
                "SELECT 1 FROM projects p JOIN tasks t ON t.tenant_id = p.tenant_id WHERE $1 = $1",
                "SELECT 1 FROM projects p JOIN tasks t ON t.tenant_id = p.tenant_id WHERE p.tenant_id <> $1",
                "SELECT 1 FROM projects p JOIN tasks t ON t.tenant_id = p.tenant_id WHERE p.tenant_id = $2",
                "SELECT 1 FROM projects p JOIN tasks t ON t.tenant_id = p.tenant_id WHERE (p.tenant_id = $1 OR 1 = 1)",
            ]
        );
        assert_eq!(mutants("SELECT 1"), [""; 0]);
    }
}
