"use strict";
(() => {
  const form = document.querySelector(".filters");
  const articles = [...document.querySelectorAll("article.finding")];
  const count = document.querySelector(".filter-count");
  const all = articles.reduce((sum, article) => sum + Number(article.dataset.count), 0);
  const apply = () => {
    const wanted = Object.fromEntries(new FormData(form));
    let shown = 0;
    for (const article of articles) {
      const has = { severity: [article.dataset.severity], phase: [article.dataset.phase], sheet: JSON.parse(article.dataset.sheets) };
      const fits = Object.entries(wanted).every(([key, value]) => value === "*" || has[key].includes(value));
      article.hidden = !fits;
      shown += fits ? Number(article.dataset.count) : 0;
    }
    for (const heading of document.querySelectorAll(".findings > h3")) {
      let next = heading.nextElementSibling;
      let any = false;
      while (next && next.tagName === "ARTICLE") { any = any || !next.hidden; next = next.nextElementSibling; }
      heading.hidden = !any;
    }
    for (const section of document.querySelectorAll("section.findings")) {
      section.hidden = !section.querySelector("article:not([hidden])");
    }
    count.textContent = count.dataset.text.replace("{shown}", shown).replace("{all}", all);
  };
  if (form) {
    form.hidden = false;
    form.addEventListener("change", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  }
  const show = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const article = target && target.closest("article[hidden]");
    if (article && form) { form.reset(); apply(); target.scrollIntoView(); }
  };
  addEventListener("hashchange", show);
  show();
  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); return; } catch { /* pages from a folder may not: the old way */ }
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copy(button.dataset.copy);
      button.classList.add("done");
      setTimeout(() => button.classList.remove("done"), 1500);
    });
  }
})();
