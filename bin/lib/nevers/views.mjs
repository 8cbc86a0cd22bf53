// Leptos 0.8 writes the children of these elements unescaped, so user text in them would be markup.
// Safe: nothing, a literal, one of our own constants, or what one of our escaping functions returns.

const OPEN = /<(textarea|style|script|noscript)\b/g;
const BUILDER = /\b(textarea|style|script|noscript)\(\)\s*(?:\.\s*\w+\([^()]*\)\s*)*\.\s*(child|inner_html)\(/g;
const SAFE_CHILDREN = /^(?:\s|"\s*"|r#*"\s*"#*|\{\s*(?:\w+::)*[A-Z][A-Z0-9_]*\s*\})*$/;

export function rawTextElements(project) {
  return project.rust.flatMap((file) => [
    ...[...file.bare.matchAll(OPEN)].flatMap((match) => problem(file, match)),
    ...file.find(BUILDER, file.bare).map((hit) => `${hit.where} gives children to ${hit.text.split("(")[0]}()`),
  ]);
}

// They escape what would end the element; each has its own tests.
const ESCAPING = ["start_script", "textarea_content"];

const isConstant = (value) => /^(?:"|(?:\w+::)*[A-Z][A-Z0-9_]*\b)/.test(value);

/** A call of an escaping function, or a name that was just bound to one. */
function isEscaped(file, value) {
  const name = value.match(/^\w+/)?.[0] ?? "";
  const bound = file.bare.match(new RegExp(`\\blet ${name} = (\\w+)\\(`))?.[1];
  return ESCAPING.includes(name) || ESCAPING.includes(bound);
}

function changingInnerHtml(file, attributes) {
  const value = attributes.match(/\binner_html\s*=\s*([^\s>]+)/)?.[1];
  return value !== undefined && !isConstant(value) && !isEscaped(file, value);
}

function problem(file, match) {
  const element = match[1];
  const start = match.index + match[0].length;
  const end = endOfTag(file.bare, start);
  // Not markup, as in `Vec<style>`: there is no attribute, no slash and no closing tag after it.
  if (end === null) return [];
  const attributes = file.bare.slice(start, end);
  const found = [];
  if (changingInnerHtml(file, attributes)) found.push(`${file.at(match.index)} <${element}> with a changing inner_html`);
  if (attributes.trimEnd().endsWith("/")) return found;
  const close = file.bare.indexOf(`</${element}>`, end);
  if (close === -1) return found;
  if (!SAFE_CHILDREN.test(file.bare.slice(end + 1, close))) found.push(`${file.at(match.index)} <${element}> with changing children`);
  return found;
}

/** The `>` that ends the tag: outside of braces, and not part of an arrow or comparison of a closure. */
function endOfTag(text, from) {
  let depth = 0;
  for (let index = from; index < text.length; index += 1) {
    const letter = text[index];
    if ("{([".includes(letter)) depth += 1;
    else if ("})]".includes(letter)) depth -= 1;
    else if (letter === ">" && depth === 0 && !"-=".includes(text[index - 1])) return index;
    if (depth < 0) return null;
  }
  return null;
}
