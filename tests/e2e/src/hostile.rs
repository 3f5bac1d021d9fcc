//! Texts that would run as a script if a page took them for markup, and a trap that notices.

/// Ways to have a browser run something, each by calling `hit()`.
const VECTORS: [&str; 20] = [
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    "<svg onload=hit()>",
    "<svg><script>hit()</script></svg>",
    "<svg><animate onbegin=hit() attributeName=x dur=1s>",
    "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
    "<iframe src=javascript:parent.hit()></iframe>",
    "<details open ontoggle=hit()>x",
    "<input autofocus onfocus=hit()>",
    "<video><source onerror=hit()></video>",
    "<audio src=x onerror=hit()>",
    "<style onload=hit()></style>",
    "<object data=x onerror=hit()></object>",
    "<link rel=stylesheet href=x onerror=hit()>",
    "<template shadowrootmode=open><img src=x onerror=hit()></template>",
    "<a href=javascript:hit() autofocus onfocus=hit()>x</a>",
    "<div style='animation:x 1s' onanimationstart=hit()>x</div>",
    "javascript:hit()",
    "{{constructor.constructor('hit()')()}}",
    "${hit()}",
];

/// Where such a text may have to break out of, with a place for it.
const CONTEXTS: [&str; 10] = [
    "{}",
    "\">{}",
    "'>{}",
    "</title>{}",
    "</textarea></select>{}",
    "</script>{}",
    "-->{}",
    "\" onmouseover=hit() autofocus onfocus=hit() x=\"{}",
    "\\\"]}; hit(); //{}",
    "\u{202e}{}",
];

/// 200 texts.
pub fn texts() -> Vec<String> {
    let both = VECTORS
        .iter()
        .flat_map(|vector| CONTEXTS.iter().map(move |context| (vector, context)));
    both.map(|(vector, context)| context.replace("{}", vector))
        .collect()
}

/// Has a page count what runs, and what only its content policy kept from running: see [`CAUGHT`].
pub const TRAP: &str = "
    globalThis.caught = [];
    globalThis.hit = () => { top.caught?.push('ran'); caught.push('ran') };
    for (const name of ['alert', 'confirm', 'prompt', 'print']) globalThis[name] = () => caught.push(name);
    addEventListener('securitypolicyviolation', (event) =>
      caught.push(`${event.violatedDirective} ${event.sample} ${event.blockedURI}`), true);";

/// Functions for scripts that look into a page with the trap: `caughtIn(window)`, what the trap caught
/// and which elements have handlers in their markup; `saidBy(document)`, every text that a page shows
/// or reads out.
pub const LOOK: &str = "
    const caughtIn = ({ caught, document }) => {
      const handlers = [...document.querySelectorAll('*')].filter((element) =>
        [...element.attributes].some(({ name }) => name.startsWith('on')));
      const links = [...document.querySelectorAll('[href], [src], [action], [data]')].filter((element) =>
        ['href', 'src', 'action', 'data'].some((name) =>
          /^\\s*javascript:/i.test(element.getAttribute(name) ?? '')));
      return [...caught, ...handlers.concat(links).map((element) => element.outerHTML.slice(0, 200))];
    };
    const saidBy = (document) => [document.title, document.body.textContent,
      ...[...document.body.querySelectorAll('*')].flatMap((element) => [element.value,
        ...['aria-label', 'placeholder', 'alt', 'title'].map((name) => element.getAttribute(name))])]
      .filter((text) => typeof text === 'string').join('\\n');";

/// All of them in texts of at most so many characters, several in one where there is room.
pub fn bundles(length_max: usize) -> Vec<String> {
    let mut bundles = Vec::new();
    let mut bundle = String::new();
    for text in texts() {
        let more = text.chars().count();
        assert!(more <= length_max, "{text} does not fit");
        if bundle.chars().count() + 1 + more > length_max {
            bundles.push(std::mem::take(&mut bundle));
        }
        if !bundle.is_empty() {
            bundle.push(' ');
        }
        bundle.push_str(&text);
    }
    bundles.push(bundle);
    bundles
}
