// Types of what `/widget.js` puts on a page: the global `BookingWidget` and the `booking:*` events.
//
// A tag alone needs none of this:
//
//   <script async src="https://book.example/widget.js" data-calendar="studio"></script>
//
// The frame stands right after the tag, or inside the element that `data-target` selects. The other
// attributes are the options below: data-theme, data-language, data-service, data-coupon, data-title,
// data-min-height. A tag that is pasted twice mounts once; tags for two calendars mount two widgets.
//
// The tag is async, so nothing holds the page up, and the page can keep the widget's room free from
// its first paint by giving the element around it the same `min-height` as `data-min-height`.
//
// Calls that must not wait for the script go through the queue, before as after it has loaded:
//
//   window.BookingWidget = window.BookingWidget || { q: [] };
//   BookingWidget.q.push(["mount", { calendar: "studio", target: "#booking" }]);
//   BookingWidget.q.push(["on", "order-confirmed", (detail) => console.log(detail)]);
//
// A page's content policy needs no more than the origin of the booking pages under `script-src` and
// `frame-src`.

/** What a widget shows and where. */
interface BookingWidgetOptions {
  /** The id of the calendar. */
  calendar: string;
  /**
   * Where the frame goes: the element that contains it, or a selector of that element. A selector
   * may name an element that the page's parser has not reached yet. A script element stands for
   * the place right after it.
   */
  target: string | Element;
  /** Light, dark, or as the guest's system says. Without it the calendar's own setting counts. */
  theme?: "light" | "dark" | "auto" | null;
  /** The language of the widget as a BCP 47 tag. Without it the guest's browser decides. */
  language?: string | null;
  /** The id of a service that is already chosen when the widget opens. */
  service?: string | null;
  /** A coupon code that is entered when the widget opens. */
  coupon?: string | null;
  /**
   * The name that screen readers give the frame; "Booking" in the page's language by default. A page
   * with several widgets should name each.
   */
  title?: string | null;
  /**
   * A height in CSS pixels, a whole number from 200 to 8000, that is reserved before the widget has
   * loaded and never gone below. Without it 640 pixels are reserved on the first visit, later the
   * height that the widget then had.
   */
  minHeight?: number | null;
  /** The origin of the booking pages; by default that of the script. */
  origin?: string | null;
}

/** One widget on the page. */
interface BookingWidgetHandle {
  readonly calendar: string;
  /** The element around the frame. The `booking:*` events start here and bubble. */
  readonly element: HTMLElement;
  /** Takes the widget off the page. */
  destroy(): void;
}

/** What a widget tells the page, each once and only when it is true. */
type BookingWidgetEventName =
  | "service-selected"
  | "slot-selected"
  | "coupon-applied"
  | "coupon-removed"
  | "order-opened"
  | "order-confirmed"
  | "error";

/** The facts of one event. Amounts are whole numbers of the currency's smallest unit. */
type BookingWidgetEventDetail = Readonly<Record<string, unknown>> | null | undefined;

/** One call for the queue: the name of a command, then what the command takes. */
type BookingWidgetCall =
  | ["mount", BookingWidgetOptions]
  | ["on", BookingWidgetEventName, BookingWidgetHandler]
  | ["destroy", string?];

type BookingWidgetHandler = (detail: BookingWidgetEventDetail, widget: BookingWidgetHandle) => void;

interface BookingWidgetApi {
  /** The version of what loader and frame say to each other. */
  readonly version: 1;
  /**
   * Puts a widget on the page. Where the same widget already stands in the same place, that one is
   * returned. A selector that finds nothing once the page has been parsed is told on the console.
   *
   * @throws {TypeError} without a calendar, a target or a known origin.
   */
  mount(options: BookingWidgetOptions): BookingWidgetHandle;
  /**
   * Calls `handler` for this event of every widget on the page; the function that is returned ends
   * that. The page can as well listen for `booking:<name>` on an element or the document.
   *
   * @throws {TypeError} for a name that is no event.
   */
  on(name: BookingWidgetEventName, handler: BookingWidgetHandler): () => void;
  /** Takes the widgets of one calendar off the page, or all of them. */
  destroy(calendar?: string): void;
  /** Takes calls in the form of the queue, so that code written for before works after loading. */
  readonly q: { push(call: BookingWidgetCall): void };
}

interface Window {
  /** Before the script has loaded at most a queue, afterwards all of it. */
  BookingWidget?: BookingWidgetApi | { q: BookingWidgetCall[] };
}

interface DocumentEventMap extends BookingWidgetEventMap {}
interface HTMLElementEventMap extends BookingWidgetEventMap {}

interface BookingWidgetEventMap {
  "booking:service-selected": CustomEvent<BookingWidgetEventDetail>;
  "booking:slot-selected": CustomEvent<BookingWidgetEventDetail>;
  "booking:coupon-applied": CustomEvent<BookingWidgetEventDetail>;
  "booking:coupon-removed": CustomEvent<BookingWidgetEventDetail>;
  "booking:order-opened": CustomEvent<BookingWidgetEventDetail>;
  "booking:order-confirmed": CustomEvent<BookingWidgetEventDetail>;
  "booking:error": CustomEvent<BookingWidgetEventDetail>;
}
