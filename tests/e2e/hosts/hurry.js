// Long waits pass fifty times as fast here, so that no test has to sit through ten seconds.
(() => {
  const wait = window.setTimeout;
  window.setTimeout = (then, ms, ...more) => wait(then, ms >= 5000 ? ms / 50 : ms, ...more);
})();
