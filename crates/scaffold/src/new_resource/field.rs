//! A field as the command line says it: `due:date`, `customer:text?`, `status:choice=draft,sent,paid`.

use super::currency::Currency;
use super::words::{LONGEST, is_snake_case, pascal, reserved_by};

/// How many words a choice may have.
const CHOICES: std::ops::RangeInclusive<usize> = 2..=20;

/// What each kind is, for whoever asks or mistypes.
pub(super) const KINDS: &str = "text (a line), long (several lines), integer, money (in US dollars; money=EUR and so on), \
                                bool, date, moment (a time, in UTC), choice=one,two,three; a ? behind any of them: may be empty";

/// Names that every resource or its forms use themselves.
const TAKEN: [&str; 22] = [
    "action",
    "after",
    "created",
    "created_at",
    "created_by",
    "deleted_at",
    "elements",
    "enctype",
    "errors",
    "id",
    "items",
    "method",
    "next",
    "query",
    "read",
    "sort",
    "submit",
    "target",
    "tenant",
    "tenant_id",
    "updated_at",
    "version",
];

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A line.
    Text,
    /// Several lines.
    Long,
    /// A whole number.
    Integer,
    /// An amount.
    Money {
        /// Of this currency.
        currency: Currency,
    },
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// A time in UTC.
    Moment,
    /// One of some words.
    Choice {
        /// They.
        words: Vec<String>,
    },
}

/// A field of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// In snake case.
    pub(super) name: String,
    /// What it holds.
    pub(super) kind: Kind,
    /// Whether it may hold nothing.
    pub(super) optional: bool,
}

impl Field {
    /// Reads `name:kind`, and says all that is wrong with it.
    pub(super) fn read(argument: &str) -> Result<Self, Vec<String>> {
        let Some((name, kind)) = argument.split_once(':') else {
            return Err(vec![format!(
                "{argument}: say a name and a kind, such as {}:text. Kinds: {KINDS}",
                example(argument)
            )]);
        };
        let mut problems: Vec<String> =
            name_problem(name).map(|problem| format!("{name}: {problem}")).into_iter().collect();
        let (kind, optional) = kind.strip_suffix('?').map_or((kind, false), |kind| (kind, true));
        match Kind::read(kind) {
            Ok(kind) if problems.is_empty() => return Ok(Self { name: name.to_owned(), kind, optional }),
            Ok(_) => {}
            Err(of_kind) => problems.extend(of_kind.into_iter().map(|problem| format!("{name}: {problem}"))),
        }
        Err(problems)
    }

    /// Whether lists can be sorted by it: it is never empty, and is no long text.
    pub(super) fn is_sortable(&self) -> bool {
        !self.optional && self.kind != Kind::Long
    }
}

fn example(argument: &str) -> &str {
    if is_snake_case(argument) { argument } else { "number" }
}

/// What is wrong with a name of a field.
fn name_problem(name: &str) -> Option<String> {
    word_problem(name).or_else(|| {
        TAKEN
            .contains(&name)
            .then(|| "every resource has or needs a field of this name itself; take another name".to_owned())
    })
}

/// What is wrong with a name of anything.
pub(super) fn word_problem(name: &str) -> Option<String> {
    if !is_snake_case(name) {
        return Some("a name is small letters and digits, words joined by _, such as due_date".to_owned());
    }
    if name.len() > LONGEST {
        return Some(format!("a name has at most {LONGEST} characters; this one has {}", name.len()));
    }
    reserved_by(name).map(|owner| format!("{owner} keeps this word for itself; take another one"))
}

impl Kind {
    /// As the command line has it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Long => "long",
            Self::Integer => "integer",
            Self::Money { .. } => "money",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Moment => "moment",
            Self::Choice { .. } => "choice",
        }
    }

    fn read(text: &str) -> Result<Self, Vec<String>> {
        let (kind, of) = text.split_once('=').map_or((text, None), |(kind, of)| (kind, Some(of)));
        match (kind, of) {
            ("text", None) => Ok(Self::Text),
            ("long", None) => Ok(Self::Long),
            ("integer", None) => Ok(Self::Integer),
            ("bool", None) => Ok(Self::Bool),
            ("date", None) => Ok(Self::Date),
            ("moment", None) => Ok(Self::Moment),
            ("money", of) => money(of.unwrap_or("USD")).map_err(|problem| vec![problem]),
            ("choice", Some(words)) => choice(words),
            ("choice", None) => Err(vec!["say what there is to choose from: choice=draft,sent,paid".to_owned()]),
            _ => Err(vec![format!("{text} is no kind. Kinds: {KINDS}")]),
        }
    }
}

fn money(code: &str) -> Result<Kind, String> {
    let currency = Currency::of(code);
    currency
        .map(|currency| Kind::Money { currency })
        .ok_or_else(|| format!("{code} is no currency; take its three capital letters (ISO 4217), such as money=EUR"))
}

fn choice(words: &str) -> Result<Kind, Vec<String>> {
    let words: Vec<String> = words.split(',').map(str::to_owned).collect();
    let mut problems = Vec::new();
    if !CHOICES.contains(&words.len()) {
        problems.push(format!("a choice has {} to {} words, not {}", CHOICES.start(), CHOICES.end(), words.len()));
    }
    for (index, word) in words.iter().enumerate() {
        // Only where a word becomes a name in Rust can a keyword hurt, and there it has a capital letter.
        let problem = word_problem(word).filter(|_| reserved_by(word).is_none() || word == "self");
        problems.extend(problem.map(|problem| format!("the choice {word:?}: {problem}")));
        if words.iter().take(index).any(|before| pascal(before) == pascal(word)) {
            problems.push(format!("the choice {word} is there twice"));
        }
    }
    if problems.is_empty() { Ok(Kind::Choice { words }) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(argument: &str) -> Field {
        Field::read(argument).unwrap()
    }

    fn problems(argument: &str) -> String {
        Field::read(argument).unwrap_err().join("\n")
    }

    #[test]
    fn every_kind_is_read_and_may_be_optional() {
        let dollars = Currency { code: "USD".to_owned(), digits: 2 };
        let yen = Currency { code: "JPY".to_owned(), digits: 0 };
        let words = vec!["draft".to_owned(), "sent".to_owned()];
        for (text, kind) in [
            ("text", Kind::Text),
            ("long", Kind::Long),
            ("integer", Kind::Integer),
            ("money", Kind::Money { currency: dollars }),
            ("money=JPY", Kind::Money { currency: yen }),
            ("bool", Kind::Bool),
            ("date", Kind::Date),
            ("moment", Kind::Moment),
            ("choice=draft,sent", Kind::Choice { words }),
        ] {
            let field = Field { name: "a".to_owned(), kind, optional: false };
            assert_eq!(read(&format!("a:{text}")), field);
            assert_eq!(read(&format!("a:{text}?")), Field { optional: true, ..field });
        }
    }

    #[test]
    fn what_is_never_empty_and_short_sorts() {
        for (argument, sorts) in
            [("a:text", true), ("a:text?", false), ("a:long", false), ("a:bool", true), ("a:date?", false)]
        {
            assert_eq!(read(argument).is_sortable(), sorts, "{argument}");
        }
    }

    #[test]
    fn a_wrong_field_says_what_would_be_right() {
        for (argument, says) in [
            ("number", "number: say a name and a kind, such as number:text"),
            ("a:string", "string is no kind. Kinds: text"),
            ("a:text=b", "text=b is no kind"),
            ("a:", " is no kind"),
            ("Due:date", "Due: a name is small letters"),
            ("id:text", "id: every resource has or needs a field of this name"),
            ("created:date", "created: every resource has or needs a field of this name"),
            ("read:moment", "read: every resource has or needs a field of this name"),
            ("order:integer", "order: PostgreSQL keeps this word"),
            ("type:text", "type: Rust keeps this word"),
            ("a:money=usd", "usd is no currency"),
            ("a:money=XXX", "XXX is no currency"),
            ("a:choice", "choice=draft,sent,paid"),
            ("a:choice=", "a choice has 2 to 20 words, not 1"),
            ("a:choice=b", "a choice has 2 to 20 words, not 1"),
            ("a:choice=b,b", "the choice b is there twice"),
            ("a:choice=b1,b_1", "the choice b_1 is there twice"),
            ("a:choice=b,Self", "the choice \"Self\": a name is small letters"),
            ("a:choice=b,self", "the choice \"self\": Rust keeps this word"),
            ("a:choice=b,", "the choice \"\""),
        ] {
            assert!(problems(argument).contains(says), "{argument}: {}", problems(argument));
        }
        let long = "a".repeat(LONGEST + 1);
        assert!(problems(&format!("{long}:text")).contains("at most 28 characters; this one has 29"));
        assert!(problems("Due:string").contains("Due: a name") && problems("Due:string").contains("string is no kind"));
    }

    #[test]
    fn a_choice_may_have_words_that_are_no_names() {
        assert!(Field::read("a:choice=open,default,true,new").is_ok());
    }
}
