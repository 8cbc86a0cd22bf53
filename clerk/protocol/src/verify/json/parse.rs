//! The grammar of RFC 8259, byte by byte. Recursion is bounded by [`Limits::depth`].

use std::collections::BTreeMap;

use super::{Json, Limits};

pub(super) fn parse(text: &str, limits: Limits) -> Option<Json> {
    let mut parser = Parser { text, position: 0, limits, depth: 0 };
    let value = parser.value()?;
    parser.skip_whitespace();
    (parser.position == text.len()).then_some(value)
}

struct Parser<'a> {
    text: &'a str,
    position: usize,
    limits: Limits,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn take(&mut self, expected: u8) -> Option<()> {
        (self.peek()? == expected).then(|| self.position += 1)
    }

    fn skip_while(&mut self, matches: impl Fn(u8) -> bool) -> usize {
        let start = self.position;
        while self.peek().is_some_and(&matches) {
            self.position += 1;
        }
        self.position - start
    }

    fn skip_whitespace(&mut self) {
        self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    fn since(&self, start: usize) -> Option<&'a str> {
        self.text.get(start..self.position)
    }

    fn value(&mut self) -> Option<Json> {
        self.skip_whitespace();
        match self.peek()? {
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::array),
            b'"' => self.string().map(Json::String),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => self.number(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Json>) -> Option<Json> {
        self.depth += 1;
        if self.depth > self.limits.depth {
            return None;
        }
        self.position += 1;
        let value = read(self)?;
        self.depth -= 1;
        Some(value)
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        self.text.get(self.position..)?.starts_with(word).then(|| self.position += word.len())?;
        Some(value)
    }

    fn object(&mut self) -> Option<Json> {
        let mut members = BTreeMap::new();
        self.skip_whitespace();
        if self.take(b'}').is_some() {
            return Some(Json::Object(members));
        }
        loop {
            self.skip_whitespace();
            let name = self.string()?;
            self.skip_whitespace();
            self.take(b':')?;
            let value = self.value()?;
            if members.insert(name, value).is_some() && self.limits.exact {
                return None;
            }
            self.skip_whitespace();
            if self.take(b',').is_none() {
                self.take(b'}')?;
                return Some(Json::Object(members));
            }
        }
    }

    fn array(&mut self) -> Option<Json> {
        let mut items = Vec::new();
        self.skip_whitespace();
        if self.take(b']').is_some() {
            return Some(Json::Array(items));
        }
        loop {
            items.push(self.value()?);
            self.skip_whitespace();
            if self.take(b',').is_none() {
                self.take(b']')?;
                return Some(Json::Array(items));
            }
        }
    }

    fn number(&mut self) -> Option<Json> {
        let start = self.position;
        let _ = self.take(b'-');
        if self.take(b'0').is_none() {
            self.digits()?;
        }
        if self.take(b'.').is_some() {
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.position += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.position += 1;
            }
            self.digits()?;
        }
        let number: f64 = self.since(start)?.parse().ok()?;
        (number.is_finite() || !self.limits.exact).then_some(Json::Number(number))
    }

    fn digits(&mut self) -> Option<()> {
        (self.skip_while(|byte| byte.is_ascii_digit()) > 0).then_some(())
    }

    fn string(&mut self) -> Option<String> {
        self.take(b'"')?;
        let mut text = String::new();
        loop {
            let start = self.position;
            self.skip_while(|byte| byte != b'"' && byte != b'\\' && byte >= 0x20);
            text.push_str(self.since(start)?);
            if self.take(b'"').is_some() {
                return Some(text);
            }
            self.take(b'\\')?;
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Option<char> {
        let escaped = self.peek()?;
        self.position += 1;
        match escaped {
            b'"' | b'\\' | b'/' => Some(char::from(escaped)),
            b'b' => Some('\u{8}'),
            b'f' => Some('\u{c}'),
            b'n' => Some('\n'),
            b'r' => Some('\r'),
            b't' => Some('\t'),
            b'u' => self.unicode(),
            _ => None,
        }
    }

    /// A surrogate without its other half has no place in a Rust string.
    fn unicode(&mut self) -> Option<char> {
        let first = self.hexadecimal()?;
        if !(0xd800..0xdc00).contains(&first) {
            return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let after_first = self.position;
        if self.take(b'\\').and_then(|()| self.take(b'u')).is_some() {
            let second = self.hexadecimal()?;
            if (0xdc00..0xe000).contains(&second) {
                return char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            }
        }
        self.position = after_first;
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn hexadecimal(&mut self) -> Option<u32> {
        let digits = self.text.get(self.position..self.position + 4)?;
        self.position += 4;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    }
}
