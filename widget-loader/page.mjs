// A page to run the loader on without a browser: just the parts of the document that it uses, with
// their rules where the loader depends on them (a frame has a window only while it is connected, a
// message arrives only where the target origin is that of the frame, time stands still until told).
// What only a real browser can show is shown by the end-to-end tests.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
export const LOADER = read("loader.js");
/** What the loader fetches, as one script. */
export const MORE = read("checkout.js").replace(/^export /gm, "") + read("more.js").replace(/^import .*$/m, "");
export const ORIGIN = "https://book.example";

class Element {
  #attributes = new Map();
  #listeners = [];
  #page;

  constructor(page, tagName) {
    this.#page = page;
    this.localName = tagName;
    this.tagName = tagName.toUpperCase();
    this.childNodes = [];
    this.parentNode = null;
    this.textContent = "";
    this.rules = {};
    this.scrolls = [];
    const element = this;
    this.style = {
      set cssText(text) {
        element.rules = {};
        for (const rule of text.split(";").slice(0, -1)) {
          const [, name, value, important] = /^([a-z-]+):(.*?)(!important)?$/.exec(rule);
          if (!important) throw new Error(`${name} can be overruled by the page`);
          element.rules[name] = value;
        }
        element.heights = [...(element.heights ?? []), element.rules.height];
      },
    };
    if (this.tagName === "IFRAME") this.ownWindow = frameWindow(this);
  }

  get attributes() {
    return [...this.#attributes].map(([name, value]) => ({ name, value }));
  }

  closest(selector) {
    const name = /^\[([a-z-]+)\]$/.exec(selector)[1];
    for (let at = this; at; at = at.parentNode) if (at.getAttribute(name) !== null) return at;
    return null;
  }

  get contentWindow() {
    return this.isConnected ? (this.ownWindow ?? null) : null;
  }

  get isConnected() {
    return this === this.#page.document.root || Boolean(this.parentNode?.isConnected);
  }

  getAttribute(name) {
    return this.#attributes.get(name) ?? null;
  }

  setAttribute(name, value) {
    if (name === "style") throw new Error("a strict content policy refuses style attributes");
    this.#attributes.set(name, String(value));
  }

  append(child) {
    this.#insert(child, this.childNodes.length);
  }

  before(sibling) {
    const { parentNode } = this;
    sibling.remove();
    parentNode.#insert(sibling, parentNode.childNodes.indexOf(this));
  }

  after(sibling) {
    const { parentNode } = this;
    sibling.remove();
    parentNode.#insert(sibling, parentNode.childNodes.indexOf(this) + 1);
  }

  #insert(child, at) {
    child.remove();
    this.childNodes.splice(at, 0, child);
    child.parentNode = this;
  }

  remove() {
    if (!this.parentNode) return;
    this.parentNode.childNodes.splice(this.parentNode.childNodes.indexOf(this), 1);
    this.parentNode = null;
  }

  getBoundingClientRect() {
    return { top: this.#page.top };
  }

  scrollIntoView(how) {
    this.scrolls.push(structuredClone(how));
  }

  addEventListener(type, listener) {
    this.#listeners.push({ type, listener });
  }

  dispatchEvent(event) {
    Object.assign(event, { target: this, composedPath: () => [this] });
    this.#page.tell(event.type, event);
    for (let at = this; at; at = event.bubbles ? at.parentNode : null) {
      for (const { type, listener } of at.#listeners) if (type === event.type) listener(event);
    }
  }
}

// What a script sets as a property is an attribute in truth.
for (const name of ["src", "sandbox", "title", "href", "target", "rel", "referrerPolicy"]) {
  Object.defineProperty(Element.prototype, name, {
    get() {
      return this.getAttribute(name.toLowerCase()) ?? "";
    },
    set(value) {
      this.setAttribute(name.toLowerCase(), value);
    },
  });
}

function frameWindow(frame) {
  const received = [];
  return {
    received,
    postMessage(message, targetOrigin) {
      if (targetOrigin === "*") throw new Error("a message to whoever listens");
      if (new URL(frame.src).origin === targetOrigin) received.push(structuredClone(message));
    },
  };
}

/** One page; `top` is where everything on it stands, in pixels below the top of the view. */
export class Page {
  top = 100;
  now = 0;
  assigned = [];
  thrown = [];
  warnings = [];
  stored = new Map();
  sights = [];
  /** What the page's scripts have imported, by the addresses that they asked for. */
  imported = [];
  /** The zone that the browser is in. */
  zone = "Europe/Lisbon";
  /** What the page's scripts get where they import something. */
  modules;
  #timers = new Map();
  #drawings = new Map();
  #listeners = [];
  #nextId = 1;

  constructor({ url = "https://shop.example/classes?week=47#times", framed = false, calm = false } = {}) {
    const page = this;
    page.modules = page.#fetched(MORE);
    // Elements by name, as far as the page's scripts have defined them.
    page.defined = new Map();
    const document = {
      root: null,
      currentScript: null,
      readyState: "complete",
      createElement: (name) => new Element(page, name),
      querySelector(selector) {
        if (selector.startsWith("script[src$=")) {
          return page.all().find((element) => element.localName === "script" && /\/widget\.js$/.test(element.src)) ?? null;
        }
        if (!/^#[a-z]+$/.test(selector)) throw new SyntaxError(selector);
        return page.all().find((element) => element.getAttribute("id") === selector.slice(1)) ?? null;
      },
      addEventListener: (type, listener) => page.#listeners.push({ type, listener }),
      removeEventListener: (type, listener) => page.#drop(type, listener),
      dispatchEvent: (event) => page.tell(event.type, event),
    };
    this.document = document;
    document.root = document.documentElement = new Element(this, "html");
    document.documentElement.lang = "";
    document.head = this.#child(document.root, "head");
    document.body = this.#child(document.root, "body");

    const window = {
      document,
      URL,
      console: { warn: (...words) => page.warnings.push(words.join(" ")) },
      navigator: { language: "en-GB" },
      location: Object.assign(new URL(url), { assign: (address) => page.assigned.push(address) }),
      URLSearchParams,
      importInto: (address) => {
        page.imported.push(address);
        return page.modules;
      },
      HTMLElement: function () {},
      customElements: {
        get: (name) => page.defined.get(name),
        define: (name, definition) => page.defined.set(name, definition),
      },
      sessionStorage: {
        getItem: (key) => page.stored.get(key) ?? null,
        setItem: (key, value) => page.stored.set(key, String(value)),
      },
      performance: { now: () => page.now },
      Intl: { DateTimeFormat: class { resolvedOptions = () => ({ timeZone: page.zone }); } },
      matchMedia: (query) => ({ matches: calm && query === "(prefers-reduced-motion: reduce)" }),
      CustomEvent: class {
        constructor(type, { bubbles, composed, detail }) {
          Object.assign(this, { type, bubbles, composed, detail });
        }
      },
      IntersectionObserver: class {
        constructor(callback, { rootMargin }) {
          this.margin = rootMargin;
          this.callback = (isIntersecting) => callback([{ isIntersecting }]);
        }
        observe() {
          // At once and not a moment later as in a browser: most tests are not about that.
          if (page.top < 800 + parseInt(this.margin)) this.callback(true);
          else page.sights.push((near) => this.callback(near));
        }
        disconnect() {
          page.unseen = true;
        }
      },
      addEventListener: (type, listener) => page.#listeners.push({ type, listener }),
      setTimeout: (callback, delay = 0) => page.#later(page.#timers, { callback, at: page.now + delay }),
      clearTimeout: (id) => page.#timers.delete(id),
      requestAnimationFrame: (callback) => page.#later(page.#drawings, callback),
      cancelAnimationFrame: (id) => page.#drawings.delete(id),
    };
    window.window = window;
    window.top = framed ? {} : window;
    this.window = vm.createContext(window);
  }

  #child(parent, tagName) {
    const element = new Element(this, tagName);
    parent.append(element);
    return element;
  }

  /** Every element of the page, in the order of the document. */
  all(from = this.document.root) {
    return [from, ...from.childNodes.flatMap((child) => this.all(child))];
  }

  frames() {
    return this.all().filter((element) => element.tagName === "IFRAME");
  }

  add(tagName, attributes = {}, parent = this.document.body) {
    const element = new Element(this, tagName);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    parent.append(element);
    return element;
  }

  /** A script tag that the browser has just loaded and runs now. */
  load(attributes = {}, { source = LOADER, parent, module = false } = {}) {
    const tag = this.add("script", { src: `${ORIGIN}/widget.js`, ...attributes }, parent);
    this.document.currentScript = module ? null : tag;
    this.run(source);
    this.document.currentScript = null;
    return tag;
  }

  run(source) {
    // Node imports for a page only with a flag of its own, so a function of the page stands in.
    return vm.runInContext(source.replace(/\bimport\(/g, "importInto("), this.window);
  }

  /** The next animation frame; answers how much was waiting for it. */
  paint() {
    const drawings = [...this.#drawings.values()];
    this.#drawings.clear();
    for (const draw of drawings) draw();
    return drawings.length;
  }

  /** An import that is there at once, so that most tests need not wait: not a promise, but alike. */
  #fetched(source) {
    let module;
    const exported = "({ hear, popup, button })";
    const run = () => this.run(`(() => { "use strict"; ${source.replace(/^export /gm, "")}; return ${exported}; })()`);
    return { then: (use) => use((module ??= run())) };
  }

  /** Lets the page get other code from its import than the real one. */
  fetches(source) {
    this.modules = this.#fetched(source);
  }

  /** A press on an element; answers whether the page kept it from the browser. */
  press(element, keys = {}) {
    let prevented = false;
    this.tell("click", { target: element, preventDefault: () => (prevented = true), ...keys });
    return prevented;
  }

  /** A message to the page, with data made in the page as a browser does it. */
  message(data, { source = this.frames()[0].contentWindow, origin = ORIGIN } = {}) {
    const copy = data === undefined ? undefined : this.run(`(${JSON.stringify(data)})`);
    this.tell("message", { data: copy, source, origin });
  }

  say(type, more, from) {
    this.message({ booking: 1, type, ...more }, from);
  }

  tell(type, event = {}) {
    for (const entry of [...this.#listeners]) {
      if (entry.type !== type) continue;
      // A browser goes on to the next listener.
      try {
        entry.listener(event);
      } catch (error) {
        this.thrown.push(error);
      }
    }
  }

  wait(ms) {
    const until = this.now + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.at <= until);
      if (due.length === 0) break;
      const [id, timer] = due.reduce((first, other) => (other[1].at < first[1].at ? other : first));
      this.#timers.delete(id);
      this.now = timer.at;
      try {
        timer.callback();
      } catch (error) {
        this.thrown.push(error);
      }
    }
    this.now = until;
  }

  #later(queue, entry) {
    queue.set(this.#nextId, entry);
    return this.#nextId++;
  }

  #drop(type, listener) {
    this.#listeners = this.#listeners.filter((l) => l.type !== type || l.listener !== listener);
  }
}
