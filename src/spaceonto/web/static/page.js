// Everything here is a comfort: without it, every page and form works.
"use strict";

for (const hint of document.querySelectorAll("[data-js]")) hint.hidden = false;

for (const form of document.querySelectorAll("form[data-editor]")) {
  const area = form.querySelector("textarea");
  const button = form.querySelector("button");
  const status = form.querySelector("[data-status]");
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    // A long query does not fit into an address.
    if (new URLSearchParams(new FormData(form)).toString().length > 6000) form.method = "post";
    if (form.format.value !== "html") return;
    const start = Date.now();
    button.disabled = true;
    const tick = () => { status.textContent = `Asked ${Math.round((Date.now() - start) / 1000)} s ago …`; };
    tick();
    setInterval(tick, 1000);
  });
  // Coming back by the browser's history shows the page as it was left.
  addEventListener("pageshow", () => { button.disabled = false; status.textContent = ""; });
  if (area.dataset.line) {
    const lines = area.value.split("\n").slice(0, Number(area.dataset.line) - 1);
    const at = lines.join("\n").length + (lines.length ? 1 : 0) + Number(area.dataset.column) - 1;
    area.focus();
    area.setSelectionRange(at, Math.min(at + Number(area.dataset.length), area.value.length));
  }
}

for (const table of document.querySelectorAll("table[data-sortable]")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const text = (row) => row.cells[column].textContent.trim();
      const rows = [...table.tBodies[0].rows].sort((a, b) => text(a).localeCompare(text(b), "en", { numeric: true }));
      if (down) rows.reverse();
      table.tBodies[0].append(...rows);
    });
  });
}
