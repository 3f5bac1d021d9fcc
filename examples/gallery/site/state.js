// The theme of a state's page, from its address; without one it is the system's.
const theme = new URLSearchParams(location.search).get("theme");
if (theme) document.documentElement.dataset.theme = theme;
