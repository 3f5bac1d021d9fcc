// Puts another state of the gallery into the page that is open.
window.show = async (path) => {
  const text = await (await fetch(path)).text();
  const next = new DOMParser().parseFromString(text, "text/html");
  const root = document.documentElement;
  root.lang = next.documentElement.lang;
  root.dir = next.documentElement.dir;
  document.title = next.title;
  document.getElementById("own").textContent = next.getElementById("own").textContent;
  document.getElementById("booking").replaceWith(document.adoptNode(next.getElementById("booking")));
  scrollTo(0, 0);
  // What moves in is looked at where it ends; what turns without end, or goes with the scrolling, is
  // left alone.
  for (const animation of document.getAnimations()) {
    const ends = animation.effect.getComputedTiming().endTime !== Infinity;
    if (ends && animation.timeline === document.timeline) animation.finish();
  }
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
};
