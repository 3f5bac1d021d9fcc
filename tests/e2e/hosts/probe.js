// What a test asks about a host page. It is the page's first script, so that it sees everything,
// and it keeps what it needs of the browser before the page changes it.
(() => {
  "use strict";
  const faults = [];
  const heard = [];
  const shifts = [];
  const OWN = "[data-own]";
  const rectOf = Function.prototype.call.bind(Element.prototype.getBoundingClientRect);
  const styleOf = getComputedStyle;
  const from = Array.from;
  const requests = () => performance.getEntriesByType("resource");
  const lines = Function.prototype.call.bind(Array.prototype.join);
  const { get } = Object.getOwnPropertyDescriptor(Document.prototype, "readyState");
  let held = false;

  const note = (kind, what) => {
    faults[faults.length] = `${kind}: ${what}`;
  };
  addEventListener("error", ({ message, target }) => note("error", message || target.src || target), true);
  addEventListener("unhandledrejection", ({ reason }) => note("rejection", reason));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    note("policy", `${violatedDirective} ${blockedURI}`),
  );
  for (const level of ["warn", "error"]) {
    const say = console[level];
    console[level] = (...words) => {
      note(level, words.join(" "));
      say.apply(console, words);
    };
  }
  for (const name of ["ready", "slot_selected", "coupon_applied", "booking_submitted", "booking_confirmed"])
    document.addEventListener(`booking:${name}`, () => (heard[heard.length] = name), true);
  // Only Chromium and its like tell of shifts; places are compared everywhere.
  try {
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries())
        if (value && !hadRecentInput)
          shifts[shifts.length] = `${value} ${from(sources, (it) => it.node && (it.node.outerHTML || it.node.data)).join(" | ").slice(0, 300)}`;
    }).observe({ type: "layout-shift", buffered: true });
  } catch {
    // An engine without the measure.
  }

  // Where an element stands on the page, wherever the page is scrolled to.
  const placeOf = (element) => {
    let { left, top, width, height } = rectOf(element);
    for (let at = element; at; at = at.parentElement) {
      if (styleOf(at).position === "fixed") return [left, top, width, height].map(Math.round);
      const around = at.parentElement;
      if (!around) break;
      left += around === document.scrollingElement ? scrollX : around.scrollLeft;
      top += around === document.scrollingElement ? scrollY : around.scrollTop;
    }
    return [left, top, width, height].map(Math.round);
  };
  const places = () => from(document.querySelectorAll(OWN), (own) => `${own.localName} ${placeOf(own)}`);
  let before = [];
  addEventListener("DOMContentLoaded", () => hostPage.begin());
  // A frame in a page that is not drawn yet has no places, or no width to put anything into.
  addEventListener("load", () => {
    if (/,0,\d+$/.test(before[0])) hostPage.begin();
  });

  // The first match, also in the shadow roots that are open or that the page has named.
  const find = (root, css) => {
    const found = root.querySelector(css);
    if (found) return found;
    for (const element of from(root.querySelectorAll("*"))) {
      const inside = element.shadowRoot || element.closedRoot;
      const deeper = inside && find(inside, css);
      if (deeper) return deeper;
    }
    return null;
  };

  window.hostPage = {
    // From here on nothing of the page moves.
    begin() {
      before = places();
    },
    // Brings the widget into view; its frame, once it is loaded.
    frame() {
      const widget = find(document, hostPage.which || "[data-booking-widget], iframe[src*='/embed/']");
      if (!widget) return null;
      widget.scrollIntoView({ behavior: "instant", block: "start" });
      return widget.localName === "iframe" ? widget : find(widget, "iframe[src]");
    },
    // What of the widget was loaded, beyond the tag's own script.
    loaded() {
      const names = from(requests(), ({ name }) => (/\/(embed|assets)\//.test(name) ? name : ""));
      const frames = from(document.querySelectorAll("iframe[src*='/embed/']"), ({ src }) => src);
      return (lines(names, "") + lines(frames, "")).trim();
    },
    // The visible link to the booking page.
    link() {
      const link = find(document, "a[href*='/b/kiln-studio'], a[href*='/b/kiln-clay/']");
      if (!link || !link.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return null;
      const { width, height } = rectOf(link);
      return width > 8 && height > 8 ? link.href : null;
    },
    press() {
      find(document, "[data-booking-button]").shadowRoot.querySelector("button").click();
    },
    // A page that goes on changing says so, and when it has ended.
    hold: () => (held = true),
    release: () => (held = false),
    isThere: () => !held && get.call(document) === "complete",
    // A line for everything that was seen.
    report() {
      const after = places();
      const moved = from(before, (place, at) => (place === after[at] ? "" : `${place} -> ${after[at]}`));
      const told = (kind, list) => lines(from(list, (it) => it && `${kind} ${it.replace(/\n/g, " ")}\n`), "");
      return `own ${before.length}\n${told("fault", faults)}${told("heard", heard)}${told("shift", shifts)}${told("moved", moved)}`;
    },
  };
})();
