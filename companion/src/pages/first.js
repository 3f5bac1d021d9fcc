// Finishes the first screen of a page before it is painted; what is pressed in it waits for start.js.
import { finish } from "./drawn.js";

globalThis.bookingFirst = finish(document.getElementById("booking"), document.documentElement);
