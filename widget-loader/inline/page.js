// The frame's page as a part of a host page: its elements in a shadow root, its rules as style sheets
// of that root.
import { finish } from "../../companion/src/pages/drawn.js";
import { inShadow } from "./rules.js";

/**
 * The page of an address.
 *
 * It fails where the companion does not let this site read it, and before that where the browser is
 * too old or the host page allows no WebAssembly.
 */
export async function fetchPage(address, signal) {
  new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  if (!CSS.supports("container-type", "inline-size")) throw new Error("There are no container queries");
  const answer = await ask(address, { referrerPolicy: "origin", signal });
  // A policy of the host page may forbid style elements, also where nothing wears them; and the host
  // page has a main part of its own.
  const part = answer
    .replace(/<style[^>]*>/g, "<script type=text/css>")
    .replaceAll("</style>", "</script>")
    .replace(/<(\/?)main\b/g, "<$1div");
  return new DOMParser().parseFromString(part, "text/html");
}

/**
 * Puts the parts of a page into a shadow root of `host`, which stands in the host page.
 *
 * `root` is what the program takes for the document's root, and `place` the element that it draws
 * into. `dress` adds the rules and the texts for what comes later, and `finish` writes amounts and dates into the
 * first screen and has what is pressed there pressed again in the widget.
 */
export function arrange(page, host, origin, title) {
  // What would be inherited begins anew.
  host.style.cssText = "all:initial!important;display:block!important";
  const shadow = host.attachShadow({ mode: "open" });
  const root = element("html");
  for (const { name, value } of page.documentElement.attributes) root.setAttribute(name, value);
  Object.assign(root, { role: "region", ariaLabel: title });
  const place = page.getElementById("booking");
  const data = page.getElementById("booking-data");
  // Pictures are the companion's, wherever the widget stands.
  for (const image of place.querySelectorAll("img")) image.src = new URL(image.getAttribute("src"), origin);
  data.textContent = data.textContent.replaceAll('"/assets/', `"${origin}/assets/`);
  const body = element("body");
  body.append(place, ...page.querySelectorAll("script:is([type='application/json'], [type='text/plain'])"));
  root.append(body);
  shadow.append(root);

  // Letters follow the guest's own setting, as in the frame, whatever the page does with its root.
  const rem = parseFloat(getComputedStyle(host).fontSize);
  const wear = (rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(inShadow(rules, rem));
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
  };
  wear(page.querySelector("[type='text/css']").textContent);
  const dress = async () => {
    const { looks, texts } = place.dataset;
    const [rules, lines] = await Promise.all([looks, texts].map((path) => ask(origin + path)));
    root.querySelector("#booking-texts").textContent = lines;
    wear(rules);
  };
  const drawn = "first" in place.dataset && finish(place, root);
  return { root, place, dress, finish: drawn || (() => {}) };
}

async function ask(address, options) {
  const answer = await fetch(address, { credentials: "omit", ...options });
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  return answer.text();
}

function element(className) {
  return Object.assign(document.createElement("div"), { className });
}
