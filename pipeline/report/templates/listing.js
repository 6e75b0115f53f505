// A list to search, filter, sort and page through: only the rows of one page are ever made.
function makeList(root, { name, count, columns: shown, filters, open, sortBy }) {
  const size = 20;
  const state = { page: 0, sort: sortBy ?? null, down: false, rows: [] };
  const haystacks = new Array(count);
  const haystack = (row) => (haystacks[row] ??= shown.map((column) => column.text(row) ?? "").join(" \u0001 ").toLowerCase());
  const search = make("input", { type: "search", placeholder: `Search ${name}`, "aria-label": `Search ${name}`, oninput: () => later(refresh) });
  const selects = filters.map((filter) => {
    const tally = new Map();
    for (let row = 0; row < count; row++) tally.set(filter.value(row), (tally.get(filter.value(row)) ?? 0) + 1);
    const entries = [...tally].sort((a, b) => b[1] - a[1]);
    const select = make("select", { onchange: refresh }, make("option", { value: "" }, "all"), ...entries.map(([value, n]) => make("option", { value }, `${words(value)} (${n.toLocaleString("en-US")})`)));
    return { ...filter, select };
  });
  // The roles are named, because a phone shows rows as blocks, which are no table to a screen reader.
  const head = make("tr", { role: "row" }, ...shown.map((column, n) => make("th", { scope: "col", role: "columnheader", style: column.width ? `width:${column.width}` : null }, make("button", { type: "button", onclick: () => sort(n) }, column.label))));
  const body = make("tbody", { role: "rowgroup" });
  const told = make("span", { role: "status" });
  const back = make("button", { type: "button", class: "button", onclick: () => turn(-1) }, "Previous");
  const forth = make("button", { type: "button", class: "button", onclick: () => turn(1) }, "Next");
  root.replaceChildren(
    make("div", { class: "controls" }, make("label", { class: "grow" }, "Search", search), ...selects.map(({ label, select }) => make("label", {}, label, select))),
    make("div", { class: "scroll" }, make("table", { class: "list", role: "table", "aria-label": name[0].toUpperCase() + name.slice(1) }, make("thead", { role: "rowgroup" }, head), body)),
    make("div", { class: "pager" }, told, back, forth));

  let timer = 0;
  const later = (work) => { clearTimeout(timer); timer = setTimeout(work, count > 5000 ? 120 : 20); };

  function refresh() {
    const needles = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = selects.filter(({ select }) => select.value !== "");
    const rows = [];
    for (let row = 0; row < count; row++) {
      if (chosen.every(({ value, select }) => String(value(row)) === select.value) && (!needles.length || needles.every((needle) => haystack(row).includes(needle)))) rows.push(row);
    }
    state.rows = rows;
    state.page = 0;
    order();
  }

  function order() {
    if (state.sort !== null) {
      const { text, number } = shown[state.sort];
      const keys = new Map(state.rows.map((row) => [row, number ? number(row) : text(row) ?? ""]));
      const sign = state.down ? -1 : 1;
      state.rows.sort((a, b) => {
        const [x, y] = [keys.get(a), keys.get(b)];
        return sign * (x < y ? -1 : x > y ? 1 : 0) || a - b;
      });
    }
    paint();
  }

  function sort(n) {
    state.down = state.sort === n && !state.down;
    state.sort = n;
    [...head.children].forEach((cell, place) => (place === n ? cell.setAttribute("aria-sort", state.down ? "descending" : "ascending") : cell.removeAttribute("aria-sort")));
    [...head.children].forEach((cell, place) => { cell.firstChild.textContent = shown[place].label + (place === n ? (state.down ? " ↓" : " ↑") : ""); });
    order();
  }

  function turn(by) {
    state.page += by;
    paint();
    if (root.getBoundingClientRect().top < 0) root.scrollIntoView();
  }

  function paint() {
    const first = state.page * size, rows = state.rows.slice(first, first + size);
    body.replaceChildren(...rows.map((row) => make("tr", { class: "pick", role: "row", onclick: (event) => { if (!event.target.closest("button, a")) open(row, event.currentTarget.querySelector("button")); } },
      ...shown.map((column) => make("td", { class: column.class, role: "cell", "data-label": column.label }, column.opens ? make("button", { type: "button", class: "open", onclick: (event) => open(row, event.currentTarget) }, ...breakable(column.text(row) || "show")) : column.node ? column.node(row) : column.text(row))))));
    if (!rows.length) body.append(make("tr", { role: "row" }, make("td", { colspan: shown.length, class: "block", role: "cell" }, count ? `No ${name} match.` : `No ${name}.`)));
    const all = state.rows.length.toLocaleString("en-US");
    told.textContent = rows.length ? `${(first + 1).toLocaleString("en-US")}–${(first + rows.length).toLocaleString("en-US")} of ${all}${state.rows.length < count ? ` (${count.toLocaleString("en-US")} in all)` : ""}` : "";
    back.disabled = state.page === 0;
    forth.disabled = first + size >= state.rows.length;
    back.hidden = forth.hidden = state.rows.length <= size;
  }
  refresh();
  return { choose: (label, value) => { selects.find((s) => s.label === label).select.value = value; refresh(); } };
}

// A key may break after its slashes, not inside a date or a code.
const breakable = (text) => text.split(/(?<=\/)/).flatMap((part) => [make("wbr"), part.length < 28 ? make("span", {}, part) : part]);

function makeFindings() {
  const rank = { error: 0, warning: 1, info: 2 };
  const severity = (row) => finding.severity(row) + (finding.waived(row) ? ", waived" : "");
  return makeList($("finding-list"), {
    name: "findings", count: data.findings.n, open: showFinding,
    columns: [
      { width: "6.6rem", label: "Severity", class: "tight", text: severity, number: (row) => rank[finding.severity(row)] + (finding.waived(row) ? 3 : 0), node: (row) => make("span", { class: `pill ${finding.waived(row) ? "info" : finding.severity(row)}` }, severity(row)) },
      { width: "8rem", label: "Check", class: "tight", text: (row) => words(finding.check(row)) },
      { width: "26%", label: "Where", class: "block", text: (row) => finding.key(row), opens: true },
      { width: "3.8rem", label: "Page", class: "number", text: (row) => (finding.page(row) ? String(finding.page(row)) : ""), number: (row) => finding.page(row) ?? 0 },
      { width: "8.5rem", label: "Printed", class: "number", text: (row) => finding.printed(row) },
      { width: "8.5rem", label: "Expected", class: "number", text: (row) => finding.proposed(row) ?? finding.expected(row) },
      { label: "What", class: "block", text: (row) => finding.message(row) },
    ],
    filters: [
      { label: "Document", value: finding.doc }, { label: "Severity", value: severity },
      { label: "Check", value: finding.check }, { label: "Origin", value: finding.origin },
    ],
  });
}

function makeTerms() {
  const term = columns(data.terms);
  const per = (row) => [term.value(row), term.per(row) ? `per ${words(term.per(row))}` : null].filter(Boolean).join(" ");
  const open = (row, from) => {
    const clause = data.terms.clauses[term.clause(row)] ?? term.sentence(row);
    const printed = term.printed(row), at = clause.indexOf(printed);
    const text = at < 0 ? [clause] : [clause.slice(0, at), make("mark", {}, printed), clause.slice(at + printed.length)];
    openPanel(from, [make("span", { class: "big" }, printed), [term.where(row), term.title(row)].filter(Boolean).join(" · ")], [
      make("p", { class: "where" }, [term.doc(row), term.page(row) ? `page ${term.page(row)}` : null, `${term.kind(row)}: ${per(row)}`, term.date(row) ? `effective ${day(term.date(row))}` : null].filter(Boolean).join(" · ")),
      make("p", { class: "clause" }, ...text)]);
  };
  makeList($("term-list"), {
    name: "terms", count: data.terms.n, open,
    columns: [
      { width: "6rem", label: "Kind", class: "tight", text: term.kind },
      { width: "9rem", label: "Value", class: "number", text: per, number: (row) => Number(term.value(row).replace(/[,-]/g, "")) || 0 },
      { width: "10rem", label: "Printed", text: term.printed, opens: true },
      { width: "7.5rem", label: "Clause", class: "tight", text: term.where },
      { width: "6.5rem", label: "Effective", class: "number", text: term.date },
      { label: "Sentence", class: "block", text: term.sentence },
    ],
    filters: [{ label: "Document", value: term.doc }, { label: "Kind", value: term.kind }],
  });
}
