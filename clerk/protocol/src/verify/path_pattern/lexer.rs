//! The words of a pattern: `lexer` of path-to-regexp 6.

/// A word and where it starts, in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) index: usize,
    pub(super) value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Modifier,
    EscapedChar,
    Open,
    Close,
    Name,
    Pattern,
    Char,
    End,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Modifier => "MODIFIER",
            Self::EscapedChar => "ESCAPED_CHAR",
            Self::Open => "OPEN",
            Self::Close => "CLOSE",
            Self::Name => "NAME",
            Self::Pattern => "PATTERN",
            Self::Char => "CHAR",
            Self::End => "END",
        }
    }
}

pub(super) fn lex(pattern: &str) -> Result<Vec<Token>, String> {
    let characters: Vec<char> = pattern.chars().collect();
    let mut tokens = Vec::new();
    let mut index = 0;
    while let Some(&character) = characters.get(index) {
        let (kind, value, next) = match character {
            '*' | '+' | '?' => (Kind::Modifier, character.to_string(), index + 1),
            '{' => (Kind::Open, character.to_string(), index + 1),
            '}' => (Kind::Close, character.to_string(), index + 1),
            '\\' => (Kind::EscapedChar, characters.get(index + 1).map(char::to_string).unwrap_or_default(), index + 2),
            ':' => name(&characters, index)?,
            '(' => group(&characters, index)?,
            _ => (Kind::Char, character.to_string(), index + 1),
        };
        tokens.push(Token { kind, index, value });
        index = next;
    }
    tokens.push(Token { kind: Kind::End, index, value: String::new() });
    Ok(tokens)
}

type Word = (Kind, String, usize);

fn name(characters: &[char], start: usize) -> Result<Word, String> {
    let rest = characters.get(start + 1..).unwrap_or_default();
    let name: String =
        rest.iter().take_while(|character| character.is_ascii_alphanumeric() || **character == '_').collect();
    if name.is_empty() {
        return Err(format!("Missing parameter name at {start}"));
    }
    let next = start + 1 + name.len();
    Ok((Kind::Name, name, next))
}

fn group(characters: &[char], start: usize) -> Result<Word, String> {
    let mut index = start + 1;
    let mut depth = 1;
    let mut pattern = String::new();
    if characters.get(index) == Some(&'?') {
        return Err(format!("Pattern cannot start with \"?\" at {index}"));
    }
    while let Some(&character) = characters.get(index) {
        if character == '\\' {
            pattern.push(character);
            pattern.extend(characters.get(index + 1));
            index += 2;
            continue;
        }
        if character == ')' {
            depth -= 1;
            if depth == 0 {
                index += 1;
                break;
            }
        } else if character == '(' {
            depth += 1;
            if characters.get(index + 1) != Some(&'?') {
                return Err(format!("Capturing groups are not allowed at {index}"));
            }
        }
        pattern.push(character);
        index += 1;
    }
    if depth != 0 {
        return Err(format!("Unbalanced pattern at {start}"));
    }
    if pattern.is_empty() {
        return Err(format!("Missing pattern at {start}"));
    }
    Ok((Kind::Pattern, pattern, index))
}
