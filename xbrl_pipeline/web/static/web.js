// Adds dropping, pasting and progress. Without it every page works too.
"use strict";

function counted(form, input) {
  const told = form.querySelector(".dropped");
  told.textContent = input.files.length ? told.dataset.text.replace("{n}", input.files.length) : "";
}

for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const take = (files) => {
    if (!files.length) return;
    const all = new DataTransfer();
    for (const file of [...input.files, ...files]) all.items.add(file);
    input.files = all.files;
    counted(form, input);
  };
  input.addEventListener("change", () => counted(form, input));
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    take(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => take(event.clipboardData.files));
}

for (const place of document.querySelectorAll("[data-progress]")) {
  const source = new EventSource(place.dataset.progress);
  source.addEventListener("stand", (event) => {
    const now = JSON.parse(event.data);
    const own = place.dataset.number;
    if (now.done || (own && !(own in now.files) && now.total < 50)) {
      source.close();
      location.reload();
      return;
    }
    const bar = place.querySelector("progress");
    if (bar) bar.value = now.ended;
    place.querySelector(".so-far").textContent = own ? now.files[own] ?? now.told : now.told;
    let past = true;
    for (const step of place.querySelectorAll(".steps li")) {
      const here = step.dataset.stage === now.files[own];
      if (here) past = false;
      step.className = here ? "here" : past ? "past" : "next";
      if (here) step.setAttribute("aria-current", "step"); else step.removeAttribute("aria-current");
    }
    for (const [number, told] of Object.entries(now.files)) {
      const cell = document.querySelector(`[data-file="${Number(number)}"]`);
      if (cell) cell.textContent = told;
    }
  });
}

for (const notice of document.querySelectorAll(".notice.error[tabindex]")) notice.focus();
