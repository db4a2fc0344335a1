
"use strict";
(() => {
  const form = document.querySelector("form");
  if (!form) return;
  const hits = [...document.querySelectorAll(".hit")];
  const figure = document.querySelector("figure");
  const bars = figure ? [...figure.querySelectorAll("button")] : [];
  const output = form.querySelector("output");
  let when = ""; // a year, or a month such as 2019-02

  const chosen = (name) => (form.elements[name] ? form.elements[name].value : "");

  const update = () => {
    const site = chosen("site");
    const author = chosen("author");
    let shown = 0;
    for (const hit of hits) {
      const { date, site: own, authors } = hit.dataset;
      const fits =
        date.startsWith(when) && (!site || own === site) && (!author || JSON.parse(authors).includes(author));
      hit.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    if (figure) figure.classList.toggle("chosen", when !== "");
    for (const bar of bars) bar.setAttribute("aria-pressed", String(when !== "" && bar.value.startsWith(when)));
    output.value = shown === hits.length ? "" : `${shown} of ${hits.length}${when ? ` in ${when}` : ""}`;
  };

  for (const bar of bars) {
    bar.disabled = false;
    bar.addEventListener("click", () => {
      when = when === bar.value ? "" : bar.value;
      const year = form.elements.year;
      year.value = [...year.options].some((option) => option.value === when) ? when : "";
      update();
    });
  }
  form.addEventListener("change", (event) => {
    if (event.target.name === "year") when = event.target.value;
    update();
  });
  form.addEventListener("reset", () => {
    when = "";
    setTimeout(update);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.reset(); // a browser may have kept what was chosen before
  form.hidden = false;
})();
