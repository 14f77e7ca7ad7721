// Casebook: lets the columns of a table be sorted, and the ledger be narrowed down. Without it every table stands
// whole, in the order of its source.
"use strict";
(() => {
  const numeral = /^[-+−]?(\d[\d,\u202f ]*)?(\.\d+)?([eE][-+]?\d+)?$/;

  // A number for a cell of a number with or without its unit, its text for any other, null for none.
  const valueOf = (cell) => {
    const text = cell ? cell.textContent.trim() : "";
    if (!text || cell.querySelector(":scope > .null")) return null;
    const [first] = text.replace(/^≈ /, "").split(/\s(?=[a-zµ%])/i);
    return /\d/.test(first) && numeral.test(first)
      ? Number(first.replace(/[,\u202f ]/g, "").replace("−", "-")) : text;
  };

  // Numbers before texts, nothing last in either direction; equal rows keep the order they had.
  const compare = (a, b, sign) => {
    if (a === null || b === null) return (a === null) - (b === null);
    if (typeof a !== typeof b) return typeof a === "number" ? -sign : sign;
    return a < b ? -sign : a > b ? sign : 0;
  };

  const sort = (table, header) => {
    const descending = header.getAttribute("aria-sort") === "ascending";
    const column = header.cellIndex;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, value: valueOf(row.cells[column]) }));
    rows.sort((a, b) => compare(a.value, b.value, descending ? -1 : 1));
    body.append(...rows.map(({ row }) => row));
    for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", descending ? "descending" : "ascending");
  };

  for (const table of document.querySelectorAll(".table > table")) {
    const body = table.tBodies[0];
    const headers = table.tHead ? [...table.tHead.rows[0].cells] : [];
    if (!body || body.rows.length < 3 || table.querySelector("[colspan], [rowspan]")) continue;
    for (const header of headers) {
      if (!header.textContent.trim() || header.querySelector("a, button")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...header.childNodes);
      button.addEventListener("click", () => sort(table, header));
      header.append(button);
    }
  }

  // What belongs to a row: from the heading that one of its links leads to, up to the next.
  const partsOf = (row) => {
    const parts = [];
    for (const link of row.querySelectorAll("a[href*='#']")) {
      if (link.pathname !== location.pathname) continue;
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!heading || !/^H[2-6]$/.test(heading.tagName)) continue;
      for (let part = heading; part; part = part.nextElementSibling) {
        if (part !== heading && /^H[1-6]$/.test(part.tagName) && part.tagName <= heading.tagName) break;
        parts.push(part);
      }
    }
    return parts;
  };

  for (const filter of document.querySelectorAll(".filter")) {
    const table = [...document.querySelectorAll(".table > table")]
      .find((table) => filter.compareDocumentPosition(table) & 4 /* follows */);
    if (!table || !table.tHead) continue;
    const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    const choices = [...filter.querySelectorAll("select")];
    const rows = [...table.tBodies[0].rows].map((row) => ({ row, parts: partsOf(row) }));
    const narrow = () => {
      let shown = 0;
      for (const { row, parts } of rows) {
        const fits = choices.every(({ name, value }) => !value
          || [...row.cells[names.indexOf(name)].querySelectorAll("a")].some((link) => link.textContent === value));
        shown += fits;
        for (const part of [row, ...parts]) part.hidden = !fits;
      }
      filter.querySelector("output").value = shown === rows.length ? "" : `${shown} of ${rows.length} shown`;
    };
    for (const choice of choices) choice.addEventListener("change", narrow);
    filter.hidden = false;
    // A page that the browser brings back keeps its choices.
    narrow();
  }
})();
