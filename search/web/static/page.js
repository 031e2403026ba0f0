// A little more comfort where scripts run; every function works without. Buttons that copy a citation, and pages of progress that come anew.
"use strict";
(() => {
  const told = document.currentScript.dataset;

  function copier(text) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copier";
    button.textContent = told.copy;
    button.setAttribute("aria-label", `${told.copy} ${text}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = told.copied;
      } catch {
        getSelection().selectAllChildren(button.previousElementSibling); // a page without TLS has no clipboard: one key is left
        button.textContent = told.press;
      }
      setTimeout(() => { button.textContent = told.copy; }, 2000);
    });
    return button;
  }

  for (const cited of document.querySelectorAll(".cite[data-copy], .copy")) {
    const button = copier(cited.dataset.copy || cited.textContent.trim());
    if (cited.matches("dd")) cited.append(button); else cited.after(button);
  }

  async function anew(main) {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      if (answer.ok && found && !main.querySelector("details[open]")) main.replaceChildren(...found.childNodes);
      if (answer.ok && found && !found.querySelector("progress")) return;
    } catch { /* the server rests: the next look may find it */ }
    setTimeout(anew, told.every * 1000, main);
  }
  if (told.every) setTimeout(anew, told.every * 1000, document.querySelector("main"));
})();
