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

/// What the trap caught, and which elements have handlers in their markup.
pub const CAUGHT: &str = "
    const handlers = [...document.querySelectorAll('*')].filter((element) =>
      [...element.attributes].some(({ name }) => name.startsWith('on')));
    const links = [...document.querySelectorAll('[href], [src], [action], [data]')].filter((element) =>
      ['href', 'src', 'action', 'data'].some((name) =>
        /^\\s*javascript:/i.test(element.getAttribute(name) ?? '')));
    return [...caught, ...handlers.concat(links).map((element) => element.outerHTML.slice(0, 200))]";
