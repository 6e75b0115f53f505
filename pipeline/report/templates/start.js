// Everything is put in its place; what lies far down the page waits until it is near.
const findingList = makeFindings();
for (const link of document.querySelectorAll("[data-findings]")) link.addEventListener("click", () => findingList.choose("Document", link.dataset.findings));
for (const tile of document.querySelectorAll("button.tile")) tile.addEventListener("click", () => showPageTable(tile.dataset.doc, Number(tile.dataset.page)));
if ($("terms")) makeTerms();
if ($("tables")) {
  fillChooser();
  const doubtful = data.tables.findIndex((table) => cellsOf(table).some((place) => STATUSES[rate.status(place)] === "suspect" || isFlagged(place)));
  showTable(Math.max(0, doubtful));
  fillCurveControls();
  new IntersectionObserver((entries, observer) => {
    if (entries.some((entry) => entry.isIntersecting)) { observer.disconnect(); drawCurves(); }
  }, { rootMargin: "600px" }).observe($("curves"));
  let timer = 0, width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; clearTimeout(timer); timer = setTimeout(drawCurves, 150); } });
}
document.documentElement.dataset.ready = "yes";
