// The only script of the staff pages. Everything works without it; it adds the token to htmx's
// requests, one banner for what failed, moves the focus to what was swapped in, shows passwords.
(() => {
  "use strict";
  const banner = document.getElementById("gangguan");

  const show = (text, code) => {
    const line = document.createElement("div");
    line.append(text + (code ? ` ${banner.dataset.code}: ${code}. ` : " "));
    const again = document.createElement("a");
    again.href = location.href;
    again.textContent = banner.dataset.reload;
    line.append(again);
    const note = document.createElement("div");
    note.className = "note note-danger banner";
    note.append(line);
    banner.replaceChildren(note);
    banner.hidden = false;
  };

  const hide = () => {
    banner.hidden = true;
    banner.replaceChildren();
  };

  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]');
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
  });

  document.addEventListener("htmx:sendError", () => show(banner.dataset.offline));
  document.addEventListener("htmx:timeout", () => show(banner.dataset.slow));
  document.addEventListener("htmx:responseError", (event) => {
    const { status, responseText } = event.detail.xhr;
    if (status === 401) return;
    const code = /K-[2-9A-Z]{6}/.exec(responseText || "");
    const { busy, refused, fault } = banner.dataset;
    const text = status === 503 || status === 429 ? busy : status < 500 ? refused : fault;
    show(text, code && code[0]);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) hide();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const first = event.target.querySelector("[autofocus]");
    if (first) first.focus();
  });

  for (const button of document.querySelectorAll("[data-reveal]")) {
    const entry = document.getElementById(button.dataset.reveal);
    const turn = (shown) => {
      entry.type = shown ? "text" : "password";
      button.textContent = shown ? button.dataset.hide : button.dataset.show;
    };
    button.hidden = false;
    button.addEventListener("click", () => turn(entry.type === "password"));
    entry.form.addEventListener("submit", () => turn(false));
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  for (const button of document.querySelectorAll("[data-insert]")) {
    const picked = document.getElementById(button.dataset.from);
    const text = document.getElementById(button.dataset.insert);
    button.addEventListener("click", (event) => {
      event.preventDefault();
      if (!picked.value) return picked.focus();
      text.value = [text.value.trimEnd(), picked.value].filter(Boolean).join(" ");
      picked.value = "";
      text.focus();
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  const summary = document.querySelector(".error-box[autofocus]");
  if (summary) summary.focus();
})();
