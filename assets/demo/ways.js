// Lets the plain frame be as high as what it shows.
const frame = document.getElementById("booking");
const { origin } = new URL(frame.src);
window.addEventListener("message", ({ source, origin: from, data }) => {
  if (source !== frame.contentWindow || from !== origin || data?.booking !== 1) return;
  if (data.type === "height") frame.style.height = `${data.px}px`;
});
