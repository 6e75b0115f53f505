// Salary tables as they are printed: choose one, walk its amounts with the arrow keys.
const CLASSES_AT_ONCE = 40;
let current = -1;

const tableName = (table) => (table.appendix ? `Appendix ${table.appendix}` : "Salary table");
const cellsOf = (table) => table.groups.flatMap((group) => group.rows.flatMap((row) => row[2].filter((place) => place >= 0)));

function fillChooser() {
  let doc = null;
  data.tables.forEach((table, number) => {
    if (table.doc !== doc) $("chooser").append(make("h3", {}, (doc = table.doc)));
    const doubts = cellsOf(table).filter((place) => STATUSES[rate.status(place)] === "suspect" || isFlagged(place)).length;
    $("chooser").append(make("button", { type: "button", "data-table": number, onclick: () => showTable(number) },
      make("span", {}, tableName(table)),
      doubts ? make("span", { class: "bad", title: `${doubts} amounts that are suspect or have errors beside them` }, String(doubts)) : null,
      make("span", { class: "note" }, day(table.date))));
  });
}

function showTable(number) {
  current = number;
  const table = data.tables[number];
  for (const button of $("chooser").querySelectorAll("button")) {
    if (Number(button.dataset.table) === number) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  const pages = table.pages.length ? ` · page${table.pages.length > 1 ? "s" : ""} ${table.pages[0]}${table.pages.length > 1 ? `–${table.pages.at(-1)}` : ""}` : "";
  const filter = table.groups.length > 6 ? make("input", { type: "search", class: "filter", placeholder: "Filter classes", "aria-label": "Filter classes", oninput: (event) => fillGrid(table, event.target.value) }) : null;
  $("sheet").replaceChildren(
    make("header", {}, make("div", {}, make("h3", {}, tableName(table)),
      make("p", {}, `${table.doc}${pages} · ${table.date ? `operative ${day(table.date)}` : "no operative date"} · ${cellsOf(table).length.toLocaleString("en-US")} amounts`),
      ...table.rules.map((rule) => make("p", { class: "rules" }, `Pay rule found: ${rule}`))), filter ?? ""),
    ...table.conditions.map((condition) => make("p", { class: "condition" }, condition)),
    make("div", { id: "grid", class: "scroll", role: "region", tabindex: "0", "aria-label": `${tableName(table)} of ${table.doc}` }));
  fillGrid(table, "");
}

function fillGrid(table, wanted) {
  const needle = wanted.trim().toLowerCase();
  const groups = table.groups.filter((group) => `${group.title} ${group.code} ${group.range} ${group.unit}`.toLowerCase().includes(needle));
  const named = groups.some((group) => group.rows.some((row) => row[0]));
  const head = table.across === "step" ? table.cols.map((step) => (/^\d+$/.test(step) ? `Step ${step}` : step)) : table.cols.map((period) => PERIODS.find((p) => p[0] === period)[1]);
  const grid = make("table", { class: "grid", onkeydown: walk }, make("thead", {}, make("tr", {},
    named ? make("th", { class: "label", scope: "col" }, "Component") : null, make("th", { class: "label", scope: "col" }, table.across === "step" ? "Per" : "Step"),
    ...head.map((label) => make("th", { scope: "col" }, label)))));
  let shown = 0;
  const more = make("button", { type: "button", class: "button more", onclick: () => add() });
  const add = () => {
    grid.append(...groups.slice(shown, shown + CLASSES_AT_ONCE).map((group) => groupBody(group, named, table.cols.length)));
    shown = Math.min(groups.length, shown + CLASSES_AT_ONCE);
    more.textContent = `Show more classes (${groups.length - shown} left)`;
    more.hidden = shown >= groups.length;
  };
  add();
  const first = grid.querySelector(".cell");
  if (first) first.tabIndex = 0;
  $("grid").replaceChildren(groups.length ? grid : make("p", { class: "condition" }, "No class matches."), more);
}

function groupBody(group, named, width) {
  const wrong = group.rows.flatMap((row) => row[2]).find((place) => place >= 0 && (findingsOf.get(place) ?? []).some((row) => finding.column(row) === "range_code"));
  const range = group.range ? `range ${group.range}` : null;
  const notes = [group.code, wrong === undefined ? range : null, group.unit].filter(Boolean).join(" · ");
  const pill = wrong === undefined ? null : make("button", { type: "button", class: "pill suspect", onclick: (event) => showRate(wrong, event.currentTarget) }, `${range}: doubtful`);
  const body = make("tbody", {}, make("tr", { class: "class" }, make("th", { colspan: width + (named ? 2 : 1), scope: "rowgroup" },
    make("span", {}, group.title || group.code || "Class not printed", notes ? make("span", { class: "note" }, notes) : null, pill))));
  let last = null;
  for (const [component, label, cells] of group.rows) {
    const fresh = component !== last;
    const span = fresh ? group.rows.filter((row) => row[0] === component).length : 0;
    body.append(make("tr", { class: fresh && named ? "lead-row" : null },
      named && fresh ? make("th", { class: "component", scope: "row", rowspan: span }, component || "Base pay") : null,
      make("th", { class: "per", scope: "row" }, label), ...cells.map(cellOf)));
    last = component;
  }
  return body;
}

function cellOf(place) {
  if (place < 0) return make("td");
  const status = STATUSES[rate.status(place)];
  const flag = isFlagged(place);
  return make("td", {}, make("button", {
    type: "button", class: `cell ${status}${flag ? " flag" : ""}`, tabindex: "-1", "data-rate": place, "aria-expanded": "false",
    "aria-label": status === "ok" && !flag ? null : [money(rate.amount(place)), STATUS_WORDS[rate.status(place)], flag ? "with findings" : null].filter(Boolean).join(", "),
    onclick: (event) => showRate(place, event.currentTarget),
  }, money(rate.amount(place))));
}

// An amount may be right and what is printed beside it (its range code, its label) wrong all the same.
const isFlagged = (place) => (findingsOf.get(place) ?? []).some((row) => finding.severity(row) === "error" && !finding.waived(row));

// One amount is in the order of the Tab key; the arrow keys go on from there.
function walk(event) {
  const move = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  const cell = event.target.closest(".cell");
  if (!move || !cell) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll("tbody tr:not(.class)")];
  const spots = (row) => [...row.querySelectorAll("td")];
  let y = rows.indexOf(cell.closest("tr")), x = spots(rows[y]).indexOf(cell.closest("td")), next = null;
  do {
    [y, x] = [y + move[0], x + move[1]];
    next = rows[y] && spots(rows[y])[x];
  } while (next && !next.querySelector(".cell"));
  if (!next) return;
  cell.tabIndex = -1;
  next.querySelector(".cell").tabIndex = 0;
  next.querySelector(".cell").focus();
}

function showPageTable(doc, page) {
  const number = data.tables.findIndex((table) => table.doc === doc && table.pages.includes(page));
  if (number < 0) return;
  showTable(number);
  $("tables").scrollIntoView();
}
