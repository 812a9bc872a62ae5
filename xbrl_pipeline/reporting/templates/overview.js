"use strict";
(() => {
  const text = (row, place) => {
    const cell = row.children[place].cloneNode(true);
    for (const label of cell.querySelectorAll(".label, .under")) label.remove();
    return cell.textContent.trim();
  };
  const number = (value) => (/^[\u2212-]?[\d.,]+$/.test(value) ? Number(value.replace(/[.,]/g, "").replace("\u2212", "-")) : NaN);
  const compare = (one, other) => {
    const [left, right] = [number(one), number(other)];
    if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
    return one.localeCompare(other, document.documentElement.lang, { numeric: true });
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    heads.forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.title = head.dataset.label;
      button.textContent = head.textContent;
      head.textContent = "";
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const each of heads) each.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...body.rows].map((row) => [text(row, place), row]);
        rows.sort((one, other) => compare(one[0], other[0]) * (up ? 1 : -1));
        body.append(...rows.map((pair) => pair[1]));
      });
    });
  }
})();
