// Lists what the address tells, as a page that counts bookings would read it.
const told = document.getElementById("told");
for (const [name, value] of new URLSearchParams(location.search)) {
  const row = told.querySelector("table").insertRow();
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = name;
  row.append(head);
  row.insertCell().textContent = value;
  told.hidden = false;
}
