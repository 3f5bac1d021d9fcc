// What the loader promises to the page around it and to the frame inside it. Where a test shows that
// something is dropped, it also shows that the same thing gets through when the guard is taken out,
// so that no test passes because nothing would have happened anyway.
import assert from "node:assert/strict";
import test from "node:test";
import { LOADER, MORE, ORIGIN, Page } from "./page.mjs";

const STUDIO = { "data-calendar": "studio" };

/** The loader, or what it fetches, with one of its guards taken out. */
function without(guard, instead = "", source = LOADER) {
  assert.equal(source.split(guard).length, 2, `the script has this once: ${guard}`);
  return source.replace(guard, () => instead);
}

function loaded(attributes = {}, { source, more, ...page } = {}) {
  const shop = new Page(page);
  if (more) shop.fetches(more);
  shop.load({ ...STUDIO, ...attributes }, { source });
  return shop;
}

function received(page, index = 0) {
  return page.frames()[index].contentWindow.received;
}

test("the frame stands right after its tag and says where it stands", () => {
  const page = new Page();
  const intro = page.add("p");
  const tag = page.load(STUDIO);
  page.add("footer");
  const order = page.document.body.childNodes;
  assert.deepEqual(order.slice(0, 2), [intro, tag]);
  assert.equal(order[2].getAttribute("data-booking-widget"), "studio");
  assert.equal(order[2].childNodes[0], page.frames()[0]);
  assert.equal(order[3].tagName, "FOOTER");
  assert.equal(
    page.frames()[0].src,
    `${ORIGIN}/embed/studio?zone=Europe%2FLisbon&host=https%3A%2F%2Fshop.example`,
  );
});

test("what the tag asks for is passed on, what it cannot ask for is told", () => {
  const page = loaded({
    "data-calendar": "a/b & c",
    "data-theme": "dark",
    "data-look": "classic",
    "data-language": "pt-PT",
    "data-service": "wheel",
    "data-coupon": "50% off&x=1",
    "data-zone": "Asia/Tokyo",
    "data-member": "head.claims.signature",
  });
  const url = new URL(page.frames()[0].src);
  assert.equal(url.pathname, "/embed/a%2Fb%20%26%20c");
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    host: "https://shop.example",
    theme: "dark",
    look: "classic",
    language: "pt-PT",
    service: "wheel",
    coupon: "50% off&x=1",
    zone: "Asia/Tokyo",
    member: "head.claims.signature",
  });
  const theme = (page) => new URL(page.frames()[0].src).searchParams.get("theme");
  const auto = loaded({ "data-theme": "auto" });
  assert.deepEqual([theme(auto), auto.warnings.length], ["auto", 0]);
  const pink = loaded({ "data-theme": "pink" });
  assert.equal(theme(pink), null);
  assert.match(pink.warnings[0], /theme/);
});

test("times are asked for in the guest's zone, so that the first screen has them", () => {
  const zone = (attributes, known = "Europe/Lisbon") => {
    const page = new Page();
    page.zone = known;
    page.load({ ...STUDIO, ...attributes });
    return new URL(page.frames()[0].src).searchParams.get("zone");
  };
  assert.equal(zone({}), "Europe/Lisbon");
  assert.equal(zone({ "data-zone": "Asia/Tokyo" }), "Asia/Tokyo");
  assert.equal(zone({}, null), null, "an old browser does not know its zone");
});

test("what the guest came with is passed on: campaigns, and what the page has chosen", () => {
  const came = (attributes, search) => {
    const page = loaded(attributes, { url: `https://shop.example/classes${search}` });
    const own = ["host", "zone"];
    return [...new URL(page.frames()[0].src).searchParams].filter(([name]) => !own.includes(name));
  };
  const search = "?utm_source=mail&utm_campaign=a%26b&ref=x&session=secret&xref=1&_utm_=2";
  const campaign = [["utm_source", "mail"], ["utm_campaign", "a&b"]];
  assert.deepEqual(came({}, search), campaign);
  assert.deepEqual(came({ "data-pass": "partner,ref" }, search), [...campaign, ["ref", "x"], ["pass", "partner,ref"]]);
  assert.deepEqual(came({ "data-pass": "host" }, "?host=https://evil.example"), [["pass", "host"]]);
  const moved = loaded({}, { url: "https://shop.example/?utm_source=mail" });
  moved.window.location.search = "";
  const { element } = moved.window.BookingWidget.mount({ calendar: "studio", target: moved.add("div") });
  assert.match(element.childNodes[0].src, /utm_source=mail/, "a change of route loses nothing");
});

test("the frame is given what it needs and nothing else", () => {
  const frame = loaded().frames()[0];
  assert.deepEqual(frame.getAttribute("sandbox").split(" ").sort(), [
    "allow-downloads",
    "allow-forms",
    "allow-modals",
    "allow-popups",
    "allow-popups-to-escape-sandbox",
    "allow-same-origin",
    "allow-scripts",
    "allow-top-navigation-by-user-activation",
  ]);
  assert.equal(frame.getAttribute("referrerpolicy"), "origin");
  assert.equal(frame.getAttribute("title"), "Booking");
  assert.equal(frame.getAttribute("loading"), null);
  assert.equal(frame.getAttribute("allow"), null, "no camera, no microphone, no place");
  assert.equal(frame.rules.all, "initial", "nothing of what the page says of frames, no border either");
  assert.equal(frame.rules.width, "100%");
});

test("the title is in the widget's language, else the page's, else the guest's; or the owner's words", () => {
  const title = (page) => page.frames()[0].getAttribute("title");
  assert.equal(title(loaded({ "data-language": "pt-PT" })), "Reserva");
  assert.equal(title(loaded({ "data-language": "xx" })), "Booking");
  assert.equal(title(loaded({ "data-title": "Book a wheel" })), "Book a wheel");
  const page = new Page();
  page.document.documentElement.lang = "de-AT";
  page.window.navigator.language = "fr";
  page.load(STUDIO);
  assert.equal(title(page), "Buchung");
  const silent = new Page();
  silent.window.navigator.language = "fr";
  silent.load(STUDIO);
  assert.equal(title(silent), "Réservation");
});

test("the frame takes the scheme of its theme, so that no ground of another colour shows", () => {
  assert.equal(loaded({ "data-theme": "dark" }).frames()[0].rules["color-scheme"], "dark");
  assert.equal(loaded({ "data-theme": "light" }).frames()[0].rules["color-scheme"], "light");
  assert.equal(loaded().frames()[0].rules["color-scheme"], "light dark");
});

test("nothing is loaded before it is near the view, unless the page asks for it", () => {
  const far = (attributes) => {
    const page = new Page();
    page.top = 1401;
    page.load({ ...STUDIO, ...attributes });
    return page;
  };
  const page = far();
  assert.equal(page.frames()[0].src, "");
  page.sights[0](false);
  assert.equal(page.frames()[0].src, "");
  page.sights[0](true);
  assert.match(page.frames()[0].src, /embed/);
  assert.equal(page.unseen, true);
  assert.match(far({ "data-load": "now" }).frames()[0].src, /embed/);
  const near = new Page();
  near.top = 1399;
  near.load(STUDIO);
  assert.match(near.frames()[0].src, /embed/);
});

test("fields of the form, code and zone are passed on, whatever their names", () => {
  const page = new Page();
  page.load();
  const api = page.window.BookingWidget;
  const asked = (prefill) => {
    const { element } = api.mount({ calendar: "studio", target: page.add("div"), prefill, zone: "Asia/Tokyo" });
    return [...new URL(element.childNodes[0].src).searchParams].filter(([name]) => name !== "host");
  };
  const zone = ["zone", "Asia/Tokyo"];
  assert.deepEqual(asked({ name: "Test Guest", "answer.Level": "new & old" }), [
    ["name", "Test Guest"],
    ["answer.Level", "new & old"],
    zone,
  ]);
  assert.deepEqual(asked([["answer.days", "1"], ["answer.days", "2"]]), [
    ["answer.days", "1"],
    ["answer.days", "2"],
    zone,
  ]);
  const attribute = loaded({ "data-prefill": "name=Test%20Guest&email=guest%40mail.example" });
  const { searchParams } = new URL(attribute.frames()[0].src);
  assert.equal(searchParams.get("email"), "guest@mail.example");
  const sly = loaded({ "data-prefill": "host=https://evil.example" });
  assert.deepEqual(new URL(sly.frames()[0].src).searchParams.getAll("host"), ["https://shop.example"]);
});

// ---- Messages from the frame ------------------------------------------------------------------------

test("the frame's ready is answered with the page's address without its fragment", () => {
  const page = loaded();
  page.say("ready");
  assert.deepEqual(received(page), [
    { booking: 1, type: "hello", page: "https://shop.example/classes?week=47" },
  ]);
});

test("a message of another origin is dropped", () => {
  const answered = (source) => {
    const page = loaded({}, { source });
    page.say("ready", {}, { origin: "https://book.example.evil.example" });
    page.say("ready", {}, { origin: "null" });
    return received(page).length;
  };
  assert.equal(answered(LOADER), 0);
  assert.equal(answered(without(" || event.origin !== origin")), 2);
});

test("a message of another window is dropped, even of the right origin", () => {
  const answered = (source) => {
    const page = loaded({}, { source });
    page.say("ready", {}, { source: {} });
    page.say("ready", {}, { source: null });
    return received(page).length;
  };
  assert.equal(answered(LOADER), 0);
  assert.equal(answered(without(" || event.source !== source")), 2);
});

test("a message of no window does not pass for one of a frame that has none", () => {
  const handled = (source) => {
    const page = loaded({}, { source });
    let events = 0;
    page.window.BookingWidget.on("error", () => (events += 1));
    page.document.body.childNodes[1].remove();
    page.say("event", { name: "error", detail: null }, { source: null });
    return events;
  };
  assert.equal(handled(LOADER), 0);
  assert.equal(handled(without("!source || event.source", "event.source")), 1);
});

test("a message of another shape is dropped", () => {
  const page = loaded();
  for (const data of [undefined, null, 1, "ready", [], {}, { type: "ready" }]) page.message(data);
  page.message({ booking: "1", type: "ready" });
  page.message({ booking: 2, type: "ready" });
  page.message({ booking: 1 });
  page.message({ booking: 1, type: "toString" });
  page.message({ booking: 1, type: "from a later version" });
  assert.deepEqual(received(page), []);
  page.message({ booking: 1, type: "ready" });
  assert.equal(received(page).length, 1);
});

test("a message is not completed by what the page has added to every object", () => {
  const answered = (source) => {
    const page = loaded({}, { source });
    page.run(`Object.prototype.type = "ready"`);
    page.message({ booking: 1 });
    return received(page).length;
  };
  assert.equal(answered(LOADER), 0);
  assert.equal(answered(without("Object.assign({ __proto__: null }, event.data)", "event.data")), 1);
});

test("each of two widgets hears only its own frame", () => {
  const page = new Page();
  page.load(STUDIO);
  page.load({ "data-calendar": "garden" });
  page.say("ready", {}, { source: page.frames()[1].contentWindow });
  assert.equal(received(page, 0).length, 0);
  assert.equal(received(page, 1).length, 1);
});

// ---- Height -----------------------------------------------------------------------------------------

test("the frame follows the height of its content within bounds", () => {
  const page = loaded();
  page.say("ready");
  const heightAfter = (px) => {
    page.say("height", { px });
    page.paint();
    page.wait(1000);
    return page.frames()[0].rules.height;
  };
  assert.equal(heightAfter(900), "900px");
  for (const px of [199, 8001, -1, 0, 700.5, "700", null, 1e9, [700]]) assert.equal(heightAfter(px), "900px");
  assert.equal(heightAfter(200), "200px");
  assert.equal(heightAfter(8000), "8000px");
});

test("many heights in one animation frame are drawn once, the last one", () => {
  const page = loaded();
  const before = page.frames()[0].heights.length;
  for (let px = 700; px <= 900; px += 1) page.say("height", { px });
  assert.equal(page.frames()[0].heights.length, before);
  assert.equal(page.paint(), 1);
  assert.deepEqual(page.frames()[0].heights.slice(before), ["900px"]);
});

test("the frame grows at once and shrinks when growing has stopped for 150 ms", () => {
  const page = loaded();
  const frame = page.frames()[0];
  const say = (px) => (page.say("height", { px }), page.paint(), frame.rules.height);
  assert.equal(say(900), "900px");
  assert.equal(say(500), "900px");
  page.wait(149);
  assert.equal(frame.rules.height, "900px");
  assert.equal(say(950), "950px");
  page.wait(1000);
  assert.equal(frame.rules.height, "950px");
  say(500);
  page.wait(100);
  say(951);
  say(500);
  page.wait(149);
  assert.equal(frame.rules.height, "951px");
  page.wait(1);
  assert.equal(frame.rules.height, "500px");
});

test("room is kept before the frame has loaded: the owner's height, the last visit's or 640 px", () => {
  assert.equal(loaded().frames()[0].rules.height, "640px");
  assert.equal(loaded({ "data-min-height": "720" }).frames()[0].rules.height, "720px");
  assert.equal(loaded({ "data-min-height": "9000" }).frames()[0].rules.height, "640px");
  assert.equal(loaded({ "data-min-height": "tall" }).frames()[0].rules.height, "640px");

  const first = loaded();
  first.say("height", { px: 911 });
  first.paint();
  first.say("event", { name: "slot_selected", detail: {} });
  first.say("height", { px: 1500 });
  first.paint();
  const second = new Page();
  second.stored = first.stored;
  second.load(STUDIO);
  second.load({ "data-calendar": "garden" });
  assert.deepEqual(second.frames().map((frame) => frame.rules.height), ["911px", "640px"]);
});

test("the frame never shrinks below the owner's height", () => {
  const page = loaded({ "data-min-height": "720" });
  page.say("height", { px: 300 });
  page.paint();
  page.wait(1000);
  assert.equal(page.frames()[0].rules.height, "720px");
});

test("blocked storage changes nothing that the guest can see", () => {
  const page = new Page();
  Object.defineProperty(page.window, "sessionStorage", {
    get() {
      throw new Error("SecurityError");
    },
  });
  page.load(STUDIO);
  page.say("height", { px: 900 });
  page.paint();
  assert.equal(page.frames()[0].rules.height, "900px");
});

// ---- Checkout ---------------------------------------------------------------------------------------

const PAY = "https://checkout.stripe.com/c/pay/cs_1";

test("the page goes to the payment page once, and the frame is told first", () => {
  const page = loaded();
  page.say("ready");
  page.window.location.assign = (url) => {
    page.assigned.push(url);
    assert.deepEqual(received(page)[1], { booking: 1, type: "checkout-ack", id: "c1" });
  };
  page.say("checkout", { id: "c1", url: PAY });
  assert.deepEqual(page.assigned, [PAY]);
});

test("a second checkout does not start a second navigation; the same one is only acknowledged", () => {
  const outcome = (more) => {
    const page = loaded({}, { more });
    page.say("ready");
    for (const id of ["c1", "c1", "c2"]) page.say("checkout", { id, url: PAY });
    return [page.assigned.length, ...received(page).slice(1).map((message) => message.id)];
  };
  assert.deepEqual(outcome(MORE), [1, "c1", "c1"]);
  assert.deepEqual(outcome(without("else if (!leavingFor) {", "else if (true) {", MORE)), [3, "c1", "c1", "c2"]);
});

test("a guest who is still here much later, or is back, may pay again", () => {
  const page = loaded();
  page.say("ready");
  page.say("checkout", { id: "c1", url: PAY });
  page.wait(10_000);
  page.say("checkout", { id: "c2", url: PAY });
  assert.equal(page.assigned.length, 2);
  page.tell("pageshow", { persisted: true });
  page.say("checkout", { id: "c2", url: PAY });
  assert.equal(page.assigned.length, 3);
  page.tell("pageshow", { persisted: false });
  page.say("checkout", { id: "c2", url: PAY });
  assert.equal(page.assigned.length, 3);
});

test("the end of an earlier departure does not open a second way during the next", () => {
  const page = loaded();
  page.say("ready");
  page.say("checkout", { id: "c1", url: PAY });
  page.wait(9_000);
  page.tell("pageshow", { persisted: true });
  page.say("checkout", { id: "c2", url: PAY });
  page.wait(2_000);
  page.say("checkout", { id: "c3", url: PAY });
  assert.equal(page.assigned.length, 2);
});

test("only a payment page over TLS, or one of this machine, is gone to", () => {
  const goes = (url, id = "c1") => {
    const page = loaded();
    page.say("ready");
    page.say("checkout", { id, url });
    assert.equal(received(page).length, page.assigned.length + 1);
    return page.assigned[0];
  };
  assert.equal(goes(PAY), PAY);
  assert.equal(goes("http://localhost:12111/c/pay/x"), "http://localhost:12111/c/pay/x");
  assert.equal(goes("http://127.0.0.1:12111/c/pay/x"), "http://127.0.0.1:12111/c/pay/x");
  for (const url of [
    "http://checkout.stripe.com/c/pay/x",
    "http://localhost.evil.example/",
    "http://127.0.0.1.evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "blob:https://shop.example/1",
    "//checkout.stripe.com/c/pay/x",
    "/c/pay/x",
    "",
    null,
    1,
    [PAY],
  ]) {
    assert.equal(goes(url), undefined, String(url));
  }
  for (const id of ["", null, 1, ["c1"]]) assert.equal(goes(PAY, id), undefined);
});

test("a page that is itself framed leaves the way to pay to the guest", () => {
  const page = loaded({}, { framed: true });
  page.say("ready");
  page.say("checkout", { id: "c1", url: PAY });
  assert.deepEqual(received(page)[1], { booking: 1, type: "checkout-refused", id: "c1" });
  assert.deepEqual(page.assigned, []);
});

test("a page that was kept and is shown again tells the frames that were used", () => {
  const page = loaded();
  page.tell("pageshow", { persisted: true });
  assert.deepEqual(received(page), [], "a frame that is not ready has nothing to be told");
  page.say("ready");
  page.say("event", { name: "slot_selected", detail: {} });
  page.tell("pageshow", { persisted: false });
  assert.equal(received(page).length, 1);
  page.tell("pageshow", { persisted: true });
  assert.deepEqual(received(page)[1], { booking: 1, type: "shown-again" });
});

test("the way to the payment page is fetched when the guest does something, and is there to pay", () => {
  const page = loaded();
  page.say("ready");
  page.say("height", { px: 700 });
  assert.deepEqual(page.imported, [], "a guest who only looks loads no more");
  page.say("event", { name: "slot_selected", detail: {} });
  assert.deepEqual(page.imported, [`${ORIGIN}/widget-more.js`]);
  page.say("checkout", { id: "c1", url: PAY });
  assert.deepEqual([page.imported.length, page.assigned.length], [1, 1]);
});

test("a way that is there too late is not gone: the frame shows its link by then", () => {
  const arrives = (afterMs) => {
    const page = loaded();
    const real = page.modules;
    let late;
    page.modules = { then: (use) => (late = () => real.then(use)) };
    page.say("ready");
    page.say("checkout", { id: "c1", url: PAY });
    page.wait(afterMs);
    late();
    return [page.assigned.length, received(page)[1].type];
  };
  assert.deepEqual(arrives(1_000), [1, "checkout-ack"]);
  assert.deepEqual(arrives(1_001), [0, "checkout-refused"]);
});

test("a page whose policy refuses the way is not asked for it at every event", async () => {
  const page = loaded();
  page.modules = Promise.reject(new TypeError("refused by a policy"));
  page.say("ready");
  for (let times = 0; times < 9; times += 1) {
    page.say("event", { name: "step_changed", detail: {} });
    await settled();
  }
  assert.equal(page.imported.length, 3);
  // A guest who presses a button still gets its window, or else the booking page.
  page.window.BookingWidget.popup({ calendar: "studio" });
  assert.equal(page.imported.length, 4);
});

test("where the way does not come the frame is left to its link, and the next try fetches again", async () => {
  const page = loaded();
  const real = page.modules;
  page.modules = Promise.reject(new TypeError("no network"));
  page.say("ready");
  page.say("checkout", { id: "c1", url: PAY });
  await settled();
  assert.equal(received(page).length, 1);
  page.modules = real;
  page.say("checkout", { id: "c2", url: PAY });
  assert.deepEqual(page.assigned, [PAY]);
  assert.deepEqual(page.imported, [`${ORIGIN}/widget-more.js`, `${ORIGIN}/widget-more.js?1`]);
  page.wait(0);
  assert.deepEqual(page.thrown, []);
});

// ---- Events -----------------------------------------------------------------------------------------

test("what happens in the widget reaches the page, as an event and as a call", () => {
  const page = loaded();
  const heard = [];
  page.document.body.addEventListener("booking:coupon_applied", (event) => heard.push(event.detail.code));
  const off = page.window.BookingWidget.on("coupon_applied", (detail, widget) => {
    heard.push(`${detail.code} at ${widget.calendar}`);
  });
  let leaves;
  page.document.body.addEventListener("booking:coupon_applied", (event) => (leaves = event.composed));
  page.say("event", { name: "coupon_applied", detail: { code: "WELCOME10" } });
  assert.equal(leaves, true, "a shadow root that the widget stands in");
  assert.deepEqual(heard, ["WELCOME10 at studio", "WELCOME10"]);
  off();
  page.say("event", { name: "coupon_applied", detail: { code: "CLAY25" } });
  assert.deepEqual(heard.slice(2), ["CLAY25"]);
});

test("only events of the list reach the page, each with facts", () => {
  const page = loaded();
  const heard = [];
  for (const name of ["ready", "escape", "constructor", "undefined", "error", "errors", "a b", ""]) {
    page.document.body.addEventListener(`booking:${name}`, (event) => heard.push(event.type));
  }
  for (const name of ["ready", "escape", "constructor", "errors", "a b", "", "|", undefined, null, ["error"], 1]) {
    page.say("event", { name, detail: {} });
  }
  page.say("event", { name: "error", detail: "text" });
  assert.deepEqual(heard, []);
  page.say("event", { name: "error", detail: { code: "offline" } });
  page.say("event", { name: "error" });
  assert.deepEqual(heard, ["booking:error", "booking:error"]);
});

test("the page hears that the widget runs, and how high it is", () => {
  const page = loaded();
  const heard = [];
  page.window.BookingWidget.on("ready", (_, widget) => heard.push(widget.calendar));
  page.window.BookingWidget.on("height", (detail) => heard.push(detail.px));
  page.say("ready");
  page.say("height", { px: 720 });
  assert.deepEqual(heard, ["studio", 720]);
});

test("what somebody else on the page calls an event of the widget is none", () => {
  const page = loaded();
  let heard = 0;
  page.window.BookingWidget.on("booking_confirmed", () => (heard += 1));
  const forge = (element) => {
    element.dispatchEvent(new page.window.CustomEvent("booking:booking_confirmed", { bubbles: true }));
  };
  forge(page.add("div"));
  assert.equal(heard, 0);
  forge(page.document.body.childNodes[1]);
  assert.equal(heard, 1, "the page's own scripts can do anything");
});

test("a handler that fails is told to the page and does not stop the next one", () => {
  const page = loaded();
  let later = 0;
  page.window.BookingWidget.on("error", () => {
    throw new Error("the page's own");
  });
  page.window.BookingWidget.on("error", () => (later += 1));
  page.say("event", { name: "error", detail: null });
  page.wait(0);
  assert.equal(later, 1);
  assert.deepEqual(page.thrown.map((error) => error.message), ["the page's own"]);
});

test("the widget is scrolled to only when its top has left the view, and calmly if asked", () => {
  const scrolled = (top, calm) => {
    const page = loaded({}, { calm });
    page.top = top;
    page.say("scroll-into-view");
    return page.document.body.childNodes[1].scrolls;
  };
  assert.deepEqual(scrolled(10, false), []);
  assert.deepEqual(scrolled(-10, false), [{ block: "start", behavior: "smooth" }]);
  assert.deepEqual(scrolled(-10, true), [{ block: "start", behavior: "instant" }]);
});

// ---- Silence ----------------------------------------------------------------------------------------

test("a frame that stays silent for 10 s gets an honest link beside it in the same room", () => {
  const page = loaded({ "data-theme": "dark" });
  const container = page.document.body.childNodes[1];
  page.wait(9_999);
  assert.equal(container.childNodes.length, 1);
  page.wait(1);
  const [link, frame] = container.childNodes;
  assert.equal(link.textContent, "Booking does not load. Open the booking page");
  assert.equal(link.getAttribute("href"), `${ORIGIN}/b/studio?theme=dark&zone=Europe%2FLisbon`);
  assert.equal(link.getAttribute("target"), "_blank");
  assert.equal(parseInt(link.rules.height) + parseInt(frame.rules.height), 640);
  assert.equal(frame.rules.visibility, "hidden", "what the browser says of a page that is not there");
  page.say("ready");
  assert.deepEqual(container.childNodes, [frame]);
  assert.equal(frame.rules.height, "640px");
  assert.equal(frame.rules.visibility, undefined);
});

test("a frame that stays silent is loaded once more", () => {
  const page = loaded();
  const frame = page.frames()[0];
  const address = frame.src;
  frame.src = "";
  page.wait(19_999);
  assert.equal(frame.src, "");
  page.wait(1);
  assert.equal(frame.src, address);
  frame.src = "";
  page.wait(600_000);
  assert.equal(frame.src, "");
});

test("a frame that answers in time gets no link", () => {
  const page = loaded();
  page.wait(9_000);
  page.say("ready");
  page.wait(60_000);
  assert.equal(page.document.body.childNodes[1].childNodes.length, 1);
});

test("a frame that the browser has not begun to load is not called silent", () => {
  const page = new Page();
  page.top = 5000;
  page.load(STUDIO);
  const container = page.document.body.childNodes[1];
  page.sights[0](false);
  page.wait(60_000);
  assert.equal(container.childNodes.length, 1);
  page.sights[0](true);
  page.wait(10_000);
  assert.equal(container.childNodes.length, 2);
});

// ---- The script on the page -------------------------------------------------------------------------

test("calls made before the script has loaded are kept, and a bad one does not stop the next", () => {
  const page = new Page();
  page.add("div", { id: "booking" });
  page.run(`
    window.heard = [];
    window.BookingWidget = { q: [] };
    BookingWidget.q.push(["mount", { target: "#booking" }]);
    BookingWidget.q.push(["explode"]);
    BookingWidget.q.push(["on", "error", (detail) => heard.push(detail)]);
    BookingWidget.q.push(["mount", { calendar: "studio", target: "#booking" }]);
  `);
  page.load();
  assert.equal(page.frames().length, 1);
  page.say("event", { name: "error", detail: null });
  assert.equal(page.run("heard.length"), 1);
  page.wait(0);
  assert.equal(page.thrown.length, 2);
  page.run(`BookingWidget.q.push(["destroy", "studio"])`);
  assert.equal(page.frames().length, 0);
});

test("the same tag twice mounts once, in one page load of the script or in two", () => {
  const frames = (source) => {
    const page = new Page();
    page.load(STUDIO, { source });
    page.load(STUDIO, { source });
    return page.frames().length;
  };
  assert.equal(frames(LOADER), 1);
  assert.equal(frames(without("if (handle) return handle;")), 2);
});

test("a tag that is a module finds itself", () => {
  const page = new Page();
  page.load(STUDIO, { module: true });
  page.add("footer");
  assert.deepEqual(page.document.body.childNodes.map((child) => child.localName), ["script", "div", "footer"]);
});

test("two calendars, two services and two places are widgets of their own", () => {
  const page = new Page();
  page.add("div", { id: "booking" });
  page.load(STUDIO);
  page.load({ "data-calendar": "garden" });
  page.load({ ...STUDIO, "data-service": "wheel" });
  page.load({ ...STUDIO, "data-target": "#booking" });
  assert.equal(page.frames().length, 4);
});

test("a tag from another origin brings the frame of that origin", () => {
  const page = new Page();
  page.load(STUDIO);
  page.load({ ...STUDIO, src: "http://127.0.0.1:8080/widget.js" });
  assert.deepEqual(page.frames().map((frame) => new URL(frame.src).origin), [ORIGIN, "http://127.0.0.1:8080"]);
});

test("a widget that the page has thrown away can be mounted again", () => {
  const page = new Page();
  const main = page.add("main");
  page.load(STUDIO, { parent: main });
  main.remove();
  page.load(STUDIO, { parent: page.add("main") });
  assert.equal(page.frames().length, 1);
  page.say("ready");
  assert.equal(received(page).length, 1);
});

test("a target that the parser has not reached yet is waited for", () => {
  const page = new Page();
  page.document.readyState = "loading";
  page.load({ ...STUDIO, "data-target": "#booking" });
  assert.equal(page.frames().length, 0);
  const target = page.add("div", { id: "booking" });
  page.document.readyState = "interactive";
  page.tell("DOMContentLoaded");
  assert.equal(page.frames()[0].parentNode.parentNode, target);
});

test("a target that does not exist, or no place at all, is told and breaks nothing", () => {
  const page = new Page();
  page.load({ ...STUDIO, "data-target": "#nowhere" });
  page.load({ ...STUDIO, "data-target": "a wrong selector!" });
  page.load(STUDIO, { parent: page.document.head });
  assert.equal(page.warnings.length, 3);
  assert.equal(page.frames().length, 0);
  page.load(STUDIO);
  assert.equal(page.frames().length, 1);
});

test("destroy takes the element away and ends what the widget was doing", () => {
  const page = loaded();
  const widget = page.window.BookingWidget.mount({ calendar: "garden", target: page.add("div") });
  const frame = page.frames()[1];
  page.say("height", { px: 900 }, { source: frame.contentWindow });
  page.paint();
  page.say("height", { px: 300 }, { source: frame.contentWindow });
  page.paint();
  page.say("height", { px: 1000 }, { source: frame.contentWindow });
  widget.destroy();
  assert.equal(page.paint(), 0);
  page.wait(60_000);
  assert.equal(frame.rules.height, "900px");
  assert.equal(widget.element.childNodes.length, 1);
  assert.deepEqual(page.frames().map((left) => new URL(left.src).pathname), ["/embed/studio"]);
  page.window.BookingWidget.destroy();
  assert.equal(page.frames().length, 0);
});

test("mount and on say what is missing", () => {
  const page = loaded();
  const api = page.window.BookingWidget;
  const target = page.document.body;
  for (const options of [undefined, {}, { target }, { calendar: "", target }, { calendar: "studio" }]) {
    assert.throws(() => api.mount(options), { name: "TypeError" });
  }
  for (const name of ["no such thing", "booking-confirmed", "toString", "escape", ["error"], undefined]) {
    assert.throws(() => api.on(name, () => {}), { name: "TypeError", message: /booking_confirmed/ });
  }
  assert.throws(() => api.on("error"), { name: "TypeError" });
});

test("the page keeps its own: one global is added", () => {
  const page = new Page();
  const before = Object.keys(page.window);
  page.load(STUDIO);
  const added = Object.keys(page.window).filter((name) => !before.includes(name));
  assert.deepEqual(added, ["BookingWidget"]);
});

test("a page that has changed what all its scripts share gets a working widget", () => {
  const booked = (source) => {
    const page = new Page();
    page.run(`
      for (const name of Object.getOwnPropertyNames(Array.prototype)) {
        if (typeof Array.prototype[name] === "function" && name !== "constructor") {
          Array.prototype[name] = () => { throw new Error("changed " + name); };
        }
      }
      Array.prototype[Symbol.iterator] = () => { throw new Error("changed iterator"); };
      Array.prototype.extra = Object.prototype.extra = () => "extra";
    `);
    page.load(STUDIO, { source });
    page.load({ "data-calendar": "garden" }, { source });
    page.window.BookingWidget.on("error", () => {})();
    page.window.BookingWidget.destroy("garden");
    page.wait(0);
    if (page.frames().length === 0) return page.thrown.map((error) => error.message);
    page.say("ready");
    page.say("event", { name: "error", detail: null });
    page.say("checkout", { id: "c1", url: PAY });
    return page.assigned;
  };
  assert.deepEqual(booked(LOADER), [PAY]);
  const careless = without("for (let i = 0; i < list.length; i += 1) visit(list[i]);", "[].forEach.call(list, visit);");
  assert.throws(() => booked(careless), { message: "changed forEach" });
});

// ---- Commands, the element, and what is fetched later ------------------------------------------------

const STUB = `
  window.BookingWidget = window.BookingWidget || function () {
    (BookingWidget.q = BookingWidget.q || []).push(arguments);
  };
`;

test("a call before the script has loaded is kept, and the same call works afterwards", () => {
  const page = new Page();
  page.add("div", { id: "booking" });
  page.run(`
    window.heard = [];
    ${STUB}
    BookingWidget("on", "error", (detail) => heard.push(detail));
    BookingWidget("mount", { calendar: "studio", target: "#booking" });
  `);
  page.load();
  assert.equal(page.frames().length, 1);
  page.say("event", { name: "error", detail: null });
  assert.equal(page.run("heard.length"), 1);
  page.run(STUB);
  page.run(`BookingWidget("destroy", "studio")`);
  assert.equal(page.frames().length, 0);
  assert.throws(() => page.run(`BookingWidget("explode")`), { name: "TypeError" });
});

test("the element brings the widget, and takes it along when it goes", () => {
  const page = new Page();
  page.load();
  const place = page.add("booking-widget", { calendar: "studio", language: "de", "min-height": "700" });
  const { connectedCallback, disconnectedCallback } = page.defined.get("booking-widget").prototype;
  connectedCallback.call(place);
  const [frame] = page.frames();
  assert.equal(frame.parentNode.parentNode, place);
  assert.equal(frame.rules.height, "700px");
  assert.equal(new URL(frame.src).searchParams.get("language"), "de");
  disconnectedCallback.call(place);
  assert.equal(page.frames().length, 0);
  connectedCallback.call(page.add("booking-widget"));
  page.wait(0);
  assert.equal(page.thrown.length, 1, "an element without a calendar is told and breaks nothing");
});

/** Lets promises of the page come to rest. */
const settled = () => new Promise((done) => setTimeout(done));

test("a press on a popup's element fetches the rest and keeps the link from opening", async () => {
  const page = new Page();
  page.load();
  page.modules = import("data:text/javascript,export const asked=[];export const popup=(...a)=>asked.push(a)");
  const link = page.add("a", { href: "/book", "data-booking-popup": "studio", "data-coupon": "WELCOME10" });
  const label = page.add("span", {}, link);
  assert.equal(page.press(page.add("p")), false);
  assert.equal(page.press(link, { ctrlKey: true }), false, "the guest opens it beside the page");
  assert.equal(page.press(label), true);
  await settled();
  assert.deepEqual(page.imported, [`${ORIGIN}/widget-more.js`]);
  const [[options, mount]] = (await page.modules).asked;
  assert.deepEqual([options.calendar, options.coupon, options.target], ["studio", "WELCOME10", link]);
  assert.equal(mount, page.window.BookingWidget.mount);
  page.press(link);
  await settled();
  assert.equal(page.imported.length, 1, "it is fetched once");
});

test("where the rest does not come the booking page opens, and the next press tries again", async () => {
  const page = new Page();
  page.load();
  page.modules = Promise.reject(new TypeError("no network"));
  const link = page.add("button", { "data-booking-popup": "studio", "data-prefill": "name=Test" });
  page.press(link);
  await settled();
  assert.deepEqual(page.assigned, [`${ORIGIN}/b/studio?name=Test&zone=Europe%2FLisbon`]);
  page.press(link);
  await settled();
  assert.deepEqual(page.imported, [`${ORIGIN}/widget-more.js`, `${ORIGIN}/widget-more.js?1`]);
});

test("a tag may ask for a button instead of a frame", async () => {
  const page = new Page();
  page.modules = import("data:text/javascript,export const asked=[];export const button=(...a)=>asked.push(a)");
  page.load({ ...STUDIO, "data-mode": "button" });
  await settled();
  assert.equal(page.frames().length, 0);
  assert.equal((await page.modules).asked.length, 1);
});
