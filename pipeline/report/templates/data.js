// What the page knows: rates, tables, identities, findings and terms, unpacked from their columns.
const data = JSON.parse(document.getElementById("data").textContent);
const PERIODS = [["HR", "Hourly"], ["BW", "Biweekly"], ["MO", "Monthly"], ["YR", "Yearly"]];
const STATUSES = ["ok", "unverified", "suspect", "repaired"];
const STATUS_WORDS = ["proved", "unverified", "suspect", "repaired"];
const $ = (id) => document.getElementById(id);

const reader = ({ d, v }) => (d ? (row) => d[v[row]] : (row) => v[row]);
const columns = (packed) => Object.fromEntries(Object.entries(packed.cols).map(([name, column]) => [name, reader(column)]));
const rate = columns(data.rates);

// Identities by the rates they touch. A value is a place in the list of rates, or -1 - place for the range code there.
const rateOf = (value) => (value < 0 ? -1 - value : value);
const identitiesOf = new Map();
data.ids.rows.forEach((row, number) => {
  for (const place of new Set([row[1], ...row[2]].map(rateOf))) {
    if (!identitiesOf.has(place)) identitiesOf.set(place, []);
    identitiesOf.get(place).push(number);
  }
});
const finding = columns(data.findings);
const findingsOf = new Map();
for (let row = 0; row < data.findings.n; row++) {
  const place = finding.rate(row);
  if (place >= 0) findingsOf.set(place, [...(findingsOf.get(place) ?? []), row]);
}

const money = (cents) => `${Math.trunc(cents / 100).toLocaleString("en-US")}.${String(Math.abs(cents % 100)).padStart(2, "0")}`;
const valueOf = (value) => (value < 0 ? String(rate.range(rateOf(value))) : money(rate.amount(value)));
const day = (iso) => (iso ? new Date(`${iso}T12:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }) : "no date");
const words = (name) => name.replaceAll("_", " ");
const classOf = (place) => [rate.title(place), rate.code(place)].filter(Boolean).join(" ") || "class not printed";

// Elements are made, never written as markup: documents may say what they like.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}
