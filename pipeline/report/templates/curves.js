// Pay over the steps and over time, by Observable Plot.
const TONES = ["var(--t0)", "var(--t1)", "var(--t2)", "var(--t3)", "var(--t4)", "var(--t5)"];
const COLORS = Array.from({ length: 8 }, (_, n) => `var(--c${n})`);
const dollars = (value) => `$${value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
const shortDollars = (value) => (value >= 10000 ? `$${(value / 1000).toLocaleString("en-US", { maximumFractionDigits: 1 })}k` : `$${value.toLocaleString("en-US")}`);
let points = [];

function basePoints(doc, period) {
  const found = [];
  for (let place = 0; place < data.rates.n; place++) {
    if (rate.doc(place) !== doc || rate.component(place) !== 0 || rate.period(place) !== period) continue;
    const who = [classOf(place), rate.unit(place)].filter(Boolean).join(", ");
    const when = rate.date(place);
    found.push({ who, when: when ?? `Appendix ${rate.appendix(place) ?? "?"}`, date: when ? new Date(`${when}T00:00:00Z`) : null, order: rate.order(place), step: rate.step(place), pay: rate.amount(place) / 100 });
  }
  return found;
}

const curveDoc = () => $("curve-doc").value;
const options = (select, pairs, value) => {
  select.replaceChildren(...pairs.map(([key, label]) => make("option", { value: key, selected: key === value }, label)));
};

function fillCurveControls() {
  const docs = [...new Set(data.tables.map((table) => table.doc))];
  options($("curve-doc"), docs.map((doc) => [doc, doc]), docs[0]);
  $("curve-doc").addEventListener("change", () => { fillPeriods(); fillClasses(); drawCurves(); });
  $("curve-period").addEventListener("change", () => { fillClasses(); drawCurves(); });
  $("curve-class").addEventListener("change", drawCurves);
  fillPeriods();
  fillClasses();
}

function fillPeriods() {
  const present = new Set();
  for (let place = 0; place < data.rates.n; place++) if (rate.doc(place) === curveDoc() && rate.component(place) === 0) present.add(rate.period(place));
  const labels = ["hour", "two weeks", "month", "year"];
  const last = Math.max(...present);
  options($("curve-period"), [...present].sort().map((period) => [String(period), labels[period]]), String(last));
}

function fillClasses() {
  points = basePoints(curveDoc(), Number($("curve-period").value));
  const kept = $("curve-class").value;
  const classes = [...new Set(points.map((point) => point.who))];
  options($("curve-class"), classes.map((who) => [who, who]), classes.includes(kept) ? kept : classes[0]);
}

const plotBase = (width) => ({
  width, height: Math.round(Math.max(300, width * 0.62)), marginLeft: 58, marginRight: 66, marginBottom: 40, marginTop: 22,
  style: { background: "transparent", color: "var(--soft)", fontSize: "12px", fontFamily: "inherit" },
});

// One picture with one description: the figures stand in the table below it.
function asPicture(plot) {
  for (const part of plot.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  plot.setAttribute("role", "img");
  return plot;
}

function drawCurves() {
  const who = $("curve-class").value;
  const own = points.filter((point) => point.who === who);
  drawSteps(who, own);
  drawTime(who, own);
  $("curve-table").replaceChildren(figureTable(own));
}

function drawSteps(who, own) {
  const times = [...new Set(own.map((point) => point.when))].sort();
  const tone = (when) => (times.length === 1 ? TONES[4] : TONES[Math.round((times.indexOf(when) / (times.length - 1)) * (TONES.length - 1))]);
  const last = times.at(-1);
  const others = points.filter((point) => point.who !== who && point.when === last);
  const ends = times.map((when) => own.filter((point) => point.when === when).reduce((a, b) => (a.order > b.order ? a : b)));
  const steps = [...new Set(points.map((point) => point.order))].sort((a, b) => a - b);
  const label = new Map(points.map((point) => [point.order, point.step]));
  $("cap-steps").textContent = `${who}: over the steps, by operative date`;
  const plot = Plot.plot({
    ...plotBase($("plot-steps").clientWidth || 560), ariaLabel: `${who}: pay by step, a line for each operative date`,
    x: { type: "point", domain: steps, tickFormat: (order) => label.get(order), label: "Step", labelAnchor: "center", labelArrow: "none", tickSize: 0 },
    y: { grid: true, nice: true, tickFormat: shortDollars, label: null, tickSize: 0, ticks: 6 },
    marks: [
      Plot.line(others, { x: "order", y: "pay", z: "who", stroke: "var(--ghost)", strokeWidth: 1.25, sort: "order" }),
      Plot.line(own, { x: "order", y: "pay", z: "when", stroke: (point) => tone(point.when), strokeWidth: 2, sort: "order" }),
      Plot.dot(own, { x: "order", y: "pay", fill: (point) => tone(point.when), r: 2.6 }),
      Plot.text(spread(ends), { x: "order", y: "pay", text: (end) => end.when.slice(0, 7), fill: "var(--ink)", textAnchor: "start", dx: 8, fontSize: 11 }),
      Plot.tip(own, Plot.pointer({ x: "order", y: "pay", title: (point) => `${day(point.date ? point.when : null)}\nstep ${point.step}: ${dollars(point.pay)}`, fill: "var(--card)", stroke: "var(--line)" })),
    ],
  });
  $("plot-steps").replaceChildren(asPicture(plot));
}

// Labels of lines that end close together would lie on each other: only those with room are kept.
function spread(ends) {
  const sorted = [...ends].sort((a, b) => b.pay - a.pay);
  const span = (Math.max(...points.map((p) => p.pay)) - Math.min(...points.map((p) => p.pay))) || 1;
  const kept = [];
  for (const end of sorted) if (!kept.length || kept.at(-1).pay - end.pay > span * 0.035) kept.push(end);
  return kept;
}

function drawTime(who, own) {
  const dated = points.filter((point) => point.date);
  const mine = own.filter((point) => point.date);
  const dates = new Set(mine.map((point) => point.when));
  if (dates.size < 2) {
    $("cap-time").textContent = `${who}: over time`;
    $("plot-time").replaceChildren(make("p", { class: "note" }, "The tables of this class carry fewer than two operative dates."));
    return;
  }
  const top = d3.rollup(dated, (group) => d3.max(group, (point) => point.order), (point) => point.who);
  const behind = dated.filter((point) => point.who !== who && point.order === top.get(point.who));
  const orders = [...new Set(mine.map((point) => point.order))].sort((a, b) => a - b);
  const tone = (order) => (orders.length === 1 ? TONES[4] : TONES[Math.round((orders.indexOf(order) / (orders.length - 1)) * (TONES.length - 1))]);
  const last = d3.max(mine, (point) => point.date);
  const end = new Date(+last + (last - d3.min(mine, (point) => point.date)) * 0.12);
  const carried = (list, key) => d3.groups(list, key).flatMap(([, group]) => {
    const sorted = d3.sort(group, (point) => point.date);
    return [...sorted, { ...sorted.at(-1), date: end, ghost: true }];
  });
  $("cap-time").textContent = `${who}: over time, by step (others: top step)`;
  const ends = orders.map((order) => mine.filter((point) => point.order === order).reduce((a, b) => (a.date > b.date ? a : b))).map((point) => ({ ...point, date: end }));
  const plot = Plot.plot({
    ...plotBase($("plot-time").clientWidth || 560), ariaLabel: `${who}: pay over time, a line for each step`,
    x: { type: "utc", label: null, tickSize: 0, ticks: 6 },
    y: { grid: true, nice: true, tickFormat: shortDollars, label: null, tickSize: 0, ticks: 6 },
    marks: [
      Plot.line(carried(behind, (point) => point.who), { x: "date", y: "pay", z: "who", stroke: "var(--ghost)", strokeWidth: 1.25, curve: "step-after" }),
      Plot.line(carried(mine, (point) => point.order), { x: "date", y: "pay", z: "order", stroke: (point) => tone(point.order), strokeWidth: 2, curve: "step-after" }),
      Plot.dot(mine, { x: "date", y: "pay", fill: (point) => tone(point.order), r: 2.6 }),
      Plot.text(spread(ends), { x: "date", y: "pay", text: (point) => `Step ${point.step}`.replace("Step Step", "Step"), fill: "var(--ink)", textAnchor: "start", dx: 8, fontSize: 11 }),
      Plot.tip(mine, Plot.pointer({ x: "date", y: "pay", title: (point) => `${day(point.when)}\nstep ${point.step}: ${dollars(point.pay)}`, fill: "var(--card)", stroke: "var(--line)" })),
    ],
  });
  $("plot-time").replaceChildren(asPicture(plot));
}

function figureTable(own) {
  const times = [...new Set(own.map((point) => point.when))].sort();
  const orders = [...new Set(own.map((point) => point.order))].sort((a, b) => a - b);
  const pay = new Map(own.map((point) => [`${point.when}/${point.order}`, point]));
  return make("table", { class: "plain" },
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Operative"), ...orders.map((order) => make("th", { scope: "col" }, `Step ${own.find((point) => point.order === order).step}`)))),
    make("tbody", {}, ...times.map((when) => make("tr", {}, make("th", { scope: "row" }, when), ...orders.map((order) => make("td", {}, pay.has(`${when}/${order}`) ? dollars(pay.get(`${when}/${order}`).pay) : "–"))))));
}
