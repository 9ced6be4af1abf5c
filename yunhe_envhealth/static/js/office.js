/* Small help for staff forms. Each part does nothing where its attribute is missing; without script all forms still work.
   data-once: a second submit of the same page is stopped; the server refuses it too.
   data-draft="name": what is typed is kept in this browser until the form is sent or the draft dropped.
   data-upload: a file form shows how much has been sent. */
"use strict";
(() => {
  const DRAFT_DAYS = 7;

  function guardOnce(form) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "true";
      requestAnimationFrame(() => form.querySelectorAll("button[type=submit]").forEach((button) => {
        button.setAttribute("aria-disabled", "true");
      }));
    });
    window.addEventListener("pageshow", (event) => { // back from the next page: the form may be sent again
      if (!event.persisted) return;
      delete form.dataset.sent;
      form.querySelectorAll("button[type=submit]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  }

  const kept = (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type);

  function readFields(form) {
    const values = {};
    for (const field of form.elements) {
      if (!kept(field)) continue;
      if (field.type === "checkbox" || field.type === "radio") values[`${field.name}=${field.value}`] = field.checked;
      else values[field.name] = field.value;
    }
    return values;
  }

  function writeFields(form, values) {
    for (const field of form.elements) {
      if (!kept(field)) continue;
      const key = field.type === "checkbox" || field.type === "radio" ? `${field.name}=${field.value}` : field.name;
      if (!(key in values)) continue;
      if (typeof values[key] === "boolean") field.checked = values[key];
      else field.value = values[key];
    }
  }

  function statusOf(form) {
    const place = document.querySelector("[data-draft-status]") ?? form.insertBefore(document.createElement("p"), form.firstChild);
    place.classList.add("eh-note");
    place.setAttribute("role", "status");
    return place;
  }

  function offerDraft(form, status, key, draft) {
    const use = Object.assign(document.createElement("button"), { type: "button", className: "btn-link", textContent: "取回草稿" });
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "btn-link", textContent: "不要了" });
    status.replaceChildren(`有 ${new Date(draft.at).toLocaleString("zh-CN")} 没提交的草稿。`, use, " ", drop);
    use.addEventListener("click", () => { writeFields(form, draft.values); status.textContent = "已取回草稿。"; });
    drop.addEventListener("click", () => { localStorage.removeItem(key); status.textContent = ""; });
  }

  function keepDraft(form) {
    const key = `draft:${form.dataset.draft}:${location.pathname}`;
    const status = statusOf(form);
    let timer = null;
    try {
      const draft = JSON.parse(localStorage.getItem(key) ?? "null");
      const fresh = draft && Date.now() - draft.at < DRAFT_DAYS * 86400000;
      if (fresh && JSON.stringify(draft.values) !== JSON.stringify(readFields(form))) offerDraft(form, status, key, draft);
    } catch {
      localStorage.removeItem(key);
    }
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: readFields(form) }));
        status.textContent = `草稿 ${new Date().toLocaleTimeString("zh-CN", { hour12: false })} 已存在这台电脑上，关掉页面也不会丢`;
      }, 600);
    });
    form.addEventListener("submit", () => { clearTimeout(timer); sessionStorage.setItem("draft-sent", key); });
  }

  /* A draft goes only when a page says that the work succeeded: an error, a log-in or a lost line keeps it. */
  function dropSentDraft() {
    const key = sessionStorage.getItem("draft-sent");
    if (!key || !document.querySelector(".eh-message.is-ok")) return;
    localStorage.removeItem(key);
    sessionStorage.removeItem("draft-sent");
  }

  /* Refused: the answer is this page again with the reasons, or an error page; its main part takes the place of ours. */
  function showAnswer(html) {
    const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    if (!main) return;
    document.querySelector("main").replaceWith(main);
    start(main);
    window.scrollTo(0, 0);
  }

  /* The file goes by XMLHttpRequest, because only that tells how much has been sent; the answer is the next page. */
  function showUpload(form) {
    form.addEventListener("submit", (event) => {
      const file = form.querySelector("input[type=file]")?.files[0];
      if (!file || event.defaultPrevented) return;
      event.preventDefault();
      const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
      bar.setAttribute("aria-label", `上传 ${file.name}`);
      const words = Object.assign(document.createElement("p"), { className: "eh-note" });
      words.setAttribute("role", "status");
      form.append(bar, words);
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.upload.addEventListener("progress", (sent) => {
        bar.value = (100 * sent.loaded) / sent.total;
        words.textContent = sent.loaded < sent.total ? `已上传 ${Math.floor(bar.value)}%` : "已传完，正在读取文件…";
      });
      request.addEventListener("load", () => {
        if (request.status < 400 && request.responseURL !== location.href) location.assign(request.responseURL);
        else showAnswer(request.responseText);
      });
      request.addEventListener("error", () => {
        words.textContent = "网络中断，文件没有传完，也没有写入任何数据。请再点一次提交。";
        bar.remove();
        delete form.dataset.sent;
        form.querySelectorAll("button[type=submit]").forEach((button) => button.removeAttribute("aria-disabled"));
      });
      request.send(new FormData(form));
    });
  }

  function start(root) {
    root.querySelectorAll("form[data-once]").forEach(guardOnce);
    root.querySelectorAll("form[data-draft]").forEach(keepDraft);
    root.querySelectorAll("form[data-upload]").forEach(showUpload);
    root.querySelector("[data-errors]")?.focus();
  }

  dropSentDraft();
  start(document);
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) start(event.target); });
  document.addEventListener("click", (event) => { // an open menu closes when something else is clicked
    document.querySelectorAll("details.eh-pop[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
})();
