//! Leptos 0.8 writes the children of these elements unescaped, so user text in them would be markup. Safe are: nothing, a
//! literal, one of our own constants, and what one of our escaping functions returns.

use anyhow::Result;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::project::{At, Source, sources};

const ELEMENTS: [&str; 4] = ["textarea", "style", "script", "noscript"];

/// They escape what would end the element; each has its own tests.
const ESCAPING: [&str; 2] = ["start_script", "textarea_content"];

fn problems(source: &Source) -> Vec<String> {
    let bound = source.find(
        |_| false,
        |at| (at.text(0) == "let" && at.text(2) == "=" && ESCAPING.contains(&&*at.text(3))).then(|| at.text(1)),
    );
    source.find(|_| false, |at| in_markup(at, &bound).or_else(|| in_builder(at)))
}

/// `<textarea …>…</textarea>` in a view.
fn in_markup(at: &At<'_>, escaped: &[String]) -> Option<String> {
    let element = at.text(1);
    if at.text(0) != "<" || !ELEMENTS.contains(&&*element) {
        return None;
    }
    let rest = at.rest(2);
    let text = |index: usize| rest.get(index).map(ToString::to_string).unwrap_or_default();
    // The `>` of an arrow or a comparison in a closure ends no tag.
    let end = (0..rest.len()).find(|end| text(*end) == ">" && !is_mark(rest, end.checked_sub(1), "-="))?;
    let inner = (0..end).find(|index| text(*index) == "inner_html" && text(index + 1) == "=");
    if inner.is_some_and(|index| !is_safe(rest.get(index + 2..end).unwrap_or_default(), escaped)) {
        return Some(format!("<{element}> with a changing inner_html"));
    }
    if is_mark(rest, end.checked_sub(1), "/") {
        return None;
    }
    let is_close = |index: &usize| text(*index) == "<" && text(index + 1) == "/" && text(index + 2) == element;
    let close = (end..rest.len()).find(is_close)?;
    let children = rest.get(end + 1..close).unwrap_or_default();
    let is_safe_child = |child: &TokenTree| match child {
        TokenTree::Literal(_) => true,
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && is_constant(group.stream()),
        _ => false,
    };
    (!children.iter().all(is_safe_child)).then(|| format!("<{element}> with changing children"))
}

/// `textarea().name("x").child(text)`.
fn in_builder(at: &At<'_>) -> Option<String> {
    let element = at.text(0);
    if !ELEMENTS.contains(&&*element) || at.text(1) != "()" {
        return None;
    }
    let mut ahead = 2;
    while at.text(ahead) == "." {
        if ["child", "inner_html"].contains(&&*at.text(ahead + 1)) {
            return Some(format!("gives children to {element}()"));
        }
        ahead += 3;
    }
    None
}

fn is_mark(tokens: &[TokenTree], index: Option<usize>, marks: &str) -> bool {
    let token = index.and_then(|index| tokens.get(index));
    token.is_some_and(|token| matches!(token, TokenTree::Punct(mark) if marks.contains(mark.as_char())))
}

/// The value of an attribute, as far as it tells: a literal, a constant, or what is escaped.
fn is_safe(value: &[TokenTree], escaped: &[String]) -> bool {
    match value.first() {
        Some(TokenTree::Literal(_)) => true,
        Some(TokenTree::Ident(name)) => {
            let name = name.to_string();
            ESCAPING.contains(&&*name) || escaped.contains(&name) || is_constant(path_of(value))
        }
        _ => false,
    }
}

/// The path that a value begins with.
fn path_of(value: &[TokenTree]) -> TokenStream {
    let is_path = |token: &&TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(mark) => mark.as_char() == ':',
        _ => false,
    };
    value.iter().take_while(is_path).cloned().collect()
}

/// `CSS`, `theme::CSS`.
fn is_constant(path: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = path.into_iter().collect();
    let is_path = tokens.iter().all(|token| matches!(token, TokenTree::Ident(_)) || token.to_string() == ":");
    let last = tokens.last().map(ToString::to_string).unwrap_or_default();
    let is_upper = |letter: u8| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == b'_';
    is_path && last.starts_with(|first: char| first.is_ascii_uppercase()) && last.bytes().all(is_upper)
}

#[test]
fn no_user_text_stands_in_elements_that_leptos_does_not_escape() -> Result<()> {
    let sources =
        sources(|path| path.starts_with("app/") || path.starts_with("clerk/") || path.starts_with("server/"))?;
    assert!(sources.contains_key("app/src/shell.rs"));
    let found =
        sources.iter().flat_map(|(path, source)| problems(source).into_iter().map(move |it| format!("{path}: {it}")));
    assert_eq!(found.collect::<Vec<_>>(), Vec::<String>::new());
    Ok(())
}

#[test]
fn user_text_in_such_an_element_is_seen() {
    for (text, found) in [
        ("view! { <textarea>{text}</textarea> }", 1),
        ("view! { <textarea on:input=move |_| { a > b } name=n>{move || text.get()}</textarea> }", 1),
        ("view! { <noscript><p>{text}</p></noscript> }", 1),
        ("view! { <script inner_html=text></script> }", 1),
        ("textarea().name(\"x\").child(text)", 1),
        ("view! { <textarea prop:value=text name=n></textarea> }", 0),
        ("view! { <textarea prop:value=text/><p>{text}</p> }", 0),
        ("view! { <script>\"let x = 1 > 0;\"</script><style>{theme::CSS}</style> }", 0),
        ("view! { <script inner_html=THEME_SCRIPT.as_str()></script> }", 0),
        ("view! { <textarea inner_html=textarea_content(&text)></textarea> }", 0),
        ("let start = start_script(&js); view! { <script inner_html=start></script> }", 0),
        ("let html = \"<script>{x}</script>\"; // <style>{x}</style>", 0),
        ("let kinds: Vec<style> = Vec::new();", 0),
    ] {
        assert_eq!(problems(&Source::read(text).expect("tokens")).len(), found, "{text}");
    }
}
