// What only some pages and guests ask for; loader.js imports this when they do. Windows above the
// page and the button that opens one, for which it hands over what it mounts widgets with, and what
// frames say beyond that they are there, how high they are and what happened.
//
// Windows and buttons stand in a shadow root with a style sheet of its own, so that no rule of the page reaches
// them. The widget itself stays in the page, slotted, so that its events reach the page as ever. The
// browser's own modal dialog keeps the focus inside and the page behind it out of reach. As in
// loader.js, nothing here relies on what pages may have changed of arrays.

import { checkout, know } from "./checkout.js";

// The name of the window's way out, and the button's words.
const TEXTS = {
  __proto__: null,
  ar: ["إغلاق", "احجز الآن"],
  de: ["Schließen", "Jetzt buchen"],
  en: ["Close", "Book now"],
  es: ["Cerrar", "Reservar"],
  fr: ["Fermer", "Réserver"],
  ja: ["閉じる", "予約する"],
  pt: ["Fechar", "Reservar"],
};

const RULES = `
  dialog, button { box-sizing: border-box; color-scheme: light dark; --ground: #fff; --ink: #16181d; --line: #0000001a; }
  .dark { color-scheme: dark; --ground: #16181d; --ink: #f4f5f7; --line: #ffffff24; }
  .light { color-scheme: light; }
  @media (prefers-color-scheme: dark) {
    .auto { --ground: #16181d; --ink: #f4f5f7; --line: #ffffff24; }
  }
  dialog {
    background: var(--ground); border: 0; border-radius: 16px; box-shadow: 0 24px 80px #00000052;
    color: var(--ink); flex-direction: column; font: 600 16px/1.3 system-ui, sans-serif;
    inline-size: min(1080px, 100vw - 48px); margin: 24px auto; max-block-size: calc(100dvh - 48px);
    max-inline-size: none; overflow: hidden; padding: 0;
  }
  dialog[open] { display: flex; }
  dialog::backdrop { background: #0b0d1299; }
  .bar {
    align-items: center; border-block-end: 1px solid var(--line); display: flex; flex: none;
    gap: 12px; justify-content: space-between; padding: 6px; padding-inline-start: 24px;
  }
  .name { min-inline-size: 0; overflow-wrap: anywhere; }
  .body { flex: 1 1 auto; overflow: auto; overscroll-behavior: contain; }
  .close {
    background: none; block-size: 44px; border: 0; border-radius: 50%; color: inherit; cursor: pointer;
    display: grid; flex: none; inline-size: 44px; padding: 0; place-items: center;
  }
  .close:hover { background: var(--line); }
  .body:focus-visible { outline: 2px solid currentcolor; outline-offset: -2px; }
  .close:focus-visible { outline: 2px solid currentcolor; outline-offset: -3px; }
  svg { block-size: 20px; fill: none; inline-size: 20px; stroke: currentcolor; stroke-linecap: round; stroke-width: 2; }
  @media (max-width: 640px) {
    dialog {
      block-size: 100dvh; border-radius: 0; inline-size: 100%; margin: 0; max-block-size: none;
      padding-block: env(safe-area-inset-top) env(safe-area-inset-bottom);
      padding-inline: env(safe-area-inset-left) env(safe-area-inset-right);
    }
    .bar { padding-inline-start: 16px; }
  }
  .open {
    background: var(--ground-of-button, var(--ink)); border: 0; border-radius: 28px;
    box-shadow: 0 2px 6px #0000002e, 0 8px 28px #0000003d; color: var(--ink-of-button, var(--ground));
    cursor: pointer; font: 600 16px/1.2 system-ui, sans-serif;
    inset-block-end: calc(20px + env(safe-area-inset-bottom)); inset-inline-end: calc(20px + env(safe-area-inset-right));
    max-inline-size: calc(100vw - 40px); min-block-size: 56px; padding: 8px 28px; position: fixed; z-index: 2147483000;
  }
  .open.start { inset-inline: calc(20px + env(safe-area-inset-left)) auto; }
  .open:hover { box-shadow: 0 4px 10px #00000038, 0 12px 36px #00000052; }
  .open:focus-visible { outline: 3px solid currentcolor; outline-offset: -6px; }
  @media (prefers-reduced-motion: no-preference) {
    dialog[open] { animation: rise 0.22s cubic-bezier(0.2, 0.8, 0.2, 1); }
    dialog[open]::backdrop { animation: fade 0.22s; }
    .open { transition: box-shadow 0.16s; }
    @keyframes rise { from { opacity: 0; transform: translateY(24px); } }
    @keyframes fade { from { opacity: 0; } }
  }
  @media (forced-colors: active) { dialog, .open { border: 2px solid; } }
  @media print { .open { display: none; } }
`;

let sheet;
// By what they show: a window that is opened again is as the guest left it.
const windows = new Map();
const buttons = new Map();

document.addEventListener("booking:destroy", ({ detail }) => {
  const end = (one, key, list) => {
    if (detail !== undefined && one.calendar !== detail) return;
    one.remove();
    list.delete(key);
  };
  windows.forEach(end);
  buttons.forEach(end);
});

/**
 * Hears a message of a widget's frame, whose source, origin and version the loader has checked. A
 * newer frame may say more than this script understands.
 */
export function hear(options, widget, message) {
  know(widget);
  const { handle, tell } = widget;
  const { type } = message;
  if (type === "checkout") checkout(message, tell);
  else if (type === "scroll-into-view") scrollTo(handle.element);
  else if (type === "escape") {
    handle.element.dispatchEvent(new CustomEvent("booking:escape", { bubbles: true }));
  }
}

// The element and not the frame in it, so that a page with a fixed header can set a scroll margin.
function scrollTo(element) {
  if (element.getBoundingClientRect().top >= 0) return;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
}

/** Opens the window of a calendar above the page. */
export function popup(options, mount) {
  const key = keyOf(options);
  if (!windows.has(key)) windows.set(key, makeWindow(options, mount));
  windows.get(key).open();
}

/** Puts a button over a corner of the page, which opens the window of a calendar. */
export function button(options, mount) {
  const key = keyOf(options);
  if (buttons.has(key)) return;
  const { host, root } = makeHost("button", options);
  const open = make("button", `open ${schemeOf(options)} ${options.side === "start" ? "start" : ""}`, {
    type: "button",
    textContent: options.label || textsOf(options)[1],
    ariaHasPopup: "dialog",
    lang: options.label ? "" : languageOf(options),
  });
  if (/^#[0-9a-f]{6}$/i.test(options.color)) {
    open.style.setProperty("--ground-of-button", options.color);
    open.style.setProperty("--ink-of-button", isLight(options.color) ? "#16181d" : "#fff");
  }
  open.addEventListener("click", () => popup(options, mount));
  root.append(open);
  document.body.append(host);
  buttons.set(key, { calendar: options.calendar, remove: () => host.remove() });
}

function makeWindow(options, mount) {
  const { host, root } = makeHost("window", options);
  const dialog = make("dialog", schemeOf(options), { ariaLabel: options.title || textsOf(options)[1] });
  dialog.dir = /^(ar|fa|he|ur)/.test(languageOf(options)) ? "rtl" : "ltr";
  const close = make("button", "close", { type: "button", ariaLabel: textsOf(options)[0] });
  close.append(cross());
  const bar = make("div", "bar");
  bar.append(make("div", "name", { textContent: options.title || "" }), close);
  // With the focus it scrolls by the keyboard.
  const body = make("div", "body", { tabIndex: 0 });
  body.append(document.createElement("slot"));
  dialog.append(bar, body);
  root.append(dialog);
  document.body.append(host);

  let unlock;
  const shut = () => dialog.close();
  close.addEventListener("click", shut);
  dialog.addEventListener("close", () => unlock());
  // Only the ground around the window is the dialog itself; everything else is a child.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) shut();
  });
  host.addEventListener("booking:escape", shut);

  let widget;
  return {
    calendar: options.calendar,
    open() {
      if (dialog.open) return;
      if (!host.isConnected) document.body.append(host);
      unlock = lock();
      dialog.showModal();
      widget ??= mount({ ...options, target: host, load: "now" });
    },
    remove() {
      if (dialog.open) shut();
      if (widget) widget.destroy();
      host.remove();
    },
  };
}

// Keeps the page behind the window where it is. The room of its scroll bar stays, so that nothing
// moves sideways. What rules over the view is the root, or the body where the root says nothing.
function lock() {
  const page = document.documentElement;
  const ruler = getComputedStyle(page).overflowY === "visible" ? document.body : page;
  const hasBar = window.innerWidth > page.clientWidth;
  const scrollAgain = set(ruler, "overflow", "hidden");
  const letGo = hasBar ? set(page, "scrollbar-gutter", "stable") : () => {};
  return () => {
    letGo();
    scrollAgain();
  };
}

function set(element, name, value) {
  const before = element.style.getPropertyValue(name);
  const priority = element.style.getPropertyPriority(name);
  element.style.setProperty(name, value, "important");
  return () => element.style.setProperty(name, before, priority);
}

function makeHost(kind, options) {
  const host = document.createElement("div");
  host.setAttribute(`data-booking-${kind}`, options.calendar);
  host.style.cssText = "all:initial!important;display:contents!important";
  const root = host.attachShadow({ mode: "open" });
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(RULES);
  }
  root.adoptedStyleSheets = [sheet];
  return { host, root };
}

function make(name, className, properties) {
  return Object.assign(document.createElement(name), { className }, properties);
}

function cross() {
  const draw = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) if (Object.hasOwn(attributes, key)) element.setAttribute(key, attributes[key]);
    return element;
  };
  const svg = draw("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" });
  svg.append(draw("path", { d: "M4 4l12 12M16 4L4 16" }));
  return svg;
}

function keyOf({ calendar, origin, theme, look, language, service, coupon, zone, prefill }) {
  return JSON.stringify({ calendar, origin, theme, look, language, service, coupon, zone, prefill });
}

function schemeOf({ theme }) {
  return theme === "light" || theme === "dark" ? theme : "auto";
}

function languageOf({ language }) {
  return String(language || document.documentElement.lang || navigator.language).toLowerCase();
}

function textsOf(options) {
  return TEXTS[languageOf(options).slice(0, 2)] || TEXTS.en;
}

// Whether dark letters are read better on a colour than white ones: relative luminance above that of
// equal contrast with both.
function isLight(color) {
  const linear = (at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2;
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5) > 0.19;
}
