// The booking widget on a host page.
//
//   <script async src="https://book.example/widget.js" data-calendar="studio"></script>
//
// puts the calendar's frame right after the tag, lets it grow with its content, passes its events
// to the page and sends the whole page to the payment page when the guest confirms. All that it
// adds to the page is `window.BookingWidget` and one element per widget; loader.d.ts describes both.
//
// A host page may have changed what all its scripts share. So arrays are walked by index, names are
// looked up in objects without a prototype, and messages are read by their own properties.
(() => {
  "use strict";

  const PROTOCOL = 1;
  const HEIGHT_PX_MIN = 200;
  const HEIGHT_PX_MAX = 8000;
  const HEIGHT_PX_RESERVED = 640;
  const LINK_HEIGHT_PX = 48;
  const SHRINK_AFTER_MS = 150;
  const READY_WITHIN_MS = 15_000;
  const LEAVE_AGAIN_AFTER_MS = 10_000;

  // allow-same-origin is safe because the frame is of another origin than the page. Downloads are for
  // the calendar file, modals for printing the receipt; what opens beside the page, such as terms in
  // a PDF, is not the frame's to confine. Navigating the top is for the link that the frame shows
  // when this script cannot.
  const SANDBOX =
    "allow-scripts allow-forms allow-same-origin allow-downloads allow-modals allow-popups " +
    "allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

  const EVENTS = {
    __proto__: null,
    "service-selected": true,
    "slot-selected": true,
    "coupon-applied": true,
    "coupon-removed": true,
    "order-opened": true,
    "order-confirmed": true,
    error: true,
  };

  // Title of the frame, and the link that stands in when the frame stays silent.
  const TEXTS = {
    __proto__: null,
    ar: ["حجز", "افتح صفحة الحجز"],
    de: ["Buchung", "Buchungsseite öffnen"],
    en: ["Booking", "Open the booking page"],
    es: ["Reserva", "Abrir la página de reservas"],
    fr: ["Réservation", "Ouvrir la page de réservation"],
    it: ["Prenotazione", "Apri la pagina di prenotazione"],
    ja: ["予約", "予約ページを開く"],
    nl: ["Reservering", "Open de reserveringspagina"],
    pt: ["Reserva", "Abrir a página de reservas"],
  };

  const tag = document.currentScript;
  const tagOrigin = tag ? webOrigin(tag.src) : "";

  // Lists are replaced and never changed, so that they may be replaced while one is walked.
  let widgets = [];
  const handlers = { __proto__: null };
  // The checkout that the page is being left for, if any.
  let leavingFor = "";
  let leavingTimer = 0;

  const api = { version: PROTOCOL, mount, on, destroy, q: { push: runQueued } };
  const before = window.BookingWidget;
  if (before && own(before, "version") === PROTOCOL) {
    // The page loads this script more than once: the copy that came first serves every tag.
    mountTag(before);
    return;
  }
  window.BookingWidget = api;
  window.addEventListener("message", receive);
  window.addEventListener("pageshow", welcomeBack);
  const queued = (before && before.q) || [];
  for (let i = 0; i < queued.length; i += 1) runQueued(queued[i]);
  mountTag(api);

  function runQueued(call) {
    try {
      api[call[0]](call[1], call[2]);
    } catch (error) {
      report(error);
    }
  }

  function mountTag(server) {
    const calendar = tag && tag.getAttribute("data-calendar");
    if (!calendar) return;
    try {
      server.mount({
        calendar,
        origin: tagOrigin,
        target: tag.getAttribute("data-target") || tag,
        theme: tag.getAttribute("data-theme"),
        language: tag.getAttribute("data-language"),
        service: tag.getAttribute("data-service"),
        coupon: tag.getAttribute("data-coupon"),
        title: tag.getAttribute("data-title"),
        minHeight: Number(tag.getAttribute("data-min-height")),
      });
    } catch (error) {
      report(error);
    }
  }

  // ---- Commands: loader.d.ts tells what they promise ---------------------------------------------

  function mount(options) {
    const calendar = options && options.calendar;
    const origin = webOrigin(options && options.origin) || tagOrigin;
    if (typeof calendar !== "string" || !calendar) throw new TypeError("mount needs a calendar");
    if (!options.target) throw new TypeError("mount needs a target");
    if (!origin) throw new TypeError("mount needs the origin of the booking pages");

    const address = frameAddress(origin, calendar, options);
    const target = placeOf(options.target) || options.target;
    for (let i = 0; i < widgets.length; i += 1) {
      const widget = widgets[i];
      if (widget.address !== address || !widget.standsAt(target)) continue;
      if (widget.inUse()) return widget.handle;
      // The page has thrown the element away without a word, as it does when it changes its route.
      widget.handle.destroy();
      break;
    }
    const widget = createWidget(address, origin, target, options);
    widgets = withLast(widgets, widget);
    widget.place();
    return widget.handle;
  }

  function on(name, handler) {
    if (EVENTS[name] !== true) throw new TypeError(`there is no event "${name}"`);
    if (typeof handler !== "function") throw new TypeError("on needs a function");
    handlers[name] = withLast(handlers[name] || [], handler);
    return () => {
      handlers[name] = keep(handlers[name], (other) => other !== handler);
    };
  }

  function destroy(calendar) {
    const list = widgets;
    for (let i = 0; i < list.length; i += 1) {
      if (calendar === undefined || list[i].handle.calendar === calendar) list[i].handle.destroy();
    }
  }

  // ---- One widget ----------------------------------------------------------------------------------

  function createWidget(address, origin, target, options) {
    const language = String(options.language || document.documentElement.lang || navigator.language);
    const texts = TEXTS[language.slice(0, 2).toLowerCase()] || TEXTS.en;
    const heightKey = `booking-height:${origin}/${options.calendar}`;
    const heightFloor = heightIn(options.minHeight);
    let height = Math.max(cachedHeight(heightKey), heightFloor) || HEIGHT_PX_RESERVED;
    let wantedHeight = height;
    let animationFrame = 0;
    let shrinkTimer = 0;
    let silenceTimer = 0;
    let sight = null;
    let link = null;
    let placed = false;
    let destroyed = false;
    let ready = false;
    let firstView = true;

    const container = document.createElement("div");
    container.setAttribute("data-booking-widget", options.calendar);
    style(container, { display: "block", width: "100%" });

    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", SANDBOX);
    frame.setAttribute("allow", "");
    frame.setAttribute("referrerpolicy", "origin");
    frame.setAttribute("title", options.title || texts[0]);
    style(frame, {
      "aspect-ratio": "auto",
      border: "0",
      // Where it differs from the scheme of the document inside, browsers paint the frame with an
      // opaque ground: a white box on a dark page.
      "color-scheme": schemeOf(options.theme) || "light dark",
      display: "block",
      margin: "0",
      "max-height": "none",
      "max-width": "none",
      "min-height": "0",
      "min-width": "0",
      padding: "0",
      width: "100%",
    });
    drawHeight();

    const handle = { calendar: options.calendar, element: container, destroy: destroyWidget };
    return { address, handle, inUse, place, receiveFrom, standsAt, tell };

    function standsAt(other) {
      return target === other || (isScript(target) && isScript(other));
    }

    function inUse() {
      return !placed || container.isConnected;
    }

    function place() {
      const spot = placeOf(target);
      // An async script may run before the parser has reached its target.
      if (!spot && document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", place, { once: true });
        return;
      }
      if (!spot) {
        console.warn(`BookingWidget: calendar "${options.calendar}" has no place at`, target);
        destroyWidget();
        return;
      }
      target = spot;
      placed = true;
      if (isScript(spot)) spot.parentNode.insertBefore(container, spot.nextSibling);
      else spot.appendChild(container);

      const belowFold = container.getBoundingClientRect().top > window.innerHeight;
      if (belowFold) frame.setAttribute("loading", "lazy");
      frame.setAttribute("src", address);
      container.appendChild(frame);
      // A frame that the browser has not begun to load is not silent.
      if (belowFold && window.IntersectionObserver) {
        sight = new IntersectionObserver((entries) => {
          if (!entries[entries.length - 1].isIntersecting) return;
          sight.disconnect();
          waitForReady();
        });
        sight.observe(frame);
      } else {
        waitForReady();
      }
    }

    function waitForReady() {
      if (!ready) silenceTimer = setTimeout(offerLink, READY_WITHIN_MS);
    }

    // The link takes its room from the frame, so that nothing else on the page moves.
    function offerLink() {
      link = document.createElement("a");
      const page = new URL(address);
      page.searchParams.delete("host");
      link.setAttribute("href", page.href);
      link.setAttribute("target", "_blank");
      link.setAttribute("rel", "noopener");
      link.textContent = texts[1];
      style(link, {
        display: "block",
        height: `${LINK_HEIGHT_PX}px`,
        "line-height": `${LINK_HEIGHT_PX}px`,
        overflow: "hidden",
        "text-align": "center",
      });
      container.insertBefore(link, frame);
      drawHeight();
    }

    function receiveFrom(event) {
      const source = frame.contentWindow;
      if (!source || event.source !== source || event.origin !== origin) return;
      const message = event.data;
      if (typeof message !== "object" || message === null) return;
      if (own(message, "booking") !== PROTOCOL) return;
      const type = own(message, "type");
      if (type === "ready") greet();
      else if (type === "height") wantHeight(own(message, "px"));
      else if (type === "checkout") checkout(own(message, "id"), own(message, "url"));
      else if (type === "event") announce(own(message, "name"), own(message, "detail"));
      else if (type === "scroll-into-view") scrollIntoView();
      // A newer frame may say more than this script understands.
    }

    function tell(type, more) {
      const message = Object.assign({ booking: PROTOCOL, type }, more);
      if (ready && frame.contentWindow) frame.contentWindow.postMessage(message, origin);
    }

    function greet() {
      ready = true;
      clearTimeout(silenceTimer);
      if (link) {
        link.remove();
        link = null;
        drawHeight();
      }
      const page = new URL(window.location.href);
      page.hash = "";
      tell("hello", { version: PROTOCOL, page: page.href });
    }

    function wantHeight(px) {
      if (!heightIn(px)) return;
      wantedHeight = px;
      if (!animationFrame) animationFrame = requestAnimationFrame(followHeight);
    }

    // Growing is urgent, content is cut off. Shrinking waits until the content has come to rest,
    // since a frame that shrinks and grows again makes the page jump under the guest's eyes.
    function followHeight() {
      animationFrame = 0;
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
      if (firstView) cacheHeight(heightKey, height);
    }

    function drawHeight() {
      style(frame, { height: `${link ? height - LINK_HEIGHT_PX : height}px` });
    }

    function checkout(id, url) {
      const destination = paymentAddress(url);
      if (typeof id !== "string" || !id || !destination) return;
      // Payment pages refuse to be framed: only a link that the guest presses leads out of a frame.
      if (window.top !== window) tell("checkout-refused", { id });
      else if (!leavingFor) {
        leavingFor = id;
        // Two navigations at once cancel each other in some browsers. A guest who is still here
        // much later is here because the first one failed, and may try again.
        leavingTimer = setTimeout(stay, LEAVE_AGAIN_AFTER_MS);
        tell("checkout-ack", { id });
        window.location.assign(destination);
      } else if (leavingFor === id) tell("checkout-ack", { id });
    }

    function announce(name, detail) {
      if (typeof name !== "string" || EVENTS[name] !== true) return;
      if (typeof detail !== "object" && detail !== undefined) return;
      firstView = false;
      container.dispatchEvent(new CustomEvent(`booking:${name}`, { bubbles: true, detail }));
      const list = handlers[name] || [];
      for (let i = 0; i < list.length; i += 1) {
        try {
          list[i](detail, handle);
        } catch (error) {
          report(error);
        }
      }
    }

    // The container and not the frame, so that a page with a fixed header can set a scroll margin.
    function scrollIntoView() {
      if (container.getBoundingClientRect().top >= 0) return;
      const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      container.scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
    }

    function destroyWidget() {
      if (destroyed) return;
      destroyed = true;
      if (sight) sight.disconnect();
      clearTimeout(silenceTimer);
      clearTimeout(shrinkTimer);
      cancelAnimationFrame(animationFrame);
      document.removeEventListener("DOMContentLoaded", place);
      container.remove();
      widgets = keep(widgets, (widget) => widget.handle !== handle);
    }
  }

  // ---- What the window tells -----------------------------------------------------------------------

  function receive(event) {
    const list = widgets;
    for (let i = 0; i < list.length; i += 1) list[i].receiveFrom(event);
  }

  // The guest came back from the payment page to a page that the browser had kept as it was.
  function welcomeBack(event) {
    if (!event.persisted) return;
    stay();
    for (let i = 0; i < widgets.length; i += 1) widgets[i].tell("shown-again");
  }

  function stay() {
    clearTimeout(leavingTimer);
    leavingFor = "";
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
    return Boolean(target) && target.tagName === "SCRIPT";
  }

  function frameAddress(origin, calendar, options) {
    const url = new URL(`${origin}/embed/${encodeURIComponent(calendar)}`);
    const add = (name, value) => {
      if (typeof value === "string" && value) url.searchParams.set(name, value);
    };
    add("host", window.location.origin);
    add("theme", options.theme === "auto" ? "auto" : schemeOf(options.theme));
    add("lang", options.language);
    add("service", options.service);
    add("coupon", options.coupon);
    return url.href;
  }

  function schemeOf(theme) {
    return theme === "light" || theme === "dark" ? theme : "";
  }

  function webOrigin(address) {
    const url = parsed(address);
    return url && (url.protocol === "https:" || url.protocol === "http:") ? url.origin : "";
  }

  // Payments go over TLS; the exceptions are for development.
  function paymentAddress(address) {
    const url = parsed(address);
    if (!url) return "";
    const local = url.hostname === "localhost" || url.hostname === "127.0.0.1";
    return url.protocol === "https:" || (url.protocol === "http:" && local) ? url.href : "";
  }

  function parsed(address) {
    try {
      return typeof address === "string" ? new URL(address) : null;
    } catch {
      return null;
    }
  }

  // ---- Heights -------------------------------------------------------------------------------------

  // The height if it is one that a widget can have, else 0.
  function heightIn(px) {
    return Number.isInteger(px) && px >= HEIGHT_PX_MIN && px <= HEIGHT_PX_MAX ? px : 0;
  }

  // Storage throws where it is blocked; then the page merely settles a little later.
  function cachedHeight(key) {
    try {
      return heightIn(Number(sessionStorage.getItem(key)));
    } catch {
      return 0;
    }
  }

  function cacheHeight(key, px) {
    try {
      sessionStorage.setItem(key, px);
    } catch {
      // As above.
    }
  }

  // ---- On shared ground ----------------------------------------------------------------------------

  // Through the object model, which strict content policies allow, and above the page's own rules.
  function style(element, rules) {
    const names = Object.keys(rules);
    for (let i = 0; i < names.length; i += 1) {
      element.style.setProperty(names[i], rules[names[i]], "important");
    }
  }

  function own(object, name) {
    return Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined;
  }

  function keep(list, test) {
    const kept = [];
    for (let i = 0; i < list.length; i += 1) if (test(list[i])) kept[kept.length] = list[i];
    return kept;
  }

  function withLast(list, item) {
    const longer = keep(list, () => true);
    longer[longer.length] = item;
    return longer;
  }

  // To the page's error handlers and the console, without stopping what is going on here.
  function report(error) {
    setTimeout(() => {
      throw error;
    });
  }
})();
