//! `.env.example`, written from the server's list of variables: it changes where a part of them goes.

use anyhow::{Context, Result, bail};
use syn::{
    Expr, ExprCall, File, Item, Lit, LitStr, Macro, Token,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

use crate::Changes;

const LIST: &str = "server/src/config/variables.rs";
const EXAMPLE: &str = ".env.example";

/// Writes it anew. The server does it from the same list, and a test of it compares.
pub(crate) fn renew(changes: &mut Changes<'_>) -> Result<()> {
    let list = changes.text(LIST)?;
    let written = format!("{}{}", head(&changes.text(EXAMPLE)?)?, variables(&list).context(LIST)?);
    changes.write(EXAMPLE, written);
    Ok(())
}

/// The lines before the first variable.
fn head(example: &str) -> Result<&str> {
    let end = example.find("\n\n").context("it has no first paragraph").context(EXAMPLE)?;
    example.get(..=end).context(EXAMPLE)
}

fn variables(list: &str) -> Result<String> {
    let file: File = syn::parse_str(list)?;
    let mut constants = file.items.iter().filter_map(|item| match item {
        Item::Const(constant) if constant.ident == "VARIABLES" => Some(&*constant.expr),
        _ => None,
    });
    let Some(Expr::Reference(reference)) = constants.next() else { bail!("there is no list VARIABLES") };
    let Expr::Array(array) = &*reference.expr else { bail!("VARIABLES is no list") };
    array.elems.iter().map(variable).collect()
}

fn variable(element: &Expr) -> Result<String> {
    let Expr::Call(ExprCall { args, .. }) = element else { bail!("a variable is not made by `variable`") };
    let texts: Vec<String> = args.iter().map(text).collect::<Result<_>>()?;
    let [name, example, about] = &*texts else { bail!("a variable has a name, an example and a sentence") };
    Ok(format!("\n# {about}\n# {name}={example}\n"))
}

/// The value of a literal, or of several ones in `concat!`.
fn text(expression: &Expr) -> Result<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Ok(text.value()),
            _ => bail!("a variable is described by texts"),
        },
        Expr::Macro(call) => concatenated(&call.mac),
        _ => bail!("a variable is described by texts"),
    }
}

fn concatenated(call: &Macro) -> Result<String> {
    struct Texts(Punctuated<LitStr, Token![,]>);
    impl Parse for Texts {
        fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
            Punctuated::parse_terminated(input).map(Self)
        }
    }
    anyhow::ensure!(call.path.is_ident("concat"), "texts are put together by `concat!`");
    let Texts(texts) = call.parse_body()?;
    Ok(texts.iter().map(LitStr::value).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tree;

    #[test]
    fn it_is_as_the_server_writes_it() {
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let mut changes = Changes::of(&tree).unwrap();
        let before = changes.text(EXAMPLE).unwrap();
        renew(&mut changes).unwrap();
        assert_eq!(changes.text(EXAMPLE).unwrap(), before);
    }

    #[test]
    fn texts_may_be_in_pieces() {
        let list = r#"pub const VARIABLES: &[Variable] = &[variable("A", "", concat!("one", " two", ".")), variable("B", "x", "é")];"#;
        assert_eq!(variables(list).unwrap(), "\n# one two.\n# A=\n\n# é\n# B=x\n");
    }
}
