// The first screen was drawn by the companion, with marks where amounts, numbers, dates and times
// will be: only this browser knows how it writes them. The widget asks it the same when it runs
// (src/text/formats/browser.rs), so that nothing changes then.

/**
 * Finishes the first screen in a place, in the language and direction of the root of its page. What is
 * returned is told when the program has started.
 */
export function finish(place, { lang, dir }) {
  const first = place.firstElementChild;
  const [tongue] = lang.split("-");
  const fits = (tag) => {
    try {
      return tag.startsWith(tongue + "-") && new Intl.Locale(tag);
    } catch {}
  };
  const locale = fits(lang) ? lang : (navigator.languages.find(fits) ?? tongue);
  const right = dir === "rtl";

  const made = {};
  const format = (kind, options, value) =>
    (made[kind + JSON.stringify(options)] ??= new Intl[kind + "Format"](locale, options)).format(value);
  const number = (options, value) => format("Number", options, value);
  const moment = (options, value) => format("DateTime", { timeZone: "UTC", calendar: "gregory", ...options }, value);
  const day = (options) => (days) => moment(options, days * 864e5);
  const [numeric, long] = ["numeric", "long"];
  const short = day({ weekday: "short" });
  const narrow = day({ weekday: "narrow" });
  const write = {
    m(value) {
      const [, minor, currency, digits] = /^(-?\d+)(...)(.)$/.exec(value);
      const options = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits };
      const text = number(options, `${minor}e-${digits}`).replaceAll("-", "\u2212");
      return right ? text.replaceAll("$", "$$\u200e").replaceAll("\xa0", "\u200f\xa0") : text;
    },
    n: (value) => number({}, value),
    p: (value) => number({ style: "percent", maximumFractionDigits: 9 }, value + "e-2"),
    M: day({ month: long, year: numeric }),
    D: day({ weekday: long, day: numeric, month: long }),
    F: day({ weekday: long, day: numeric, month: long, year: numeric }),
    W: day({ weekday: long }),
    // In narrow columns one letter stands for names that are long when they are short.
    S: (days) => ([0, 1, 2, 3, 4, 5, 6].every((it) => [...short(it)].length < 5) ? short : narrow)(days),
    t: (minutes) => moment({ timeStyle: "short" }, minutes * 6e4).replaceAll(" ", "\xa0"),
  };
  const filled = (text) => text.replace(/\uE000(.)([^\uE001]*)\uE001/g, (_, kind, value) => write[kind](value));
  // The signs of an amount that take room; see src/view/parts/button.rs.
  const signs = (text) => text.replace(/[\u200e\u200f\u2066-\u2069]/g, "").length;

  const marked = (text) => text.includes("\uE000");
  const texts = document.createTreeWalker(first, NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode()); ) {
    if (!marked(node.data)) continue;
    const around = node.parentNode;
    const isAmount = /^\uE000m\w+\uE001$/.test(node.data);
    node.data = filled(node.data);
    if (isAmount && around.matches(".price")) around.classList.toggle("long", signs(node.data) > 11);
    if (isAmount && around.matches(".w")) {
      const width = signs(node.data) - (node.data.replace(/[^., \xa0\u202f]/g, "").length >> 1);
      around.className = width > 3 && width < 15 ? "w w" + width : "";
    }
  }
  for (const element of first.querySelectorAll("[aria-label]"))
    if (marked(element.ariaLabel)) element.ariaLabel = filled(element.ariaLabel);

  // What was drawn holds where weeks begin alike and the guest is in the zone it was drawn for;
  // whoever has an order or a draft here goes on with that.
  const { zone, week, calendar } = place.dataset;
  const whole = new Intl.Locale(locale);
  const begins = (whole.getWeekInfo?.() ?? whole.weekInfo)?.firstDay;
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  first.classList.toggle("elsewhere", !!zone && zone !== here);
  first.classList.toggle("turned", +week !== begins);
  try {
    if (["order", "draft"].some((kept) => sessionStorage.getItem(`booking-${kept}:${calendar}`)))
      first.classList.add("away");
  } catch {}
  first.classList.add("sure");

  // What stands there can be pressed before the program runs. It is pressed again when the widget
  // stands in its place, which keeps the focus as well.
  const named = (element) => {
    const part = element.closest("[data-test]");
    if (!part) return;
    const { test, ...more } = part.dataset;
    const which = ["start", "date", "service"].find((name) => more[name]);
    return `[data-test="${test}"]` + (which ? `[data-${which}="${CSS.escape(more[which])}"]` : "");
  };
  const pressed = [];
  let focused, down, done;
  const note = ({ type, target }) => {
    const part = named(target);
    if (type === "focusin") focused = part;
    // A label presses its radio, and a select tells what was chosen in it.
    else if (part && (type === "change") === target.matches("input, select")) pressed.push([part, target.value]);
    const slot = target.closest(".slot");
    if (slot && type === "change") {
      for (const other of first.querySelectorAll(".slot.on")) other.classList.remove("on");
      slot.classList.add("on");
    }
  };
  for (const kind of ["click", "change", "focusin"]) first.addEventListener(kind, note);
  // A press that begins there and ends in the widget is no click to most browsers, and where it is one,
  // it must not be a second one.
  const hold = ({ target, key = " ", button }) => {
    if (key === " " && !button) down = named(target);
  };
  const lift = ({ type, target }) => {
    const part = down;
    down = undefined;
    if (!part || first.isConnected || type === "pointercancel" || named(target) !== part) return;
    press(part);
    done = part;
    setTimeout(() => (done = undefined), 50);
  };
  const see = (event) => {
    if (!done || !event.isTrusted || named(event.target) !== done) return;
    event.preventDefault();
    event.stopPropagation();
  };
  for (const kind of ["pointerdown", "keydown"]) first.addEventListener(kind, hold);
  for (const kind of ["pointerup", "pointercancel", "keyup"]) place.addEventListener(kind, lift);
  place.addEventListener("click", see, true);

  const find = (part) => place.querySelector(part);
  const press = (part, value) => {
    const element = find(part);
    if (element?.matches("select")) {
      element.value = value;
      element.dispatchEvent(new Event("change", { bubbles: true }));
    } else element?.click();
  };

  return (started) =>
    started.then(async () => {
      const there = () => !first.isConnected && pressed.every(([part]) => find(part));
      // The widget draws all of its first screen before anything is painted. Where it waits for its
      // rest, it begins somewhere else.
      for (let turns = 0; turns < 99 && !there(); turns++) await null;
      if (first.isConnected) return;
      for (const [part, value] of pressed) press(part, value);
      // A label hands the focus to its radio.
      const held = focused && find(focused);
      (held?.control ?? held)?.focus({ preventScroll: true });
      setTimeout(() => delete place.dataset.first, 500);
    // That the program did not start is told elsewhere.
    }, () => {});
}
