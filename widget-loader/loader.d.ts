// Types of what `/widget.js` puts on a page: the global `BookingWidget`, the element
// `<booking-widget>` and the `booking:*` events. PROTOCOL.md tells when each event happens.
//
// A tag alone needs none of this:
//
//   <script async src="https://book.example/widget.js" data-calendar="studio"></script>
//
// The frame stands right after the tag, or inside the element that `data-target` selects. Every
// option below can be written as an attribute: on the tag and on elements with `data-booking-popup`
// as `data-coupon`, `data-min-height` and so on, on `<booking-widget>` without `data-`. A tag that is
// pasted twice mounts once; tags for two calendars mount two widgets.
//
// The tag is async, so nothing holds the page up, and the page can keep the widget's room free from
// its first paint by giving the element around it the same `min-height` as `data-min-height`.
//
// Calls may be made before the script has loaded:
//
//   window.BookingWidget = window.BookingWidget || function () {
//     (BookingWidget.q = BookingWidget.q || []).push(arguments);
//   };
//   BookingWidget("mount", { calendar: "studio", target: "#booking" });
//   BookingWidget("on", "booking_confirmed", (detail) => console.log(detail));
//
// A page's content policy needs no more than the origin of the booking pages under `script-src` and
// `frame-src`.

/** What a widget shows. */
interface BookingWidgetShown {
  /** The id of the calendar. */
  calendar: string;
  /** Light, dark, or as the guest's system says. Without it the calendar's own setting counts. */
  theme?: "light" | "dark" | "auto" | null;
  /** Instead of the calendar's own look. */
  look?: "neo" | "classic" | null;
  /** The language of the widget as a BCP 47 tag. Without it the guest's browser decides. */
  language?: string | null;
  /**
   * The IANA name of the time zone that times are shown in, unless the calendar is locked to its own.
   * Without it that of the guest's browser.
   */
  zone?: string | null;
  /** The id of a service that is already chosen when the widget opens. */
  service?: string | null;
  /** A coupon code that is entered when the widget opens. */
  coupon?: string | null;
  /**
   * Names of parameters of the host page's address that are passed on to the widget and kept with the
   * order, separated by commas: "ref,partner". Those that begin with `utm_` always are.
   */
  pass?: string | null;
  /**
   * The token by which the page's server says which of its members the guest is, so that they get what
   * they were granted; the README has the few lines that make one. One that is not good counts as none.
   */
  member?: string | null;
  /**
   * What the form is filled in with: `name`, `email`, `phone`, `notes`, `answer.ID` for the calendar's
   * own questions, `person.2.name` and `person.2.email` for whoever else takes part, counted from the
   * one who books; as an object, as pairs where a question takes several answers, or as a query string,
   * which is the form for attributes.
   */
  prefill?: Record<string, string> | [string, string][] | string | null;
  /**
   * "msgsndr": a booking is told to the page by the message
   * `["msgsndr-booking-complete", facts]` as well, for scripts that know that one.
   */
  messages?: "msgsndr" | null;
  /**
   * The name that screen readers give the frame, and what stands above a window; "Booking" in the
   * page's language by default. A page with several widgets should name each.
   */
  title?: string | null;
  /** The origin of the booking pages; by default that of the script. */
  origin?: string | null;
}

/** What a widget shows and where. */
interface BookingWidgetOptions extends BookingWidgetShown {
  /**
   * Where the frame goes: the element that contains it, or a selector of that element. A selector
   * may name an element that the page's parser has not reached yet. A script element stands for
   * the place right after it.
   */
  target: string | Element;
  /**
   * A height in CSS pixels, a whole number from 200 to 8000, that is reserved before the widget has
   * loaded and never gone below. Without it 640 pixels are reserved on the first visit, later the
   * height that the widget then had.
   */
  minHeight?: number | string | null;
  /** "now": the frame loads at once. Without it that waits until the place is near the view. */
  load?: "now" | null;
  /**
   * "inline": no frame; the widget runs in the page, in a shadow root. Where that does not work the frame
   * takes its place. PROTOCOL.md tells what it needs.
   */
  mode?: "inline" | null;
}

/** The button over a corner of the page. */
interface BookingWidgetButtonOptions extends BookingWidgetShown {
  /** Its words; "Book now" in the page's language by default. */
  label?: string | null;
  /** Its colour as #rrggbb; its words are written dark or white, whichever is read better. */
  color?: string | null;
  /** "start": the other corner at the bottom. */
  side?: "start" | null;
}

/** One widget on the page. */
interface BookingWidgetHandle {
  readonly calendar: string;
  /** The element around the frame or the shadow root. The `booking:*` events start here and bubble. */
  readonly element: HTMLElement;
  /** Takes the widget off the page. */
  destroy(): void;
}

/** What an event is of. Amounts are whole numbers of the currency's smallest unit. */
interface BookingWidgetOfCalendar {
  calendar_id: string;
}

interface BookingWidgetPrice {
  total_minor: number;
  /** ISO 4217. */
  currency: string;
}

interface BookingWidgetCoupon extends BookingWidgetOfCalendar, BookingWidgetPrice {
  code: string;
  discount_minor: number;
}

interface BookingWidgetOrder extends BookingWidgetOfCalendar {
  order_id: string;
  /** RFC 3339. */
  starts_at: string;
  currency: string;
}

/** What a widget tells the page, each once and only when it is true, with its facts. */
interface BookingWidgetEvents {
  ready: undefined;
  height: { px: number };
  service_selected: BookingWidgetOfCalendar & { service_id: string };
  slot_selected: BookingWidgetOfCalendar &
    BookingWidgetPrice & { service_ids: string[]; starts_at: string };
  step_changed: BookingWidgetOfCalendar & {
    step: "services" | "time" | "details" | "payment" | "order" | "nothing";
  };
  coupon_applied: BookingWidgetCoupon;
  coupon_removed: BookingWidgetCoupon;
  coupon_rejected: BookingWidgetOfCalendar & { code: string; reason: string };
  price_changed: BookingWidgetOfCalendar & { from: number; to: number; currency: string };
  booking_submitted: BookingWidgetOrder & BookingWidgetPrice;
  payment_succeeded: BookingWidgetOrder & { paid_minor: number };
  booking_confirmed: BookingWidgetOrder & BookingWidgetPrice;
  booking_cancelled: BookingWidgetOrder & { refunded_minor: number };
  error: BookingWidgetOfCalendar & { code: string };
}

type BookingWidgetHandler<Name extends keyof BookingWidgetEvents> = (
  detail: BookingWidgetEvents[Name],
  widget: BookingWidgetHandle,
) => void;

interface BookingWidgetApi {
  /** Does what the method of that name does; works before the script has loaded. */
  (command: "mount", options: BookingWidgetOptions): BookingWidgetHandle | undefined;
  (command: "popup", options: BookingWidgetShown): void;
  (command: "button", options: BookingWidgetButtonOptions): void;
  <Name extends keyof BookingWidgetEvents>(
    command: "on",
    name: Name,
    handler: BookingWidgetHandler<Name>,
  ): (() => void) | undefined;
  (command: "destroy", calendar?: string): void;

  /** The version of what loader and frame say to each other; not there before the script is. */
  readonly version?: 1;
  /**
   * Puts a widget on the page. Where the same widget already stands in the same place, that one is
   * returned. A selector that finds nothing once the page has been parsed is told on the console.
   *
   * @throws {TypeError} without a calendar, a target or a known origin.
   */
  mount(options: BookingWidgetOptions): BookingWidgetHandle;
  /**
   * Opens a window with the widget above the page. A window that is opened again is as the guest left
   * it. Where it cannot be shown, the booking page opens instead.
   */
  popup(options: BookingWidgetShown): void;
  /** Puts a button over a corner of the page, which opens the window. */
  button(options: BookingWidgetButtonOptions): void;
  /**
   * Calls `handler` for this event of every widget on the page; the function that is returned ends
   * that. The page can as well listen for `booking:<name>` on an element or the document.
   *
   * @throws {TypeError} for what is not the name of an event, with the names that are.
   */
  on<Name extends keyof BookingWidgetEvents>(name: Name, handler: BookingWidgetHandler<Name>): () => void;
  /** Takes the widgets, windows and buttons of one calendar off the page, or all of them. */
  destroy(calendar?: string): void;
  /** Calls that were made before the script has loaded. */
  q?: { push(call: ArrayLike<unknown>): unknown };
}

/** What may stand in until the script has loaded: a function that keeps its calls in `q`. */
type BookingWidgetStub = (...call: any[]) => void;

declare const BookingWidget: BookingWidgetApi;

interface Window {
  get BookingWidget(): BookingWidgetApi;
  set BookingWidget(api: BookingWidgetApi | BookingWidgetStub);
}

type BookingWidgetDomEvents = {
  [Name in keyof BookingWidgetEvents as `booking:${Name}`]: CustomEvent<BookingWidgetEvents[Name]>;
};

interface DocumentEventMap extends BookingWidgetDomEvents {}
interface HTMLElementEventMap extends BookingWidgetDomEvents {}
