// The booking widget on a host page.
//
//   <script async src="https://book.example/widget.js" data-calendar="studio"></script>
//
// puts the calendar's frame right after the tag, lets it grow with its content, passes its events
// to the page and sends the whole page to the payment page when the guest confirms. All that it
// adds to the page is `window.BookingWidget`, the element `<booking-widget>` and one element per
// widget. loader.d.ts describes them, PROTOCOL.md what frame and page say to each other. What only
// some pages and guests ask for is in more.js, which is fetched when they do: windows above the page,
// buttons, and the way to the payment page.
//
// A host page may have changed what all its scripts share. So arrays are walked by index, names are
// looked up in objects without a prototype, and messages are read by their own properties.
(() => {
  "use strict";

  const PROTOCOL = 1;
  const HEIGHT_PX_MIN = 200;
  const HEIGHT_PX_MAX = 8000;
  const HEIGHT_PX_RESERVED = 640;
  const NOTE_HEIGHT_PX = 96;
  const SHRINK_AFTER_MS = 150;
  const SILENCE_MS = 10_000;

  // allow-same-origin is safe because the frame is of another origin than the page. Downloads are for
  // the calendar file, modals for printing the receipt; what opens beside the page, such as terms in
  // a PDF, is not the frame's to confine. Navigating the top is for the link that the frame shows
  // when this script cannot.
  const SANDBOX =
    "allow-scripts allow-forms allow-same-origin allow-downloads allow-modals allow-popups " +
    "allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

  // What a frame may tell the page; PROTOCOL.md says when.
  const EVENTS =
    "service_selected|slot_selected|step_changed|coupon_applied|coupon_removed|coupon_rejected|" +
    "price_changed|booking_submitted|payment_succeeded|booking_confirmed|booking_cancelled|error";

  // The frame's name, and the link above a frame that stays silent.
  const TEXTS = {
    __proto__: null,
    ar: "حجز|تعذّر تحميل الحجز. افتح صفحة الحجز",
    de: "Buchung|Die Buchung lädt nicht. Buchungsseite öffnen",
    en: "Booking|Booking does not load. Open the booking page",
    es: "Reserva|La reserva no carga. Abrir la página de reserva",
    fr: "Réservation|La réservation ne charge pas. Ouvrir la page de réservation",
    ja: "予約|予約を読み込めません。予約ページを開く",
    pt: "Reserva|A reserva não carrega. Abrir a página de reserva",
  };

  // A module does not know its tag.
  const tag = document.currentScript || document.querySelector("script[src$='/widget.js']");
  const tagOrigin = webOrigin(tag?.src);
  // What the guest came with. A page that changes its route without loading anew loses it later.
  const landing = new URLSearchParams(window.location.search);

  const widgets = new Set();
  // more.js, once it is asked for, and how often it did not come: browsers keep a failure in mind.
  let more;
  let failures = 0;

  const before = window.BookingWidget;
  if (before?.version === PROTOCOL) {
    // The page loads this script more than once: the copy that came first serves every tag.
    serveTag(before);
    return;
  }
  function api(...call) {
    return run(call);
  }
  window.BookingWidget = Object.assign(api, {
    version: PROTOCOL,
    mount,
    popup: (options) => fetchMore("popup", options, mount),
    button: (options) => fetchMore("button", options, mount),
    on,
    destroy,
    q: { push: attempt },
  });
  window.addEventListener("message", (event) => widgets.forEach((widget) => widget.hear(event)));
  document.addEventListener("click", openPopup, true);
  each(before?.q || [], attempt);
  serveTag(api);
  if (!customElements.get("booking-widget")) {
    customElements.define(
      "booking-widget",
      class extends HTMLElement {
        connectedCallback() {
          this.widget = attempt(["mount", optionsOf(this)]);
        }
        disconnectedCallback() {
          this.widget?.destroy();
        }
      },
    );
  }

  function run(call) {
    return api[call[0]](call[1], call[2]);
  }

  function attempt(call) {
    try {
      return run(call);
    } catch (error) {
      report(error);
    }
  }

  function serveTag(server) {
    const options = tag ? optionsOf(tag) : {};
    options.origin = tagOrigin;
    if (options.calendar) server.q.push([api[options.mode] ? options.mode : "mount", options]);
  }

  // The attributes of an element as options, with or without `data-` before them.
  function optionsOf(element) {
    const options = { __proto__: null, target: element };
    each(element.attributes, ({ name, value }) => {
      const plain = name.replace(/^data-/, "").replace(/-(.)/g, (_, sign) => sign.toUpperCase());
      if (value) options[plain] = value;
    });
    return options;
  }

  // A link that the guest opens beside the page, or in any other way of the browser's, is theirs.
  function openPopup(event) {
    const opener = event.target.closest("[data-booking-popup]");
    if (!opener || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const options = optionsOf(opener);
    options.calendar = options.bookingPopup;
    attempt(["popup", options]);
  }

  // Where more.js does not come, the booking page opens instead of a window above this one, and the
  // frame shows a link to the payment page. A policy that refuses it is not asked at every event.
  function fetchMore(what, options, from, message) {
    if (failures > 2 && what === "hear") return;
    const origin = originOf(options);
    more = more || import(`${origin}/widget-more.js${failures ? `?${failures}` : ""}`);
    more.then(
      (module) => module[what](options, from, message),
      (error) => {
        more = undefined;
        failures += 1;
        if (what === "popup") window.location.assign(pageAddress(options));
        else if (what === "button") report(error);
      },
    );
  }

  // ---- Commands: loader.d.ts tells what they promise ---------------------------------------------

  function mount(options) {
    const address = pageAddress(options, window.location.origin);
    if (!options.target) throw new TypeError("BookingWidget needs a target");
    const target = placeOf(options.target) || options.target;
    for (const widget of widgets) {
      const handle = widget.at(address, target);
      if (handle) return handle;
    }
    const widget = createWidget(address, target, options);
    widgets.add(widget);
    widget.place();
    return widget.handle;
  }

  function on(name, handler) {
    if (!isOneOf(`ready|height|${EVENTS}`, name) || typeof handler !== "function") {
      throw new TypeError(`BookingWidget needs a function and one of ready|height|${EVENTS}`);
    }
    const type = `booking:${name}`;
    const listener = (event) => {
      widgets.forEach(({ handle }) => {
        // Also where the widget stands in a shadow root, of which the document sees only the host.
        if (handle.element === event.composedPath()[0]) handler(event.detail, handle);
      });
    };
    document.addEventListener(type, listener, true);
    return () => document.removeEventListener(type, listener, true);
  }

  function destroy(calendar) {
    widgets.forEach(({ handle }) => {
      if (calendar === undefined || handle.calendar === calendar) handle.destroy();
    });
    emit(document, "destroy", calendar);
  }

  // ---- One widget ----------------------------------------------------------------------------------

  function createWidget(address, target, options) {
    const { calendar, theme } = options;
    const { origin } = new URL(address);
    const language = String(options.language || document.documentElement.lang || navigator.language);
    const texts = (TEXTS[language.slice(0, 2).toLowerCase()] || TEXTS.en).split("|");
    const heightKey = `booking-height:${origin}/${calendar}`;
    const heightFloor = heightIn(+options.minHeight);
    let height = Math.max(kept(heightKey), heightFloor) || HEIGHT_PX_RESERVED;
    let wantedHeight = height;
    let nextFrame = 0;
    let shrinkTimer = 0;
    let silenceTimer = 0;
    let sight;
    let note;
    let placed;
    let ready;
    let firstView = true;

    const container = make("div", "display:block;width:100%;");
    container.setAttribute("data-booking-widget", calendar);
    const frame = make("iframe", "", {
      sandbox: SANDBOX,
      referrerPolicy: "origin",
      title: options.title || texts[0],
    });
    drawHeight();

    const handle = { calendar, element: container, destroy: destroyWidget };
    const widget = { at, handle, place, hear, tell };
    return widget;

    // The handle, if this is the widget that is asked for.
    function at(otherAddress, other) {
      if (otherAddress !== address || (target !== other && !(isScript(target) && isScript(other)))) return;
      if (!placed || container.isConnected) return handle;
      // The page has thrown the element away without a word, as it does when it changes its route.
      destroyWidget();
    }

    function place() {
      const spot = placeOf(target);
      // An async script may run before the parser has reached its target.
      if (!spot && document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", place, { once: true });
        return;
      }
      if (!spot) {
        console.warn(`BookingWidget: no place for "${calendar}" at`, target);
        destroyWidget();
        return;
      }
      target = spot;
      placed = true;
      if (isScript(spot)) spot.after(container);
      else spot.append(container);
      container.append(frame);
      // Also in a tab or a fold that is closed: what is not near the view is not loaded.
      if (options.load === "now" || !window.IntersectionObserver) load();
      else {
        sight = new IntersectionObserver(
          (entries) => {
            if (entries[entries.length - 1].isIntersecting) load();
          },
          { rootMargin: "600px" },
        );
        sight.observe(frame);
      }
    }

    function load() {
      sight?.disconnect();
      silenceTimer = setTimeout(offerPage, SILENCE_MS);
      if (options.mode !== "inline") showFrame();
      else {
        const inline = import(`${origin}/widget-inline.js`);
        inline.then((module) => module.inline(frame, address, hear)).catch(showFrame);
      }
    }

    function showFrame() {
      frame.src = address;
    }

    // The note takes its room from the frame, so that nothing else on the page moves. Whatever kept
    // the frame silent may be over later: it is loaded once more.
    function offerPage() {
      note = make("a", `display:block;height:${NOTE_HEIGHT_PX}px;overflow:hidden;text-align:center;`, {
        href: pageAddress(options),
        target: "_blank",
        rel: "noopener",
        textContent: texts[1],
      });
      frame.before(note);
      drawHeight();
      silenceTimer = setTimeout(showFrame, SILENCE_MS);
    }

    function hear(event) {
      const source = frame.contentWindow;
      if (!source || event.source !== source || event.origin !== origin) return;
      const message = Object.assign({ __proto__: null }, event.data);
      const { type } = message;
      if (message.booking !== PROTOCOL) return;
      if (type === "ready") greet();
      else if (type === "height") wantHeight(message.px);
      else {
        // A guest who does something may soon pay, so the way there is fetched in time.
        if (type === "event") announce(message.name, message.detail);
        fetchMore("hear", options, widget, Object.assign(message, { at: performance.now() }));
      }
    }

    function tell(type, more) {
      if (ready) frame.contentWindow?.postMessage({ booking: PROTOCOL, type, ...more }, origin);
    }

    function greet() {
      ready = true;
      clearTimeout(silenceTimer);
      note?.remove();
      note = undefined;
      drawHeight();
      tell("hello", { page: window.location.href.replace(/#.*/, "") });
      emit(container, "ready");
    }

    function wantHeight(px) {
      if (!heightIn(px)) return;
      wantedHeight = px;
      nextFrame = nextFrame || requestAnimationFrame(followHeight);
      emit(container, "height", { px });
    }

    // Growing is urgent, content is cut off. Shrinking waits until the content has come to rest,
    // since a frame that shrinks and grows again makes the page jump under the guest's eyes.
    function followHeight() {
      nextFrame = 0;
      if (wantedHeight > height) takeHeight();
      else if (wantedHeight < height && !shrinkTimer) {
        shrinkTimer = setTimeout(takeHeight, SHRINK_AFTER_MS);
      }
    }

    function takeHeight() {
      clearTimeout(shrinkTimer);
      shrinkTimer = 0;
      height = Math.max(wantedHeight, heightFloor);
      drawHeight();
      // The next visit begins with the first view, later heights would be wrong for it.
      if (firstView) kept(heightKey, height);
    }

    // Of the page's rules for frames none is left. Where its scheme differs from that of the document
    // inside, browsers paint a frame with an opaque ground: a white box on a dark page.
    function drawHeight() {
      const scheme = /^(light|dark)$/.test(theme) ? theme : "light dark";
      const room = note ? `visibility:hidden;height:${height - NOTE_HEIGHT_PX}` : `height:${height}`;
      look(frame, `all:initial;color-scheme:${scheme};display:block;width:100%;${room}px;`);
    }

    function announce(name, detail) {
      if (!isOneOf(EVENTS, name) || (typeof detail !== "object" && detail !== undefined)) return;
      firstView = false;
      emit(container, name, detail);
    }

    function destroyWidget() {
      sight?.disconnect();
      clearTimeout(silenceTimer);
      clearTimeout(shrinkTimer);
      cancelAnimationFrame(nextFrame);
      document.removeEventListener("DOMContentLoaded", place);
      container.remove();
      widgets.delete(widget);
    }
  }

  // ---- Places and addresses ------------------------------------------------------------------------

  // The element that a target stands for, or null. A script in the head is no place for a frame.
  function placeOf(target) {
    let spot = target;
    if (typeof target === "string") {
      try {
        spot = document.querySelector(target);
      } catch {
        return null;
      }
    }
    if (isScript(spot) && (!spot.parentNode || spot.parentNode === document.head)) return null;
    return spot;
  }

  function isScript(target) {
    return Boolean(target) && target.localName === "script";
  }

  function originOf(options) {
    return webOrigin(options?.origin) || tagOrigin;
  }

  // The address of the frame for a page of an origin, or else that of the booking page.
  function pageAddress(options, host) {
    const calendar = options?.calendar;
    const origin = originOf(options);
    if (typeof calendar !== "string" || !calendar || !origin) {
      throw new TypeError("BookingWidget needs a calendar and an origin");
    }
    const url = new URL(`${origin}/${host ? "embed" : "b"}/${encodeURIComponent(calendar)}`);
    const { searchParams } = url;
    new URLSearchParams(options.prefill || "").forEach((value, name) => searchParams.append(name, value));
    landing.forEach((value, name) => {
      if (/^utm_/.test(name) || isOneOf(String(options.pass).replace(/,/g, "|"), name)) searchParams.append(name, value);
    });
    each(["theme", "look", "language", "service", "coupon", "zone", "messages", "pass", "member"], (name) => {
      const value = options[name] || (name === "zone" && new Intl.DateTimeFormat().resolvedOptions().timeZone);
      if (name === "theme" && value && !isOneOf("light|dark|auto", value)) console.warn("BookingWidget: theme is light|dark|auto");
      else if (value) searchParams.set(name, value);
    });
    if (host) searchParams.set("host", host);
    return url.href;
  }

  function webOrigin(address) {
    try {
      const { protocol, origin } = new URL(address);
      return /^http/.test(protocol) ? origin : "";
    } catch {
      return "";
    }
  }

  // ---- Heights -------------------------------------------------------------------------------------

  // The height if it is one that a widget can have, else 0.
  function heightIn(px) {
    return Number.isInteger(px) && px >= HEIGHT_PX_MIN && px <= HEIGHT_PX_MAX ? px : 0;
  }

  // The height that is kept for the next visit, after keeping another one. Storage throws where it is
  // blocked; then the page merely settles a little later.
  function kept(key, px) {
    try {
      if (px) sessionStorage.setItem(key, px);
      return heightIn(+sessionStorage.getItem(key));
    } catch {
      return 0;
    }
  }

  // ---- On shared ground ----------------------------------------------------------------------------

  function make(name, rules, properties) {
    const element = document.createElement(name);
    look(element, rules);
    return Object.assign(element, properties);
  }

  // Through the object model, which strict content policies allow, and above the page's own rules.
  function look(element, rules) {
    element.style.cssText = rules.replace(/;/g, "!important;");
  }

  // Whether a name is one of some that stand in between strokes.
  function isOneOf(names, name) {
    return typeof name === "string" && new RegExp(`^(${names})$`).test(name);
  }

  function emit(element, name, detail) {
    element.dispatchEvent(new CustomEvent(`booking:${name}`, { bubbles: true, composed: true, detail }));
  }

  function each(list, visit) {
    for (let i = 0; i < list.length; i += 1) visit(list[i]);
  }

  // To the page's error handlers and the console, without stopping what is going on here.
  function report(error) {
    setTimeout(() => {
      throw error;
    });
  }
})();
