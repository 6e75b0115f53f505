// The panel at the side: one amount, finding or term, with its place and everything it was checked against.
const panel = $("panel");
let opener = null;

function openPanel(from, title, body) {
  opener?.setAttribute?.("aria-expanded", "false");
  opener = from;
  if (from?.classList.contains("cell")) from.setAttribute("aria-expanded", "true");
  $("panel-title").replaceChildren(...title);
  $("panel-body").replaceChildren(...body.filter(Boolean));
  keepInPlace(from, () => { panel.hidden = false; });
  $("panel-body").scrollTop = 0;
  for (const crop of panel.querySelectorAll(".crop, .source-lines")) crop.dispatchEvent(new Event("shown"));
  $("panel-title").focus({ preventScroll: true });
}

// On a wide screen the page makes room for the panel; what was chosen stays where it was on the screen.
function keepInPlace(element, change) {
  const before = element?.isConnected ? element.getBoundingClientRect().top : null;
  change();
  if (before !== null) scrollBy({ top: element.getBoundingClientRect().top - before, behavior: "instant" });
}

function closePanel() {
  if (panel.hidden) return;
  keepInPlace(opener, () => { panel.hidden = true; });
  if (opener?.classList.contains("cell")) opener.setAttribute("aria-expanded", "false");
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  opener = null;
}
$("panel-close").addEventListener("click", closePanel);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closePanel(); });

function showRate(place, from) {
  const period = PERIODS[rate.period(place)][1].toLowerCase();
  const what = [rate.name(place), `step ${rate.step(place)}`, period].filter(Boolean).join(", ");
  const title = [make("span", { class: "big" }, rate.orig(place)), `${classOf(place)}: ${what}`];
  openPanel(from, title, [statusLine(place), whereLine(place), placePicture(place), ...proposals(place), ...identityCards(place), ...commandLine(rateKey(place))]);
}

const rateKey = (place) => `${rate.doc(place)}/${rate.id(place)}`;

function statusLine(place) {
  const status = rate.status(place);
  const read = rate.orig(place).replace(/[^\d.,]/g, "");
  const changed = STATUSES[status] === "repaired" && read !== money(rate.amount(place));
  const told = changed ? ` read as ${rate.orig(place)}, published as ${money(rate.amount(place))}` : "";
  const accepted = data.accepted[place];
  const instead = accepted ? ` ${money(accepted[0])} was accepted in its place: ${accepted[1]}` : "";
  return make("p", {}, make("span", { class: `pill ${STATUSES[status]}` }, STATUS_WORDS[status]), told, instead);
}

function whereLine(place) {
  const box = rate.box(place), page = rate.page(place);
  const spot = page ? `page ${page}` : box?.length === 3 ? `line ${box[0]}` : null;
  const table = rate.appendix(place) ? `Appendix ${rate.appendix(place)}` : null;
  const range = rate.range(place) ? `range ${rate.range(place)}` : null;
  const since = rate.date(place) ? `operative ${day(rate.date(place))}` : null;
  return make("p", { class: "where" }, [rate.doc(place), spot, table, since, range, `read by ${rate.reader(place)}`].filter(Boolean).join(" · "));
}

// The page with row, column and amount marked; the box of the picture scrolls over the rest of the page.
function placePicture(place) {
  const box = rate.box(place);
  if (box?.length === 3) return linesAround(rate.doc(place), box);
  if (!box) return make("p", { class: "where" }, "Its place in the document is not known.");
  const others = [];
  for (let row = 0; row < data.rates.n; row++) {
    if (rate.page(row) === rate.page(place) && rate.doc(row) === rate.doc(place) && rate.box(row)?.length === 4) others.push(rate.box(row));
  }
  return pagePicture(rate.doc(place), rate.page(place), box, others, rate.orig(place));
}

function pagePicture(doc, page, box, others, amount) {
  const found = data.pages[doc]?.[page];
  if (!found) return make("p", { class: "where" }, "This report carries no picture of the page.");
  const [width, height, id] = found;
  const image = make("img", { alt: `Page ${page} of ${doc}, with ${amount} marked`, src: `data:image/webp;base64,${$(id).textContent}` });
  const inner = make("div", {}, image, ...marksOf(box, others, width, height));
  const crop = make("div", { class: "crop", tabindex: "0", role: "region", "aria-label": `Page ${page} of ${doc}; scrolls` }, inner);
  let whole = false;
  const lay = () => {
    const scale = whole ? crop.clientWidth / width : Math.max(1.55, crop.clientWidth / width);
    inner.style.width = `${width * scale}px`;
    inner.style.height = `${height * scale}px`;
    crop.scrollLeft = ((box[0] + box[2]) / 2) * scale - crop.clientWidth * 0.62;
    crop.scrollTop = ((box[1] + box[3]) / 2) * scale - crop.clientHeight * 0.5;
  };
  crop.addEventListener("shown", lay);
  const toggle = make("button", { type: "button", class: "link", onclick: () => { whole = !whole; toggle.textContent = whole ? "Closer" : "Whole width"; lay(); } }, "Whole width");
  return make("div", {}, crop, make("p", { class: "crop-note" }, `Page ${page}, row and column marked`, toggle));
}

function marksOf(box, others, width, height) {
  const [x0, top, x1, bottom] = box;
  const middle = (top + bottom) / 2, center = (x0 + x1) / 2;
  const row = others.filter((b) => b[1] < middle && middle < b[3]);
  const column = others.filter((b) => b[0] < center && center < b[2]);
  const low = (boxes, edge) => Math.min(box[edge], ...boxes.map((b) => b[edge]));
  const high = (boxes, edge) => Math.max(box[edge], ...boxes.map((b) => b[edge]));
  const mark = (kind, left, up, right, down) => make("i", { class: kind, style:
    `left:${(100 * left) / width}%;top:${(100 * up) / height}%;width:${(100 * (right - left)) / width}%;height:${(100 * (down - up)) / height}%` });
  return [
    mark("band", 0, low(row, 1) - 1, width, high(row, 3) + 1),
    mark("band", low(column, 0) - 2, 0, high(column, 2) + 2, height),
    mark("frame", x0 - 3, top - 2, x1 + 3, bottom + 2),
  ];
}

function linesAround(doc, [line, start, end]) {
  const lines = data.lines[doc] ?? {};
  const shown = [];
  for (let number = line - 4; number <= line + 4; number++) {
    const text = lines[number];
    if (text === undefined) continue;
    const parts = number === line ? [text.slice(0, start), make("mark", {}, text.slice(start, end)), text.slice(end)] : [text];
    shown.push(make("span", { class: number === line ? "hit" : null }, make("b", {}, String(number)), ...parts));
  }
  const box = make("pre", { class: "source-lines", tabindex: "0", role: "region", "aria-label": `Lines around line ${line}` }, ...shown);
  box.addEventListener("shown", () => {
    const hit = box.querySelector("mark");
    const middle = hit ? hit.getBoundingClientRect().left - box.getBoundingClientRect().left - box.clientWidth / 2 : 0;
    box.scrollLeft += Math.max(0, middle);
  });
  return box;
}

function proposals(place) {
  const rows = findingsOf.get(place) ?? [];
  return rows.length ? [make("h3", {}, rows.length > 1 ? "Findings" : "Finding"), ...rows.map(findingCard)] : [];
}

function findingCard(row) {
  const facts = [["Printed", finding.printed(row)], ["Expected", finding.expected(row)], ["Proposed", finding.proposed(row)]];
  const said = facts.filter(([, value]) => value !== null).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]);
  if (finding.proposed(row) === null && finding.severity(row) === "error") said.push(make("dt", {}, "Proposed"), make("dd", {}, "nothing: no single value is proved"));
  const origin = { printed: "The document itself is inconsistent.", reading: "It may have been misread.", unknown: "" }[finding.origin(row)];
  return make("div", { class: "proposal" },
    make("p", {}, make("b", {}, `${words(finding.check(row))}, ${finding.severity(row)}`), `: ${finding.message(row)}. ${origin}`),
    make("dl", {}, ...said), finding.waived(row) ? make("p", {}, `Waived: ${finding.reason(row) ?? ""}`) : null);
}

function identityCards(place) {
  const numbers = identitiesOf.get(place) ?? [];
  if (!numbers.length) return [make("h3", {}, "Identities"), make("p", { class: "where" }, "None covers this amount, so nothing proves or contradicts it.")];
  const sorted = [...numbers].sort((a, b) => data.ids.rows[a][4] - data.ids.rows[b][4] || data.ids.rows[b][5] - data.ids.rows[a][5]);
  return [make("h3", {}, `${numbers.length} ${numbers.length > 1 ? "identities" : "identity"} it takes part in`), ...sorted.map((n) => identityCard(n, place))];
}

function identityCard(number, place) {
  const [formula, output, terms, expected, holds, hard] = data.ids.rows[number];
  const [check, text] = data.ids.formulas[formula].split(/\|(.*)/s);
  const printed = output < 0 ? Number(rate.range(rateOf(output))) : rate.amount(output);
  const show = (cents) => (output < 0 ? String(cents) : money(cents));
  const value = (v) => (rateOf(v) === place ? make("b", {}, valueOf(v)) : make("button", { type: "button", class: "link", title: `${classOf(rateOf(v))}, step ${rate.step(rateOf(v))}`, onclick: () => showRate(rateOf(v), opener) }, valueOf(v)));
  const sum = terms.flatMap((term, n) => (n ? [" + ", value(term)] : [value(term)]));
  const verdict = holds ? "holds" : hard ? "broken" : "hint";
  return make("div", { class: `identity${holds ? "" : hard ? " broken" : " hint"}` },
    make("p", {}, make("span", {}, text), make("span", { class: "verdict" }, `${holds ? "✓" : "✗"} ${verdict}`)),
    make("span", { class: "sum" }, `${words(check)}: from `, ...sum, ` follows ${show(expected)}; printed `, value(output), holds ? "" : ` (${printed > expected ? "+" : "−"}${show(Math.abs(printed - expected))})`));
}

const commandLine = (key) => [make("h3", {}, "In the terminal"), make("code", { class: "command" }, `mou explain '${key}'`)];

function showFinding(row, from) {
  const place = finding.rate(row);
  if (place >= 0) return showRate(place, from);
  const spot = finding.page(row) ? `page ${finding.page(row)}` : null;
  const box = finding.box(row);
  openPanel(from, [`${words(finding.check(row))} in ${words(finding.column(row) ?? "the row")}`], [
    make("p", { class: "where" }, [finding.doc(row), spot, finding.key(row)].filter(Boolean).join(" · ")),
    box ? pagePicture(finding.doc(row), finding.page(row), box, [], finding.printed(row) ?? "the place") : null,
    findingCard(row), ...commandLine(finding.id(row) ?? [finding.check(row), finding.key(row), finding.column(row)].filter(Boolean).join(":")),
  ]);
}
